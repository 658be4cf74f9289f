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
        private static let program = """
            import json, os, sys, time, zlib
            questions, answers = os.fdopen(3), os.fdopen(4, "w")
            def harm(fact):
                number = zlib.crc32(fact["id"].encode())
                if number % 4:
                    return
                way = ["die", "hang", "babble", "print", "ask", "lengthen", "hold"][number // 4 % 7]
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

        static let services = [
            "hub", "assessment", "scheduler", "peer-groups", "aftercare", "treatment", "ledger",
        ]

        /// Of the services: one that was started again has another.
        private func pids(in clinic: RunningClinic) async throws -> [Int32] {
            let status = try #require(try await clinic.status())
            return Self.services.compactMap { status[$0]?.pid }
        }

        @Test(
            "Whatever programs do, the history keeps every rule, and follows from none of it"
        )
        func contained() async throws {
            try await RunningClinic.with("busy", plugins: []) { clinic in
                let folder = clinic.folder.appending(path: "plugins/calm")
                try FileManager.default.createDirectory(
                    at: folder, withIntermediateDirectories: true)
                try Self.program.write(
                    to: folder.appending(path: "calm.py"), atomically: true, encoding: .utf8)
                try clinic.install(manifest: Self.manifest, as: "calm")
                try await clinic.up()
                try await clinic.waits(for: "ready", of: "calm")
                let services = try await pids(in: clinic)
                #expect(services.count == Self.services.count)
                try await clinic.played(weeks: 1)
                // The chains are whole, and nobody who was to be told was not.
                let verdict = try await clinic.checked()
                #expect(verdict.code == 0, "\(verdict.output)\(verdict.errors)")
                #expect(try await pids(in: clinic) == services)
                let log = try clinic.logs().first { $0.name == "calm.log" }?.text ?? ""
                #expect(log.contains("[program] harm: "))
                #expect(log.contains("The program is ended"), "\(log.prefix(2_000))")
                try expectUntouched(by: "calm", try await clinic.history())
                try await hostile(in: clinic)
                let after = try await clinic.checked()
                #expect(after.code == 0, "\(after.output)\(after.errors)")
                #expect(try await pids(in: clinic) == services)
            }
        }
    }
}
