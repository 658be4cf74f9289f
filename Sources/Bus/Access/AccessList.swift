package import Messages

/// Who may join a clinic's bus, by which key, and what each may do there.
///
/// Kept as one file that a person can read. It holds no secret.
package struct AccessList: Codable, Hashable, Sendable {
    /// By slot: an identity keeps its slot for as long as it is listed.
    package var peers: [Peer]
    /// Keys that were valid once, with the identity that they stood for.
    package var revoked: [String: Identity]

    /// One identity that may join.
    package struct Peer: Codable, Hashable, Sendable {
        package var identity: Identity
        /// Its number, from 0; on TCP it makes the port.
        package var slot: Int
        package var publicKey: String
        package var permission: Permission

        package init(identity: Identity, slot: Int, publicKey: String, permission: Permission) {
            self.identity = identity
            self.slot = slot
            self.publicKey = publicKey
            self.permission = permission
        }
    }

    package init(peers: [Peer] = [], revoked: [String: Identity] = [:]) {
        self.peers = peers
        self.revoked = revoked
    }

    /// Whether a number can be a slot: on TCP each is a port above the hub's own.
    package static func isSlot(_ number: Int) -> Bool { (0..<65_000).contains(number) }

    /// What the hub says to a key that knocks at one of its doors.
    package enum Admission: Hashable, Sendable {
        case admitted(Identity)
        case unknown
        case revoked(Identity)
        /// A known key at another identity's door.
        case wrongDoor(Identity)
    }

    /// Judges a key.
    ///
    /// - Parameter door: the identity whose messages are taken there; `nil` for the publishers'.
    package func admission(ofKey key: String, at door: Identity?) -> Admission {
        if let identity = revoked[key] { return .revoked(identity) }
        guard let peer = peers.first(where: { $0.publicKey == key }) else { return .unknown }
        return door == nil || door == peer.identity
            ? .admitted(peer.identity) : .wrongDoor(peer.identity)
    }
}
