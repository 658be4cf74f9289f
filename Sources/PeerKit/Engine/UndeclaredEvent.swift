internal import Messages

/// A core, such as a plugin's, wants to publish what is another's, or what nobody can read back.
struct UndeclaredEvent: Remediable, Equatable {
    let type: String
    let identity: Identity

    init(type: String, by identity: Identity) { (self.type, self.identity) = (type, identity) }

    var advice: Advice {
        Advice(
            "\(type) is no event that \(identity) publishes.",
            remedy: "Publish facts of its own kinds only; what another is to record is a command to"
                + " it.")
    }
}
