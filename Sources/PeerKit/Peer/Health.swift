package import Bus
package import Messages

/// What a person should look at, at one peer.
package struct Health: Sendable {
    /// Whether the journal can be written.
    package internal(set) var storage = StorageHealth()
    /// Why the last inputs stand without what should follow from them; `nil` where nothing lacks.
    package internal(set) var conclusionFault: Advice?
    /// Why the state was folded anew: it stands until the next start.
    package internal(set) var foldFault: Advice?
    /// Streams that are not read any further.
    package private(set) var stops: [StreamStop] = []

    /// Why the journal cannot be written; `nil` while it can.
    package var storageFault: Advice? { storage.failing?.advice }

    /// Takes note that a stream is read no further.
    mutating func add(_ stop: StreamStop) { stops.append(stop) }

    /// Forgets the stops of streams that can be read on.
    mutating func resume(_ due: [StreamStop]) { stops.removeAll(where: due.contains) }
}
