import Foundation
import PluginKit
import Testing

@testable import motivation

/// Plays docs/plugins/therapies/motivation.md.
@Suite("Motivational conversations")
struct MotivationTests {
    private static let contract = URL(filePath: #filePath).deletingLastPathComponent()
        .appending(path: "../../plugin.json").standardizedFileURL.path

    private func desk(_ configuration: [String: JSONFragment] = [:]) throws
        -> TherapyDesk<Motivation>
    {
        try TherapyDesk(contractAt: Self.contract, configuration: configuration)
    }

    private func names(_ actions: [Action]) -> [String] {
        actions.map { action in
            switch action {
            case .duty(_, let name, _, _, _): "duty \(name)"
            case .closeDuty(_, let name): "close \(name)"
            case .assignPractice(_, let practice, _): "practice \(practice)"
            case .completeModule(_, let module, _): "module \(module)"
            default: action.name
            }
        }
    }

    private func rulers(
        _ importance: Int, _ confidence: Int, _ readiness: Int,
        at desk: inout TherapyDesk<Motivation>
    ) throws -> [String] {
        names(
            try desk.submit(
                "c-1", "readiness-ruler",
                scores: [
                    "importance": importance, "confidence": confidence, "readiness": readiness,
                ]))
    }

    @Test("Four conversations, one module each; the first asks for the feedback report")
    func conversations() throws {
        var desk = try desk()
        #expect(
            names(try desk.attend("c-1", "conversation")) == ["module engage", "duty feedback"])
        #expect(names(try desk.record("feedback", about: "c-1")) == ["close feedback"])
        #expect(
            names(try desk.attend("c-1", "conversation")) == [
                "module focus", "practice values-list",
            ])
        #expect(
            names(try desk.attend("c-1", "conversation"))
                == ["module evoke", "practice decisional-balance"])
        #expect(
            names(try desk.attend("c-1", "conversation")) == ["module plan", "practice first-step"])
        #expect(try desk.attend("c-1", "conversation") == [])
        // By a clinician's word it is the same.
        #expect(names(try desk.complete("c-2", "engage")) == ["duty feedback"])
        try desk.foldsTheSame()
    }

    @Test("A ruler that fell proposes a conversation, once, until there was one")
    func fall() throws {
        var desk = try desk()
        #expect(try rulers(6, 6, 6, at: &desk) == [])
        #expect(try rulers(5, 6, 6, at: &desk) == [], "by one")
        #expect(
            try rulers(4, 6, 6, at: &desk) == ["propose-review", "practice decisional-balance"])
        #expect(try rulers(3, 2, 2, at: &desk) == [], "it stands already")
        try desk.record("conversation", about: "c-1", ["about": .string("importance")])
        #expect(try rulers(3, 2, 2, at: &desk) == [], "measured from the conversation on")
        #expect(try rulers(3, 0, 2, at: &desk) == ["propose-review", "practice strengths-list"])
        // A clinician who closes the duty has looked at it.
        try desk.close("c-1", "propose-review")
        #expect(try rulers(3, 2, 0, at: &desk) == ["propose-review", "practice values-list"])
        try desk.foldsTheSame()
    }

    @Test("Each end of the setting is where a fall begins", arguments: [1, 5])
    func limit(points: Int) throws {
        var desk = try desk(["ruler-fall": .integer(Int64(points))])
        #expect(try rulers(6, 6, 6, at: &desk) == [])
        #expect(try rulers(6, 6, 6 - points + 1, at: &desk) == [])
        #expect(try rulers(6, 6, 6 - points, at: &desk).first == "propose-review")
    }

    @Test("All rulers high ask for a change plan, which is looked at on its day")
    func plan() throws {
        var desk = try desk()
        #expect(try rulers(7, 7, 6, at: &desk) == [])
        #expect(try rulers(7, 7, 7, at: &desk) == ["duty change-plan"])
        let day = desk.now.date.advanced(by: 14)
        let written = try desk.record(
            "change-plan", about: "c-1",
            [
                "steps": .array([.string("Call the sponsor each evening.")]),
                "review-on": .string(day.description),
            ])
        #expect(names(written) == ["close change-plan", "practice first-step"])
        #expect(try rulers(8, 8, 8, at: &desk) == [], "there is a plan")
        #expect(try desk.advance(days: 13) == [])
        #expect(names(try desk.advance(days: 1)) == ["duty look-at-plan"])
        #expect(try desk.advance(days: 3) == [], "once")
        let talk = try desk.record("conversation", about: "c-1", ["about": .string("plan")])
        #expect(names(talk) == ["close look-at-plan"])
        try desk.foldsTheSame()
    }

    @Test("Missed sessions of any therapy, and a return to use, come back to a conversation")
    func comeBack() throws {
        var desk = try desk()
        func session(_ status: AttendanceStatus) throws -> [String] {
            names(
                try desk.tell(
                    AttendanceRecorded(client: "c-1", session: "s-x", status: status, minutes: 0)))
        }
        #expect(try session(.noShow) == [])
        #expect(try session(.excused) == [])
        #expect(try session(.noShow) == ["propose-review"])
        #expect(try session(.noShow) == [], "it stands already")
        #expect(try session(.present) == [])
        try desk.record("conversation", about: "c-1", ["about": .string("readiness")])
        #expect(try session(.noShow) == [])
        let lapse = try desk.tell(
            ReturnToUseReported(client: "c-1", contact: nil, account: "Told in group."))
        #expect(names(lapse) == ["propose-review"])
        #expect(try session(.noShow) == [])
        try desk.foldsTheSame()
    }

    @Test("Nothing is followed by another person's rulers or another form")
    func others() throws {
        var desk = try desk()
        #expect(try rulers(6, 6, 6, at: &desk) == [])
        let other = try desk.submit("c-2", "readiness-ruler", scores: ["importance": 1])
        #expect(other == [])
        #expect(try desk.submit("c-1", "phq-9", scores: ["importance": 0]) == [])
        try desk.foldsTheSame()
    }
}
