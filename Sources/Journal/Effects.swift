package import Messages

/// All that one input brought about. It is written whole or not at all.
package struct Effects: Hashable, Sendable {
    /// The input itself, if it changed the state. It goes before the events that it caused.
    package var noted: Envelope?
    /// The events that it caused, in order. They were checked when they were made, and need not be
    /// read again to be written.
    package var events: [Envelope]
    /// How far the reader has come in each stream that moved.
    package var cursors: [EventStream: Cursor]
    /// The answer to a command.
    package var receipt: Receipt?
    /// Commands to send.
    package var outgoing: [Outgoing]
    /// Commands of its own that were answered or given up: they leave the outbox.
    package var settled: [MessageID]
    /// Events that could not be handled, to be set aside.
    package var parked: [Parked]
    /// Events that were parked and are handled, or let go, now.
    package var unparked: [EventPlace]

    package init(
        noted: Envelope? = nil, events: [Envelope] = [], cursors: [EventStream: Cursor] = [:],
        receipt: Receipt? = nil, outgoing: [Outgoing] = [], settled: [MessageID] = [],
        parked: [Parked] = [], unparked: [EventPlace] = []
    ) {
        self.noted = noted
        self.events = events
        self.cursors = cursors
        self.receipt = receipt
        self.outgoing = outgoing
        self.settled = settled
        self.parked = parked
        self.unparked = unparked
    }

    /// Whether there is nothing to write.
    package var isEmpty: Bool { self == Effects() }
}
