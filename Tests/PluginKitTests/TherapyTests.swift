import Foundation
import Messages
import TestKit
import Testing
import TherapyContract

@testable import PluginKit

/// A therapy that uses all handlers, as the diary of the kit in Python.
private struct Diary: Therapy {
    private var cards: [ClientID: LocalDate] = [:]

    mutating func apply(_ fact: PluginFact) {
        if let card = fact.as(QuestionnaireScored.self) { cards[card.client] = fact.date }
    }

    func recorded(_ record: RecordAdded, in context: PluginContext) -> [Action] {
        guard case .integer(let times)? = record.data["times"], let client = record.client,
            let most = context.integer("most"), times > most
        else { return [] }
        return [
            .duty(
                client: client, name: "call", roles: [.clinician], dueStaffHours: 8,
                what: "Ask for the diary card.")
        ]
    }

    func practised(_ report: PracticeReported, in context: PluginContext) -> [Action] {
        report.isDone ? [.closeDuty(client: report.client, name: "call")] : []
    }

    func happened(_ fact: PluginFact, in context: PluginContext) throws -> [Action] {
        if let card = fact.as(QuestionnaireScored.self), card.scores["urge"] ?? 0 > 3 {
            return [
                .alert(
                    client: card.client, sign: "high-urge", urgency: .today,
                    guidance: "Ask how the week is going.")
            ]
        }
        guard let day = fact.as(DayBegan.self), day.date.weekday == .mon else { return [] }
        return cards.keys.sorted().map { client in
            .record(
                fact: "card-missed", client: client,
                data: ["week": .string(day.date.description), "times": .integer(1)])
        }
    }
}

/// Counts outside of the state, which a snapshot does not hold.
private struct Forgetful: Therapy {
    private var seen = 0
    private var kept = 0
    private enum CodingKeys: CodingKey { case kept }

    mutating func apply(_ fact: PluginFact) {
        seen += 1
        kept = max(kept, seen)
    }
}

/// Answers each record of its own with another.
private struct Echo: Therapy {
    func recorded(_ record: RecordAdded, in context: PluginContext) -> [Action] {
        [.record(fact: record.name, client: record.client, data: record.data)]
    }
}

/// Does what no contract declares.
private struct Bold: Therapy {
    func attended(_ attendance: Attendance, in context: PluginContext) -> [Action] {
        [.planLine(client: attendance.client, kind: .coping, text: "Call a friend.")]
    }
}

private func contract() throws -> PluginContract {
    try JSONText.decode(PluginContract.self, from: Array(diary.utf8))
}

private let diary = """
    {
      "contract": 1, "id": "diary", "version": "1", "title": "A diary", "command": ["diary"],
      "offerings": [
        {"name": "skills", "title": "Skills", "kind": "skills", "phases": ["p1"], "minutes": 60,
         "perWeek": 1}
      ],
      "curriculum": [
        {"name": "skills", "offering": "skills", "modules": [
          {"name": "first", "title": "First", "practice": "breathe"},
          {"name": "second", "title": "Second"}]}
      ],
      "practice": [{"name": "breathe", "title": "Breathe", "dueDays": 3}],
      "facts": [{"name": "card-missed", "about": "client", "fields": {
        "week": {"type": "date"}, "times": {"type": "integer"},
        "signs": {"type": "text", "list": true, "optional": true}}}],
      "acts": ["alert", "duty"],
      "reads": [
        {"event": "assessment.questionnaire.scored", "because": "a high urge is told to staff"},
        {"event": "supervisor.clock.day-began", "because": "a card is missed on Monday"}
      ],
      "reactsTo": [
        "scheduler.attendance.recorded", "assessment.questionnaire.scored",
        "supervisor.clock.day-began", "diary.record.added", "diary.practice.reported"
      ],
      "configuration": {"most": {"type": "integer", "default": 4}}
    }
    """

