internal import Glibc

/// Which build this process runs.
package enum RunningProgram {
    /// Another text for each file that was ever built: its version, its size, and when its content
    /// was written. `nil` where the system does not tell.
    ///
    /// It decides nothing: what another build kept is gone on from, and confirmed beside the loop.
    /// So it may be cheap, and a copy that looks like another build costs no more than that.
    package static let build: String? = {
        var status = stat()
        guard stat("/proc/self/exe", &status) == 0 else { return nil }
        let written = status.st_mtim
        return "\(CairnVersion.text) \(status.st_size) \(written.tv_sec).\(written.tv_nsec)"
    }()
}
