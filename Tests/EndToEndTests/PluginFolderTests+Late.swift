import Foundation
import Messages
import Testing

// A therapy that comes to a clinic which has run for weeks, and one that is removed from its plans.
extension RealProcesses.PluginFolderTests {
    /// A contract alone that reacts to all that was, and takes a word from staff.
    private static let late = """
        {"contract": 1, "id": "late", "version": "1", "title": "Late",
         "offerings": [{"name": "o", "title": "A session", "kind": "skills", "phases": ["p1"],
                        "minutes": 60, "perWeek": 1}],
         "curriculum": [{"name": "c", "offering": "o",
                         "modules": [{"name": "m", "title": "The first"}]}],
         "facts": [{"name": "seen", "about": "client", "fields": {"count": {"type": "integer"}}}],
         "commands": [{"name": "note-seen", "records": "seen", "roles": ["clinician"]}],
         "history": "from-start"}
        """

    /// It has the history that it may read before it is ready, takes a command about a client at once,
    /// and dates nothing before it came.
    func joinsLate(_ clinic: RunningClinic) async throws {
        let client = try #require(try await clinic.history().clients().min())
        try clinic.install(manifest: Self.late, as: "late")
        try await wait(for: "its approval") {
            try await clinic.cairn("therapy", "show").output.contains("late")
        }
        // As soon as its host is there at all.
        var told: Execution.Result?
        try await wait(for: "its host") {
            let result = try await clinic.cairn(
                "therapy", "record", "late", "note-seen", client.text, "count=1", "--as", "t01")
            told = result
            return !result.errors.contains("late is not running")
        }
        #expect(told?.code == 0, "\(told?.errors ?? "")")
        try await clinic.waits(for: "ready", of: "late")
        for (id, told) in [
            ("seen", "seen takes no record"), ("cbt", "There is no therapy of that name."),
        ] {
            let none = try await clinic.cairn(
                "therapy", "record", id, "anything", client.text, "--as", "t01")
            #expect(none.errors.contains(told), "\(none.errors)")
        }
        try await wait(for: "what it offers") {
            try await clinic.history().all(SessionOffered.self).contains { $0.offering == "o" }
        }
        let history = try await clinic.history()
        let hour = try #require(try history.all(HourBegan.self).last).moment.utc
        let own = try history.lines.filter { try $0.read.source.hasSuffix("/late") }
        #expect(!own.isEmpty)
        let types = try own.map { try $0.type }
        let times = try own.map { try $0.read.time }
        #expect(times.allSatisfy { $0 == hour }, "\(zip(types, times))")
        #expect(types.contains("late.therapy.contract-taken.v1"), "\(types)")
        #expect(types.contains("late.record.added.v1"), "\(types)")
    }

    /// Removed with sessions in the plan: the plan has none of it any more, and its streams stay.
    func leavesThePlan(_ clinic: RunningClinic) async throws {
        try await clinic.played(weeks: 3)
        #expect(try await clinic.cairn("week").output.contains("(late)"))
        let removed = try await clinic.cairn("plugin", "remove", "late", "--as", "dir")
        #expect(removed.code == 0, "\(removed.errors)")
        try await wait(for: "its withdrawal") {
            try await clinic.withdrawals().last == "late"
        }
        try await wait(for: "a week without it") {
            try await !clinic.cairn("week").output.contains("(late)")
        }
        let now = try await clinic.history().all(HourBegan.self).last?.moment
        let today = try #require(now).today
        let planned = try await clinic.history().all(SessionScheduled.self)
        var last: [SessionID: SessionScheduled] = [:]
        for session in planned { last[session.session] = session }
        let coming = last.values.filter { $0.therapy == "late" && $0.start.date > today }
        let flagged = try await clinic.history().all(SessionFlagged.self).map(\.session)
        let cancelled = try await clinic.history().all(SessionCancelled.self).map(\.session)
        for session in coming {
            #expect(flagged.contains(session.session) || cancelled.contains(session.session))
        }
        let kept = try await clinic.cairn("history", "late.record", "--as", "dir")
        #expect(kept.code == 0 && kept.output.contains("added"), "\(kept.output)\(kept.errors)")
    }
}
