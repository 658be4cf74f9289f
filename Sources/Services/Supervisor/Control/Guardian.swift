package import ClinicFiles
internal import Glibc

/// Ends what a supervisor started, should the supervisor be killed.
///
/// A small process beside each supervisor: its standard input is a pipe whose other end the
/// supervisor alone holds, so the kernel itself says when the supervisor is gone, however it went.
package struct Guardian {
    private let leftovers: Leftovers

    /// - Parameter incarnation: whose children to end, as the supervisor passed it.
    package init(clinic: ClinicFolder, incarnation: String) {
        leftovers = Leftovers(folder: clinic, owner: .supervisor(incarnation: incarnation))
    }

    /// Waits for the supervisor's end, then clears up. Returns when nothing is left.
    package func keepWatch() {
        // It outlives whatever asks the clinic's processes to stop, and follows the supervisor.
        for number in [SIGTERM, SIGINT, SIGHUP, SIGPIPE, SIGQUIT] { signal(number, SIG_IGN) }
        var byte: UInt8 = 0
        while true {
            let count = read(STDIN_FILENO, &byte, 1)
            if count == 0 || (count < 0 && errno != EINTR) { break }
        }
        // Nobody waits for it, so it may look long.
        leftovers.clear(grace: .seconds(5), looks: 20)
    }
}
