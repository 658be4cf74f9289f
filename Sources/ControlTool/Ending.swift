internal import Bus
internal import Messages
internal import ServiceKit

/// How the tool says why it ended: the exit codes of `docs/operating/exit-codes.md`.
enum Ending: Int32, CaseIterable {
    case done = 0
    /// It works, and what it found is wrong.
    case wrong = 1
    case usage = 64
    case refused = 65
    case unavailable = 69
    /// No answer before the deadline: it may or may not have taken effect.
    case unknown = 75
    case alreadyRunning = 77
    case configuration = 78

    /// What a failure means for whoever called.
    init(of error: any Remediable) {
        self =
            switch error {
            case let error as ToolError: error.ending
            case is ClinicError, is BusError, is KeyError, is LimitError: .configuration
            case let error as PartlyShown: error.ending
            case let error as Reworded: error.ending
            case ArchiveError.readersBeyond, ArchiveError.unreadable, is Refusal, is WireError:
                .refused
            default: .wrong
            }
    }
}
