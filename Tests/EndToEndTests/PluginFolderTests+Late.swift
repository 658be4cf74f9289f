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

    /// What each makes of the weeks before it came: `silently` it is told them and says nothing, and
    /// `from-now` it is told nothing of them.
    private static let histories: KeyValuePairs = ["quiet": "silently", "fresh": "from-now"]

    /// It says of each attendance how many it has been told.
    private static let counting = """
        import json, os
        questions, answers = os.fdopen(3), os.fdopen(4, "w")
        count = 0
        for line in questions:
            asked = json.loads(line)
            reply = {"n": asked["n"]}
            if asked["ask"] == "hello":
                reply["protocol"] = 1
            elif asked["ask"] == "restore":
                count = asked["state"] or 0
            elif asked["ask"] == "apply":
                count += sum(f["type"].startswith("scheduler.") for f in asked["facts"])
            elif asked["ask"] == "react":
                reply["reacted"], reply["actions"] = 0, []
                for fact in asked["facts"]:
                    reply["reacted"] += 1
                    if fact["type"].startswith("scheduler."):
                        count += 1
                        reply["actions"] = [{"do": "record", "fact": "told",
                            "client": fact["client"], "data": {"count": count}}]
                        break
            elif asked["ask"] == "state":
                reply["state"] = count
            answers.write(json.dumps(reply) + "\\n")
            answers.flush()
        """

    /// Two programs come, each with another view of what was before.
    func countersCome(_ clinic: RunningClinic) async throws {
        for (id, history) in Self.histories {
            let place = clinic.folder.appending(path: "plugins/\(id)")
            try FileManager.default.createDirectory(at: place, withIntermediateDirectories: true)
            try Self.counting.write(
                to: place.appending(path: "count.py"), atomically: true, encoding: .utf8)
            try clinic.install(
                manifest: """
                    {"contract": 1, "id": "\(id)", "version": "1", "title": "Counts",
                     "command": ["python3", "count.py"], "history": "\(history)",
                     "facts": [{"name": "told", "about": "client",
                                "fields": {"count": {"type": "integer"}}}],
                     "reads": [{"event": "scheduler.attendance.recorded", "because": "it counts"}],
                     "reactsTo": ["scheduler.attendance.recorded"]}
                    """, as: id)
        }
        try await clinic.waits(for: "ready", of: "quiet", "fresh")
    }

    /// They count on from there, and said nothing of what was before.
    private func counted(_ clinic: RunningClinic, after before: Int) async throws {
        let total = try await clinic.history().all(AttendanceRecorded.self).count
        try #require(before > 0 && total > before)
        for (id, first) in [("quiet", before), ("fresh", 0)] {
            var counts: [Int64] = []
            try await wait(for: "what \(id) counted") {
                counts = try await clinic.history().of(id, RecordAdded.self).compactMap {
                    if case .integer(let count)? = $0.data["count"] { count } else { nil }
                }
                return counts.count >= total - before
            }
            #expect(counts == (1...(total - before)).map { Int64(first + $0) }, "\(id)")
        }
    }

    /// Removed with sessions in the plan: the plan has none of it any more, and its streams stay.
    func leavesThePlan(_ clinic: RunningClinic) async throws {
        let before = try await clinic.history().all(AttendanceRecorded.self).count
        try await clinic.played(weeks: 3)
        try await counted(clinic, after: before)
        #expect(try await clinic.cairn("week").output.contains("(late)"))
        let removed = try await clinic.cairn("plugin", "remove", "late", "--as", "dir")
        #expect(removed.code == 0, "\(removed.errors)")
        try await wait(for: "its withdrawal") {
            try await clinic.withdrawals().last == "late"
        }
        try await wait(for: "a plan without it") { try await clinic.hasLeftThePlan("late") }
        let kept = try await clinic.cairn("history", "late.record", "--as", "dir")
        #expect(kept.code == 0 && kept.output.contains("added"), "\(kept.output)\(kept.errors)")
    }
}
