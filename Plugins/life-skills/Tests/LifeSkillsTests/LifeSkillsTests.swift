import Foundation
import PluginKit
import Testing

@testable import life_skills

/// docs/plugins/therapies/life-skills.md, played at the desk.
@Suite("Life skills")
struct LifeSkillsTests {
    private var desk: TherapyDesk<LifeSkills>

    init() throws {
        desk = try TherapyDesk<LifeSkills>(
            contractAt: URL(filePath: #filePath).deletingLastPathComponent()
                .appending(path: "../../plugin.json").standardizedFileURL.path)
    }

    private func given(_ practice: String, _ client: ClientID = "c-1") -> Action {
        .assignPractice(client: client, practice: practice, due: desk.now.date.advanced(by: 7))
    }

    private mutating func note(_ reason: String) throws -> [Action] {
        try desk.record("missed-because", about: "c-1", ["reason": .string(reason)])
    }

    private let close = Action.closeDuty(client: "c-1", name: "plan-week")

    @Test("Time comes first, and each session that is attended goes on")
    mutating func attended() throws {
        let first = try desk.attend("c-1", "life-skills")
        #expect(first.first?.name == "complete-module" && first.last == given("week-plan"))
        #expect(try desk.attend("c-1", "life-skills").last == given("two-ways"))
        for status in [AttendanceStatus.noShow, .leftEarly] {
            #expect(try desk.attend("c-1", "life-skills", status: status, minutes: 0) == [])
        }
        try desk.foldsTheSame()
    }

    @Test("Who is excused does the next module at home")
    mutating func excused() throws {
        try desk.attend("c-1", "life-skills")
        #expect(
            try desk.attend("c-1", "life-skills", status: .excused, minutes: 0)
                == [given("two-ways")])
        #expect(
            try desk.report("c-1", "two-ways")
                == [.completeModule(client: "c-1", module: "getting-here")])
        #expect(try desk.report("c-1", "two-ways") == [])
        #expect(try desk.attend("c-1", "life-skills").last == given("work-steps"))
        // Nobody gave it.
        #expect(try desk.report("c-1", "papers") == [])
        #expect(try desk.report("c-2", "papers") == [])
        try desk.foldsTheSame()
    }

    @Test("An excused session of another therapy is none of its own")
    mutating func others() throws {
        let planned = SessionScheduled(
            session: "s-9", week: desk.now.date, kind: "skills", group: "p1-01", therapy: "cbt",
            offering: "skills", clinician: "t01", room: "g1", start: desk.now, end: desk.now,
            capacity: 12, clients: ["c-1"])
        try desk.tell(planned)
        let excused = AttendanceRecorded(
            client: "c-1", session: "s-9", status: .excused, minutes: 0)
        #expect(try desk.tell(excused) == [])
    }

    @Test("A task list that was not done is given once more, and then dropped")
    mutating func undone() throws {
        try desk.attend("c-1", "life-skills")
        #expect(try desk.report("c-1", "week-plan", isDone: false) == [given("week-plan")])
        #expect(try desk.report("c-1", "week-plan", isDone: false) == [])
        #expect(try desk.report("c-1", "week-plan", isDone: false) == [])
        try desk.foldsTheSame()
    }

    @Test("Work or family brings the week plan, and the second time the case manager")
    mutating func reasons() throws {
        #expect(try note("tired") == [])
        #expect(try note("work") == [given("week-plan")])
        let second = try note("child-care")
        #expect(second.map(\.name) == ["assign-practice", "duty"])
        #expect(try note("family") == [given("week-plan")])
        let changed = CommitmentsChanged(client: "c-1", commitments: [])
        #expect(try desk.tell(changed) == [close])
        #expect(try desk.tell(changed) == [])
        // It begins anew.
        #expect(try note("transport") == [given("week-plan")])
        #expect(try note("work").count == 2)
        #expect(try desk.record("week-planned", about: "c-1") == [close])
        try desk.foldsTheSame()
    }

    @Test("Reasons count for 28 days, and as many as the clinic says")
    mutating func counted() throws {
        _ = try note("work")
        try desk.advance(days: 28)
        #expect(try note("work").count == 1)
        desk = TherapyDesk<LifeSkills>(desk.contract, configuration: ["reasons": .integer(1)])
        #expect(try note("work").count == 2)
    }

    @Test("A reason that is taken back takes back what followed")
    mutating func mistaken() throws {
        _ = try note("work")
        _ = try note("work")
        let second = try #require(
            desk.journal.last { $0.type == "life-skills.record.added" })
        try desk.retract(second)
        #expect(!desk.journal.contains { $0.type == "life-skills.act.duty-asked" })
        #expect(try note("work").count == 2)
        try desk.foldsTheSame()
    }
}
