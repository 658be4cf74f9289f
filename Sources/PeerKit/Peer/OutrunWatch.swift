internal import Journal
internal import Messages

/// Whether readers know more of a service's streams than its journal does.
///
/// A journal that was put back from earlier, or that began anew on another computer, lacks events
/// that others have taken in. Whatever it recorded now would be a second history of its streams.
///
/// Invariants:
/// - One reader's word is enough to be behind; it ends when none says so any more.
/// - Each reader is looked at once in ``interval``, and at each of its heartbeats while it is ahead.
struct OutrunWatch {
    /// How often one peer's heartbeat is looked at for this alone.
    static let interval: Duration = .seconds(5)

    /// What a reader's heartbeat changes.
    enum Finding: Equatable {
        /// Nobody is ahead, as before.
        case level
        /// Nobody is ahead any more: the journal can be read again.
        case caughtUp
        /// Somebody is ahead, now or still.
        case behind(Outrun, isNew: Bool)
    }

    private var ahead: [Identity: Outrun] = [:]
    private var looks: [Identity: SteadyInstant] = [:]

    /// Whether somebody is ahead of the journal.
    var isBehind: Bool { !ahead.isEmpty }

    /// Whether a reader is to be looked at now, which counts as the look.
    mutating func isDue(_ reader: Identity, at now: SteadyInstant) -> Bool {
        guard ahead[reader] != nil || looks[reader].map({ now - $0 >= Self.interval }) ?? true
        else { return false }
        looks[reader] = now
        return true
    }

    /// Compares how far a reader has read an owner's streams with where its journal ends.
    mutating func compare(
        _ positions: [EventStream: Int64], of reader: Identity, with heads: [EventStream: Cursor],
        of owner: Identity
    ) -> Finding {
        let wasBehind = isBehind
        let beyond = positions.filter { stream, position in
            stream.owner == owner && position > heads[stream]?.sequence ?? 0
        }
        ahead[reader] = beyond.keys.min().map { stream in
            Outrun(
                stream: stream, reader: reader, read: beyond[stream] ?? 0,
                held: heads[stream]?.sequence ?? 0)
        }
        guard let found = ahead.min(by: { $0.key < $1.key })?.value else {
            return wasBehind ? .caughtUp : .level
        }
        return .behind(found, isNew: !wasBehind)
    }
}

/// A stream of its own of which a reader has taken in more than the journal holds.
struct Outrun: Remediable, Hashable {
    var stream: EventStream
    var reader: Identity
    /// How far the reader is, and how far the journal.
    var read: Int64
    var held: Int64

    var advice: Advice {
        Advice(
            "\(reader) has read \(stream) up to \(read), and the journal of"
                + " \(stream.owner) ends at \(held): it is an old one, or began anew."
                + " Nothing is recorded.",
            remedy: "End \(stream.owner) (`cairn stop \(stream.owner)`), and put its newest"
                + " journal in its place: from the computer where it ran last, or by `cairn"
                + " restore BACKUP \(stream.owner)`; then start it again.")
    }
}
