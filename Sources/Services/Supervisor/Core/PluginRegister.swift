package import Messages

/// Which content of which plugin a person has approved: the record of it, and nothing else.
package struct PluginRegister: Codable, Hashable, Sendable {
    /// How one plugin stands.
    package struct Standing: Codable, Hashable, Sendable {
        /// The newest content that was found in its folder.
        package fileprivate(set) var found: PluginContent?
        /// The content that runs; `nil` until somebody approves one.
        package fileprivate(set) var approved: PluginContent?
        /// Whether it may run where it cannot be confined.
        package fileprivate(set) var unconfined = false
        /// Whether a person had it run no more.
        package fileprivate(set) var isDisabled = false

        /// The content that is to run.
        package var running: PluginContent? { isDisabled ? nil : approved }
    }

    /// All that were found and not removed since.
    package private(set) var standings: [Identity: Standing] = [:]

    package init() {}

    package mutating func apply(_ event: any Event) {
        switch event {
        case let event as PluginFound:
            standings[event.plugin, default: Standing()].found = PluginContent(
                version: event.version, hash: event.hash)
        case let event as PluginApproved:
            var standing = standings[event.plugin] ?? Standing()
            standing.approved = PluginContent(version: event.version, hash: event.hash)
            standing.unconfined = event.unconfined
            standing.isDisabled = false
            standings[event.plugin] = standing
        case let event as PluginDisabled: standings[event.plugin]?.isDisabled = true
        case let event as PluginRemoved: standings[event.plugin] = nil
        default: break
        }
    }

    /// What follows from a command about a plugin.
    package func decide(_ command: ApprovePlugin, by person: StaffID) throws -> Decision {
        guard let standing = standings[command.plugin], let found = standing.found else {
            throw PluginRegister.unknown(command.plugin)
        }
        let wanted = PluginContent(version: command.version, hash: command.hash)
        guard found == wanted else {
            throw Refusal(
                "The folder of \(command.plugin) holds another content by now than the one that was"
                    + " looked at.",
                remedy: "Look at it with `cairn plugin show \(command.plugin)`, and give the"
                    + " command again.")
        }
        // Who asks again is told the same.
        guard standing.running != wanted || standing.unconfined != command.unconfined else {
            return Decision()
        }
        return Decision(
            PluginApproved.record(
                of: command.plugin, version: command.version, hash: command.hash, by: person,
                contract: command.contract, unconfined: command.unconfined))
    }

    package func decide(_ command: DisablePlugin, by person: StaffID) throws -> Decision {
        guard let standing = standings[command.plugin] else {
            throw PluginRegister.unknown(command.plugin)
        }
        guard standing.approved != nil else {
            throw Refusal(
                "\(command.plugin) is not approved: it runs nowhere.",
                remedy: "See `cairn plugin list`; `cairn plugin remove \(command.plugin)` takes it"
                    + " out.")
        }
        guard !standing.isDisabled else { return Decision() }
        return Decision([
            PluginDisabled(plugin: command.plugin, by: person, reason: command.reason)
        ])
    }

    package func decide(_ command: RemovePlugin, by person: StaffID) throws -> Decision {
        guard standings[command.plugin] != nil else {
            throw PluginRegister.unknown(command.plugin)
        }
        return Decision([PluginRemoved(plugin: command.plugin, by: person)])
    }

    private static func unknown(_ plugin: Identity) -> Refusal {
        Refusal(
            "No plugin named \(plugin) was found in the folder plugins.",
            remedy: "See `cairn plugin list`; one that was put there is found within seconds.")
    }
}
