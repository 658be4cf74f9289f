import Foundation
import Messages
import Testing

/// What is planted in a clinic: texts that stand nowhere else.
enum Canary {
    static let name = "Zyxwvut Qanarelli"
    static let contact = "+1 555 0199 qanaryphone"
    static let client = "c-qanary-7"
    static let remark = "qanaryremark says the neighbour"
    /// The parts by which they are looked for: also when only a piece of one got out.
    static let names = ["Zyxwvut", "Qanarelli", "qanaryphone"]
    static let all = names + [client, "qanaryremark"]

    /// Those that stand in some bytes.
    static func found(_ canaries: [String] = all, in bytes: Data) -> [String] {
        canaries.filter { bytes.firstRange(of: Data($0.utf8)) != nil }
    }

    static func found(_ canaries: [String] = all, in text: String) -> [String] {
        canaries.filter(text.contains)
    }
}

extension RealProcesses {
    @Suite("What is known of a client stays where it belongs", .timeLimit(.minutes(10)))
    struct CanaryTests {
        @Test("Planted names, contacts, ids and remarks are in no log, file, topic or output")
        func planted() async throws {
            try await RunningClinic.with("canary") { clinic in
                try await clinic.up()
                let taps = try ["--all", "--json"].map { option in
                    try clinic.start("cairn", ["tap", ">", option, "--clinic", clinic.path])
                }
                try await wait(for: "the taps") {
                    taps.allSatisfy { $0.errors.contains("Following") }
                }
                // Weeks pass after each: rounds, plans and reminders are made of what was said.
                #expect(try await clinic.cairn("stop", "aftercare").code == 0)
                try clinic.endedTwice("aftercare", at: "assessment.client", 1)
                var outputs = try await commands(clinic, Self.first)
                outputs += try await parked(clinic)
                try await clinic.played(weeks: 1)
                try await crash(clinic)
                outputs += try await commands(clinic, Self.then)
                try await clinic.played(weeks: 2)
                outputs += try await commands(clinic, Self.last)
                outputs += try await views(clinic)
                for tap in taps {
                    tap.signal(SIGINT)
                    let seen = try await tap.finish()
                    #expect(seen.output.contains("client.registered"))
                    outputs.append(("the tap", seen))
                }
                for (what, result) in outputs {
                    // Whoever registers is told the client's id.
                    let told = what.hasSuffix("register-client") ? [Canary.client] : []
                    let leaks = Canary.found(in: result.output + result.errors)
                        .filter { !told.contains($0) }
                    #expect(
                        leaks == [],
                        "\(what): \(result.output.suffix(400)) \(result.errors.suffix(400))")
                }
                try checkProcesses(clinic)
                try await checkHistory(clinic)
                try await checkReveal(clinic)
                // The files once while they are in use, and once as a stopped clinic leaves them.
                try checkFiles(clinic)
                #expect(try await clinic.cairn("down").code == 0)
                try await wait(for: "the end of all processes") { clinic.processes().isEmpty }
                try checkFiles(clinic)
            }
        }

        /// A command with a body, and whether it must be taken; `nil` where either will do.
        private struct Wish {
            let type: String
            let body: String
            var person = "t01"
            var isTaken: Bool?
        }

        private static let first = [
            Wish(
                type: "assessment.register-client",
                body: """
                    {"ages":"adult","client":"\(Canary.client)","commitments":[],"consent":true,
                     "contact":"\(Canary.contact)","language":"en","name":"\(Canary.name)"}
                    """, person: "fd1", isTaken: true),
            // Bodies that nobody can take.
            Wish(
                type: "assessment.register-client",
                body: """
                    {"client":"\(Canary.client)","name":{"\(Canary.name)":"\(Canary.contact)"}}
                    """, person: "fd1", isTaken: false),
            Wish(
                type: "assessment.register-client", body: "{\"name\":\"\(Canary.name)",
                person: "fd1", isTaken: false),
            Wish(
                type: "assessment.register-client",
                body: """
                    {"ages":"\(Canary.remark)","client":"\(Canary.client)","commitments":
                     ["\(Canary.remark)"],"consent":true,"contact":"","language":"en","name":""}
                    """, person: "fd1", isTaken: false),
            Wish(
                type: "peer-groups.forbid-pairing",
                body: """
                    {"first":"\(Canary.client)","reason":"\(Canary.remark)","second":"c-0002"}
                    """),
        ]

