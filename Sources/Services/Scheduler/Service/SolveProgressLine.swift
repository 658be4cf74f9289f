internal import Dispatch
internal import Foundation
internal import Glibc
internal import Planning
internal import Synchronization

/// The score as it improves: one line on a terminal, which the next one replaces.
final class SolveProgressLine: Sendable {
    private let best = Mutex(Int.max)
    private let isTerminal = isatty(STDERR_FILENO) == 1

    func show(_ progress: SolveProgress) {
        best.withLock { best in
            guard isTerminal, progress.total < best else { return }
            best = progress.total
            let line = "\r\(Int(progress.fraction * 100)) %, \(progress.total) points   "
            FileHandle.standardError.write(Data(line.utf8))
        }
    }

    func end() { if isTerminal { PlanningFiles.tell("") } }
}

/// What happens when somebody types Ctrl-C: not the end of the process, but of the search.
struct Interrupts {
    /// A thread of its own: the searches keep all those busy that others share.
    private static let queue = DispatchQueue(label: "cairn.planning.interrupts")
    private let sources: [any DispatchSourceSignal]

    init(_ act: @escaping @Sendable () -> Void) {
        sources = [SIGINT, SIGTERM].map { number in
            signal(number, SIG_IGN)
            let source = DispatchSource.makeSignalSource(signal: number, queue: Interrupts.queue)
            source.setEventHandler(handler: act)
            source.activate()
            return source
        }
    }

    func end() { for source in sources { source.cancel() } }
}
