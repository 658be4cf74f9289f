package import Messages

/// Where a hub is: one door for publishers, and one for the messages to each identity.
package enum HubAddress: Hashable, Sendable {
    /// Sockets in a clinic's `run` folder, an absolute path.
    case local(run: String)
    /// TCP: publishers at the first port, and each identity's messages at one of those behind it.
    case remote(host: String, port: Int)

    /// The address in a clinic's folder, an absolute path.
    package init(clinicFolder folder: String) { self = .local(run: folder + "/run") }

    /// Reads `tcp://host:port`; `nil` for anything else. An address of IPv6 stands in brackets.
    package init?(tcp text: String) {
        guard text.hasPrefix("tcp://"), let colon = text.lastIndex(of: ":"),
            let port = Int(text[text.index(after: colon)...]), (1...65_000).contains(port)
        else { return nil }
        let host = text[text.index(text.startIndex, offsetBy: 6)..<colon]
        let isPlain = host.utf8.allSatisfy {
            (48...57).contains($0) || (97...122).contains($0) || (65...90).contains($0)
                || "-.:[]%_".utf8.contains($0)
        }
        guard !host.isEmpty, isPlain else { return nil }
        self = .remote(host: String(host), port: port)
    }

    /// Publishers connect here.
    package var incoming: String {
        switch self {
        case .local(let run): "ipc://\(run)/in.sock"
        case .remote(let host, let port): "tcp://\(host):\(port)"
        }
    }

    /// An identity takes its messages here.
    ///
    /// - Parameter slot: its number among the clinic's identities, from 0.
    package func outgoing(to identity: Identity, slot: Int) -> String {
        switch self {
        case .local(let run): "ipc://\(run)/to-\(identity).sock"
        case .remote(let host, let port): "tcp://\(host):\(port + 1 + slot)"
        }
    }

    /// Checks the path of an identity's socket before there is anything behind it.
    package func check(_ identity: Identity) throws(BusError) {
        guard case .local = self else { return }
        for endpoint in [incoming, outgoing(to: identity, slot: 0)] {
            let bytes = endpoint.utf8.count - "ipc://".utf8.count
            guard bytes <= Self.pathLimitBytes else { throw .endpointTooLong(bytes: bytes) }
        }
    }

    /// `sun_path` has 108 bytes, the last of them zero.
    private static let pathLimitBytes = 107
}
