package import Messages
package import SupervisorCore

/// Where one supervised process stands, as it was decided here. Others are told less of it: a
/// `ProcessStatus`, in words.
package struct ProcessStanding: Hashable, Sendable {
    package var name: Identity
    package var state: ProcessState
    /// When it came to this state, in wall time.
    package var since: Timestamp
    package var pid: Int32?
    /// How often it was started again.
    package var restarts: Int
    package var lastFailure: Failure?
    /// The last line that it said of itself (`STATUS=`).
    package var text: String?
    /// Which of its dependencies are not ready.
    package var waitsFor: [Identity]
    /// Why it could not be started, where its files say so.
    package var refusal: Advice?

    /// What a person should do about it; `nil` if nothing is wrong.
    package var advice: Advice? {
        switch state {
        case .failedPermanently where refusal != nil, .givenUp where refusal != nil: refusal
        case .failedPermanently(let exit): exit.advice(for: name)
        case .givenUp(let failure):
            Advice(
                "\(name) failed too often and was given up; the last time it \(failure).",
                remedy: "Read `cairn logs \(name)`, mend the cause, then `cairn start \(name)`.")
        case .backingOff(_, let failure):
            Advice(
                "\(name) \(failure); it is started again by itself.",
                remedy: "If it comes again, read `cairn logs \(name)`.")
        default: nil
        }
    }
}