        private static let then = [
            Wish(
                type: "assessment.answer-intake",
                body: """
                    {"answers":{"seizure-history":{"value":1}},"client":"\(Canary.client)"}
                    """),
            Wish(
                type: "assessment.submit-questionnaire",
                body: """
                    {"answers":{"1":{"value":3},"9":{"value":3}},"client":"\(Canary.client)",
                     "instrument":"phq-9"}
                    """),
            Wish(
                type: "assessment.confirm-placement",
                body: """
                    {"client":"\(Canary.client)","level":"2.1","overrideReason":"\(Canary.remark)",
                     "placement":"no-such-one"}
                    """, isTaken: false),
            Wish(
                type: "assessment.acknowledge-alert",
                body: """
                    {"action":"\(Canary.remark)","alert":"no-such-one",
                     "client":"\(Canary.client)"}
                    """, isTaken: false),
            Wish(
                type: "scheduler.record-attendance",
                body: """
                    {"client":"\(Canary.client)","minutes":3,"session":"no-such-one",
                     "status":"present"}
                    """, isTaken: false),
        ]

        private static let last = [
            Wish(
                type: "assessment.decline-treatment",
                body: """
                    {"client":"\(Canary.client)","reason":"\(Canary.remark)"}
                    """),
            Wish(
                type: "aftercare.record-contact",
                body: """
                    {"client":"\(Canary.client)","contact":"no-such-one","isReached":true,
                     "note":"\(Canary.remark)","returnToUse":true}
                    """, isTaken: false),
            Wish(
                type: "aftercare.discharge-client",
                body: """
                    {"client":"\(Canary.client)","reason":"\(Canary.remark)"}
                    """),
            Wish(
                type: "assessment.retract",
                body: """
                    {"retraction":{"event":"no-such-one","reason":"\(Canary.remark)"}}
                    """, isTaken: false),
        ]

        private func commands(_ clinic: RunningClinic, _ wishes: [Wish]) async throws
            -> [(String, Execution.Result)]
        {
            var outputs: [(String, Execution.Result)] = []
            for wish in wishes {
                // In a file, as whoever would keep it out of the list of processes does.
                let file = clinic.folder.deletingLastPathComponent().appending(path: "body.json")
                try wish.body.write(to: file, atomically: true, encoding: .utf8)
                let result = try await clinic.cairn(
                    "send", wish.type, "--as", wish.person, "--body", "@\(file.path)")
                if let isTaken = wish.isTaken {
                    #expect((result.code == 0) == isTaken, "\(wish.type): \(result.errors)")
                }
                outputs.append((wish.type, result))
            }
            return outputs
        }

        /// The first client that a service meets is parked there, looked at, and retried.
        private func parked(_ clinic: RunningClinic) async throws -> [(String, Execution.Result)] {
            #expect(try await clinic.cairn("start", "aftercare").code == 0)
            try await clinic.waits(for: "degraded", of: "aftercare")
            try checkFiles(clinic)
            let place = ["aftercare", "assessment.client", "1"]
            var outputs: [(String, Execution.Result)] = []
            for arguments in [["status"], ["parked", "list"], ["parked", "show"] + place] {
                let result = try await clinic.cairn(arguments)
                #expect(arguments == ["status"] || result.code == 0, "\(result.errors)")
                outputs.append((arguments.joined(separator: " "), result))
            }
            let retried = try await clinic.cairn(["parked", "retry"] + place + ["--as", "dir"])
            #expect(retried.code == 0, "\(retried.errors)")
            outputs.append(("parked retry", retried))
            try await clinic.waits(for: "ready", of: "aftercare")
            return outputs
        }

