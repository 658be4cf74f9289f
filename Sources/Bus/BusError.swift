package import Messages

/// Why a peer or a hub cannot use the bus.
package enum BusError: Remediable, Equatable {
    /// The bus was closed before.
    case closed
    /// A Unix socket's path has at most 107 bytes.
    case endpointTooLong(bytes: Int)
    /// The hub does not know the key, or it was revoked.
    case keyRefused(Identity)
    /// libzmq refused a call.
    case refused(ZeroMQError, doing: String)

    package var advice: Advice {
        switch self {
        case .closed:
            Advice("The bus is closed.", remedy: "Connect again.")
        case .endpointTooLong(let bytes):
            Advice(
                "The path of the hub's socket has \(bytes) bytes; the limit is 107.",
                remedy: "Move the clinic folder to a shorter path.")
        case .keyRefused(let identity):
            Advice(
                "The hub refuses the key of \(identity).",
                remedy: "See `cairn keys list`; make a new one with `cairn keys new \(identity)`.")
        case .refused(let error, let action):
            Advice(
                "Could not \(action): \(error.text).",
                remedy: SystemFault(error.code).remedy(at: "the clinic's folder"))
        }
    }
}
