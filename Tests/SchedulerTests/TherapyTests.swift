import Messages
import SchedulerCore
import Testing

@Suite("Therapies in the plan")
struct TherapyTests {
    private static let week = "2026-11-09"

    private func offer(_ name: String = "skills-hour", minutes: Int = 60, perWeek: Int = 3)
        -> SessionOffered
    {
        SessionOffered(
            offering: name, title: name, kind: "skills", phases: ["p1"], minutes: minutes,
            perWeek: perWeek)
    }

    private func therapies(_ rehearsal: Rehearsal, _ week: String = week) -> [Identity?] {
        rehearsal.week(week).filter { $0.kind == "skills" }.map(\.therapy)
    }

    @Test("An offering fills sessions of its kind and phases, up to its number a week")
    func fills() throws {
        var rehearsal = try Rehearsal()
        try rehearsal.hear(offer(perWeek: 2), from: "cbt")
        try rehearsal.wait(until: "2026-11-06T08:00")
        #expect(therapies(rehearsal) == ["cbt", "cbt", nil])
        let others = rehearsal.week(Self.week).filter { $0.kind != "skills" }
        #expect(others.allSatisfy { $0.therapy == nil && $0.offering == nil })
        #expect(rehearsal.week(Self.week).first { $0.therapy != nil }?.offering == "skills-hour")
    }

    @Test("A session that is too short for an offering is not given to it")
    func tooLong() throws {
        var rehearsal = try Rehearsal()
        try rehearsal.hear(offer(minutes: 61), from: "cbt")
        try rehearsal.wait(until: "2026-11-06T08:00")
        #expect(therapies(rehearsal) == [nil, nil, nil])
    }

    @Test("Therapies of one kind take turns; the week decides who begins")
    func turns() throws {
        var rehearsal = try Rehearsal()
        try rehearsal.hear(offer(), from: "cbt")
        try rehearsal.hear(offer(), from: "mbrp")
        try rehearsal.wait(until: "2026-11-13T08:00")
        let first = therapies(rehearsal)
        #expect(Set(first) == ["cbt", "mbrp"])
        #expect(first[0] == first[2])
        #expect(therapies(rehearsal, "2026-11-16")[0] == first[1])
    }

    @Test("A therapy that is dropped in after the plan is in next week's sessions at once")
    func droppedIn() throws {
        var rehearsal = try Rehearsal()
        try rehearsal.hear(offer(), from: "cbt")
        try rehearsal.wait(until: "2026-11-07T08:00")
        #expect(!therapies(rehearsal).contains("breathing"))
        try rehearsal.hear(offer("breath"), from: "breathing")
        #expect(therapies(rehearsal).contains("breathing"))
    }

    @Test("As the week goes by, its therapies stay as planned")
    func steady() throws {
        var rehearsal = try Rehearsal()
        try rehearsal.hear(offer(perWeek: 2), from: "cbt")
        try rehearsal.hear(offer(), from: "mbrp")
        try rehearsal.wait(until: "2026-11-06T08:00")
        let planned = therapies(rehearsal)
        try rehearsal.wait(until: "2026-11-13T20:00")
        #expect(therapies(rehearsal) == planned)
    }

    @Test("A therapy that crashes keeps its sessions: it is restarted in a moment")
    func crashes() throws {
        var rehearsal = try Rehearsal()
        try rehearsal.hear(offer(), from: "cbt")
        try rehearsal.wait(until: "2026-11-06T08:00")
        let planned = therapies(rehearsal)
        let crash = ProcessStopped(process: "cbt", byOperator: false, detail: "signal 9")
        #expect(try rehearsal.hear(crash).isEmpty)
        #expect(therapies(rehearsal) == planned)
        try rehearsal.wait(until: "2026-11-13T08:00")
        #expect(therapies(rehearsal, "2026-11-16") == ["cbt", "cbt", "cbt"])
    }

