import Foundation
import Messages
import Testing

extension RealProcesses {
    @Suite("Playing a therapy at its author's desk", .timeLimit(.minutes(3)))
    struct PlayTests {
        private static let manifest = """
            {"contract": 1, "id": "mirror", "version": "1", "title": "Mirror",
             "command": ["python3", "therapy.py"],
             "facts": [{"name": "seen", "about": "client",
                        "fields": {"word": {"type": "text"}, "times": {"type": "integer"}}}],
             "commands": [{"name": "tell", "records": "seen", "roles": ["clinician"]}],
             "reads": [{"event": "scheduler.attendance.recorded", "because": "it is counted"},
                       {"event": "assessment.consent.given", "because": "it is counted"},
                       {"event": "assessment.questionnaire.scored", "because": "it is counted"}],
             "reactsTo": ["scheduler.attendance.recorded"]}
            """

        /// Prints all that it is told, and answers who came.
        private static let program = """
            import json, os
            questions, answers = os.fdopen(3), os.fdopen(4, "w")
            for line in questions:
                asked = json.loads(line)
                reply = {"n": asked["n"]}
                if asked["ask"] == "hello":
                    print("WORD", flush=True)
                    reply["protocol"] = 1
                elif asked["ask"] == "apply":
                    for fact in asked["facts"]:
                        print(json.dumps(fact["data"]), flush=True)
                elif asked["ask"] == "react":
                    reply["reacted"], reply["actions"] = 0, []
                    for fact in asked["facts"]:
                        print(json.dumps(fact["data"]), flush=True)
                        reply["reacted"] += 1
                        if fact["data"]["status"] == "present":
                            reply["actions"] = [{"do": "record", "fact": "seen",
                                "client": fact["client"], "data": {"word": "came", "times": 1}}]
                            break
                elif asked["ask"] == "state":
                    reply["state"] = 0
                answers.write(json.dumps(reply) + "\\n")
                answers.flush()
            """

