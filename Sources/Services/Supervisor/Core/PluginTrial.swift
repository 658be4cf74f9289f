package import Messages

/// How a content that was approved does, until it has got to work once.
///
/// It has a process and a program, and either may fail. Nothing is timed: a program that is told a
/// long past is waited for as long as it goes on, and one that does not go on fails by its host's
/// own rules.
package enum PluginTrial: Hashable, Sendable {
    /// It is started, or is told the past.
    case goesOn
    /// Its host is ready, and its program was told all that it may read.
    case caughtUp
    case failed(PluginRolledBack.Reason)

    /// Failures of a program that has not got to work, after which the content before it is better.
    /// A number of Cairn's own: the first may be the machine's, the second a fact that is told alone
    /// from then on, and the third is its own.
    package static let mostFaults = 3

    /// - Parameters:
    ///   - state: where the host of this content stands; `nil` where none of it was started yet.
    ///   - beat: what that host told last; `nil` where it was not heard.
    ///   - isFit: whether the copy and the settings are such that it can be started.
    package init(state: ProcessState?, beat: Heartbeat?, isFit: Bool) {
        let isUp = beat?.state == .ready || beat?.state == .degraded
        if !isFit {
            self = .failed(.unfit)
        } else if state?.isFailed == true {
            self = .failed(.hostFailed)
        } else if let therapy = beat?.therapy, isUp {
            switch therapy.program {
            case .none, .ready: self = .caughtUp
            case .refused: self = .failed(.refused)
            case .quarantined: self = .failed(.programFailed)
            default:
                self = therapy.faults >= Self.mostFaults ? .failed(.programFailed) : .goesOn
            }
        } else {
            self = .goesOn
        }
    }
}
