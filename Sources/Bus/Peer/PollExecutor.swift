internal import CZeroMQ
internal import Glibc
internal import Synchronization

/// Runs one actor on a thread that otherwise sits in `zmq_poll`.
///
/// The sockets live here and not in the actor, so that they are made, used and closed on this
/// thread alone, whichever thread lets go of the actor.
///
/// Sendable unchecked: `held`, `waiter` and `isRefused` are touched on the executor's own thread
/// only (``checkIsolated()`` asserts it); all else is immutable or behind the mutex.
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
    private let thread = Mutex<pthread_t?>(nil)
    private var held: PeerSockets?
    private var waiter: Waiter?
    /// Whether the hub refused the key. libzmq does not knock a second time.
    private(set) var isRefused = false

    init(_ credentials: PeerCredentials) throws(BusError) {
        wakeup = try Wakeup()
        // Made here and handed over before the thread starts: a full fence, as libzmq asks.
        held = try PeerSockets(credentials)
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
        switch held {
        case .some(let sockets): return try body(sockets)
        case nil: return nil
        }
    }

    /// Closes the sockets: waits for what is queued, a second at most.
    func closeSockets() {
        checkIsolated()
        held = nil
        resumeWaiter()
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

    private var isOnOwnThread: Bool {
        thread.withLock { $0 }.map { pthread_equal($0, pthread_self()) != 0 } ?? false
    }

    private func run() {
        thread.withLock { $0 = pthread_self() }
        let (actor, task) = (asUnownedSerialExecutor(), asUnownedTaskExecutor())
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
        var items = [
            zmq_pollitem_t(
                socket: nil, fd: wakeup.descriptor, events: Int16(ZMQ_POLLIN), revents: 0)
        ]
        if let publisher = held?.publisher.handle {
            // A PUB never becomes readable; but while it is polled, libzmq handles the hub's
            // subscriptions for it, and a publisher that does not know of them drops.
            items.append(
                zmq_pollitem_t(socket: publisher, fd: 0, events: Int16(ZMQ_POLLIN), revents: 0))
        }
        if let monitors {
            for monitor in monitors {
                items.append(
                    zmq_pollitem_t(socket: monitor, fd: 0, events: Int16(ZMQ_POLLIN), revents: 0))
            }
        }
        if waiter != nil, let subscriber = held?.subscriber.handle {
            items.append(
                zmq_pollitem_t(socket: subscriber, fd: 0, events: Int16(ZMQ_POLLIN), revents: 0))
        }
        let result = zmq_poll(&items, Int32(items.count), millisecondsToDeadline())
        if result > 0, items[0].revents != 0 { wakeup.clear() }
        if result > 0, items.dropFirst(2).prefix(2).contains(where: { $0.revents != 0 }) {
            isRefused = true
        }
        guard let waiter else { return }
        let isReadable = result > 0 && items.count > 4 && items[4].revents != 0
        let isInterrupted = post.withLock { post in
            defer { post.isInterrupted = false }
            return post.isInterrupted
        }
        if isReadable || isInterrupted || isRefused || waiter.deadline <= .now { resumeWaiter() }
    }

    /// Once one of them has something to say it is not asked again: there is one thing to say.
    private var monitors: [UnsafeMutableRawPointer]? {
        guard !isRefused, let publisher = held?.publisherRefusals.handle,
            let subscriber = held?.subscriberRefusals.handle
        else { return nil }
        return [publisher, subscriber]
    }

    /// Rounded up, or the last millisecond would be spent spinning.
    private func millisecondsToDeadline() -> Int {
        guard let waiter else { return -1 }
        if post.withLock({ $0.isInterrupted }) { return 0 }
        let rest = ContinuousClock.now.duration(to: waiter.deadline)
        guard rest > .zero else { return 0 }
        guard rest < .seconds(3600) else { return 3_600_000 }
        return Int((rest + .microseconds(999)) / .milliseconds(1))
    }

    private func resumeWaiter() {
        waiter?.continuation.resume()
        waiter = nil
    }
}
