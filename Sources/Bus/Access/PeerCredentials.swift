package import Messages

/// All that an identity needs to join a clinic's bus.
package struct PeerCredentials: Hashable, Sendable {
    package let identity: Identity
    package let address: HubAddress
    /// Its number among the clinic's identities.
    package let slot: Int
    /// `nil` for a bus without encryption, which only a measurement may be.
    let curve: Curve?

    struct Curve: Hashable, Sendable {
        var keys: KeyPair
        /// The hub's public key. Only the real hub holds the matching secret key.
        var hubKey: String
    }

    /// An identity with its keys.
    package init(
        identity: Identity, address: HubAddress, slot: Int, keys: KeyPair, hubKey: String
    ) {
        self.identity = identity
        self.address = address
        self.slot = slot
        curve = Curve(keys: keys, hubKey: hubKey)
    }

    /// An identity on a bus without encryption, to measure what encryption costs.
    package init(measuring identity: Identity, address: HubAddress, slot: Int) {
        self.identity = identity
        self.address = address
        self.slot = slot
        curve = nil
    }
}
