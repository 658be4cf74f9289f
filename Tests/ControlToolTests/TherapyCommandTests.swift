import ClinicalRules
import Messages
import TestKit
import Testing
import TherapyContract

@testable import ClinicClient
@testable import cairn

@Suite("What staff tell a therapy, as they type it")
struct TherapyCommandTests {
    private func contract() throws -> PluginContract {
        try JSONText.decode(
            PluginContract.self, from: JSONText.encode(Approval.contract(of: "lifeline")))
    }

    private func crisis() throws -> FactDeclaration { try #require(try contract().fact("crisis")) }

    @Test("A fact is read by its fields, each by its type")
    func fields() throws {
        let given = try FactWords(["c1", "min=9", "sign=Rode it = out"], for: crisis())
        #expect(given.client == "c-0001")
        #expect(given.data == ["minutes": .integer(9), "sign": .string("Rode it = out")])
    }

    @Test(
        "What does not fit is told with its remedy, and no value is repeated",
        arguments: [
            (["min=9", "sign=secret"], "no client"), (["c1", "minutes=secret"], "a whole number"),
            (["c1", "minutes=9"], "sign is missing"), (["c1", "secret"], "FIELD=VALUE"),
            (["c1", "minuts=9", "sign=secret"], "minutes"),
            (["c1", "minutes=9", "minutes=8", "sign=secret"], "twice"),
        ] as [([String], String)])
    func slips(words: [String], told: String) throws {
        let error = #expect(throws: ClientError.self) { try FactWords(words, for: crisis()) }
        let text = try #require(error).advice.description
        #expect(
            told == "no client" ? text.contains("none is named") : text.contains(told), "\(text)")
        #expect(!text.contains("secret"))
    }

    @Test("A therapy says what it takes, with fields and roles")
    func shown() throws {
        let approved = try #require(
            try Approval.events(of: "lifeline").compactMap { $0 as? PluginApproved }.first)
        let words = TherapyWords(
            ApprovedTherapy(therapy: "lifeline", isInUse: true, contract: approved.contract))
        let text = words.lines.joined(separator: "\n")
        #expect(text.contains("cairn therapy report lifeline CLIENT breathe"))
        #expect(
            text.contains(
                "cairn therapy record lifeline log-crisis CLIENT minutes=INTEGER sign=TEXT"))
    }

    @Test("Practice is told by its title, its day and the client's word; a week counts it")
    func practice() throws {
        let today = LocalDate(year: 2026, month: 11, day: 25)
        func line(_ practice: String, due: Int, _ isDone: Bool?) -> PracticeLine {
            PracticeLine(
                client: "c-1", therapy: "lifeline", practice: practice, title: "Breathe",
                assigned: nil, due: today.advanced(by: due), isDone: isDone, reported: nil)
        }
        let lines = PracticeLines(
            [line("b", due: -1, nil), line("c", due: 0, true), line("a", due: 1, nil)]
                + [line("d", due: 9, false)], on: today)
        #expect(
            lines.said == [
                "lifeline b (Breathe), due 2026-11-24: no word, and it was due",
                "lifeline c (Breathe), due 2026-11-25: done",
                "lifeline a (Breathe), due 2026-11-26: no word yet",
                "lifeline d (Breathe), due 2026-12-04: not done",
            ])
        #expect(
            lines.title(ofWeek: today.weekStart)
                == "Practice due this week: 3, 1 done, 0 not done, 2 without a word")
        #expect(PracticeLines([], on: today).title(ofWeek: today.weekStart) == nil)
    }

    @Test("Of a fact of its own the fields that the contract marks as open are shown, and no more")
    func masks() throws {
        let approved = try #require(
            try Approval.events(of: "lifeline").compactMap { $0 as? PluginApproved }.first)
        let record = RecordAdded(
            name: "crisis", client: "c-0001",
            data: ["minutes": .integer(9), "sign": .string("secret")])
        var attributes = Attributes(
            id: "m-1", source: "/example/lifeline", type: RecordAdded.type(by: "lifeline"),
            time: Timestamp(milliseconds: 0))
        (attributes.sequence, attributes.prevhash, attributes.subject) = (1, "0", "c-0001")
        attributes.dataclassification = .clinical
        let stream = try #require(EventStream("lifeline.record"))
        let envelope = try Envelope(
            topic: .event(stream), attributes: attributes, data: try JSONText.encode(record))
        var line = MessageLine(timeZone: "America/Chicago", isJSON: true)
        #expect(!line.text(for: envelope).contains(#""minutes":9"#), "nobody says that it is open")
        line.openFields = OpenFields([
            ApprovedTherapy(therapy: "lifeline", isInUse: true, contract: approved.contract)
        ])
        let shown = line.text(for: envelope)
        #expect(shown.contains(#""minutes":9"#))
        #expect(!shown.contains("secret") && !shown.contains("c-0001"))
    }

    @Test("The schema of a fact of its own says which fields it has, and takes no others")
    func schema() throws {
        let schemas = try contract().factSchemas
        #expect(Array(schemas.keys) == ["lifeline.record.crisis"])
        guard case .object(let schema)? = schemas["lifeline.record.crisis"],
            case .object(let members)? = schema["properties"],
            case .object(let data)? = members["data"]
        else { return #expect(Bool(false), "\(schemas)") }
        #expect(schema["required"] == .array(["client", "data", "name"].map { .string($0) }))
        #expect(data["required"] == .array(["minutes", "sign"].map { .string($0) }))
        #expect(data["additionalProperties"] == .bool(false))
    }

    @Test("A duty of a therapy's is done at the therapy, and one of a service's at the service")
    func duty() throws {
        var opened = try DutyOpened.example
        (opened.kind, opened.about, opened.client) = (.acknowledgeAlert, "self-harm", "c-0001")
        var book = DutyBook()
        book.apply(opened)
        let duty = try #require(book.open.values.first)
        #expect(
            DutyStep.commands(for: duty, of: "lifeline", as: "t01")
                == ["cairn therapy close lifeline c-0001 self-harm --as t01"])
        #expect(
            DutyStep.commands(for: duty, of: .assessment, as: "t01")
                == ["cairn alerts ack self-harm --action TEXT --as t01"])
    }

    @Test("A therapy's form is called by its id, and its scales as the contract calls its measures")
    func measures() throws {
        var forms = ApprovedForms()
        for event in try Approval.events(of: "lifeline") { forms.apply(event) }
        let form = try #require(forms.form("lifeline.diary-card"))
        let line = TherapyFormLine(
            instrument: form.instrument.id, therapy: "lifeline", isInUse: true,
            form: try JSONText.decode(
                JSONFragment.self, from: JSONText.encode(form.instrument)),
            measures: form.measures)
        let book = FormBook([line])
        #expect(try book.named("lifeline").id == "lifeline.diary-card")
        #expect(try book.named("phq9").id == "phq-9")
        let measure = Measure(
            submission: "f-1", instrument: "lifeline.diary-card", at: Timestamp(milliseconds: 0),
            order: 1, ageDays: 0, answers: ["urge": ItemAnswer(value: 4)], scores: ["urges": 7],
            bands: [:], flags: [], changes: [])
        let series = MeasureSeries.all(of: [measure], by: book, timeZone: "America/Chicago")
        let text = series.flatMap { MeasureTable($0, isRevealing: true).lines }.map(\.text)
            .joined(separator: "\n")
        #expect(text.contains("lifeline.diary-card  Diary card: 1 form"), "\(text)")
        #expect(text.contains("Urge and misery 0-10"), "\(text)")
        #expect(MeasureDrawing(series).text.contains("Urge and misery"))
    }
}
