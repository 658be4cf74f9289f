package import Messages

/// What the ledger knows at hand of some streams, folded from the entries that it keeps. It decides
/// nothing.
///
/// It is made anew when the ledger starts: how far each stream is in it, ``read`` says, so that
/// whoever has the entries hands it those that follow.
package protocol LedgerIndex: Sendable {
    /// What it is an index of, for whoever has to wait for it.
    static var subject: String { get }
    init()

    /// Whether a stream tells of it.
    static func isAbout(_ stream: EventStream) -> Bool

    /// The last event of each stream that is in the index.
    var read: [EventStream: Int64] { get }

    /// Takes in the next event of a stream. One that this version cannot read changes nothing.
    mutating func take(_ raw: RawMessage)

    /// Goes on behind an event of a stream that the ledger has not.
    mutating func skip(_ sequence: Int64, of stream: EventStream)
}
