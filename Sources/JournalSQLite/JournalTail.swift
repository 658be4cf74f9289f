internal import GRDB
internal import Journal
internal import Messages

/// Where a journal and its own streams end, and how long its process has run.
///
/// It stands in one row, which each commit changes: so a commit writes one page for it, and a lost
/// end of the entries is noticed together with a lost end of a stream.
struct JournalTail: Hashable {
    /// How many entries there are.
    var entries: Int64 = 0
    /// The last event of each own stream.
    var heads: [EventStream: Cursor] = [:]
    /// How long its process has run, when that was last noted.
    var running = RunningTime(milliseconds: 0)

    init() {}

    /// Reads what ``boxed`` gave; nothing if it is not that.
    init?(entries: Int64, heads bytes: [UInt8], running: RunningTime) {
        guard let fields = FieldText.fields(in: bytes), fields.count % 3 == 0 else { return nil }
        self.entries = entries
        self.running = running
        for place in stride(from: 0, to: fields.count, by: 3) {
            guard case .text(let name) = fields[place], let stream = EventStream(name),
                case .integer(let sequence) = fields[place + 1],
                case .text(let hash) = fields[place + 2]
            else { return nil }
            heads[stream] = Cursor(sequence: sequence, hash: hash)
        }
    }

    /// What goes into the box: the heads and the time.
    var boxed: [Field] {
        let heads = heads.sorted { $0.key < $1.key }.flatMap { stream, head -> [Field] in
            [.text(stream.description), .integer(head.sequence), .text(head.hash)]
        }
        return [.bytes(FieldText(heads).bytes), .integer(running.milliseconds)]
    }
}

extension SQLiteJournal {
    /// Where the file says that it ends.
    func tail(in database: Database) throws -> JournalTail {
        let lines = try Schema.journal.records(in: database, of: self) { _ in "its identity" }
        guard let line = try lines.next(),
            let tail = JournalTail(
                entries: try line.integer(5), heads: try line.bytes(6),
                running: RunningTime(milliseconds: try line.integer(7)))
        else { throw SQLiteJournalError.corrupt(path: path, place: "its identity") }
        return tail
    }

    /// Records where it ends.
    func put(_ tail: JournalTail, in database: Database) throws {
        try Schema.journal.put(
            NewRow(
                [
                    .integer(1), .text(identity.clinic), .text(identity.kind),
                    .text(identity.identity.text), .bytes(box.fingerprint),
                    .integer(tail.entries),
                ], boxed: tail.boxed),
            by: box, in: database)
    }
}
