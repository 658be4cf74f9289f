internal import Foundation
internal import Messages
internal import Platform
internal import PluginHost
internal import Synchronization
internal import TherapyContract

/// A process with a pipe on its descriptors 3 and 4, a log for what it prints, and a group of its
/// own, with which all that it starts is ended.
final class ChildProcess {
    /// Of what it printed, so much is read, in bytes.
    private static let limitOfLog = 1 << 20
    private static let chunk = 64 << 10

    private let pid: pid_t
    private var questions: Int32?
    private let answers: Int32
    private let logFile: String
    private var hasEnded = false

    /// - Throws: ``ChildFailure/unstartable(_:)``.
    init(_ command: [String], in folder: String) throws {
        // A program that ends while it is asked is a finding, and no end of whoever asks.
        StandardStreams.surviveLostReaders()
        let program = try Self.program(command, in: folder)
        logFile = NSTemporaryDirectory() + "cairn-plugin-\(UUID().uuidString).log"
        let start = [program] + command.dropFirst()
        (pid, questions, answers) = try Self.starting.withLock { [logFile] _ in
            try Self.start(start, in: folder, log: logFile)
        }
    }

    deinit {
        kill()
        closeQuestions()
        close(answers)
        unlink(logFile)
    }

    /// Writes all of it; says whether that was done in time.
    func write(_ bytes: [UInt8], until deadline: ContinuousClock.Instant) -> Bool {
        guard let questions else { return false }
        var rest = bytes[...]
        while !rest.isEmpty {
            guard Self.waits(for: POLLOUT, at: questions, until: deadline) else { return false }
            let count = rest.withUnsafeBytes {
                Foundation.write(questions, $0.baseAddress, $0.count)
            }
            if count > 0 { rest = rest.dropFirst(count) }
            guard count > 0 || errno == EAGAIN || errno == EINTR else { return false }
        }
        return true
    }

    /// What came; `nil` at the deadline, and at the end.
    func read(until deadline: ContinuousClock.Instant) -> [UInt8]? {
        while Self.waits(for: POLLIN, at: answers, until: deadline) {
            var count = 0
            let bytes = [UInt8](unsafeUninitializedCapacity: Self.chunk) { space, filled in
                count = Foundation.read(answers, space.baseAddress, Self.chunk)
                filled = max(0, count)
            }
            if count > 0 { return bytes }
            guard count < 0, errno == EAGAIN || errno == EINTR else { return nil }
        }
        return nil
    }

    /// Ends the pipe of questions: a therapy takes that for a goodbye.
    func closeQuestions() {
        if let questions { close(questions) }
        questions = nil
    }

    /// Whether it has ended by then; it is ended if not.
    func waits(until deadline: ContinuousClock.Instant) -> Bool {
        while ContinuousClock.now < deadline {
            if isGone() { return true }
            usleep(5_000)
        }
        kill()
        return false
    }

    /// Ends it, with its whole group.
    func kill() {
        guard !hasEnded else { return }
        Foundation.kill(-pid, SIGKILL)
        var status: Int32 = 0
        waitpid(pid, &status, 0)
        hasEnded = true
    }

    private func isGone() -> Bool {
        var status: Int32 = 0
        if !hasEnded, waitpid(pid, &status, WNOHANG) == pid {
            hasEnded = true
            // What it started and left behind.
            Foundation.kill(-pid, SIGKILL)
        }
        return hasEnded
    }

    /// What it printed.
    var log: String {
        guard let handle = FileHandle(forReadingAtPath: logFile) else { return "" }
        defer { try? handle.close() }
        return String(decoding: handle.readData(ofLength: Self.limitOfLog), as: UTF8.self)
    }

    /// The most memory that it and what it started held, by the kernel's account.
    var peakMemory: Int64? {
        let peaks = ChildUsage.family(of: pid).compactMap(Self.peak)
        return peaks.isEmpty ? nil : peaks.reduce(0, +)
    }

    private static func peak(of pid: pid_t) -> Int64? {
        guard let text = try? String(contentsOfFile: "/proc/\(pid)/status", encoding: .utf8),
            let line = text.split(separator: "\n").first(where: { $0.hasPrefix("VmHWM:") }),
            let kilobytes = line.split(whereSeparator: { !$0.isNumber }).first.flatMap({ Int64($0) }
            )
        else { return nil }
        return kilobytes << 10
    }

    // MARK: How it is started.

    /// One start at a time: another one would inherit the ends of a pipe that is being made, and
    /// hold it open.
    private static let starting = Mutex(())

