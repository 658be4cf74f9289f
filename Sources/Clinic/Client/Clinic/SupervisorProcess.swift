package import ClinicFiles
internal import Foundation
internal import Glibc
internal import Messages
internal import Platform

/// The process that runs a clinic, seen from outside: found by the locks that it holds open.
package struct SupervisorProcess {
    package let folder: ClinicFolder

    package init(folder: ClinicFolder) { self.folder = folder }

    /// What it prints.
    package var log: String { folder.logs + "/supervisor.log" }
    private var lock: String { folder.run + "/supervisor.lock" }

    /// The number of the process that runs this clinic now, if one does.
    ///
    /// Taking a lock to try it would disturb a supervisor that is just starting. It holds the folder
    /// itself, for `run` may be emptied by hand; those of earlier versions only the file.
    package var pid: Int32? {
        let held = [folder.path, lock].compactMap { FolderIdentity(of: $0) }
        return SupervisorProcess.numbers(in: "/proc").first { pid in
            SupervisorProcess.isSupervisor(pid)
                && SupervisorProcess.numbers(in: "/proc/\(pid)/fd").contains { descriptor in
                    FolderIdentity(of: "/proc/\(pid)/fd/\(descriptor)").map(held.contains) ?? false
                }
        }
    }

    /// Starts it in a session of its own, so that it outlives this terminal.
    ///
    /// - Parameter isSafe: whether it is to run no plugin.
    /// - Returns: its number; it is a child of this process.
    package func start(simulates: Bool, isSafe: Bool = false) throws -> Int32 {
        let program = SupervisorProcess.program
        let printed = try openedLog()
        defer { close(printed) }
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, "/dev/null", O_RDONLY, 0)
        posix_spawn_file_actions_adddup2(&actions, printed, STDOUT_FILENO)
        posix_spawn_file_actions_adddup2(&actions, STDOUT_FILENO, STDERR_FILENO)
        // Only the three standard ones go along: whoever waits for the end of a pipe would wait as
        // long as the clinic is up.
        for descriptor in SupervisorProcess.numbers(in: "/proc/self/fd") where descriptor > 2 {
            _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC)
        }
        var attributes = posix_spawnattr_t()
        posix_spawnattr_init(&attributes)
        defer { posix_spawnattr_destroy(&attributes) }
        var defaults = sigset_t()
        sigemptyset(&defaults)
        sigaddset(&defaults, SIGPIPE)
        posix_spawnattr_setsigdefault(&attributes, &defaults)
        posix_spawnattr_setflags(
            &attributes, Int16(POSIX_SPAWN_SETSIGDEF) | SupervisorProcess.ownSession)
        var pid: Int32 = 0
        let code = withArguments(arguments(program, simulates, isSafe)) {
            posix_spawn(&pid, program, &actions, &attributes, $0, environ)
        }
        guard code == 0 else {
            throw ClientError.system(SystemFault(code), "start", program)
        }
        return pid
    }

    /// The log that it prints into, with its folder, should that be gone.
    private func openedLog() throws -> Int32 {
        try folder.makeLogs()
        do { return try PlainOpening.descriptor(log, O_WRONLY | O_CREAT | O_APPEND) } catch {
            switch error {
            case .notPlain: throw ClinicError.unreadable(log, "it is no plain file")
            case .refused(let number): throw ClientError.system(SystemFault(number), "write", log)
            }
        }
    }

    /// Becomes the supervisor; returns only if that fails.
    package func become(simulates: Bool, isSafe: Bool = false) throws -> Never {
        let program = SupervisorProcess.program
        signal(SIGPIPE, SIG_DFL)
        _ = withArguments(arguments(program, simulates, isSafe)) { execv(program, $0) }
        throw ClientError.system(SystemFault(errno), "start", program)
    }

    /// The exit code of a child that has ended; 1 for one that a signal ended.
    package static func exitCode(ofChild pid: Int32) -> Int32? {
        var status: Int32 = 0
        guard waitpid(pid, &status, WNOHANG) == pid else { return nil }
        return status & 0x7f == 0 ? (status >> 8) & 0xff : ExitCode.failure
    }

    /// Asks it to stop the clinic; one that was itself stopped (SIGSTOP) goes on to hear it.
    package static func terminate(_ pid: Int32) throws {
        try send(SIGTERM, to: pid)
        try send(SIGCONT, to: pid)
    }

    /// Ends it at once; its guardian ends what it ran.
    package static func end(_ pid: Int32) throws { try send(SIGKILL, to: pid) }

    private static func send(_ signal: Int32, to pid: Int32) throws {
        guard kill(pid, signal) == 0 || errno == ESRCH else {
            throw ClientError.system(SystemFault(errno), "stop", "process \(pid)")
        }
    }

    /// Ends what is left of the clinic while no supervisor runs it.
    ///
    /// - Returns: how many there were.
    /// - Throws: ``ClientError/stillThere(_:)`` if they could not be ended.
    package func sweep() throws -> Int {
        let words = try printed(by: ["sweep", "--clinic", folder.path])
            .split { $0 == " " || $0 == "\n" }
        if words.count > 1 {
            throw ClientError.stillThere(words[1].split(separator: ",").compactMap { Int32($0) })
        }
        return words.first.flatMap { Int($0) } ?? 0
    }

    /// Runs it for a moment; what it prints.
    private func printed(by arguments: [String]) throws -> String {
        let program = SupervisorProcess.program
        var ends: [Int32] = [-1, -1]
        guard pipe(&ends) == 0 else { throw ClientError.system(SystemFault(errno), "run", program) }
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        posix_spawn_file_actions_adddup2(&actions, ends[1], STDOUT_FILENO)
        posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, "/dev/null", O_RDONLY, 0)
        posix_spawn_file_actions_addopen(&actions, STDERR_FILENO, "/dev/null", O_WRONLY, 0)
        for end in ends { posix_spawn_file_actions_addclose(&actions, end) }
        var pid: Int32 = 0
        let code = withArguments([program] + arguments) {
            posix_spawn(&pid, program, &actions, nil, $0, environ)
        }
        close(ends[1])
        let output = FileHandle(fileDescriptor: ends[0], closeOnDealloc: true)
        guard code == 0 else { throw ClientError.system(SystemFault(code), "run", program) }
        let text = String(decoding: (try? output.readToEnd()) ?? Data(), as: UTF8.self)
        var status: Int32 = 0
        while waitpid(pid, &status, 0) == -1, errno == EINTR {}
        return text
    }

    /// `cairn-supervisor` of the same build lies beside this executable.
    private static var program: String { RunningProgram.beside("cairn-supervisor") }

    /// `POSIX_SPAWN_SETSID` of glibc's `spawn.h`, which Swift's view of it leaves out.
    private static let ownSession: Int16 = 0x80

    private func arguments(_ program: String, _ simulates: Bool, _ isSafe: Bool) -> [String] {
        [program, "--clinic", folder.path] + (simulates ? ["--simulate"] : [])
            + (isSafe ? ["--safe"] : [])
    }

    private func withArguments(
        _ texts: [String], _ body: (UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>) -> Int32
    ) -> Int32 {
        var pointers = texts.map { strdup($0) } + [nil]
        defer { for pointer in pointers { free(pointer) } }
        return pointers.withUnsafeMutableBufferPointer { buffer in
            buffer.baseAddress.map(body) ?? EINVAL
        }
    }

    private static func isSupervisor(_ pid: Int32) -> Bool {
        // The kernel keeps 15 bytes of a process's name.
        let name = try? String(contentsOfFile: "/proc/\(pid)/comm", encoding: .utf8)
        return name?.hasPrefix("cairn-superviso") ?? false
    }

    private static func numbers(in folder: String) -> [Int32] {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
        return names.compactMap { Int32($0) }.sorted()
    }
}
