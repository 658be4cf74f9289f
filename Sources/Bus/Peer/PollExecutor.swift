internal import CZeroMQ
internal import Glibc
internal import Messages
internal import Synchronization

/// Runs one actor on a thread that otherwise waits for its sockets.
///
/// The sockets live here and not in the actor, so that they are made, used and closed on this
/// thread alone, whichever thread lets go of the actor.
///
/// Sendable unchecked: `held`, `watch`, `isDrained`, `waiter`, `silence` and `isRefused` are touched on the
/// executor's own thread only (``checkIsolated()`` asserts it); all else is immutable, atomic or
/// behind the mutex.
final class PollExecutor: SerialExecutor, TaskExecutor, @unchecked Sendable {
    private struct Post {
        var jobs: [UnownedJob] = []
        var isInterrupted = false
        var isStopping = false
    }

    private struct Waiter {
        let continuation: CheckedContinuation<Void, Never>
        let deadline: ContinuousClock.Instant
    }

    private let post = Mutex(Post())
    private let wakeup: Wakeup
    /// The executor's own, from when it runs.
    private let thread = Atomic<pthread_t>(0)
    private var held: PeerSockets?
    private var watch: PeerWatch
    /// Whether the subscriber had nothing more when it was last used: only then its descriptor
    /// tells of the next message.
    private(set) var isDrained = false
    private var waiter: Waiter?
    private var silence = Silence()
    /// Whether the hub refused the key. libzmq does not knock a second time.
    private(set) var isRefused = false

    init(_ credentials: PeerCredentials) throws(BusError) {
        wakeup = try Wakeup()
        // Made here and handed over before the thread starts: a full fence, as libzmq asks.
        let sockets = try PeerSockets(credentials)
        watch = try PeerWatch(sockets, wakeup: wakeup)
        held = consume sockets
        try BusThread.start { [self] in run() }
    }

    /// Whether the sockets are still there.
    var isOpen: Bool {
        checkIsolated()
        return held != nil
    }

    /// Uses the sockets; `nil` once they are closed.
    func withSockets<Result>(
        _ body: (borrowing PeerSockets) throws(ZeroMQError) -> Result
    ) throws(ZeroMQError) -> Result? {
        checkIsolated()
        isDrained = false
        switch held {
        case .some(let sockets): return try body(sockets)
        case nil: return nil
        }
    }

    /// Takes what has arrived, as far as a receiver takes at once.
    func drain() -> PeerSockets.Arrived {
        let arrived = try? withSockets { sockets throws(ZeroMQError) in sockets.drain() }
        isDrained = arrived?.isAll ?? true
        if silence.isOver(arrived?.isEmpty == false, at: .now) {
            _ = try? withSockets { sockets throws(ZeroMQError) in try sockets.redial() }
        }
        return arrived ?? PeerSockets.Arrived()
    }

    /// Closes the sockets: waits for what is queued, a second at most.
    func closeSockets() {
        checkIsolated()
        held = nil
        watch.forget(.publisher, .publisherRefusals, .subscriberRefusals, .subscriber)
        resumeWaiter()
    }

    /// Waits in the very job that asks, as ``wait(_:until:)`` does beside it: a task that is
    /// suspended and resumed for each few messages costs more than they do.
    ///
    /// - Returns: `false` when another job wants the thread. The asking one must make room for it,
    ///   and wait beside it.
    func waitInPlace(until deadline: ContinuousClock.Instant) -> Bool {
        checkIsolated()
        while isOpen, !isRefused {
            let (isWanted, isInterrupted) = post.withLock { post in
                guard post.jobs.isEmpty, !post.isStopping else { return (true, false) }
                defer { post.isInterrupted = false }
                return (false, post.isInterrupted)
            }
            if isWanted { return false }
            let milliseconds = isInterrupted ? 0 : milliseconds(until: deadline)
            if look(forMessages: true, atMost: milliseconds) || milliseconds == 0 { return true }
        }
        return true
    }

