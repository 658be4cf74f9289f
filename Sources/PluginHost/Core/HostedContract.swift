package import Messages

/// What the host of a therapy publishes. What it reads follows from the therapy's own contract:
/// ``PluginContract/hostReads``.
package enum HostedContract: CoreContract {
    package static let publishes: [any Event.Type] =
        MessageCatalog.pluginEvents + MessageCatalog.actEvents + MessageCatalog.therapyEvents
    package static let reads: [any Event.Type] = []
}
