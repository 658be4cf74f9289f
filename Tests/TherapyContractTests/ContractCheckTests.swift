import Messages
import TestKit
import Testing

@testable import TherapyContract

@Suite("What does not fit in a therapy's plugin.json")
struct ContractCheckTests {
    /// A change of the whole manifest, and what is told of it.
    static let slips: [(old: String, new: String, told: String)] = [
        (#""contract": 1"#, #""contract": 2"#, "line 2, contract is 2, which this build"),
        (#""id": "dbt""#, #""id": "DBT""#, "line 3, id is “DBT”: write a name of a-z"),
        (#""id": "dbt""#, #""id": "scheduler""#, "id is scheduler, a name of Cairn's own"),
        (#""id": "dbt""#, #""id": "cli-t01""#, "id is cli-t01, a name of Cairn's own"),
        (#""version": "1.2.0","#, "", "version is missing: write it"),
        (#""version": "1.2.0""#, #""verison": "1.2.0""#, "verison is no field of contract 1"),
        (#""version": "1.2.0""#, #""verison": "1.2.0""#, "did you mean version?"),
        (#""en": "Skills","#, "", "title is not there in English"),
        (#"{"en": "Skills""#, #"{"en": """#, "title.en says nothing"),
        (#""es":"#, #""Spanish":"#, "title.Spanish is no language"),
        (#""title": "Skills""#, #""title": "\u001b[31m""#, "title holds what steers a terminal"),
        (#""python3""#, #""../../../bin/python""#, "command[0] is “../../../bin/python”"),
        (#""python3""#, #""/bin/sh""#, "command[0] is “/bin/sh”, which lies outside"),
        (#""python3""#, #""cairn-scheduler""#, "command[0] is cairn-scheduler, a program"),
        (#"["python3", "-B", "therapy.py"]"#, "[]", "command is empty: write at least 1"),
        (#""phases": ["p1"]"#, #""phase": "p1""#, "offerings[0].phase is no field"),
        (#""phases": ["p1"]"#, #""phase": "p1""#, "did you mean phases?"),
        (#""phases": ["p1"]"#, #""phases": []"#, "offerings[0].phases is empty"),
        (#""phases": ["p1"]"#, #""phases": ["p1", "p1"]"#, "phases[1] is “p1” again"),
        (#""minutes": 60"#, #""minutes": 0"#, "minutes is 0: write a whole number from 5 to 480"),
        (#""minutes": 60"#, #""minutes": -60"#, "minutes is -60"),
        (#""minutes": 60"#, #""minutes": 600"#, "minutes is 600"),
        (#""minutes": 60"#, #""minutes": "60""#, "minutes is of another kind"),
        (#""perWeek": 1"#, #""perWeek": -1"#, "perWeek is -1: write a whole number from 1 to 14"),
        (#""least": 3"#, #""least": 13"#, "size has a least above its most"),
        (#""credential": "clinician""#, #""credential": "clinicain""#, "did you mean clinician?"),
        (#""format": "group""#, #""format": "crowd""#, "write one of group, individual, family"),
        (
            #""format": "group""#, #""format": "individual""#,
            "cohortWeeks is of an offering that is no group's"
        ),
        (#""cohortWeeks": 8"#, #""cohortWeeks": 53"#, "cohortWeeks is 53"),
        (#""offering": "skills""#, #""offering": "skils""#, "did you mean skills?"),
        (#""practice": "observe-breath""#, #""practice": "breathe""#, "is no practice of this"),
        (
            #""when": ["attended"]"#, #""when": ["practised"], "when": ["word"]"#,
            "curriculum[0].when stands twice"
        ),
        (#""about": "client""#, #""about": "staff""#, "facts[0].about is “staff”"),
        (#""mark": "open""#, #""mark": "identifying""#, "mark is “identifying”"),
        (#""mark": "open""#, #""most": 3"#, "facts[0].fields.week is no number, and has"),
        (
            #""date", "mark": "open""#, #""integer", "least": 2, "most": 1"#,
            "facts[0].fields.week has a least above its most"
        ),
        (#""records": "call-logged""#, #""records": "call""#, "is no fact of this therapy"),
        (#""name": "log-call""#, #""name": "report-practice""#, "a command that each therapy has"),
        (#""acts": ["alert""#, #""acts": ["alarm""#, "acts[0] is “alarm”"),
        (#""alert","#, #""alert", "alert","#, "acts[1] is “alert” again"),
        (
            "scheduler.attendance.recorded", "scheduler.attendance.recorder",
            "did you mean scheduler.attendance.recorded?"
        ),
        ("scheduler.attendance.recorded", "assessment.identity.recorded", "names or contacts"),
        ("scheduler.attendance.recorded", "dbt.practice.reported", "reads[0].event is its own"),
        (#""because": "a module is finished by it""#, #""because": " ""#, "because says nothing"),
        (
            #""reactsTo": ["scheduler.attendance.recorded""#,
            #""reactsTo": ["scheduler.session.cancelled""#, "which it does not read"
        ),
        (#""history": "silently""#, #""history": "silent""#, "did you mean silently?"),
        (#""default": 75"#, #""default": 600"#, "default is not what the setting takes"),
        (#""default": 75"#, #""default": "75""#, "default is not what the setting takes"),
        (#""least": 0, "most": 599"#, #""least": 600, "most": 599"#, "least above its most"),
        (#""memoryMB": 128"#, #""memoryMB": 4096"#, "memoryMB is 4096"),
        (#""answerSeconds": 5"#, #""answerSeconds": 0"#, "answerSeconds is 0"),
        (#""form": "diary-card""#, #""form": "diary""#, "is no form of this therapy"),
        (#""scale": "urge""#, #""scale": "surge""#, "did you mean urge?"),
        (
            #""history""#, #""sends": [], "history""#,
            "a therapy gives no commands, it declares acts"
        ),
        (#""history""#, #""key": "k", "history""#, "a therapy has no key, it declares acts"),
        (#""history""#, #""sessions": [], "history""#, "declare them under offerings"),
    ]

    @Test("Each slip is told with its place and its remedy", arguments: slips)
    func slip(old: String, new: String, told: String) throws {
        let text = Manifest.changed(old, to: new)
        try #require(text != Manifest.whole, "\(old) is not there")
        let faults = Manifest.faults(in: text)
        #expect(faults.contains { $0.text.contains(told) }, "\(faults.map(\.text))")
        #expect(faults.allSatisfy { $0.line != nil && !$0.remedy.isEmpty })
    }

    @Test(
        "A closed cohort hears all that is taught in it, by weeks or by sessions",
        arguments: [
            ("client", 8, 1, 2, nil), ("client", 1, 1, 2, nil),
            ("client", 1, 0, 2, "need 2 sessions, and their cohort has 1"),
            ("calendar", 2, 1, 1, nil), ("calendar", 3, 1, 2, nil),
            ("calendar", 2, 1, 2, "need 3 weeks, and their cohort has 2"),
        ] as [(String, Int, Int, Int, String?)])
    func cohort(moves: String, weeks: Int, more: Int, second: Int, told: String?) {
        var text = Manifest.changed(#""moves": "client""#, to: "\"moves\": \"\(moves)\"")
        text = Manifest.changed(#""cohortWeeks": 8"#, to: "\"cohortWeeks\": \(weeks)", in: text)
        text = Manifest.changed(#""perWeek": 1"#, to: "\"perWeek\": \(1 + more)", in: text)
        text = Manifest.changed(#""weeks": 2"#, to: "\"weeks\": 1", in: text)
        text = Manifest.changed(
            #""modules": ["#,
            to: #""modules": [{"name": "b", "title": "B", "weeks": \#(second)},"#, in: text)
        let faults = Manifest.faults(in: text).map(\.text)
        #expect(
            told.map { told in faults.contains { $0.contains(told) } } ?? faults.isEmpty,
            "\(faults)")
    }

    @Test("One with each field, and one with no more than it needs, fit")
    func fit() {
        #expect(Manifest.faults(in: Manifest.whole) == [])
        #expect(Manifest.faults(in: Manifest.least) == [])
    }

    @Test("All faults are told at once, in the order of their lines")
    func allAtOnce() {
        var text = Manifest.whole
        for (old, new) in [
            (#""id": "dbt""#, #""id": "Odd""#), (#""phases": ["p1"]"#, #""phase": "p1""#),
            (#""minutes": 60"#, #""minutes": 0"#), (#""perWeek": 1"#, #""perWeek": -1"#),
            (#""history": "silently""#, #""history": "loudly""#),
        ] { text = Manifest.changed(old, to: new, in: text) }
        let faults = Manifest.faults(in: text)
        let fields = faults.map(\.field)
        for field in [
            "id", "offerings[0].phase", "offerings[0].phases", "offerings[0].minutes",
            "offerings[0].perWeek", "history",
        ] { #expect(fields.contains(field), "\(field)") }
        let lines = faults.compactMap(\.line)
        #expect(lines == lines.sorted())
    }

    @Test("It takes 64 offerings and no more, each with a name of its own")
    func bounds() {
        let names = (0..<65).map { "o\($0)" }
        #expect(Manifest.faults(in: Manifest.offering(Array(names.prefix(64)))) == [])
        let many = Manifest.faults(in: Manifest.offering(names))
        #expect(many.map(\.text) == ["line 1, offerings has 65 entries: keep 64 at most"])
        let same = Manifest.faults(in: Manifest.offering(["a", "b", "a"]))
        #expect(same.map(\.text) == ["line 3, offerings[2].name is “a” again: write each once"])
        // Ten thousand are one fault, and no work.
        let flood = Manifest.offering((0..<10_000).map { "o\($0)" })
        #expect(flood.utf8.count > PluginContract.limitBytes)
        #expect(Manifest.faults(in: flood).count == 1)
    }

    @Test("A form fits into a message of its own, and so does all that is no form")
    func messages() {
        let most = PluginContract.limitOfRecordBytes
        #expect(most < RawMessage.eventDataLimitBytes)
        let filler = String(repeating: "x", count: most)
        let forms = Manifest.faults(
            in: #"{"contract": 1, "id": "a", "version": "1", "title": "A", "forms": ["#
                + #"{"id": "one", "name": "\#(filler)"}, {"id": "two"}]}"#)
        #expect(forms.filter { $0.field == "forms[0]" }.count == 1)
        #expect(!forms.contains { $0.field == "" || $0.field == "forms[1]" })
        let rest = Manifest.faults(
            in: #"{"contract": 1, "id": "a", "version": "1", "title": "A", "offerings": [], "#
                + #""source": "\#(filler)"}"#)
        #expect(
            rest.contains { $0.text.contains("beside its forms") }, "\(rest.map(\.text).last ?? "")"
        )
    }

    @Test("However many faults there are, no more are told than somebody reads")
    func manyFaults() throws {
        let text = Manifest.offering((0..<60).map { "O\($0)" })
        let told = ContractFaults(faults: Manifest.faults(in: text)).advices(in: "a/plugin.json")
        #expect(told.count == ContractFaults.limitTold + 1)
        #expect(told.last?.problem == "a/plugin.json: and 36 more.")
        // With the file and the line, each a problem and a remedy.
        let first = try #require(told.first)
        #expect(first.problem.hasPrefix("a/plugin.json:1: offerings[0].name is “O0”"))
        #expect(first.remedy.hasPrefix("Write a name of a-z") && first.remedy.hasSuffix("."))
    }

    @Test(
        "What is no JSON is told with the line in which it breaks off",
        arguments: [
            ("{", 1), ("{\n\"contract\": 1,\n}", 3), ("{\n\"contract\" 1}", 2), ("[]", nil),
            ("{\"contract\": 1}\n}", 2), ("{\"a\": \"b\n\"}", 1), ("\u{FEFF}", 1), ("", 1),
            (String(repeating: "[", count: 500), 1),
        ] as [(String, Int?)])
    func noJSON(text: String, line: Int?) {
        let faults = Manifest.faults(in: text)
        #expect(faults.map(\.line) == [line])
        #expect(faults.first?.problem == "is not one JSON object")
    }

    @Test("A declaration that offers, asks and records nothing is no therapy")
    func nothing() {
        for text in [
            #"{"contract": 1, "id": "a", "version": "1", "title": "A"}"#,
            #"{"contract": 1, "id": "a", "version": "1", "title": "A", "offerings": []}"#,
        ] {
            let texts = Manifest.faults(in: text).map(\.text)
            #expect(
                texts == [
                    "line 1, it declares nothing: write at least one of offerings, forms, facts"
                ])
        }
    }

    @Test("Phases and kinds must be the clinic's; the kinds of one's own sessions need not")
    func ofClinic() throws {
        let clinic = try Self.clinic()
        #expect(Manifest.faults(in: Manifest.whole, for: clinic) == [])
        func told(_ old: String, _ new: String) -> String {
            Manifest.faults(in: Manifest.changed(old, to: new), for: clinic).map(\.text)
                .joined(separator: "; ")
        }
        #expect(told(#"["p1"]"#, #"["p9"]"#).contains("is “p9”, which is no phase of this clinic"))
        #expect(told(#""kind": "skills""#, #""kind": "skillz""#).contains("did you mean skills?"))
        let open = Manifest.changed(#""cohortWeeks": 8, "#, to: "")
        let individual = Manifest.changed(
            #""format": "group", "kind": "skills""#,
            to: #""format": "individual", "kind": "ruler-talk""#, in: open)
        #expect(Manifest.faults(in: individual, for: clinic) == [])
        #expect(told(#""id": "dbt""#, #""id": "transport""#).contains("a name of Cairn's own"))
    }

    private static func clinic() throws -> Clinic {
        let text = """
            {"name": "C", "timeZone": "UTC", "services": ["hub", "transport"], "closures": [],
             "phases": [{"id": "p1", "name": "P", "level": "2.1", "hoursPerWeek": 9,
                         "individualEveryWeeks": 1, "reviewAfterWeeks": 4}],
             "rooms": [], "staff": [], "policies": {"groupCapacity": 12,
               "intensiveHoursAdult": 9, "intensiveHoursAdolescent": 6, "alertHoursNow": 1,
               "alertHoursToday": 8, "followUpDays": 7, "placementEdition": "asam-3",
               "withdrawalBands": "asam-2020"},
             "groups": [{"id": "g", "phase": "p1", "ages": "adult", "language": "en",
               "capacity": 12, "sessions": [{"kind": "skills", "at": "mon 09:00-10:00",
                 "room": "g1", "clinician": "t01"}]}]}
            """
        return try JSONText.decode(Clinic.self, from: Array(text.utf8))
    }

    @Test("A form is judged by its fields and by its check; nothing is told twice of one place")
    func forms() {
        var judged: [JSONFragment] = []
        let faults = ContractCheck.faults(in: Array(Manifest.whole.utf8)) { form in
            judged.append(form)
            return [
                PlacedFault("has no sum", "write one", at: ["scales", "0", "id"]),
                PlacedFault("has no label", "write one", at: ["items", "0", "label"]),
            ]
        }
        let fields = faults.map(\.field)
        for field in ["name", "items", "scales[0].items", "licence", "scales[0].id"] {
            #expect(fields.contains("forms[0].\(field)"), "\(fields)")
        }
        // There is no item, which is told already.
        #expect(!fields.contains("forms[0].items[0].label"))
        // Whoever judges the rest sees a form that could be read.
        guard case .object(let members)? = judged.first else { return }
        #expect(members["licence"] != nil && members["name"] == .string("?"))
        #expect(members["id"] == .string("diary-card"))
    }

    @Test("A manifest of a plugin with a key is told what each of its fields has become")
    func withKey() {
        let text = """
            {
              "id": "cbt", "version": "1", "command": ["therapy"],
              "reads": ["scheduler.session"], "sends": ["scheduler.plan-week"], "key": "k",
              "sessions": [{"offering": "skills"}], "modules": ["one"], "practice": ["two"]
            }
            """
        let faults = ContractCheck.faults(in: Array(text.utf8))
        for (field, remedy) in [
            ("contract", "a therapy has no key, it declares acts: `cairn plugin new`"),
            ("sends", "a therapy gives no commands, it declares acts"),
            ("key", "a therapy has no key, it declares acts"),
            ("sessions", "declare them under offerings"),
            ("modules", "declare them in a curriculum"),
            ("reads[0]", "write an object of event, because"),
            ("practice[0]", "write an object of name, title"),
        ] {
            let told = faults.first { $0.field == field }?.remedy
            #expect(told?.contains(remedy) == true, "\(field) \(faults.map(\.text))")
        }
    }
}
