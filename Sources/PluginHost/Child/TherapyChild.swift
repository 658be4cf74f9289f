internal import Foundation
internal import Glibc
internal import Messages
internal import Synchronization
internal import TherapyContract

/// A therapy's program while it runs: one thread of its own starts it, talks to it, and waits for its
/// end.
///
/// The kernel ends a confined program when the thread that started it ends, and so with its host. It
/// is told one question at a time, so at most one waits here; of answers ``answersLimit`` wait, and
/// who says more is not heard until they are fetched.
package final class TherapyChild: Sendable {
    /// What came from it.
    package enum Event: Hashable, Sendable {
        case started
        case line([UInt8])
        /// It wrote a line that is longer than one may be.
        case tooLong
        /// It is gone, with all that it started.
        case ended
    }

    /// Answers that wait to be fetched.
    package static let answersLimit = 16

    private struct State {
        var events: [Event] = []
        /// What it is asked, from a place on, and the pipe that it goes into while the program runs.
        var outgoing = PipeWriting()
        var isToEnd = false
        /// Whether somebody waits for what it says.
        var isAwaited = false
        var pid: pid_t?
        var hasOverrun = false
    }

    private let state = Mutex(State())
    private let wakeEnds: (read: Int32, write: Int32)
    private let arguments: [String]
    private let environment: [String: String]
    private let tell: @Sendable () -> Void
    private let log: @Sendable (String) -> Void
    private let group: ControlGroup?
    private let news = DispatchSemaphore(value: 0)

    /// - Parameters:
    ///   - environment: what an unconfined program is given; a confined one has its own.
    ///   - group: the group of the kernel's that it begins in; it is taken away with it.
    ///   - log: hears each line that it prints, from its thread.
    ///   - tell: called from its thread when something came.
    package init(
        _ arguments: [String], environment: [String: String], group: ControlGroup? = nil,
        log: @escaping @Sendable (String) -> Void, telling tell: @escaping @Sendable () -> Void
    ) {
        self.arguments = arguments
        self.environment = environment
        self.group = group
        self.log = log
        self.tell = tell
        let pipe = ChildPipe()
        wakeEnds = (pipe?.readEnd ?? -1, pipe?.writeEnd ?? -1)
        let thread = Thread { self.run() }
        thread.name = "therapy"
        thread.start()
    }

    /// The process at its root, while it runs.
    package var pid: Int32? { state.withLock { $0.pid } }

    /// What came since it was asked last.
    package func fetch() -> [Event] {
        let events = state.withLock { state in
            defer { state.events = [] }
            return state.events
        }
        if events.count >= Self.answersLimit { wake() }
        return events
    }

    /// Waits a moment for it to say something; says whether it has.
    ///
    /// Whoever waits is not called besides.
    package func says(within time: Duration) -> Bool {
        let deadline = DispatchTime.now() + .nanoseconds(Int(time / .nanoseconds(1)))
        while true {
            let isThere = state.withLock { state in
                state.isAwaited = state.events.isEmpty
                return !state.events.isEmpty
            }
            guard !isThere else { return true }
            guard news.wait(timeout: deadline) == .success else {
                return state.withLock { state in
                    state.isAwaited = false
                    return !state.events.isEmpty
                }
            }
        }
    }

    /// Writes a line to it: at once what the pipe takes, and its thread the rest.
    package func send(_ line: [UInt8]) {
        let isWhole = state.withLock { state in
            state.outgoing.add(line)
            return state.outgoing.write()
        }
        if !isWhole { wake() }
    }

    /// Ends it, with all that it started; ``Event/ended`` follows.
    package func end() {
        state.withLock { $0.isToEnd = true }
        wake()
    }

    private func wake() {
        var byte: UInt8 = 0
        _ = Glibc.write(wakeEnds.write, &byte, 1)
    }

    private func add(_ event: Event) {
        let isAwaited = state.withLock { state in
            defer { state.isAwaited = false }
            state.events.append(event)
            return state.isAwaited
        }
        if isAwaited { news.signal() } else { tell() }
    }

    private var isFull: Bool { state.withLock { $0.events.count >= Self.answersLimit } }

    // MARK: - Its thread

    private func run() {
        guard wakeEnds.read >= 0, let questions = ChildPipe(), let answers = ChildPipe(),
            let output = ChildPipe()
        else { return add(.ended) }
        let pid = ChildSpawn.start(
            arguments,
            .init(
                log: output.writeEnd, questions: questions.readEnd, answers: answers.writeEnd),
            environment: environment)
        for end in [output.writeEnd, questions.readEnd, answers.writeEnd] { close(end) }
        for end in [questions.writeEnd, answers.readEnd, output.readEnd, wakeEnds.read] {
            _ = fcntl(end, F_SETFL, fcntl(end, F_GETFL) | O_NONBLOCK)
        }
        if let pid {
            state.withLock { state in
                state.pid = pid
                state.outgoing.pipe = questions.writeEnd
            }
            add(.started)
            talk(pid, questions.writeEnd, answers.readEnd, output.readEnd)
            state.withLock { state in
                state.pid = nil
                state.outgoing.pipe = nil
            }
        }
        leaveGroup()
        for end in [questions.writeEnd, answers.readEnd, output.readEnd] { close(end) }
        add(.ended)
    }

    /// Ends what is left in its group, and takes that away.
    private func leaveGroup() {
        guard let group else { return }
        if group.hasOverrun { state.withLock { $0.hasOverrun = true } }
        group.end()
        // The kernel empties it in a moment; what a host leaves, the next one takes away.
        for _ in 0..<1_000 where !group.isEmpty { usleep(1_000) }
        group.remove()
    }

    /// Whether the kernel ended something of it that held too much memory.
    package var hasOverrun: Bool { state.withLock { $0.hasOverrun } }

    /// Talks until it has ended.
    private func talk(_ pid: pid_t, _ questions: Int32, _ answers: Int32, _ output: Int32) {
        var lines = LineBuffer()
        var printed = ChildLog()
        var isKilled = false
        var isHeard = true
        var isPrinting = true
        /// What it had started when it was ended: the first process of its room, which is gone once all
        /// others in there are.
        var rooms: [pid_t] = []
        while true {
            let (isToEnd, isWritten) = state.withLock { state in
                (state.isToEnd, state.outgoing.isEmpty)
            }
            if isToEnd, !isKilled {
                isKilled = true
                rooms = ChildUsage.children(of: pid)
                kill(pid, SIGKILL)
                kill(-pid, SIGKILL)
            }
            if isKilled || hasEnded(pid) {
                drain(output, into: &printed)
                return reap(pid, rooms: rooms, isKilled: isKilled)
            }
            // Who is not fetched from is not heard; what it writes waits in the kernel's pipe.
            let hears = isHeard && !isFull
            var ends = [
                pollfd(fd: wakeEnds.read, events: Int16(POLLIN), revents: 0),
                pollfd(fd: isPrinting ? output : -1, events: Int16(POLLIN), revents: 0),
                pollfd(fd: hears ? answers : -1, events: Int16(POLLIN), revents: 0),
                pollfd(fd: isWritten ? -1 : questions, events: Int16(POLLOUT), revents: 0),
            ]
            // An end that it has closed says so at once. Only what it started and left behind holds
            // one open beyond its own end, so that seldom has to be looked for.
            _ = poll(&ends, nfds_t(ends.count), isHeard && isPrinting ? 1_000 : 50)
            if ends[0].revents != 0 { drainWakes() }
            // What is closed for good says so each time it is asked: it is asked no more.
            if ends[1].revents != 0 { isPrinting = drain(output, into: &printed) }
            if ends[2].revents != 0 { isHeard = hear(answers, into: &lines) }
            if ends[3].revents != 0 { _ = state.withLock { $0.outgoing.write() } }
        }
    }

    private func hasEnded(_ pid: pid_t) -> Bool {
        var info = siginfo_t()
        // It stays a zombie, so that its number is nobody else's.
        return waitid(P_PID, id_t(pid), &info, WEXITED | WNOHANG | WNOWAIT) == 0
            && info.si_signo == SIGCHLD
    }

    private func reap(_ pid: pid_t, rooms: [pid_t], isKilled: Bool) {
        // What an unconfined program left in its session goes with it.
        kill(-pid, SIGKILL)
        var status: Int32 = 0
        while waitpid(pid, &status, 0) < 0, errno == EINTR {}
        // The kernel empties a room in a moment; who cannot be ended is not waited for.
        for _ in 0..<2_000 where rooms.contains(where: { kill($0, 0) == 0 }) { usleep(1_000) }
        guard !isKilled else { return }
        log(
            status & 0x7f == 0
                ? "The program ended with code \((status >> 8) & 0xff)."
                : "The program was ended by signal \(status & 0x7f).")
    }

    private func drainWakes() {
        var bytes = [UInt8](repeating: 0, count: 256)
        while read(wakeEnds.read, &bytes, bytes.count) > 0 {}
    }

    /// Reads what it printed; `false` once there is nobody to print.
    @discardableResult
    private func drain(_ output: Int32, into printed: inout ChildLog) -> Bool {
        var bytes = [UInt8](repeating: 0, count: 65_536)
        // A flood is read a part at a time: the program's answers come in between.
        for _ in 0..<4 {
            let count = read(output, &bytes, bytes.count)
            guard count > 0 else { return count < 0 }
            let now = SteadyInstant(
                milliseconds: Int64(ProcessInfo.processInfo.systemUptime * 1000))
            for line in printed.take(bytes[..<count], at: now) { log(line) }
        }
        return true
    }

    /// Reads what it answered; `false` once there is nobody to answer.
    private func hear(_ answers: Int32, into lines: inout LineBuffer) -> Bool {
        var bytes = [UInt8](repeating: 0, count: 65_536)
        let count = read(answers, &bytes, bytes.count)
        guard count > 0 else { return count < 0 }
        do {
            for line in try lines.take(bytes[..<count]) { add(.line(line)) }
        } catch {
            add(.tooLong)
        }
        return true
    }

    deinit {
        close(wakeEnds.read)
        close(wakeEnds.write)
    }
}
