import Messages
import Testing
import TherapyContract

@testable import PluginKit

/// Does what its contract says, and answers to who stays away.
private struct Rotation: Therapy {
    func missed(_ attendance: Attendance, in context: PluginContext) -> [Action] {
        guard attendance.status == .noShow, context.missedInRow(by: attendance.client) == 2 else {
            return []
        }
        return [
            .proposeReview(client: attendance.client, why: "Two sessions were missed in a row.")
        ]
    }
}

private let rotation = """
    {
      "contract": 1, "id": "rotation", "version": "1", "title": "Rotation", "command": ["rotation"],
      "offerings": [
        {"name": "skills", "title": "Skills", "kind": "skills", "phases": ["p1"], "minutes": 60,
         "perWeek": 1}
      ],
      "curriculum": [
        {"name": "skills", "offering": "skills", "moves": "calendar", "modules": [
          {"name": "first", "title": "First", "weeks": 2, "practice": "breathe"},
          {"name": "second", "title": "Second"}]}
      ],
      "practice": [{"name": "breathe", "title": "Breathe"}],
      "facts": [{"name": "note", "about": "client", "fields": {
        "text": {"type": "text"}, "number": {"type": "integer"}, "yes": {"type": "boolean"},
        "day": {"type": "date"}, "list": {"type": "text", "list": true}}}],
      "acts": ["propose-review"],
      "reactsTo": ["scheduler.attendance.recorded"]
    }
    """

@Suite("A therapy by the calendar")
struct RotationTests {
    private func desk() throws -> TherapyDesk<Rotation> {
        TherapyDesk(try JSONText.decode(PluginContract.self, from: Array(rotation.utf8)))
    }

    @Test("The module of the week is finished once in each turn, as the host's own rule says")
    func turns() throws {
        var desk = try desk()
        let begins = LocalDate(year: 1970, month: 1, day: 5)
        let curriculum = try #require(desk.contract.curriculum.first)
        let last = try #require(curriculum.turn(on: begins.advanced(by: 13)))
        #expect(last.module.name == "first" && last.begins == begins && last.week == 2)
        #expect(curriculum.turn(on: begins.advanced(by: 14))?.module.name == "second")
        #expect(curriculum.turn(on: begins.advanced(by: -1))?.module.name == "second")
        // The desk's first Monday is the second week of a turn of the first module.
        for modules in [["first"], ["second"], ["first"], [], ["second"], ["first"]] {
            let done = try desk.attend("c-1", "skills").compactMap { action in
                if case .completeModule(_, let module, _) = action { module } else { nil }
            }
            #expect(done == modules)
            #expect(try desk.attend("c-1", "skills") == [], "once a week")
            try desk.advance(days: 7)
        }
        try desk.foldsTheSame()
    }

    @Test("Who stays away is counted, who is excused is not, and who comes begins again")
    func missed() throws {
        var desk = try desk()
        func away(_ status: AttendanceStatus = .noShow) throws -> Int {
            try desk.attend("c-1", "skills", status: status, minutes: 0).count
        }
        #expect(try [away(), away(.excused), away(), away()] == [0, 0, 1, 0])
        #expect(try desk.attend("c-2", "skills", status: .noShow, minutes: 0) == [])
        try desk.attend("c-1", "skills", status: .late)
        #expect(try [away(), away()] == [0, 1])
        try desk.foldsTheSame()
    }

    @Test("A person's word at the desk: a module is finished, what was asked for is done")
    func words() throws {
        var desk = try desk()
        try desk.complete("c-1", "first")
        #expect(throws: DeskFault.self) { try desk.complete("c-1", "third") }
        try desk.close("c-1", "propose-review")
        #expect(
            desk.journal.map(\.type) == [
                "rotation.progress.module-completed", "rotation.practice.assigned",
                "rotation.act.duty-ended",
            ])
        try desk.foldsTheSame()
    }

    @Test("A record gives its fields by their types, and nothing for another type")
    func fields() {
        let record = RecordAdded(
            name: "note", client: "c-1",
            data: [
                "text": .string("A"), "number": .integer(3), "yes": .bool(true),
                "day": .string("2026-11-23"), "list": .array([.string("A"), .integer(1)]),
            ])
        #expect(record.text("text") == "A" && record.text("number") == nil)
        #expect(record.integer("number") == 3 && record.integer("text") == nil)
        #expect(record.flag("yes") == true && record.flag("number") == nil)
        #expect(record.date("day") == LocalDate(year: 2026, month: 11, day: 23))
        #expect(record.date("text") == nil && record.date("none") == nil)
        #expect(record.texts("list") == ["A"] && record.texts("text") == [])
    }
}
