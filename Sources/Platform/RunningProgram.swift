internal import Foundation
internal import Messages

/// The program that this process runs.
package enum RunningProgram {
    /// Its file; links are followed.
    package static let path: String =
        (try? FileManager.default.destinationOfSymbolicLink(atPath: own))
        ?? CommandLine.arguments[0]

    /// The file of another program of the same build: it lies beside this one.
    package static func beside(_ name: String) -> String { "\(folder)/\(name)" }

    /// The folder of this program, and of all others of the same build.
    package static var folder: String {
        URL(fileURLWithPath: path).deletingLastPathComponent().path
    }

    private static let own = "/proc/self/exe"

    /// Another text for each file that was ever built: its version, its size, and when its content
    /// was written. `nil` where the system does not tell.
    ///
    /// It decides nothing: what another build kept is gone on from, and confirmed beside the loop.
    /// So it may be cheap, and a copy that looks like another build costs no more than that.
    package static let build: String? = {
        var status = stat()
        guard stat(own, &status) == 0 else { return nil }
        let written = status.st_mtim
        return "\(CairnVersion.text) \(status.st_size) \(written.tv_sec).\(written.tv_nsec)"
    }()
}
