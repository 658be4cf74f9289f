import ClinicFiles
import FoundationEssentials
import Glibc
import Messages
import Supervisor
import SupervisorCore
import TestKit
import Testing

/// A clinic's folder that goes with the test.
final class TestClinic: Sendable {
    let folder: ClinicFolder

    init() throws {
        folder = ClinicFolder(
            path: FileManager.default.temporaryDirectory.path + "/cairn-" + UUID().uuidString)
        try FileManager.default.createDirectory(
            atPath: folder.path, withIntermediateDirectories: true)
    }

    deinit { try? FileManager.default.removeItem(atPath: folder.path) }

    /// A path for a file in the folder.
    func file(_ name: String) -> String { "\(folder.path)/\(name)" }

    /// Puts a plugin into the folder: a contract alone.
    ///
    /// - Parameter more: members of it behind the others.
    func place(
        _ version: String, id: String = "dbt", as name: String = "dbt", more: String = ""
    ) throws {
        try place(
            manifest: #"{"contract": 1, "id": "\#(id)", "version": "\#(version)", "title": "T", "#
                + #""offerings": [{"name": "o", "title": "T", "kind": "skills", "#
                + #""phases": ["p1"], "minutes": 60, "perWeek": 1}]\#(more)}"#, as: name)
    }

    /// Puts a folder with this manifest beside the other plugins.
    func place(manifest text: String, as name: String) throws {
        let place = file("plugins/\(name)")
        try FileManager.default.createDirectory(
            atPath: place, withIntermediateDirectories: true)
        try Data(text.utf8).write(to: URL(filePath: "\(place)/plugin.json"), options: .atomic)
    }

    func lines(of name: String) -> [String] {
        let data = try? Data(contentsOf: URL(filePath: file(name)))
        return data.map { String(decoding: $0, as: UTF8.self) }?.split(separator: "\n")
            .map(String.init) ?? []
    }

    /// The process numbers that scripts wrote into a file.
    func pids(in name: String) -> [Int32] { lines(of: name).compactMap { Int32($0) } }

    func control(
        _ processes: [ProcessSpecification], logLimit: Int = 1 << 20,
        guardian: GuardianCommand? = nil
    ) throws -> ProcessControl {
        var configuration = ProcessControl.Configuration(clinic: folder, guardian: guardian)
        configuration.logLimit = logLimit
        return try ProcessControl(
            configuration, processes: processes, incarnation: UUID().uuidString,
            wallClock: { Timestamp(milliseconds: Int64(Date().timeIntervalSince1970 * 1000)) })
    }

    /// Runs processes for the length of a test, and stops them whatever comes.
    func supervising(
        _ processes: [ProcessSpecification], stopped: Set<Identity> = [], logLimit: Int = 1 << 20,
        _ body: (ProcessControl) async throws -> Void
    ) async throws {
        let control = try control(processes, logLimit: logLimit)
        do {
            try await control.start(butNot: stopped)
            try await body(control)
        } catch {
            await control.shutdown()
            throw error
        }
        await control.shutdown()
    }
}

/// Quick enough for a test, with the same rules.
let quick: RestartPolicy = {
    var policy = RestartPolicy()
    policy.firstDelay = .milliseconds(10)
    policy.longestDelay = .milliseconds(40)
    policy.mostFailures = 3
    policy.stopGrace = .milliseconds(300)
    return policy
}()

/// For a process that a test ends often.
let patient: RestartPolicy = {
    var policy = quick
    policy.mostFailures = 1000
    policy.stopGrace = .seconds(20)
    return policy
}()

/// A shell script that is ready once it runs.
func script(
    _ name: Identity, _ text: String, after dependencies: Set<Identity> = [],
    readiness: ReadinessRule = .whenStarted, watchdog: Duration? = nil,
    policy: RestartPolicy = quick
) -> ProcessSpecification {
    ProcessSpecification(
        name: name, executable: "/bin/sh", arguments: ["-c", text], dependencies: dependencies,
        readiness: readiness, watchdog: watchdog, policy: policy)
}

/// A Python program that can `notify("READY=1")`.
func python(
    _ name: Identity, _ text: String, after dependencies: Set<Identity> = [],
    within limit: Duration = .seconds(30), watchdog: Duration? = nil, policy: RestartPolicy = quick
) -> ProcessSpecification {
    let prelude = """
        import os, signal, socket, sys, time
        def notify(text):
            s = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
            s.sendto(text.encode(), os.environ["NOTIFY_SOCKET"])

        """
    return ProcessSpecification(
        name: name, executable: "python3", arguments: ["-c", prelude + text],
        dependencies: dependencies, readiness: .whenNotified(within: limit), watchdog: watchdog,
        policy: policy)
}

/// Looks again and again until it holds; a test that waits in vain fails after 30 seconds.
func eventually(
    _ what: Comment, at location: SourceLocation = #_sourceLocation,
    _ condition: () async throws -> Bool
) async throws {
    let deadline = ContinuousClock.now + .seconds(30)
    while ContinuousClock.now < deadline {
        if try await condition() { return }
        // Only lets others have the processor; nothing depends on its length.
        try await Task.sleep(for: .milliseconds(10))
    }
    try #require(try await condition(), what, sourceLocation: location)
}

/// Whether a process runs; one that ended and waits for its parent does not.
func isRunning(_ pid: Int32) -> Bool {
    guard kill(pid, 0) == 0,
        let data = try? Data(contentsOf: URL(filePath: "/proc/\(pid)/stat")),
        let state = String(decoding: data, as: UTF8.self).split(separator: ")").last?
            .split(separator: " ").first
    else { return false }
    return state != "Z"
}

extension ProcessControl {
    /// Its number, once it is known here: what a process does may be seen before that.
    func pid(of name: Identity, at location: SourceLocation = #_sourceLocation) async throws
        -> Int32
    {
        try await eventually("\(name) has a number", at: location) {
            status(of: name)?.pid != nil
        }
        return try #require(status(of: name)?.pid, sourceLocation: location)
    }

    func state(of name: Identity) -> ProcessState? { status(of: name)?.state }

    func becomes(_ word: String, _ name: Identity, at location: SourceLocation = #_sourceLocation)
        async throws
    {
        try await eventually("\(name) becomes \(word)", at: location) {
            state(of: name)?.word == word
        }
    }
}
