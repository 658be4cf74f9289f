internal import Logging
internal import Messages
internal import PeerKit
internal import Synchronization

/// Makes folds of a peer beside its loop, one at a time.
final class FoldRunner<Service: Core>: Sendable {
    private enum State {
        case idle
        case folding(Task<Void, Never>, generation: Int)
        case done(FoldTask<Service>.Result)
        case failed(FoldTask<Service>, any Error)
    }

    private let state = Mutex(State.idle)
    private let notification: SystemNotification
    private let logger: Logger
    private let wake: @Sendable () -> Void

    /// Entries from one word on how far it is to the next.
    private static var wordInterval: Int64 { 5_000 }

    /// - Parameter wake: called when a fold has ended, from any thread.
    init(
        notification: SystemNotification, logger: Logger,
        waking wake: @escaping @Sendable () -> Void
    ) {
        self.notification = notification
        self.logger = logger
        self.wake = wake
    }

    /// Gives a peer what was folded for it, and begins what it wants folded next.
    func serve(
        _ peer: inout Peer<Service>, next: (inout Peer<Service>) -> FoldTask<Service>?
    ) {
        state.withLock { state in
            switch state {
            case .idle: break
            case .folding(let running, let generation):
                // What is folded for a state that is no more is not wanted.
                if generation != peer.generation { running.cancel() }
                return
            case .done(let result): peer.settle(result)
            case .failed(let task, let error): peer.abandon(task, for: error)
            }
            state = .idle
            guard let task = next(&peer) else { return }
            let running = Task.detached(priority: .utility) { self.run(task) }
            state = .folding(running, generation: task.generation)
        }
    }

    /// Ends what is being folded: the process is about to end.
    func stop() {
        state.withLock { state in
            if case .folding(let running, _) = state { running.cancel() }
        }
    }

    private func run(_ task: FoldTask<Service>) {
        let name = Self.name(of: task.purpose)
        logger.info("folding beside the loop", metadata: ["for": "\(name)"])
        let outcome: State
        do {
            let result = try task.run { done, total in
                try Task.checkCancellation()
                guard done.isMultiple(of: Self.wordInterval) else { return }
                // It comes forward: who is not ready yet needs a minute from now at most.
                notification.needs(.seconds(60))
                notification.status("\(name): \(done) of \(total) entries")
            }
            logger.info("folded beside the loop", metadata: ["for": "\(name)"])
            outcome = .done(result)
        } catch {
            outcome = .failed(task, error)
            if !Task.isCancelled {
                let advice = (error as? any Remediable)?.advice
                logger.error("A fold beside the loop failed. \(advice?.description ?? "")")
            }
        }
        notification.status("")
        state.withLock { $0 = outcome }
        wake()
    }

    private static func name(of purpose: FoldTask<Service>.Purpose) -> String {
        switch purpose {
        case .correction: "folding without what was entered in error"
        case .comparison: "comparing the state of another build"
        case .renewal: "folding anew"
        }
    }
}
