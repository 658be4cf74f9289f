import Foundation
import Messages
import Testing

extension RealProcesses {
    @Suite("A busy hour with a plugin that misbehaves", .timeLimit(.minutes(5)))
    struct ContainmentTests {
        private static let manifest = """
            {"contract": 1, "id": "calm", "version": "1", "title": "Calm",
             "command": ["python3", "calm.py"],
             "facts": [{"name": "seen", "about": "client",
                        "fields": {"count": {"type": "integer"}}}],
             "reads": [{"event": "scheduler.attendance.recorded", "because": "it counts"},
                       {"event": "scheduler.session.scheduled", "because": "it counts"}],
             "reactsTo": ["scheduler.attendance.recorded", "scheduler.session.scheduled"],
             "history": "from-start", "limits": {"answerSeconds": 1}}
            """

        /// It counts, and does with each fourth fact what it must not, another thing with another one.
        private static func program(misbehaves: Bool) -> String {
            """
            import json, os, sys, time, zlib
            questions, answers = os.fdopen(3), os.fdopen(4, "w")
            misbehaves = \(misbehaves ? "True" : "False")
            def harm(fact):
                number = zlib.crc32(fact["id"].encode())
                if not misbehaves or number % 4:
                    return
                way = ["die", "hang", "babble", "print", "ask", "lengthen", "fork", "hold"][number // 4 % 8]
                print("harm:", way, flush=True)
                if way == "hang":
                    time.sleep(1000)
                elif way == "babble":
                    answers.write("\\x00\\x01 not JSON\\n" * 50)
                    answers.flush()
                elif way == "print":
                    for _ in range(200000):
                        print("flood")
                elif way == "ask":
                    answers.write(json.dumps({"n": asked["n"], "reacted": 1, "actions": [
                        {"do": "alert", "client": "c-0001", "sign": "x", "urgency": "now",
                         "guidance": "Run."}] * 5}) + "\\n")
                    answers.flush()
                elif way == "lengthen":
                    answers.write("x" * 6000000)
                    answers.flush()
                elif way == "fork":
                    while os.fork() >= 0:
                        pass
                elif way == "hold":
                    held = [bytearray(os.urandom(1 << 20)) for _ in range(1000)]
                os._exit(3)
            seen = 0
            for line in questions:
                asked = json.loads(line)
                reply = {"n": asked["n"]}
                if asked["ask"] == "hello":
                    reply["protocol"] = 1
                elif asked["ask"] == "restore":
                    seen = asked["state"] or 0
                elif asked["ask"] == "apply":
                    seen += len(asked["facts"])
                elif asked["ask"] == "react":
                    reply["reacted"], reply["actions"] = 0, []
                    for fact in asked["facts"]:
                        harm(fact)
                        seen += 1
                        reply["reacted"] += 1
                elif asked["ask"] == "state":
                    reply["state"] = seen
                answers.write(json.dumps(reply) + "\\n")
                answers.flush()
            """
        }

        /// What a week came to: the last event of each stream but the plugin's and the supervisor's,
        /// by the hash that each chain ends with, and what the program printed.
        private struct Outcome {
            var heads: [String: JSONFragment]
            var log: String
        }

        private func played(misbehaves: Bool) async throws -> Outcome {
            var outcome = Outcome(heads: [:], log: "")
            try await RunningClinic.with("busy", plugins: []) { clinic in
                let folder = clinic.folder.appending(path: "plugins/calm")
                try FileManager.default.createDirectory(
                    at: folder, withIntermediateDirectories: true)
                try Self.program(misbehaves: misbehaves).write(
                    to: folder.appending(path: "calm.py"), atomically: true, encoding: .utf8)
                try clinic.install(manifest: Self.manifest, as: "calm")
                try await clinic.up()
                try await clinic.waits(for: "ready", of: "calm")
                try await clinic.played(weeks: 1)
                let verdict = try await clinic.checked()
                #expect(verdict.code == 0, "\(verdict.output)\(verdict.errors)")
                outcome.heads = try heads(of: clinic)
                outcome.log = try clinic.logs().first { $0.name == "calm.log" }?.text ?? ""
            }
            return outcome
        }

        /// As the checker was given them.
        private func heads(of clinic: RunningClinic) throws -> [String: JSONFragment] {
            let file = clinic.folder.deletingLastPathComponent().appending(
                path: "files/heads.json")
            let bytes = Array(try Data(contentsOf: file))
            return try JSONText.decode([String: JSONFragment].self, from: bytes).filter {
                !$0.key.hasPrefix("calm.") && !$0.key.hasPrefix("supervisor.")
            }
        }

        @Test("Whatever its program does, each service's history is what it is without that")
        func unchanged() async throws {
            let calm = try await played(misbehaves: false)
            let harmed = try await played(misbehaves: true)
            #expect(calm.heads.count > 10)
            #expect(harmed.heads == calm.heads)
            #expect(!calm.log.contains("The program is ended"))
            #expect(harmed.log.contains("[program] harm: "))
            #expect(harmed.log.contains("The program is ended"), "\(harmed.log.prefix(2_000))")
        }
    }
}