    @Test(
        "When a therapy stops, its sessions to come are flagged and planned again",
        arguments: [
            ProcessStopped(process: "cbt", byOperator: true, detail: "0"),
            ProcessAbsent(process: "cbt"), ProcessGivenUp(process: "cbt", detail: "flapping"),
        ] as [any Event])
    func stops(_ end: any Event) throws {
        var rehearsal = try Rehearsal()
        try rehearsal.hear(offer(perWeek: 3), from: "cbt")
        try rehearsal.admit("c-1")
        try rehearsal.wait(until: "2026-11-09T12:00")
        try rehearsal.hear(offer(perWeek: 1), from: "mbrp")
        let held = try #require(therapies(rehearsal)[0])
        let mine = rehearsal.week(Self.week).filter {
            $0.therapy == "cbt" && rehearsal.now.local < $0.start
        }
        let events = try rehearsal.hear(end)
        let flagged = events.compactMap { ($0 as? SessionFlagged)?.session }
        #expect(!flagged.isEmpty)
        #expect(flagged == mine.map(\.session))
        let after = therapies(rehearsal)
        #expect(after[0] == held)
        #expect(!after[1...].contains("cbt"))
        #expect(after[1...].contains("mbrp"))
        #expect(rehearsal.groupSessions(Self.week, of: "c-1").count == 9)
        let again = try rehearsal.hear(ProcessGivenUp(process: "cbt", detail: "flapping"))
        #expect(again.isEmpty)
    }

    @Test("A therapy that is ready again is back in weeks that are planned from then on")
    func returns() throws {
        var rehearsal = try Rehearsal()
        try rehearsal.hear(offer(), from: "cbt")
        try rehearsal.wait(until: "2026-11-06T08:00")
        try rehearsal.hear(ProcessGivenUp(process: "cbt", detail: "flapping"))
        try rehearsal.hear(ProcessReady(process: "cbt"))
        try rehearsal.wait(until: "2026-11-13T08:00")
        #expect(therapies(rehearsal) == [nil, nil, nil])
        #expect(therapies(rehearsal, "2026-11-16") == ["cbt", "cbt", "cbt"])
    }

    @Test("A withdrawn offering is flagged; the therapy's other one takes its place")
    func withdrawn() throws {
        var rehearsal = try Rehearsal()
        try rehearsal.hear(offer("a"), from: "cbt")
        try rehearsal.wait(until: "2026-11-06T08:00")
        try rehearsal.hear(offer("b"), from: "cbt")
        // Another therapy's offering of the same name is not meant.
        #expect(try rehearsal.hear(OfferingWithdrawn(offering: "a"), from: "mbrp").isEmpty)
        let events = try rehearsal.hear(OfferingWithdrawn(offering: "a"), from: "cbt")
        #expect(events.contains { $0 is SessionFlagged })
        let names = rehearsal.week(Self.week).filter { $0.kind == "skills" }.map(\.offering)
        #expect(names == ["b", "b", "b"])
    }

    @Test("Of one therapy so many offerings count, and none that no plan can hold")
    func bounded() throws {
        var rehearsal = try Rehearsal()
        for number in 0..<SessionOffered.limitOfTherapy {
            var other = offer("other-\(number)")
            other.phases = ["p2"]
            try rehearsal.hear(other, from: "cbt")
        }
        try rehearsal.hear(offer(), from: "cbt")
        for wrong in [offer("none", perWeek: -1), offer("null", minutes: 0), offer("\u{1b}[31m")] {
            try rehearsal.hear(wrong, from: "mbrp")
        }
        try rehearsal.wait(until: "2026-11-06T08:00")
        #expect(therapies(rehearsal) == [nil, nil, nil])
        try rehearsal.hear(OfferingWithdrawn(offering: "other-0"), from: "cbt")
        try rehearsal.hear(offer(), from: "cbt")
        #expect(therapies(rehearsal).contains("cbt"))
    }

    @Test("A plugin that was withdrawn is planned no more, until it is ready again")
    func pluginGone() throws {
        var rehearsal = try Rehearsal()
        try rehearsal.hear(offer(), from: "cbt")
        try rehearsal.wait(until: "2026-11-06T08:00")
        #expect(therapies(rehearsal).contains("cbt"))
        try rehearsal.hear(PluginWithdrawn(plugin: "cbt"))
        #expect(therapies(rehearsal) == [nil, nil, nil])
        try rehearsal.hear(ProcessReady(process: "cbt"))
        try rehearsal.wait(until: "2026-11-13T08:00")
        #expect(therapies(rehearsal, "2026-11-16").contains("cbt"))
    }
}