@Suite("A therapy at its desk")
struct TherapyDeskTests {
    @Test("The next module of an offering is finished, and its practice assigned, by default")
    func modules() throws {
        var desk = TherapyDesk<Diary>(try contract())
        let due = desk.now.date.advanced(by: 3)
        #expect(
            try desk.attend("c-1", "skills") == [
                .completeModule(client: "c-1", module: "first", session: "s-1"),
                .assignPractice(client: "c-1", practice: "breathe", due: due),
            ])
        for status in [AttendanceStatus.noShow, .excused, .leftEarly, "a-new-word"] {
            #expect(try desk.attend("c-1", "skills", status: status) == [])
        }
        #expect(try desk.attend("c-1", "skills", status: .late).count == 1)
        #expect(try desk.attend("c-1", "skills") == [])
        try desk.foldsTheSame()
    }

    @Test("Forms, time, records and reports reach their handlers")
    func handlers() throws {
        var desk = TherapyDesk<Diary>(try contract())
        #expect(try desk.submit("c-2", "diary-card", scores: ["urge": 3]) == [])
        #expect(
            try desk.submit("c-1", "diary-card", scores: ["urge": 4]).map(\.name) == ["alert"])
        let missed = try desk.advance(days: 7)
        #expect(missed.map(\.name) == ["record", "record"])
        let week: [String: JSONFragment] = ["week": .string("2026-11-30"), "times": .integer(4)]
        #expect(try desk.record("card-missed", about: "c-1", week) == [])
        #expect(
            try desk.record(
                "card-missed", about: "c-1", week.merging(["times": .integer(5)]) { $1 }
            ).map(\.name) == ["duty"])
        #expect(try desk.report("c-1", "breathe") == [.closeDuty(client: "c-1", name: "call")])
        #expect(try desk.report("c-1", "breathe", isDone: false) == [])
        try desk.foldsTheSame()
    }

    @Test("A clinician's word finishes a module, and gives its practice")
    func complete() throws {
        var desk = TherapyDesk<Diary>(try contract())
        #expect(try desk.complete("c-1", "first") == [])
        #expect(
            desk.journal.map(\.type) == [
                "diary.progress.module-completed", "diary.practice.assigned",
            ])
        #expect(throws: DeskFault.self) { try desk.complete("c-1", "third") }
        try desk.foldsTheSame()
    }

    @Test("Hours go by, and each hour and day that begins is told")
    func hours() throws {
        var declared = try contract()
        declared.reads.append(try #require(declared.reads.first))
        declared.reads[declared.reads.count - 1].event = try #require(
            EventName("supervisor.clock.hour-began"))
        var desk = TherapyDesk<Diary>(declared)
        try desk.advance(hours: 12)
        let before = desk.journal.count
        #expect(before == 12 && desk.now.time.minutes == 21 * 60)
        try desk.advance(hours: 3)
        #expect(
            desk.journal[before...].map { "\($0.type.split(separator: ".")[2]) \($0.time)" } == [
                "hour-began 2026-11-24T04:00:00.000Z", "hour-began 2026-11-24T05:00:00.000Z",
                "day-began 2026-11-24T06:00:00.000Z", "hour-began 2026-11-24T06:00:00.000Z",
            ])
        #expect(desk.now.date == LocalDate(year: 2026, month: 11, day: 24))
        #expect(desk.now.time.minutes == 0)
    }

    @Test("The desks of both languages can do the same")
    func desks() throws {
        let root = Golden.root()
        func words(_ file: String, _ pattern: Regex<(Substring, Substring)>) throws -> Set<String> {
            let text = try String(contentsOf: root.appending(path: file), encoding: .utf8)
            return Set(
                text.matches(of: pattern).map { $0.output.1.lowercased().replacing("_", with: "") })
        }
        let swift = try words(
            "Sources/PluginKit/TherapyDesk.swift", /\n    public (?:mutating )?func ([A-Za-z]+)/)
        let python = try words(
            "Plugins/python/cairn_therapy/desk.py", /\n    def ([a-z][a-z_]*)/)
        #expect(swift.contains("foldsthesame") && swift.count > 8)
        #expect(python.subtracting(["contract"]) == swift)
    }

    @Test("What a clinic sets stands in place of the default")
    func configuration() throws {
        var desk = TherapyDesk<Diary>(try contract(), configuration: ["most": .integer(9)])
        let data: [String: JSONFragment] = ["week": .string("2026-11-30"), "times": .integer(9)]
        #expect(try desk.record("card-missed", about: "c-1", data) == [])
    }

    @Test("A state that a snapshot does not hold is found")
    func snapshot() throws {
        var desk = TherapyDesk<Forgetful>(try contract())
        try desk.attend("c-1", "skills")
        #expect(throws: DeskFault.self) { try desk.foldsTheSame() }
    }

    @Test("What a therapy records itself causes nothing more")
    func echo() throws {
        var desk = TherapyDesk<Echo>(try contract())
        let data: [String: JSONFragment] = ["week": .string("2026-11-30"), "times": .integer(1)]
        #expect(try desk.record("card-missed", about: "c-1", data).count == 1)
        #expect(desk.journal.count == 2)
    }

    @Test("What no clinic would tell, and what is not declared, is refused")
    func refused() throws {
        var desk = TherapyDesk<Bold>(try contract())
        #expect(throws: ActionFault.self) { try desk.attend("c-1", "skills") }
        #expect(throws: DeskFault.self) { try desk.attend("c-1", "dance") }
        #expect(throws: DeskFault.self) { try desk.tell(SessionCancelled.example) }
        #expect(throws: ActionFault.self) { try desk.record("card-lost", about: "c-1") }
    }
}

