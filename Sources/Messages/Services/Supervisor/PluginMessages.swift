/// A person approves that a plugin runs: exactly the content that was looked at, by its hash.
/// Refused where the folder holds another content by now, or another contract than the person saw.
public struct ApprovePlugin: Command {
    public static let type = "supervisor.approve-plugin.v1"
    public static let roles: Set<Role> = .operators
    public static let dataClass: DataClass = .operational
    public static let markedOtherwise: [String: Mark] = [
        "version": .open, "hash": .open, "contract": .open, "unconfined": .open,
    ]

    /// The plugin's identity on the bus.
    public var plugin: Identity
    /// The plugin's version, as its contract says.
    public var version: String
    /// SHA-256 of all that its folder holds, as lower-case hex.
    public var hash: String
    /// Its contract as the person saw it: `plugin.json`.
    public var contract: JSONFragment
    /// Whether it may run where it cannot be confined.
    public var unconfined: Bool
}

/// A person has a plugin run no more until it is approved again.
public struct DisablePlugin: Command {
    public static let type = "supervisor.disable-plugin.v1"
    public static let roles: Set<Role> = .operators
    public static let dataClass: DataClass = .operational
    public static let markedOtherwise: [String: Mark] = ["reason": .open]

    /// The plugin's identity on the bus.
    public var plugin: Identity
    /// Why; nothing about a client.
    public var reason: String
}

/// A person takes a plugin out of the clinic. What it published stays.
public struct RemovePlugin: Command {
    public static let type = "supervisor.remove-plugin.v1"
    public static let roles: Set<Role> = .operators
    public static let dataClass: DataClass = .operational

    /// The plugin's identity on the bus.
    public var plugin: Identity
}

/// Content of a plugin was found in the clinic's folder that was not there before. It runs nowhere
/// until a person approves it.
public struct PluginFound: Event {
    public static let type = "supervisor.plugin.found.v1"
    public static let dataClass: DataClass = .operational
    public static let markedOtherwise: [String: Mark] = ["version": .open, "hash": .open]

    /// The plugin's identity on the bus.
    public var plugin: Identity
    /// The plugin's version, as its contract says.
    public var version: String
    /// SHA-256 of all that its folder holds, as lower-case hex.
    public var hash: String
}

/// A form of a plugin that is about to be approved. All of its forms come right before the approval
/// that they belong to, each in a message of its own, for together they may not fit into one.
public struct PluginFormApproved: Event {
    public static let type = "supervisor.plugin.form-approved.v1"
    public static let dataClass: DataClass = .operational
    public static let markedOtherwise: [String: Mark] = ["hash": .open, "form": .open]

    /// The plugin's identity on the bus.
    public var plugin: Identity
    /// The content that it belongs to, as ``PluginApproved/hash``.
    public var hash: String
    /// The form, as docs/clinical/instrument.schema.json describes it.
    public var form: JSONFragment
}

/// A plugin runs from now on with exactly this content.
public struct PluginApproved: Event {
    public static let type = "supervisor.plugin.approved.v1"
    public static let dataClass: DataClass = .operational
    public static let markedOtherwise: [String: Mark] = [
        "version": .open, "hash": .open, "contract": .open, "unconfined": .open,
    ]

    /// The plugin's identity on the bus.
    public var plugin: Identity
    /// The plugin's version, as its contract says.
    public var version: String
    /// SHA-256 of all that was approved, as lower-case hex.
    public var hash: String
    /// Who approved it; `nil` in a rehearsal whose clinic.yaml approves all. After a
    /// ``PluginRolledBack`` by the supervisor itself: who approved this content before.
    public var by: StaffID?
    /// What was approved: its `plugin.json`, without the forms (``PluginFormApproved``).
    public var contract: JSONFragment
    /// Whether it may run where it cannot be confined.
    public var unconfined: Bool
}

extension PluginApproved {
    /// What is recorded of an approval: each form, and then the rest of the contract.
    ///
    /// - Parameter contract: the whole `plugin.json`.
    package static func record(
        of plugin: Identity, version: String, hash: String, by person: StaffID?,
        contract: JSONFragment, unconfined: Bool
    ) -> [any Event] {
        var forms: [JSONFragment] = []
        var rest = contract
        if case .object(var members) = contract {
            if case .array(let declared)? = members.removeValue(forKey: "forms") {
                forms = declared
            }
            rest = .object(members)
        }
        return forms.map { PluginFormApproved(plugin: plugin, hash: hash, form: $0) }
            + [
                PluginApproved(
                    plugin: plugin, version: version, hash: hash, by: person, contract: rest,
                    unconfined: unconfined)
            ]
    }
}

/// A person had a plugin run no more; it is there, and runs when it is approved again.
public struct PluginDisabled: Event {
    public static let type = "supervisor.plugin.disabled.v1"
    public static let dataClass: DataClass = .operational
    public static let markedOtherwise: [String: Mark] = ["reason": .open]

    /// The plugin's identity on the bus.
    public var plugin: Identity
    /// Who.
    public var by: StaffID
    /// Why; nothing about a client.
    public var reason: String
}

/// A plugin is not in the clinic any more, and neither is its approval.
public struct PluginRemoved: Event {
    public static let type = "supervisor.plugin.removed.v1"
    public static let dataClass: DataClass = .operational

    /// The plugin's identity on the bus.
    public var plugin: Identity
    /// Who removed it; `nil` where its folder was gone.
    public var by: StaffID?
}