        /// A line of `cairn history --json`.
        private static func shown(
            _ id: String, _ type: String, at time: String = "2026-10-05T14:00:00.000Z",
            by actor: String? = nil, _ data: String
        ) -> String {
            let stream = type.split(separator: ".").prefix(2).joined(separator: ".")
            let person = actor.map { #","actor":"\#($0)","role":"clinician""# } ?? ""
            return #"{"id":"\#(id)","topic":"event.\#(stream)","type":"\#(type).v1","#
                + #""time":"\#(time)","data":\#(data)\#(person)}"#
        }

        /// A line of `cairn export`.
        private static func exported(_ id: String, _ type: String, at time: String, _ data: String)
            throws -> String
        {
            let stream = type.split(separator: ".").prefix(2).joined(separator: ".")
            var attributes = Attributes(
                id: MessageID(id), source: "/small/scheduler", type: "\(type).v1",
                time: try #require(Timestamp(time)))
            attributes.subject = "c-0043"
            attributes.sequence = 1
            attributes.prevhash = "0"
            let line = LedgerLine(
                position: 1, topic: "event.\(stream)",
                attributes: String(decoding: try JSONText.encode(attributes), as: UTF8.self),
                data: data)
            return String(decoding: try JSONText.encode(line), as: UTF8.self)
        }

        private func home(_ body: (URL) async throws -> Void) async throws {
            let home = FileManager.default.temporaryDirectory
                .appending(path: "play-\(UUID().uuidString)")
            let folder = home.appending(path: "mirror")
            try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
            defer { try? FileManager.default.removeItem(at: home) }
            try write(Self.manifest, to: folder.appending(path: "plugin.json"))
            try write(Self.program, to: folder.appending(path: "therapy.py"))
            try await body(home)
        }

        private func write(_ text: String, to file: URL) throws {
            try text.write(to: file, atomically: true, encoding: .utf8)
        }

        private func play(_ home: URL, _ more: String...) throws -> Execution {
            try Execution(
                Programs.path("cairn"),
                ["plugin", "play", home.appending(path: "mirror").path] + more, files: home)
        }

        @Test("Against what a clinic published it is told what it reads, and nobody is recognised")
        func recorded() async throws {
            let attended = "scheduler.attendance.recorded"
            func attendance(_ client: String, _ status: String, minutes: String = "60") -> String {
                #"{"client":"\#(client)","session":"2026-10-05.\#(client).mon","status":"\#(status)","minutes":\#(minutes),"later":"Ann"}"#
            }
            let lines = [
                Self.shown("m-1", attended, attendance("c-0042", "present")),
                Self.shown("m-2", attended, attendance("c-0043", "no-show")),
                Self.shown("m-3", attended, attendance("c-0042", "present")),
                // The one before was entered in error.
                Self.shown(
                    "m-4", "scheduler.correction.entered-in-error",
                    #"{"event":"m-3","type":"scheduler.attendance.recorded.v1","client":"c-0042","reason":"Ann said so."}"#
                ),
                try Self.exported(
                    "m-5", attended, at: "2026-10-12T14:00:00.000Z",
                    attendance("c-0043", "present")),
                // As it is shown without a reason.
                Self.shown("m-6", attended, attendance("•••", "•••", minutes: #""•••""#)),
                Self.shown(
                    "m-7", "assessment.consent.given",
                    #"{"client":"c-0042","purpose":"Lives with Ann","expires":"2027-01-01"}"#),
                Self.shown(
                    "m-8", "assessment.questionnaire.scored",
                    #"{"client":"c-0042","submission":"f-1","instrument":"mirror.card","policy":"p","scores":{"urge":7},"bands":{"urge":"Ann"},"flags":[]}"#
                ),
                Self.shown(
                    "m-9", "mirror.record.added", by: "t01",
                    #"{"name":"seen","client":"c-0042","data":{"word":"Call Ann","times":3}}"#),
                // What followed there, and what it does not read.
                Self.shown(
                    "m-10", "mirror.record.added",
                    #"{"name":"seen","client":"c-0042","data":{"word":"Ann","times":4}}"#),
                Self.shown("m-11", "supervisor.clock.day-began", #"{"date":"2026-10-05"}"#),
            ]
            try await home { home in
                let file = home.appending(path: "traffic.jsonl")
                try write(lines.joined(separator: "\n") + "\n", to: file)
                let played = try await play(home, "--from", file.path).finish()
                #expect(played.code == 0, "\(played.errors)")
                let all = played.output + played.errors
                for word in ["c-0042", "c-0043", "Ann", "Lives"] {
                    #expect(!all.contains(word), "\(word): \(all)")
                }
                // Six facts, of which two are answered.
                #expect(played.output.contains("2 clients, 6 facts told, 2 actions: 2 record."))
                for words in ["Week of 2026-10-05", "Week of 2026-10-12", "c-0901 has seen"] {
                    #expect(played.output.contains(words), "\(played.output)")
                }
                #expect(played.errors.contains("masked in the file: 1 of the facts that it reads"))
                for words in [
                    #""instrument": "card""#, #""urge": 7"#, #""times": 3"#,
                    #""status": "no-show""#,
                    #""session": "2026-10-05.c-0901.mon""#, #""expires": "2027-01-01""#,
                ] { #expect(played.errors.contains(words), "\(words): \(played.errors)") }
                #expect(!played.errors.contains(#""times": 4"#) && !all.contains("later"))

                try write("nonsense\n", to: file)
                let refused = try await play(home, "--from", file.path).finish()
                #expect(refused.code != 0 && refused.errors.contains("Line 1 is no event"))
                let away = try await play(home, "--from", "/nowhere/x").finish()
                #expect(away.code != 0 && away.errors.contains("/nowhere/x cannot be read"))
            }
        }

        @Test(
            "Watched, it is played again whenever a file has changed, also after one that is wrong")
        func watched() async throws {
            try await home { home in
                let playing = try play(home, "--watch", "--weeks", "1")
                defer { playing.signal(SIGKILL) }
                try await playing.prints("log: WORD")
                let program = home.appending(path: "mirror/therapy.py")
                try write(Self.program.replacing("WORD", with: "SECOND"), to: program)
                try await playing.prints("log: SECOND")
                let manifest = home.appending(path: "mirror/plugin.json")
                try write(
                    Self.manifest.replacing(#""contract": 1"#, with: #""contract": 7"#),
                    to: manifest)
                try await playing.prints("contract is 7")
                try write(Self.program.replacing("WORD", with: "THIRD"), to: program)
                try write(Self.manifest, to: manifest)
                try await playing.prints("log: THIRD")
            }
        }
    }
}
