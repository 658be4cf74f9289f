import Foundation
import Messages
import TestSupport
import Testing

// Three therapies at work in the clinic of this suite, each behind the host that the supervisor runs:
// a contract alone, one of Cairn's own in Swift, and a program in Python that is killed and hangs while
// the clinic is busy.
extension RealProcesses.AdmissionTests {
    /// Whatever a therapy's program does, the clinic's own history is whole.
    func work(in clinic: RunningClinic) async throws {
        let folder = try source(Self.python, program: Self.program, for: clinic)
        try await admitted(folder, "calm", to: clinic)
        try await admitted(clinic.packed("dbt"), "dbt", to: clinic)
        try await clinic.waits(for: "ready", of: "gratitude", "calm", "dbt")
        let played = try clinic.play(weeks: 5)
        try await clinic.troubles("calm", until: played)
        try await clinic.waits(for: "ready", of: "gratitude", "calm", "dbt")
        // What the past brought is told by now.
        try await wait(for: "records of the program's, and a fact that it could not take") {
            let history = try await clinic.history()
            return try history.of("calm", RecordAdded.self).count > 5
                && !history.all(FactSetAside.self).isEmpty
        }
        let history = try await clinic.history()
        // It was planned, somebody came, and the contract's rule did the rest.
        let planned = try history.all(SessionScheduled.self).filter { $0.therapy == "gratitude" }
        #expect(!planned.isEmpty)
        let finished = try history.of("gratitude", ModuleCompleted.self)
        let sessions = Set(planned.map(\.session))
        #expect(
            !finished.isEmpty && finished.allSatisfy { $0.session.map(sessions.contains) == true })
        #expect(try !history.of("gratitude", PracticeAssigned.self).isEmpty)
        #expect(try history.all(ContractTaken.self).count == 3)
        // Some facts were fatal twice; the rest went on.
        #expect(try (1..<20).contains(history.all(FactSetAside.self).count))
        #expect(try history.all(TherapyQuarantined.self).isEmpty)
        // Each attendance was told once, whatever ended in between.
        let records = try history.of("calm", RecordAdded.self)
        let told = records.compactMap { record -> String? in
            if case .string(let fact)? = record.data["fact"] { fact } else { nil }
        }
        #expect(Set(told).count == told.count)

        let client = try #require(finished.first?.client)
        let report = try await clinic.cairn(
            "therapy", "report", "gratitude", client.text, "letter", "--as", "t01")
        #expect(report.code == 0, "\(report.output)\(report.errors)")
        // Past the short command, which knows the contract's own words, its host refuses by itself.
        let none = try await clinic.cairn(
            "send", "gratitude.report-practice", "--as", "t01", "--body",
            #"{"client": "\#(client)", "practice": "none", "isDone": true}"#)
        #expect(none.code == 65, "\(none.output)\(none.errors)")
        let status = try await clinic.cairn("status")
        #expect(status.output.contains("calm failed on "), "\(status.output)")
        if Bubblewrap.works {
            #expect(status.output.contains("confined by bubblewrap"), "\(status.output)")
        }
        let verdict = try await clinic.checked()
        #expect(verdict.code == 0, "\(verdict.output)\(verdict.errors)")
        let logs = try clinic.logs()
        let log = logs.first { $0.name.hasPrefix("calm") }?.text ?? ""
        #expect(log.contains("[program] told of an attendance"))
        for name in ["assessment", "scheduler", "aftercare"] {
            let text = logs.first { $0.name.hasPrefix(name) }?.text ?? ""
            #expect(!text.contains("parked"), "\(name)")
        }
    }

    static let python = """
        {"contract": 1, "id": "calm", "version": "1", "title": "Calm",
         "command": ["python3", "therapy.py"],
         "offerings": [{"name": "calm", "title": "Calm", "kind": "education", "phases": ["p1"],
                        "minutes": 60, "perWeek": 1}],
         "forms": [\(card)],
         "facts": [{"name": "seen", "about": "client",
                    "fields": {"fact": {"type": "identifier"},
                               "count": {"type": "integer", "mark": "open"}}}],
         "reads": [{"event": "scheduler.attendance.recorded", "because": "it counts"}],
         "reactsTo": ["scheduler.attendance.recorded"],
         "limits": {"answerSeconds": 2}}
        """

    /// It tells of each attendance how many it had folded, and hangs on a few: those of every third
    /// client at one session of each of two weeks.
    private static let program = """
        import json, os, sys, time
        questions, answers = os.fdopen(3), os.fdopen(4, "w")
        seen = 0
        def is_too_much(fact):
            session = fact["data"].get("session", "")
            days = "2026-10-19.p1-01.mon-0900", "2026-10-26.p1-01.mon-0900"
            return session in days and ord(fact["client"][-1]) % 3 == 0
        def fold(fact):
            global seen
            if fact["type"] == "scheduler.attendance.recorded":
                seen += 1
        for line in questions:
            asked = json.loads(line)
            reply = {"n": asked["n"]}
            if asked["ask"] == "hello":
                reply["protocol"] = 1
            elif asked["ask"] == "restore":
                seen = asked["state"] or 0
            elif asked["ask"] == "apply":
                for fact in asked["facts"]:
                    fold(fact)
            elif asked["ask"] == "react":
                reply["reacted"], reply["actions"] = 0, []
                for fact in asked["facts"]:
                    fold(fact)
                    print("told of an attendance")
                    if is_too_much(fact):
                        time.sleep(1000)
                    reply["reacted"] += 1
                    if fact["type"] == "scheduler.attendance.recorded":
                        reply["actions"] = [{"do": "record", "fact": "seen",
                            "client": fact["client"],
                            "data": {"fact": fact["id"], "count": seen}}]
                        break
            elif asked["ask"] == "state":
                reply["state"] = seen
            answers.write(json.dumps(reply) + "\\n")
            answers.flush()
        """
}

extension RunningClinic {
    /// Kills and stops a therapy's program again and again, until the play is over.
    fileprivate func troubles(_ id: String, until played: Execution) async throws {
        let end = Task { try await played.finish(upTo: .seconds(480)) }
        var strikes = 0
        while strikes < 3 {
            for pid in programs() {
                kill(pid, strikes.isMultiple(of: 2) ? SIGKILL : SIGSTOP)
                strikes += 1
            }
            // It rests before it is started again.
            try await Task.sleep(for: .milliseconds(200))
        }
        let result = try await end.value
        try #require(result.code == 0, "\(result.errors)")
    }

    /// The Python programs of this clinic's therapies: those below one of its processes.
    private func programs() -> [Int32] {
        let own = Set(processes().map(\.pid))
        let names = (try? FileManager.default.contentsOfDirectory(atPath: "/proc")) ?? []
        return names.compactMap { name in
            guard let pid = Int32(name),
                let line = try? String(contentsOfFile: "/proc/\(name)/cmdline", encoding: .utf8),
                line.hasPrefix("/usr/bin/python3\0therapy.py")
            else { return nil }
            var ancestor = pid
            for _ in 0..<6 {
                guard let above = Self.parent(of: ancestor) else { return nil }
                if own.contains(above) { return pid }
                ancestor = above
            }
            return nil
        }
    }

    private static func parent(of pid: Int32) -> Int32? {
        let text = try? String(contentsOfFile: "/proc/\(pid)/stat", encoding: .utf8)
        // Its name may hold anything: what follows is behind the last bracket.
        let words = text?.split(separator: ")").last?.split(separator: " ") ?? []
        return words.count > 1 ? Int32(words[1]) : nil
    }
}