@Suite("A therapy on the pipe")
struct PipeTherapistTests {
    private func begun() throws -> PipeTherapist<Diary> {
        var therapist = PipeTherapist<Diary>(try contract())
        #expect(
            ask(
                #"{"n":1,"ask":"hello","protocol":[1,3],"plugin":"diary","version":"1","contract":"h","configuration":{},"clinic":{"name":"A","timeZone":"America/Chicago","phases":["p1"],"rehearsal":true}}"#,
                &therapist) == #"{"n":1,"protocol":1}"#)
        #expect(ask(#"{"n":2,"ask":"restore","state":null}"#, &therapist) == #"{"n":2}"#)
        return therapist
    }

    private func ask(_ line: String, _ therapist: inout PipeTherapist<Diary>) -> String {
        String(decoding: therapist.answer(Array(line.utf8)).line, as: UTF8.self)
    }

    private let scheduled =
        #"{"id":"m-1","type":"scheduler.session.scheduled","owner":"scheduler","time":"2026-11-23T15:00:00.000Z","date":"2026-11-23","data":{"session":"s-1","week":"2026-11-23","kind":"skills","start":"2026-11-23T09:00","end":"2026-11-23T10:00","clinician":"t01","room":"g1","clients":["c-1"],"capacity":12,"therapy":"diary","offering":"skills"}}"#
    private func attended(_ number: Int) -> String {
        #"{"id":"m-\#(number)","type":"scheduler.attendance.recorded","owner":"scheduler","time":"2026-11-23T16:00:00.000Z","date":"2026-11-23","client":"c-1","data":{"client":"c-1","session":"s-1","status":"present","minutes":60},"later":1}"#
    }

    @Test("A whole conversation, in which what follows stops a question")
    func conversation() throws {
        var therapist = try begun()
        let facts = [scheduled, attended(2), attended(3)].joined(separator: ",")
        #expect(
            ask(
                #"{"n":3,"ask":"react","facts":[\#(facts)],"now":"2026-11-23T10:00","date":"2026-11-23"}"#,
                &therapist)
                == #"{"n":3,"reacted":2,"actions":[{"client":"c-1","do":"complete-module","module":"first","session":"s-1"},{"client":"c-1","do":"assign-practice","due":"2026-11-26","practice":"breathe"}]}"#
        )
        let state = ask(#"{"n":4,"ask":"state"}"#, &therapist)
        #expect(state.contains(#""sessions":{"s-1""#))
        let kept = state.dropFirst(#"{"n":4,"state":"#.count).dropLast()
        #expect(ask(#"{"n":5,"ask":"restore","state":\#(kept)}"#, &therapist) == #"{"n":5}"#)
        #expect(ask(#"{"n":4,"ask":"state"}"#, &therapist) == state)
        #expect(therapist.answer(Array(#"{"n":6,"ask":"bye"}"#.utf8)).isLast)
    }

    @Test("A question out of order, unknown, or of another version is answered with an error")
    func errors() throws {
        var fresh = PipeTherapist<Diary>(try contract())
        #expect(ask(#"{"n":7,"ask":"state"}"#, &fresh).hasPrefix(#"{"n":7,"error":"#))
        var therapist = try begun()
        for line in [
            #"{"n":7,"ask":"dance"}"#, #"{"n":7,"ask":"restore","state":7}"#,
            #"{"n":7,"ask":"hello","protocol":[2,3],"plugin":"diary","version":"1","contract":"h","configuration":{},"clinic":{"name":"A","timeZone":"America/Chicago","phases":[],"rehearsal":true}}"#,
        ] {
            #expect(ask(line, &therapist).contains(#""error":"#), "\(line)")
        }
        #expect(ask(#"{"n":8,"ask":"state"}"#, &therapist).contains(#""state":"#))
    }
}
