internal import Messages

/// What a process says of itself over sd_notify.
package enum Notice: Hashable, Sendable {
    case ready
    case stopping
    /// Its loop turned: `WATCHDOG=1`.
    case alive
    /// It needs so much longer to become ready or to stop.
    case needsTime(Duration)
    /// One line for people.
    case status(String)

    /// The longest status that is kept; the rest is cut.
    package static let statusLimit = 200

    /// Reads one datagram: `NAME=value` lines. Others than these are ignored, as sd_notify asks.
    package static func parse(_ datagram: String) -> [Notice] {
        datagram.split(separator: "\n").compactMap { line in
            switch line {
            case "READY=1": return .ready
            case "STOPPING=1": return .stopping
            case "WATCHDOG=1": return .alive
            default: break
            }
            let parts = line.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            guard parts.count == 2 else { return nil }
            switch parts[0] {
            case "EXTEND_TIMEOUT_USEC":
                guard let microseconds = Int64(parts[1]), microseconds > 0 else { return nil }
                return .needsTime(.microseconds(microseconds))
            case "STATUS":
                return .status(printable(parts[1]))
            default: return nil
            }
        }
    }

    /// Without control characters: a status is shown on people's terminals.
    private static func printable(_ text: Substring) -> String {
        text.printable(upTo: statusLimit)
    }
}
