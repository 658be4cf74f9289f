internal import Dispatch

/// Runs an actor on a dispatch queue of its own, so that a slow disk blocks no thread that others
/// share.
///
/// Threads that wait for descriptors step into the actor by `queue.sync`: inputs keep their order,
/// and who brings too many waits, so nothing is queued but by the kernel. Dispatch's own read
/// sources are not used: on Linux they crash when many come and go
/// (swiftlang/swift-corelibs-libdispatch#949).
final class QueueExecutor: SerialExecutor {
    let queue: DispatchQueue

    init(_ label: String) { queue = DispatchQueue(label: label) }

    func enqueue(_ job: consuming ExecutorJob) {
        let job = UnownedJob(job)
        queue.async { job.runSynchronously(on: self.asUnownedSerialExecutor()) }
    }

    func checkIsolated() { dispatchPrecondition(condition: .onQueue(queue)) }
}
