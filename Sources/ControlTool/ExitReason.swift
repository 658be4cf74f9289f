internal import Bus
internal import ClinicArchive
internal import ClinicClient
internal import ClinicFiles
internal import Messages
internal import Platform

/// How the tool says why it ended: the exit codes of `docs/operating/exit-codes.md`.
enum ExitReason: CaseIterable {
    case done
    /// It works, and what it found is wrong.
    case wrong
    case usage
    case refused
    case unavailable
    /// No answer before the deadline: it may or may not have taken effect.
    case unknown
    case alreadyRunning
    case configuration

    /// The number that the system gets: the processes mean the same by theirs.
    var code: Int32 {
        switch self {
        case .done: ExitCode.success
        case .wrong: ExitCode.failure
        case .usage: ExitCode.usage
        case .refused: ExitCode.refused
        case .unavailable: ExitCode.unavailable
        case .unknown: ExitCode.unknown
        case .alreadyRunning: ExitCode.alreadyRunning
        case .configuration: ExitCode.configuration
        }
    }

    /// What the help says of it.
    var meaning: String {
        switch self {
        case .done: "done"
        case .wrong:
            "something is wrong: a process that is not ready, an alert that is late, a clock that"
                + " waits for a person"
        case .usage: "wrong usage"
        case .refused: "refused; the problem and the remedy are printed"
        case .unavailable: "somebody who is needed does not run; nothing was recorded"
        case .unknown: "no answer in time: it may or may not have taken effect"
        case .alreadyRunning: "a supervisor runs this clinic already"
        case .configuration:
            "the clinic's folder or configuration is wrong, a key is missing or refused, or this is"
                + " for rehearsals and it is a live clinic"
        }
    }

    /// The ending of a code; `nil` for one that means nothing.
    init?(code: Int32) {
        guard let ending = ExitReason.allCases.first(where: { $0.code == code }) else { return nil }
        self = ending
    }

    /// What a failure means for whoever called.
    init(of error: any Remediable) {
        self =
            switch error {
            case let error as ClientError: error.ending
            case is ClinicError, is BusError, is KeyError, is LimitError: .configuration
            case let error as PartlyShown: error.ending
            case let error as PartlyDone: error.ending
            case let error as Reworded: ExitReason(of: error.error)
            case ArchiveError.readersBeyond, ArchiveError.unreadable, is Refusal, is WireError:
                .refused
            default: .wrong
            }
    }
}

extension ClientError {
    /// The exit code that goes with it.
    var ending: ExitReason {
        switch self {
        case .usage: .usage
        case .refused: .refused
        case .clinicNotUp, .notRecorded, .noAnswer: .unavailable
        case .outcomeUnknown: .unknown
        case .supervisorEnded(let code, _, _): ExitReason(code: code) ?? .wrong
        case .late, .unwritten, .system, .didNotStart, .stillThere: .wrong
        }
    }
}
