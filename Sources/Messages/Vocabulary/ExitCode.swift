/// How a Cairn process says why it ended (after `sysexits.h`).
package enum ExitCode {
    /// Did what it was asked.
    package static let success: Int32 = 0
    /// Failed in a way that a restart may mend.
    package static let failure: Int32 = 1
    /// Called with arguments that do not fit.
    package static let usage: Int32 = 64
    /// A service that it needs did not answer.
    package static let unavailable: Int32 = 69
    /// No answer came in time: a command may or may not have taken effect.
    package static let unknown: Int32 = 75
    /// A command was refused.
    package static let refused: Int32 = 65
    /// Another process of this identity runs already; a restart mends nothing.
    package static let alreadyRunning: Int32 = 77
    /// The clinic's folder or configuration is wrong; a restart mends nothing.
    package static let configuration: Int32 = 78
}