    /// Resumes `continuation` when a message may be there, at the deadline, or when interrupted.
    func wait(
        _ continuation: CheckedContinuation<Void, Never>, until deadline: ContinuousClock.Instant
    ) {
        checkIsolated()
        precondition(waiter == nil, "one task receives from a connection")
        // Jobs run between the receiver's own look and this one: a close or a refusal among them
        // found nobody to resume, and nothing would end the wait before its deadline.
        guard isOpen, !isRefused else { return continuation.resume() }
        waiter = Waiter(continuation: continuation, deadline: deadline)
    }

    /// Ends the present wait, or the next one.
    func interrupt() {
        post.withLock { $0.isInterrupted = true }
        wakeup.signal()
    }

    /// Ends the thread; the actor is gone and no job can follow.
    func stop() {
        post.withLock { $0.isStopping = true }
        wakeup.signal()
    }

    func enqueue(_ job: consuming ExecutorJob) {
        let job = UnownedJob(job)
        post.withLock { $0.jobs.append(job) }
        // The loop looks for jobs before it polls, so its own thread need not be woken.
        if !isOnOwnThread { wakeup.signal() }
    }

    func asUnownedSerialExecutor() -> UnownedSerialExecutor {
        UnownedSerialExecutor(ordinary: self)
    }

    func checkIsolated() {
        precondition(isOnOwnThread, "the sockets belong to their own thread")
    }

    private var isOnOwnThread: Bool { thread.load(ordering: .relaxed) == pthread_self() }

    private func run() {
        thread.store(pthread_self(), ordering: .relaxed)
        let (actor, task) = (asUnownedSerialExecutor(), asUnownedTaskExecutor())
        // A descriptor tells of what comes after its socket was first asked.
        hearRefusals()
        while true {
            let (jobs, isStopping) = post.withLock { post in
                defer { post.jobs.removeAll(keepingCapacity: true) }
                return (post.jobs, post.isStopping)
            }
            for job in jobs { job.runSynchronously(isolatedTo: actor, taskExecutor: task) }
            if jobs.isEmpty {
                if isStopping { break }
                poll()
            }
        }
        held = nil
    }

    /// Waits for a job, an interruption, a message or the deadline.
    private func poll() {
        guard let waiter else {
            _ = look(forMessages: false, atMost: -1)
            return
        }
        let isInterrupted = post.withLock { post in
            defer { post.isInterrupted = false }
            return post.isInterrupted
        }
        let milliseconds = isInterrupted ? 0 : milliseconds(until: waiter.deadline)
        let isReadable = look(forMessages: true, atMost: milliseconds)
        if isReadable || isRefused || milliseconds == 0 { resumeWaiter() }
    }

    /// Waits until something may be there, and lets the sockets handle what came for them.
    ///
    /// - Returns: whether a message is there.
    private func look(forMessages: Bool, atMost milliseconds: Int32) -> Bool {
        if forMessages, !isDrained, held?.subscriber.isReadable == true { return true }
        watch.wait(withSubscriber: forMessages, atMost: milliseconds)
        if watch.isReady(.wakeup) { wakeup.clear() }
        // A PUB never becomes readable; but it must be asked, or libzmq does not handle the hub's
        // subscriptions for it, and a publisher that does not know of them drops.
        if watch.isReady(.publisher) { _ = held?.publisher.isReadable }
        if watch.isReady(.publisherRefusals) || watch.isReady(.subscriberRefusals) {
            hearRefusals()
        }
        guard watch.isReady(.subscriber), held?.subscriber.isReadable == true else { return false }
        // The descriptor has told of it, and tells no second time.
        isDrained = false
        return true
    }

    /// Once the hub refused the key nobody is asked again: there is one thing to say.
    private func hearRefusals() {
        guard
            held?.publisherRefusals.isReadable == true
                || held?.subscriberRefusals.isReadable == true
        else { return }
        isRefused = true
        watch.forget(.publisherRefusals, .subscriberRefusals)
    }

    /// Rounded up, or the last millisecond would be spent spinning.
    private func milliseconds(until deadline: ContinuousClock.Instant) -> Int32 {
        let rest = ContinuousClock.now.duration(to: deadline)
        guard rest > .zero else { return 0 }
        guard rest < .hours(1) else { return Int32(Duration.hours(1).milliseconds) }
        return Int32((rest + .microseconds(999)) / .milliseconds(1))
    }

    private func resumeWaiter() {
        waiter?.continuation.resume()
        waiter = nil
    }
}