    /// Does what has a program's file open to write it. A start meanwhile would inherit that, and
    /// the system runs no program that somebody may still write: "text file busy".
    static func whileNothingStarts(_ work: () throws -> Void) rethrows {
        try starting.withLock { _ in try work() }
    }

    private static func start(_ command: [String], in folder: String, log: String) throws -> (
        pid: pid_t, questions: Int32, answers: Int32
    ) {
        let (asked, ask) = try pipe()
        let (answer, answered) = try pipe()
        defer { for end in [asked, answered] { close(end) } }
        do {
            let pid = try spawn(
                command, in: folder,
                descriptors: [(asked, PipeLimits.questions), (answered, PipeLimits.answers)],
                log: log)
            for end in [ask, answer] { _ = fcntl(end, F_SETFL, O_NONBLOCK) }
            return (pid, ask, answer)
        } catch {
            for end in [ask, answer] { close(end) }
            throw error
        }
    }

    /// The file of a command: a path, one of the folder, or an interpreter of the system.
    private static func program(_ command: [String], in folder: String) throws -> String {
        guard let name = command.first else { throw ChildFailure.unstartable("it has none") }
        guard !name.hasPrefix("/") else { return name }
        let own = URL(filePath: folder).appending(path: name).path
        let places = (ProcessInfo.processInfo.environment["PATH"] ?? "/usr/bin:/bin")
            .split(separator: ":").map { "\($0)/\(name)" }
        guard
            let found = ([own] + places).first(where: {
                FileManager.default.isExecutableFile(atPath: $0)
            })
        else { throw ChildFailure.unstartable("\(name) is not there, or not executable") }
        return found
    }

    private static func pipe() throws -> (reading: Int32, writing: Int32) {
        var ends: [Int32] = [0, 0]
        guard Foundation.pipe(&ends) == 0 else { throw unstartable() }
        // Out of the way of the descriptors that a child is to have.
        let kept = ends.map { fcntl($0, F_DUPFD_CLOEXEC, 10) }
        for end in ends { close(end) }
        guard kept.allSatisfy({ $0 >= 0 }) else { throw unstartable() }
        return (kept[0], kept[1])
    }

    private static func spawn(
        _ command: [String], in folder: String,
        descriptors: [(own: Int32, childs: Int32)], log: String
    ) throws -> pid_t {
        var actions = posix_spawn_file_actions_t()
        var attributes = posix_spawnattr_t()
        posix_spawn_file_actions_init(&actions)
        posix_spawnattr_init(&attributes)
        defer {
            posix_spawn_file_actions_destroy(&actions)
            posix_spawnattr_destroy(&attributes)
        }
        posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0)
        posix_spawn_file_actions_addopen(&actions, 1, log, O_WRONLY | O_CREAT | O_APPEND, 0o600)
        posix_spawn_file_actions_adddup2(&actions, 1, 2)
        for (own, childs) in descriptors {
            posix_spawn_file_actions_adddup2(&actions, own, childs)
        }
        posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETPGROUP))
        // As in a clinic: nothing of whoever starts it.
        let environment = ["PATH=/usr/bin:/bin", "LANG=C.UTF-8"]
        var pid: pid_t = 0
        // It changes the folder, and becomes the program.
        let changing = ["/usr/bin/env", "-C", folder] + command
        let failure = withCStrings(changing) { arguments in
            withCStrings(environment) {
                posix_spawn(&pid, changing[0], &actions, &attributes, arguments, $0)
            }
        }
        guard failure == 0 else { throw unstartable(failure) }
        return pid
    }

    private static func withCStrings<Result>(
        _ texts: [String], _ body: ([UnsafeMutablePointer<CChar>?]) -> Result
    ) -> Result {
        let pointers = texts.map { strdup($0) }
        defer { for pointer in pointers { free(pointer) } }
        return body(pointers + [nil])
    }

    private static func unstartable(_ number: Int32 = errno) -> ChildFailure {
        .unstartable(String(cString: strerror(number)))
    }

    /// Waits for a descriptor; `false` at the deadline.
    private static func waits(
        for event: Int32, at descriptor: Int32, until deadline: ContinuousClock.Instant
    ) -> Bool {
        while true {
            let left = ContinuousClock.now.duration(to: deadline) / .milliseconds(1)
            guard left > 0 else { return false }
            var poll = pollfd(fd: descriptor, events: Int16(event), revents: 0)
            let count = Foundation.poll(&poll, 1, Int32(min(left.rounded(.up), 1_000_000)))
            if count > 0 { return true }
            guard count == 0 || errno == EINTR else { return false }
        }
    }
}
