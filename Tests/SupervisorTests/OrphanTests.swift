import ClinicFiles
import FoundationEssentials
import Glibc
import Messages
import Supervisor
import SupervisorCore
import Testing

/// The length of a file.
func size(of path: String) throws -> Int {
    try Data(contentsOf: URL(filePath: path)).count
}

@Suite("A supervisor that is killed", .timeLimit(.minutes(2)))
struct OrphanTests {
    let clinic: TestClinic
    init() throws { clinic = try TestClinic() }

    /// Beside the tests in the build folder.
    private var subject: String {
        let own = URL(filePath: "/proc/self/exe").resolvingSymlinksInPath()
        return own.deletingLastPathComponent().appending(path: "SupervisorSubject").path
    }

    /// A supervisor in a process of its own, itself under the test's control.
    private func supervisor(_ processes: [String]) -> ProcessSpecification {
        ProcessSpecification(
            name: "subject", executable: subject,
            arguments: ["run", clinic.folder.path] + processes, readiness: .whenStarted,
            policy: patient)
    }

    private func orphansGo(_ processes: [String], count: Int) async throws {
        let outer = try TestClinic()
        try await outer.supervising([supervisor(processes)]) { control in
            try await eventually("all run, and are recorded") {
                let records = clinic.lines(of: "run/processes.json").joined()
                return clinic.pids(in: "pids").count == count && records.contains("\"pid\"")
            }
            let pids = clinic.pids(in: "pids")
            #expect(pids.allSatisfy(isRunning))
            let pid = try await control.pid(of: "subject")
            // Frozen, it hears no TERM; stopped, it is not restarted: only the guardian is left.
            kill(pid, SIGSTOP)
            try await control.stop("subject")
            kill(pid, SIGKILL)
            try await control.becomes("stopped", "subject")
            try await eventually("no orphan is left") { !pids.contains(where: isRunning) }
        }
    }

    @Test("Who stood still together with its supervisor is not silent")
    func stoodStill() async throws {
        let outer = try TestClinic()
        let (pids, beats) = (clinic.file("pids"), clinic.file("beats"))
        let child = """
            watched=exec python3 -c '
            import os, socket, time
            open("\(pids)", "a").write("%d\\n" % os.getpid())
            s = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
            while True:
                s.sendto(b"WATCHDOG=1", os.environ["NOTIFY_SOCKET"])
                open("\(beats)", "a").write(".")
                time.sleep(0.1)
            '
            """
        try await outer.supervising([supervisor([child])]) { control in
            try await eventually("a sign of life") { (try? size(of: beats)) ?? 0 > 5 }
            let both = [try await control.pid(of: "subject")] + clinic.pids(in: "pids")
            try #require(both.count == 2)
            for pid in both { kill(pid, SIGSTOP) }
            let stopped = ContinuousClock.now
            try await eventually("more time than the watchdog gives") {
                ContinuousClock.now - stopped > .seconds(5)
            }
            let before = try size(of: beats)
            for pid in both.reversed() { kill(pid, SIGCONT) }
            try await eventually("signs for longer than the watchdog gives") {
                try size(of: beats) > before + 40
            }
            #expect(clinic.pids(in: "pids").count == 1)
        }
    }

    @Test("Its processes end with it, and their children")
    func orphans() async throws {
        let pids = clinic.file("pids")
        try await orphansGo(
            ["a=sleep 1000 & echo $! >> \(pids); echo $$ >> \(pids); wait"], count: 2)
    }

    @Test("Who ignores TERM ends too, and who went to a session of its own")
    func stubborn() async throws {
        let pids = clinic.file("pids")
        let away = "setsid sh -c 'echo $$ >> \(pids); exec sleep 1000' &"
        try await orphansGo(
            ["a=trap '' TERM; \(away) echo $$ >> \(pids); while :; do sleep 1; done"], count: 2)
    }

    @Test("A wiped environment hides nobody")
    func wiped() async throws {
        let pids = clinic.file("pids")
        try await orphansGo(
            ["a=echo $$ >> \(pids); exec env -i sleep 1000"], count: 1)
    }

    @Test("A guardian that dies is replaced")
    func guardianDies() async throws {
        let outer = try TestClinic()
        try await outer.supervising([supervisor(["a=sleep 1000"])]) { _ in
            try await eventually("it has a guardian") { !guardians().isEmpty }
            let first = guardians()
            for pid in first { kill(pid, SIGKILL) }
            try await eventually("another guardian") {
                let now = guardians()
                return !now.isEmpty && !now.contains(where: first.contains)
            }
        }
        try await eventually("a guardian ends with its supervisor") { guardians().isEmpty }
    }

    @Test("What is left even so is ended by the next supervisor")
    func leftovers() async throws {
        let pids = clinic.file("pids")
        let outer = try TestClinic()
        try await outer.supervising([
            supervisor(["a=sleep 1000 & echo $! >> \(pids); echo $$ >> \(pids); wait"])
        ]) { control in
            try await eventually("all run, with a guardian") {
                clinic.pids(in: "pids").count == 2 && !guardians().isEmpty
            }
            let pid = try await control.pid(of: "subject")
            // The supervisor cannot replace a guardian while it is frozen.
            kill(pid, SIGSTOP)
            for guardian in guardians() { kill(guardian, SIGKILL) }
            try await control.stop("subject")
            kill(pid, SIGKILL)
            try await control.becomes("stopped", "subject")
        }
        #expect(clinic.pids(in: "pids").allSatisfy(isRunning), "orphans are what this is about")
        try await clinic.supervising([]) { _ in
            #expect(!clinic.pids(in: "pids").contains(where: isRunning))
        }
    }

    @Test("A recorded number that another process has by now is left alone")
    func recycledNumber() async throws {
        let other = try TestClinic()
        try await other.supervising([script("innocent", "exec sleep 1000")]) { control in
            try await control.becomes("ready", "innocent")
            let pid = try await control.pid(of: "innocent")
            let boot = String(
                decoding: try Data(contentsOf: URL(filePath: "/proc/sys/kernel/random/boot_id")),
                as: UTF8.self
            ).prefix(36)
            let folder = try #require(FolderIdentity(of: clinic.folder.path))
            let record = """
                {"incarnation": "old", "folder": "\(folder)", "boot": "\(boot)",
                 "processes": [{"name": "scheduler", "pid": \(pid), "startTicks": 1}]}
                """
            try FileManager.default.createDirectory(
                atPath: clinic.folder.run, withIntermediateDirectories: true)
            try Data(record.utf8).write(to: URL(filePath: clinic.file("run/processes.json")))
            try await clinic.supervising([]) { _ in }
            #expect(await control.status(of: "innocent")?.pid == pid)
            #expect(isRunning(pid))
        }
    }

    /// The guardians of this test's clinic.
    private func guardians() -> [Int32] {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: "/proc")) ?? []
        return names.compactMap { Int32($0) }.filter { pid in
            guard let data = try? Data(contentsOf: URL(filePath: "/proc/\(pid)/cmdline")) else {
                return false
            }
            let arguments = data.split(separator: 0).map { String(decoding: $0, as: UTF8.self) }
            return arguments.contains("guard") && arguments.contains(clinic.folder.path)
                && isRunning(pid)
        }
    }
}
