import Foundation
import Messages
import Testing

/// A clinic of one test, with real processes in a folder of its own.
struct RunningClinic: Sendable {
    /// The clinic's folder; what tests print lies beside it.
    let folder: URL
    /// The computers, if there are two: the clinic is on the first.
    private var hosts: Hosts?
    /// What starts each of its programs; empty for the system itself.
    private var prefix: [String] = []
    var path: String { folder.path }
    /// The token that stands in its messages.
    var name: String { folder.lastPathComponent }

    init(folder: URL) { self.folder = folder }

    private init(folder: URL, hosts: Hosts?) {
        self.folder = folder
        self.hosts = hosts
    }

    private var files: URL { folder.deletingLastPathComponent().appending(path: "files") }

    /// Makes a clinic, lends it, and leaves nothing of it behind, whatever happened.
    static func with(
        _ name: String, seed: Int = 1, plugins: [String] = ["cbt"],
        leavingOut service: String? = nil, on hosts: Hosts? = nil, kind: String = "rehearsal",
        behind prefix: [String] = [], _ body: (RunningClinic) async throws -> Void
    ) async throws {
        // Short, and not in the project: a socket's path has 107 bytes.
        let place = URL(filePath: "/tmp/cairn-\(UUID().uuidString.prefix(8).lowercased())")
        var clinic = RunningClinic(folder: place.appending(path: name), hosts: hosts)
        clinic.prefix = prefix
        do {
            try await clinic.make(
                seed: seed, plugins: plugins, leavingOut: service, kind: kind)
            try await body(clinic)
        } catch {
            await clinic.clear(removing: place)
            throw error
        }
        await clinic.clear(removing: place)
    }

    /// Starts a program that may go on.
    ///
    /// - Parameter host: what starts it on another computer; on the clinic's own unless given.
    func start(_ program: String, _ arguments: [String], on host: [String]? = nil) throws
        -> Execution
    {
        let path = program.hasPrefix("/") ? program : Programs.path(program)
        let prefix = host ?? hosts?.home ?? prefix
        guard !prefix.isEmpty else { return try Execution(path, arguments, files: files) }
        return try Execution("/usr/bin/env", prefix + [path] + arguments, files: files)
    }

    /// Makes the folder of a service for another computer, from its join bundle.
    func joined(_ service: String) async throws -> URL {
        let bundle = files.appending(path: "\(service).bundle").path
        let there = folder.deletingLastPathComponent().appending(path: "there/\(name)")
        let export = try await cairn("keys", "export", service, "--output", bundle)
        try #require(export.code == 0, "\(export.errors)")
        let made = try await start("cairn", ["init", there.path, "--bundle", bundle]).finish()
        try #require(made.code == 0, "\(made.errors)")
        return there
    }

    /// Runs a command of the tool on this clinic, and waits for its end.
    @discardableResult
    func cairn(_ arguments: String...) async throws -> Execution.Result {
        try await cairn(arguments)
    }

    /// Runs a command of the tool on this clinic, and waits for its end.
    func cairn(_ arguments: [String]) async throws -> Execution.Result {
        let takesFolder = ["up", "down"].contains(arguments[0])
        return try await start("cairn", arguments + (takesFolder ? [path] : ["--clinic", path]))
            .finish()
    }

    /// Brings it up, and expects all to be ready.
    func up(_ options: String..., sourceLocation: SourceLocation = #_sourceLocation) async throws {
        let result = try await start("cairn", ["up", path, "--wait", "170"] + options).finish()
        try #require(result.code == 0, "\(result.errors)", sourceLocation: sourceLocation)
    }

    /// Starts to play it.
    func play(weeks: Int, pace: Double = 0) throws -> Execution {
        try start(
            "cairn-simulator",
            ["--clinic", path, "--weeks", "\(weeks)", "--pace", "\(pace)", "--progress"])
    }