        private func views(_ clinic: RunningClinic) async throws -> [(String, Execution.Result)] {
            var outputs: [(String, Execution.Result)] = []
            let views = [
                ["status"], ["week"], ["alerts"], ["clock"], ["logs", "assessment"],
                ["logs", "hub"],
                ["client", "timeline", Canary.client],
                ["history", "assessment.client"], ["history", "assessment.client", "--json"],
                ["history", "assessment.identity"], ["history", "aftercare.outreach"],
                ["ask", "assessment.open-alerts"], ["ask", "assessment.intake-list"],
                ["ask", "aftercare.next-contacts"], ["ask", "scheduler.enrollments"],
                ["ask", "peer-groups.memberships"], ["ask", "supervisor.processes"],
                ["ask", "assessment.client-identity", "--body", Self.whose],
            ]
            for view in views {
                let result = try await clinic.start("cairn", view + ["--clinic", clinic.path])
                    .finish()
                outputs.append((view.joined(separator: " "), result))
            }
            return outputs
        }

        private static let whose = "{\"client\":\"\(Canary.client)\"}"

        /// Who must know is shown it: the canaries are there, and where they are looked for.
        private func checkReveal(_ clinic: RunningClinic) async throws {
            let result = try await clinic.cairn(
                "ask", "assessment.client-identity", "--as", "t01", "--reveal", "She called.",
                "--body", Self.whose)
            #expect(Canary.found(in: result.output).contains("Qanarelli"), "\(result.errors)")
            // Who types a name in the place of a pseudonym is refused, and the name is kept nowhere.
            for typed in [Canary.name, "Qanarelli"] {
                let look = try await clinic.cairn(
                    "client", "timeline", typed, "--as", "t01", "--reveal", "She called.")
                // What cannot be an id, and what nobody has.
                #expect(look.code == (typed.contains(" ") ? 64 : 65), "\(look.errors)")
            }
            let history = try await clinic.history()
            #expect(Canary.found(Canary.names, in: history.text) == [])
        }

        private func crash(_ clinic: RunningClinic) async throws {
            let status = try await clinic.waits(for: "ready", of: "assessment")
            let victim = try #require(status["assessment"]?.pid)
            #expect(kill(victim, SIGKILL) == 0)
            try await clinic.waits(for: "ready", of: "assessment") {
                $0["assessment"]?.pid.map { $0 != victim } ?? false
            }
        }

        private func checkProcesses(_ clinic: RunningClinic) throws {
            let processes = clinic.processes()
            #expect(processes.count > 6)
            for process in processes {
                #expect(Canary.found(in: process.arguments.joined(separator: " ")) == [])
            }
        }

        /// On the bus a client's pseudonym is a subject, and in a body; no more of it.
        private func checkHistory(_ clinic: RunningClinic) async throws {
            let history = try await clinic.history()
            #expect(Canary.found(Canary.names, in: history.text) == [])
            #expect(history.lines.contains { $0.data.contains(Canary.client) })
            for line in history.lines {
                #expect(Canary.found(in: line.topic) == [])
                var attributes = try JSONText.decode(
                    [String: JSONFragment].self, from: Array(line.attributes.utf8))
                attributes["subject"] = nil
                let rest = String(decoding: try JSONText.encode(attributes), as: UTF8.self)
                #expect(Canary.found(in: rest) == [], "attributes of \(line.topic)")
            }
        }

        /// Every file of the clinic: journals with their logs, what runs, what is said of it.
        private func checkFiles(_ clinic: RunningClinic) throws {
            let walk = try #require(FileManager.default.enumerator(atPath: clinic.path))
            var names: [String] = []
            for case let name as String in walk {
                let path = "\(clinic.path)/\(name)"
                #expect(Canary.found(in: name) == [], "the name \(name)")
                let kind = try? FileManager.default.attributesOfItem(atPath: path)[.type]
                guard kind as? FileAttributeType == .typeRegular,
                    let bytes = FileManager.default.contents(atPath: path)
                else { continue }
                names.append(name)
                #expect(Canary.found(in: bytes) == [], "the file \(name)")
            }
            for expected in ["journals/assessment.sqlite", "logs/assessment.log", "clinic.json"] {
                #expect(names.contains(expected), "\(expected) was not looked at")
            }
        }
    }
}
