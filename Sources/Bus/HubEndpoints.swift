/// The two addresses of a hub: where publishers connect, and where subscribers connect.
package struct HubEndpoints: Hashable, Sendable {
    /// Publishers connect here (the hub's `XSUB`).
    package let incoming: String
    /// Subscribers connect here (the hub's `XPUB`).
    package let outgoing: String

    /// Checks both addresses before any socket sees them.
    package init(incoming: String, outgoing: String) throws(BusError) {
        for endpoint in [incoming, outgoing] {
            guard endpoint.hasPrefix("ipc:///") else { throw .endpointNotLocal }
            let bytes = endpoint.utf8.count - "ipc://".utf8.count
            guard bytes <= Self.pathLimitBytes else { throw .endpointTooLong(bytes: bytes) }
        }
        self.incoming = incoming
        self.outgoing = outgoing
    }

    /// The sockets in a clinic's `run` folder; `folder` is an absolute path.
    package init(clinicFolder folder: String) throws(BusError) {
        try self.init(
            incoming: "ipc://\(folder)/run/hub-in.sock",
            outgoing: "ipc://\(folder)/run/hub-out.sock")
    }

    /// `sun_path` has 108 bytes, the last of them zero.
    private static let pathLimitBytes = 107
}
