package import Messages

/// Why a peer or a hub cannot use the bus.
package enum BusError: Remediable, Equatable {
    /// The bus was closed before.
    case closed
    /// A Unix socket's path has at most 107 bytes.
    case endpointTooLong(bytes: Int)
    /// Only `ipc://` until connections are encrypted and their peers known.
    case endpointNotLocal
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
        case .endpointNotLocal:
            Advice(
                "The hub's address is not ipc://.",
                remedy: "Use ipc:// with an absolute path; other hosts need encrypted connections,"
                    + " which this version does not have.")
        case .refused(let error, let action):
            Advice(
                "ZeroMQ cannot \(action): \(error.text).",
                remedy: "See that the clinic folder exists, is writable and has free space.")
        }
    }
}
