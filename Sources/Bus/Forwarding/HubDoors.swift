package import Messages

/// What a hub opens: where it is, for whom, and with which key.
package struct HubDoors: Sendable {
    /// Each is opened at all of these addresses.
    package var addresses: [HubAddress]
    /// Each has a door of its own, behind which only its messages are.
    package var identities: [(identity: Identity, slot: Int)]
    /// The hub's secret key; `nil` for a bus without encryption, which only a measurement may be.
    let secretKey: String?

    /// Doors that open only for keys that the policy admits.
    package init(
        addresses: [HubAddress], identities: [(identity: Identity, slot: Int)], secretKey: String
    ) {
        self.addresses = addresses
        self.identities = identities
        self.secretKey = secretKey
    }

    /// Doors that are open to all, to measure what encryption costs.
    package init(
        measuring addresses: [HubAddress], identities: [(identity: Identity, slot: Int)]
    ) {
        self.addresses = addresses
        self.identities = identities
        secretKey = nil
    }
}
