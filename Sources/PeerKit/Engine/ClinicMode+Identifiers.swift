internal import HashChain
package import Messages

extension ClinicMode {
    /// Identifiers for what one message brings about.
    ///
    /// In rehearsal they follow from the seed, the message and the service, so that one seed gives
    /// one history; live they are drawn from the system.
    package func identifiers(cause: MessageID, identity: Identity, at time: Timestamp)
        -> IdentifierSource
    {
        guard isRehearsal else {
            var chance = SystemRandomNumberGenerator()
            return IdentifierSource(high: chance.next(), low: chance.next(), time: time)
        }
        let digest = HashChain.digest(of: Array("\(seed)/\(identity)/\(cause)".utf8))
        return IdentifierSource(
            high: UInt64(digest.prefix(16), radix: 16) ?? 0,
            low: UInt64(digest.dropFirst(16).prefix(16), radix: 16) ?? 0, time: time)
    }
}
