/// Has the clinic work by what `clinic.yaml` says now: keys, permissions, services and plugins.
/// Refused where the file is wrong, where it says something else than the person saw, or what only
/// a start takes.
public struct ReloadDescription: Command {
    public static let type = "supervisor.reload.v1"
    public static let roles: Set<Role> = .operators
    public static let dataClass: DataClass = .operational
    public static let markedOtherwise: [String: Mark] = ["description": .open]

    /// The digest of the description that is to be taken.
    public var description: String
}

/// The clinic works by another description from now on; its digest.
public struct DescriptionTaken: Event {
    public static let type = "supervisor.process.description-taken.v1"
    public static let dataClass: DataClass = .operational
    public static let markedOtherwise: [String: Mark] = ["description": .open]

    /// The digest of the description, as heartbeats have it under `configuration`.
    public var description: String
}

/// A therapy plugin was found in the clinic's folder and is run.
public struct PluginAdmitted: Event {
    public static let type = "supervisor.process.plugin-admitted.v1"
    public static let dataClass: DataClass = .operational
    public static let markedOtherwise: [String: Mark] = ["version": .open]

    /// The plugin's identity on the bus.
    public var plugin: Identity
    /// The plugin's version, as its manifest says.
    public var version: String
}

/// A therapy plugin that was admitted is not in the clinic's folder any more: nothing of it runs, and
/// nobody waits for it. One that comes back is admitted again.
public struct PluginWithdrawn: Event {
    public static let type = "supervisor.process.plugin-withdrawn.v1"
    public static let dataClass: DataClass = .operational

    /// The plugin's identity on the bus.
    public var plugin: Identity
}