    /// Plays it to the end of a week.
    @discardableResult
    func played(weeks: Int, sourceLocation: SourceLocation = #_sourceLocation) async throws
        -> Execution.Result
    {
        let result = try await play(weeks: weeks).finish(upTo: .seconds(480))
        try #require(result.code == 0, "\(result.errors)", sourceLocation: sourceLocation)
        return result
    }

    /// Adds one of our therapies as its author packs it, and a clinic gets it.
    func add(_ therapy: String) async throws {
        let added = try await cairn("plugin", "add", try await packed(therapy))
        try #require(added.code == 0, "\(added.errors)")
    }

    /// Packs one of our therapies as its author does; the folder that a clinic gets.
    func packed(_ therapy: String) async throws -> String {
        let source = Programs.root.appending(path: "Plugins/\(therapy)").path
        let packed = folder.deletingLastPathComponent().appending(path: therapy).path
        let made = try await start("cairn", ["plugin", "pack", source, "--to", packed]).finish()
        try #require(made.code == 0, "\(made.errors)")
        return packed
    }

    /// Puts one of our therapies into the folder, with its program if it has one.
    func install(_ therapy: String, as id: String? = nil) async throws {
        let source = Programs.root.appending(path: "Plugins/\(therapy)")
        let manifest = source.appending(path: "plugin.json")
        let text = try String(contentsOf: manifest, encoding: .utf8)
        let command = try JSONText.decode(Command.self, from: Array(text.utf8)).command
        let place = folder.appending(path: "plugins/\(id ?? therapy)")
        // The program first: with the contract all of it is there.
        try FileManager.default.createDirectory(at: place, withIntermediateDirectories: true)
        if let program = command?.first, command?.count == 1 {
            // Without what a debugger wants it has a size that a plugin may have.
            let file = place.appending(path: program).path
            let made = try await start(
                "/usr/bin/strip", ["-o", file, Programs.path(program)]
            ).finish()
            try #require(made.code == 0, "\(made.errors)")
        }
        try install(manifest: text, as: id ?? therapy)
    }

    private struct Command: Decodable { var command: [String]? }

    /// Puts a plugin's manifest into its folder.
    func install(manifest: String, as id: String) throws {
        let place = folder.appending(path: "plugins/\(id)")
        try FileManager.default.createDirectory(at: place, withIntermediateDirectories: true)
        // As a whole at once: the supervisor may look at any moment.
        try manifest.write(
            to: place.appending(path: "plugin.json"), atomically: true, encoding: .utf8)
    }

    /// The history as the ledger has it.
    func history() async throws -> History {
        let file = files.appending(path: "history.jsonl").path
        let result = try await cairn("export", "--output", file)
        try #require(result.code == 0, "\(result.errors)")
        return try History(file: file)
    }

    /// What the independent checker says of the history.
    func checked() async throws -> Execution.Result {
        let names = ["history.jsonl", "checked-clinic.json", "heads.json"]
        let paths = names.map { files.appending(path: $0).path }
        let export = try await cairn(
            "export", "--output", paths[0], "--clinic-json", paths[1], "--heads", paths[2])
        try #require(export.code == 0, "\(export.errors)")
        let checker = Programs.root.appending(path: "Tests/Proof/Checker/check_history.py").path
        return try await start(
            "/usr/bin/env",
            ["python3", "-B", checker, paths[0], "--clinic", paths[1], "--heads", paths[2]]
        ).finish()
    }

    /// What the processes and the supervisor have written to their logs.
    func logs() throws -> [(name: String, text: String)] {
        let place = folder.appending(path: "logs")
        return try FileManager.default.contentsOfDirectory(atPath: place.path).sorted().map {
            ($0, try String(contentsOf: place.appending(path: $0), encoding: .utf8))
        }
    }

    private func make(
        seed: Int, plugins: [String], leavingOut service: String?, kind: String
    ) async throws {
        try FileManager.default.createDirectory(at: files, withIntermediateDirectories: true)
        let source = files.appending(path: "clinic.yaml")
        let example = try String(contentsOfFile: Programs.example, encoding: .utf8)
        let text = service.map { example.replacingOccurrences(of: "  - \($0)\n", with: "") }
        let elsewhere = hosts.map {
            "\nlisten: \($0.address)\nelsewhere:\n  - aftercare\n"
        }
        try ((text ?? example) + (elsewhere ?? "")).write(
            to: source, atomically: true, encoding: .utf8)
        let result = try await start(
            "cairn",
            ["init", path, "--from", source.path, "--seed", "\(seed)", "--kind", kind]
        ).finish()
        try #require(result.code == 0, "\(result.errors)")
        for plugin in plugins { try await install(plugin) }
    }

    /// Ends what runs, and removes the folder. A task of its own: a test that is out of time is
    /// cancelled, and must clear up all the same.
    /// Ends all that is left of it, and removes a folder.
    func clear(removing place: URL) async {
        await Task {
            _ = try? await cairn("down")
            for _ in 0..<100 {
                let left = processes()
                guard !left.isEmpty else { break }
                for process in left { kill(process.pid, SIGKILL) }
                try? await Task.sleep(for: .milliseconds(100))
            }
            try? FileManager.default.removeItem(at: place)
        }.value
    }
}
