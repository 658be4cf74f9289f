package import Messages

/// An error that says itself what the process which it ends exits with.
package protocol ExitCoded: Remediable {
    /// One of those of ``ExitCode``.
    var exitCode: Int32 { get }
}
