package import Messages

/// What stands in a journal: the entries of one owner, where its streams and its reading end, and
/// what it owes to others.
///
/// Whatever keeps journals promises the same: an entry never changes, positions have no holes, and
/// what is damaged or missing is an error that names it. Nothing is skipped.
package protocol JournalReading: AnyObject, Sendable {
    /// Whose history it is.
    var identity: JournalIdentity { get }

    // What follows is of one moment, in order with the commits of whoever asks.

    /// The entries after a position, in order; fewer than `limit` only at the end.
    ///
    /// A damaged entry is an error that names it. None is skipped, and a lost end is noticed.
    func entries(after position: Int64, limit: Int) throws -> [Entry]

    /// The events of every stream of one entity, its own and noted, in the journal's order.
    ///
    /// It costs what there is of that entity, however long the journal is.
    func entries(ofEntity entity: String) throws -> [Entry]

    /// The event of an id: an own one, else the first that was noted. A command's id finds nothing.
    func eventWithID(_ id: MessageID) throws -> Entry?

    /// How many entries it has.
    func count() throws -> Int64

    /// The last event of each own stream, with its chain hash.
    func heads() throws -> [EventStream: Cursor]

    /// How far the streams of others were read.
    func cursors() throws -> [EventStream: Cursor]

    /// The answer that a command was given, if it is known here.
    func receipt(asker: Identity, message: MessageID) throws -> Receipt?

    /// The answers that are still kept, of all commands, by asker and message.
    func receipts() throws -> [Receipt]

    /// How long its process has run, when that was last noted.
    func running() throws -> RunningTime

    /// Commands of its own that are neither answered nor given up, in the order of their causes.
    func outbox() throws -> [Outgoing]

    /// Events that wait for a person or for another stream, in the order of their arrival.
    func parked() throws -> [Parked]

    // Any task may ask what follows, beside the loop that commits, and holds it up no longer than
    // the store must.

    /// As ``entries(after:limit:)``, for any task.
    func entriesBeside(after position: Int64, limit: Int) throws -> [Entry]

    /// Where the event of an id is, as ``eventWithID(_:)`` finds it.
    func position(of id: MessageID) throws -> Int64?

    /// Original events of one stream in order: at least one, if there is one, within a page's limit.
    ///
    /// Of the streams of others it has what was noted; a hole there is not an error.
    func page(of stream: EventStream, from sequence: Int64, isOwn: Bool) throws -> ReplayPage

    /// One page of a stream that was kept whole, its own or another's; page and head are of one
    /// moment.
    ///
    /// A page ends before an event that is not there or cannot be read, and one that would begin
    /// with it names it: nothing is skipped.
    func history(of stream: EventStream, from sequence: Int64) throws -> History

    /// The entries after a position that name somebody or something, in order; fewer than `limit`
    /// only at the end. Only the ledger's journal has them: of any other there are none.
    ///
    /// It costs what it returns.
    func entries(naming name: String, after position: Int64, limit: Int) throws -> [Entry]

    /// What of the index of names is still to be built; `nil` where it is whole.
    func unindexed() throws -> Unindexed?

    /// Walks the whole journal: each entry, each stream's sequence and chain, and the heads.
    ///
    /// It stops at the first damage and reports it. It throws only if the journal is closed.
    func verify() throws -> VerificationReport

    /// A keyed digest of a text, 64 hex digits. A plain hash would let anyone confirm a guess; this
    /// one needs the journal's key, and is the same for one key and one owner.
    func keyedDigest(of text: String) -> String

    /// Gives it up. Anything else afterwards fails as ``JournalRefusal/closed``.
    func close()
}

extension JournalReading {
    /// Original events of one of its own streams, as ``page(of:from:isOwn:)`` gives them.
    package func page(of stream: EventStream, from sequence: Int64) throws -> ReplayPage {
        try page(of: stream, from: sequence, isOwn: true)
    }
}
