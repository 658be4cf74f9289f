internal import Bus
internal import ClinicFiles
internal import Journal
internal import Messages
internal import Platform

extension ExitCode {
    /// What a process ends with that an error has ended: whether another start may mend it.
    package static func of(_ error: any Error) -> Int32 {
        switch error {
        case let error as any ExitCoded: error.exitCode
        // A key may be listed a moment after it was made: that is tried again.
        case BusError.keyRefused: failure
        case is ClinicError, is BusError, is KeyError, is LimitError, is HubFailed:
            configuration
        case let error as any JournalError where error.isInUse: alreadyRunning
        case let error as any JournalError where error.isPermanent: configuration
        default: failure
        }
    }
}
