package import Messages

/// Which content of which plugin a person has approved: the record of it, and nothing else.
package struct PluginRegister: Codable, Hashable, Sendable {
    /// A content, with what a person allowed it.
    package struct Approval: Codable, Hashable, Sendable {
        package let content: PluginContent
        /// Whether it may run where it cannot be confined.
        package let unconfined: Bool
        /// Who approved it; `nil` in a rehearsal whose clinic.yaml approves all.
        package let by: StaffID?
    }

    /// A content that was approved and left.
    package struct Left: Codable, Hashable, Sendable {
        package let content: PluginContent
        package let reason: PluginRolledBack.Reason
    }

    /// How one plugin stands.
    package struct Standing: Codable, Hashable, Sendable {
        /// The newest content that was found in its folder.
        package fileprivate(set) var found: PluginContent?
        private var approval: Approval?
        /// Whether what is approved has got to work once.
        package fileprivate(set) var hasCaughtUp = false
        /// The last content before it that had got to work: what can be gone back to.
        package private(set) var previous: Approval?
        /// What was gone back from, until its folder holds another content or a person decides anew.
        package fileprivate(set) var left: Left?
        /// Whether a person had it run no more.
        package fileprivate(set) var isDisabled = false

        /// The content that runs; `nil` until somebody approves one.
        package var approved: PluginContent? { approval?.content }
        /// Whether it may run where it cannot be confined.
        package var unconfined: Bool { approval?.unconfined ?? false }
        /// The content that is to run.
        package var running: PluginContent? { isDisabled ? nil : approved }

        fileprivate mutating func approve(_ next: Approval) {
            let isReturn = previous?.content == next.content
            let isSame = approved == next.content
            if !isSame {
                if hasCaughtUp { previous = approval }
                if previous?.content == next.content { previous = nil }
                // What is gone back to has been at work before.
                hasCaughtUp = isReturn
            }
            // A way back keeps the word on what it leads back from.
            if !isReturn, !isSame || left?.content == next.content { left = nil }
            approval = next
            isDisabled = false
        }
    }

    /// All that were found and not removed since.
    package private(set) var standings: [Identity: Standing] = [:]

    package init() {}

    package mutating func apply(_ event: any Event) {
        switch event {
        case let event as PluginFound:
            let content = PluginContent(version: event.version, hash: event.hash)
            standings[event.plugin, default: Standing()].found = content
            if standings[event.plugin]?.left?.content != content {
                standings[event.plugin]?.left = nil
            }
        case let event as PluginApproved:
            standings[event.plugin, default: Standing()].approve(
                Approval(
                    content: PluginContent(version: event.version, hash: event.hash),
                    unconfined: event.unconfined, by: event.by))
        case let event as PluginCaughtUp:
            let content = PluginContent(version: event.version, hash: event.hash)
            guard standings[event.plugin]?.approved == content else { return }
            standings[event.plugin]?.hasCaughtUp = true
        case let event as PluginRolledBack:
            standings[event.plugin]?.left = Left(
                content: PluginContent(version: event.version, hash: event.hash),
                reason: event.reason)
        case let event as PluginDisabled: standings[event.plugin]?.isDisabled = true
        case let event as PluginRemoved: standings[event.plugin] = nil
        default: break
        }
    }

    /// What is recorded where the supervisor leaves what is approved, and goes back.
    ///
    /// - Parameter contract: the whole `plugin.json` of the content before.
    /// - Returns: nothing where none is kept.
    package func rollBack(
        _ plugin: Identity, because reason: PluginRolledBack.Reason, to contract: JSONFragment
    ) -> [any Event] {
        guard let standing = standings[plugin], let left = standing.approved,
            let previous = standing.previous
        else { return [] }
        return [
            PluginRolledBack(
                plugin: plugin, version: left.version, hash: left.hash, reason: reason)
        ]
            + PluginApproved.record(
                of: plugin, version: previous.content.version, hash: previous.content.hash,
                by: previous.by, contract: contract, unconfined: previous.unconfined)
    }

    /// What follows from a command about a plugin.
    package func decide(_ command: ApprovePlugin, by person: StaffID) throws -> Decision {
        guard let standing = standings[command.plugin], let found = standing.found else {
            throw PluginRegister.unknown(command.plugin)
        }
        let wanted = PluginContent(version: command.version, hash: command.hash)
        let isReturn = standing.previous?.content == wanted
        guard found == wanted || isReturn else {
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
        var events = PluginApproved.record(
            of: command.plugin, version: command.version, hash: command.hash, by: person,
            contract: command.contract, unconfined: command.unconfined)
        if isReturn, let left = standing.approved {
            events.insert(
                PluginRolledBack(
                    plugin: command.plugin, version: left.version, hash: left.hash,
                    reason: .person, by: person), at: 0)
        }
        return Decision(events)
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
