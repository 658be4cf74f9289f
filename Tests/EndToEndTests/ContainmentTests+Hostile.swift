import Foundation
import Messages
import TestSupport
import Testing

// Four programs that mean harm, in a clinic that is at work: one looks for a way out, one says nothing,
// one publishes without end, and one prints without end.
extension RealProcesses.ContainmentTests {
    /// Answers as the pipe wants it; `reacted(fact)` says what follows from a fact.
    private static let obedient = """

        for line in questions:
            asked = json.loads(line)
            reply = {"n": asked["n"]}
            if asked["ask"] == "hello":
                reply["protocol"] = 1
            elif asked["ask"] == "react":
                reply["reacted"], reply["actions"] = 0, []
                for fact in asked["facts"]:
                    reply["reacted"] += 1
                    reply["actions"] = reacted(fact)
                    if reply["actions"]:
                        break
            elif asked["ask"] == "state":
                reply["state"] = 0
            answers.write(json.dumps(reply) + "\\n")
            answers.flush()
        """

    private static let begin = """
        import glob, json, os, socket, subprocess, sys, time
        questions, answers = os.fdopen(3), os.fdopen(4, "w")
        def reacted(fact):
            return []

        """

    /// What it tries, and what it prints when that worked.
    private static let attacks: KeyValuePairs = [
        "sees the clinic": "os.path.exists(CLINIC)",
        "reads keys": #"bool(glob.glob(CLINIC + "/keys/*"))"#,
        "reads journals": #"bool(glob.glob(CLINIC + "/journals/*"))"#,
        "writes permissions": #"writes(CLINIC + "/keys/access.json")"#,
        "reaches the hub":
            #"any(reaches(socket.AF_UNIX, CLINIC + "/run/" + name) for name in SOCKETS)"#,
        "reaches a port": #"reaches(socket.AF_INET, ("127.0.0.1", PORT))"#,
        "finds cairn": #"finds("cairn")"#,
        "runs cairn": #"runs("status")"#,
        "stops aftercare": #"runs("stop", "aftercare")"#,
        "sends as the director":
            #"runs("send", "supervisor.advance-clock", "--as", "dir", "--body", TIME)"#,
        "sees the supervisor": "signals(SUPERVISOR)",
    ]

    /// - Parameter port: one on which somebody listens.
    private static func spy(on clinic: RunningClinic, port: String) throws -> String {
        let run = clinic.folder.appending(path: "run").path
        let sockets = try FileManager.default.contentsOfDirectory(atPath: run)
        try #require(sockets.contains("in.sock"))
        let known = """
            CLINIC, CAIRN = "\(clinic.path)", "\(Programs.path("cairn"))"
            TIME = '{"to": "2026-10-12T20:00:00.000Z"}'
            SOCKETS, PORT, SUPERVISOR = \(sockets), \(port), \(try clinic.supervisor())

            """
        let ways = """
            def reaches(family, address):
                with socket.socket(family, socket.SOCK_STREAM) as door:
                    door.settimeout(5)
                    try:
                        door.connect(address)
                        return True
                    except OSError:
                        return False
            def writes(path):
                try:
                    open(path, "a").close()
                    return True
                except OSError:
                    return False
            def runs(*words):
                try:
                    words = [CAIRN, words[0], *words[1:], "--clinic", CLINIC]
                    return subprocess.run(words, timeout=20).returncode == 0
                except (OSError, subprocess.SubprocessError):
                    return False
            def finds(word):
                places = [p for p in os.listdir("/") if p not in ("proc", "sys", "dev")]
                return any(
                    name == word or name.startswith(word + "-") and "." not in name
                    for place in places for _, _, names in os.walk("/" + place) for name in names)
            def signals(pid):
                try:
                    os.kill(pid, 0)
                    return True
                except OSError:
                    return False

            """
        let tries = attacks.map { word, attempt in
            "print(\"spy: \(word):\", \"yes\" if \(attempt) else \"no\", flush=True)\n"
        }
        return begin + known + ways + tries.joined() + """
            door = socket.create_server(("0.0.0.0", 0))
            print("spy: listens at", door.getsockname()[1], "of its own", flush=True)
            """ + obedient
    }

    private static let mute = begin + "time.sleep(100000)\n"

    /// More than any answer takes upon several facts, and, told one at a time, upon two of them more than
    /// a minute takes.
    private static let flood =
        begin + """
            def reacted(fact):
                count = 100000 if len(asked["facts"]) > 1 else 400
                return [{"do": "record", "fact": "noise", "data": {"n": n}} for n in range(count)]
            """ + obedient

    /// A gigabyte.
    private static let gush =
        begin + """
            def reacted(fact):
                block = b"x" * 65535 + b"\\n"
                for _ in range(1 << 14):
                    os.write(1, block)
                return []
            """ + obedient

    private func drop(
        _ id: String, _ program: String, _ more: String = "", in clinic: RunningClinic
    )
        throws
    {
        let place = clinic.folder.appending(path: "plugins/\(id)")
        try FileManager.default.createDirectory(at: place, withIntermediateDirectories: true)
        try program.write(
            to: place.appending(path: "\(id).py"), atomically: true, encoding: .utf8)
        try clinic.install(
            manifest: """
                {"contract": 1, "id": "\(id)", "version": "1", "title": "Harm"\(more),
                 "facts": [{"name": "noise", "about": "clinic",
                            "fields": {"n": {"type": "integer"}}}],
                 "command": ["python3", "\(id).py"]}
                """, as: id)
    }

    private static let hearing = """
        , "reads": [{"event": "scheduler.attendance.recorded", "because": "it wants to"}],
         "reactsTo": ["scheduler.attendance.recorded"], "history": "from-start"
        """

