package import Messages

/// Why a request is not sent.
package enum RequestError: Remediable, Equatable {
    /// As many wait for an answer as may.
    case tooMany(Int)
    /// It is no command or query, or has no deadline.
    case notARequest

    package var advice: Advice {
        switch self {
        case .tooMany(let limit):
            Advice(
                "\(limit) requests wait for an answer.",
                remedy: "See whether their receivers run; ask again when some are answered.")
        case .notARequest:
            Advice(
                "Only a command or query with a deadline can be asked.",
                remedy: "See docs/protocol.md, Commands.")
        }
    }
}