    private func log(of id: String, in clinic: RunningClinic) -> String {
        (try? clinic.logs().first { $0.name == "\(id).log" }?.text) ?? ""
    }

    /// All four at once, and nothing comes of it but what their own pages say.
    func hostile(in clinic: RunningClinic) async throws {
        try await spies(in: clinic)
        try drop("mute", Self.mute, in: clinic)
        try drop("flood", Self.flood, Self.hearing, in: clinic)
        try await floods(in: clinic)
        // Whoever never says hello holds nobody up.
        let stands = try await clinic.cairn("plugin", "list")
        #expect(stands.output.contains("mute"), "\(stands.output)")
        let advanced = try await clinic.cairn("advance-clock", "--hours", "2")
        #expect(advanced.code == 0, "\(advanced.errors)")
        try await clinic.keepsTime()
        try drop("gush", Self.gush, Self.hearing, in: clinic)
        try await gushes(in: clinic)
        for id in ["mute", "flood", "gush"] {
            let removed = try await clinic.cairn("plugin", "remove", id, "--as", "dir")
            #expect(removed.code == 0, "\(removed.errors)")
        }
    }

    /// It sees no file of the clinic, no socket, no `cairn`, no network, and nobody reaches its port.
    private func spies(in clinic: RunningClinic) async throws {
        guard Bubblewrap.works else { return }
        let listener = try clinic.start(
            "/usr/bin/python3",
            [
                "-c",
                "import socket, time; door = socket.create_server(('127.0.0.1', 0));"
                    + " print('port', door.getsockname()[1], 'open', flush=True); time.sleep(1000)",
            ])
        defer { listener.signal(SIGKILL) }
        try await listener.prints("open")
        let port = try #require(listener.output.split(separator: " ").dropFirst().first)
        func isReached(_ port: some StringProtocol) async throws -> Bool {
            try await clinic.start(
                "/bin/bash", ["-c", "exec 3<>/dev/tcp/127.0.0.1/\(port)"]
            ).finish().code == 0
        }
        #expect(try await isReached(port), "the way is there for whoever has a network")
        try drop("spy", try Self.spy(on: clinic, port: String(port)), in: clinic)
        try await wait(for: "all that it tries") {
            log(of: "spy", in: clinic).contains("of its own")
        }
        let told = log(of: "spy", in: clinic)
        for (word, _) in Self.attacks {
            #expect(told.contains("[program] spy: \(word): no"), "\(told)")
        }
        let own = try #require(told.firstMatch(of: /spy: listens at (\d+) of its own/)).output.1
        #expect(try await !isReached(own))
        try await clinic.waits(for: "ready", of: "spy", "aftercare")
        let sent = try await clinic.history().lines.filter { try $0.read.source.hasSuffix("/spy") }
        let types = Set(try sent.map { try $0.type })
        #expect(types == ["spy.therapy.contract-taken.v1"], "\(types)")
    }

    /// What `cairn plugin list --json` tells of a program.
    private struct Listing: Decodable {
        struct Plugin: Decodable {
            struct Program: Decodable { let held, faults: Int }
            let plugin: String
            let program: Program?
        }
        let plugins: [Plugin]
    }

    /// It is ended for more than an answer takes, and waits for the next minute with the rest.
    private func floods(in clinic: RunningClinic) async throws {
        let begun = ContinuousClock.now
        try await wait(for: "what is held of the flood, and what ended it") {
            let list = try await clinic.cairn("plugin", "list", "--json")
            let plugins = try JSONText.decode(Listing.self, from: Array(list.output.utf8)).plugins
            let program = plugins.first { $0.plugin == "flood" }?.program
            return program.map { $0.held > 0 && $0.faults > 0 } ?? false
        }
        let count = try await clinic.history().of("flood", RecordAdded.self).count
        let minutes = Int((ContinuousClock.now - begun) / .seconds(60)) + 1
        #expect((400...600 * (minutes + 1)).contains(count), "\(count) in \(minutes) min")
        try await clinic.waits(for: "ready", of: "ledger", "scheduler", "assessment")
    }

    /// Its log and its host stay small, whatever it prints.
    private func gushes(in clinic: RunningClinic) async throws {
        try await wait(for: "its end, for it did not answer") {
            log(of: "gush", in: clinic).contains("did not answer in time")
        }
        let logs = try clinic.logs().filter { $0.name.hasPrefix("gush") }
        #expect(logs.map(\.text.utf8.count).reduce(0, +) < 4 << 20)
        let pid = try #require(try await clinic.status()?["gush"]?.pid)
        let status = try String(contentsOfFile: "/proc/\(pid)/status", encoding: .utf8)
        let size = try #require(status.firstMatch(of: /VmRSS:\s+(\d+) kB/)).output.1
        #expect(Int(size).map { $0 < 400 << 10 } == true, "\(size) kB")
    }

    /// Nothing that a service recorded follows from what a plugin did, or names it. Which ids a clinic of
    /// real processes has, and so what chance draws, differs from run to run, so that two histories
    /// cannot be laid beside each other: what is compared is each event's cause, and its words.
    func expectUntouched(by plugin: String, _ history: History) throws {
        let sources = Set(Self.services.map { "/\($0)" })
        let own = Set(
            try history.lines.filter { try $0.read.source.hasSuffix("/\(plugin)") }
                .map { try $0.read.id })
        try #require(!own.isEmpty)
        var count = 0
        for line in history.lines {
            let read = try line.read
            guard sources.contains(where: { read.source.hasSuffix($0) }) else { continue }
            count += 1
            #expect(read.causationid.map(own.contains) != true, "\(read.type)")
            #expect(!line.data.contains("\"\(plugin)\""), "\(read.type)")
        }
        #expect(count > 100)
    }
}
