internal import Foundation
internal import HashChain
internal import Journal
internal import JournalSQLite
internal import Messages
internal import TestKit

/// A journal's files, changed behind its back: it reads what was written, or names the damage.
///
/// The first part says whether the last commits are still in the write-ahead log; each other part
/// is one change: a file, a kind of change, a place of three bytes, and bytes to write there.
struct JournalsTarget: Target {
    /// The files as a journal left them, and all that it held after each commit.
    private struct Base {
        var main: [UInt8]
        var log: [UInt8]
        var contents: [Content]
    }

    private let scratch: Scratch
    private let bases: [Base]

    private static let identity = JournalIdentity(
        clinic: "small", kind: "rehearsal", identity: .scheduler)
    private static let key = JournalKey.random()

    init() throws {
        let scratch = try Scratch()
        bases = try [false, true].map { try JournalsTarget.base(isOpen: $0, in: scratch) }
        self.scratch = scratch
    }

    func input(_ chance: inout SeededGenerator) -> FuzzInput {
        let base = chance.below(bases.count)
        let changes = (0...chance.below(3)).map { _ -> [UInt8] in
            let isLog = base == 1 && !chance.oneIn(3)
            let size = isLog ? bases[base].log.count : bases[base].main.count
            // Headers of files, pages and frames say how the rest is read.
            let page = chance.below(size / 4_096 + 1) * (isLog ? 4_120 : 4_096)
            let place =
                chance.oneIn(2) ? chance.below(size) : min(size - 1, page + chance.below(40))
            let kind = UInt8(chance.below(5))
            let bytes = chance.bytes(1 + chance.below(chance.oneIn(4) ? 64 : 4))
            return [isLog ? 1 : 0, kind] + [16, 8, 0].map { UInt8(place >> $0 & 0xff) } + bytes
        }
        return FuzzInput([[UInt8(base)]] + changes)
    }

    func check(_ input: FuzzInput) throws {
        let base = bases[Int(input[0].first ?? 0) % bases.count]
        var files = [base.main, base.log]
        var isLogChanged = false
        for change in input.parts.dropFirst() where change.count > 5 {
            let file = Int(change[0] & 1)
            isLogChanged = isLogChanged || file == 1
            JournalsTarget.change(&files[file], by: change)
        }
        // An empty file is a journal that was never begun.
        guard !files[0].isEmpty else { return }
        for name in ["scheduler.sqlite", "scheduler.sqlite-shm"] { scratch.remove(name) }
        try scratch.write(files[0], to: "scheduler.sqlite")
        scratch.remove("scheduler.sqlite-wal")
        if !files[1].isEmpty { try scratch.write(files[1], to: "scheduler.sqlite-wal") }
        do {
            let journal = try SQLiteJournal.open(
                folder: scratch.path, identity: Self.identity, key: Self.key)
            defer { journal.close() }
            let content = try Content(of: journal)
            // SQLite takes a log to end where it no longer fits: the commits before are whole.
            let known = isLogChanged ? base.contents : base.contents.suffix(1)
            try expect(known.contains(content), "it reads what was never written: \(content.count)")
            _ = try journal.verify()
            _ = try journal.page(of: JournalsTarget.stream(), from: 1)
        } catch let error as any JournalError {
            try expect(!error.advice.remedy.isEmpty, "no remedy")
        }
    }

    private static func change(_ file: inout [UInt8], by change: [UInt8]) {
        let place = change[2...4].reduce(0) { $0 << 8 | Int($1) }
        guard place < file.count else { return }
        let bytes = change.dropFirst(5)
        let end = min(file.count, place + bytes.count)
        switch change[1] {
        case 0: for index in place..<end { file[index] ^= bytes[5 + index - place] }
        case 1: file.replaceSubrange(place..<end, with: bytes)
        case 2: file.removeSubrange(place...)
        case 3: for index in place..<min(file.count, place + 512) { file[index] = 0 }
        default:
            // A page stands in another's place.
            let other = Int(bytes.first ?? 0) * 4_096
            guard other + 4_096 <= file.count, place / 4_096 * 4_096 + 4_096 <= file.count else {
                return
            }
            let target = place / 4_096 * 4_096
            file.replaceSubrange(target..<(target + 4_096), with: file[other..<(other + 4_096)])
        }
    }

    private static func base(isOpen: Bool, in scratch: Scratch) throws -> Base {
        let journal = try SQLiteJournal.open(folder: scratch.path, identity: identity, key: key)
        var contents = [try Content(of: journal)]
        var last = HashChain.origin
        let stream = try stream()
        for sequence in Int64(1)...8 {
            var attributes = Attributes(
                id: MessageID("m-\(sequence)"), source: "/small/scheduler",
                type: "scheduler.session.scheduled.v1",
                time: Timestamp(milliseconds: sequence))
            attributes.sequence = sequence
            attributes.prevhash = last
            let event = try Envelope(
                topic: .event(stream), attributes: attributes,
                data: Array(repeating: UInt8(97 + sequence), count: Int(sequence * 700)))
            last = HashChain.hash(of: event.raw)
            let command = try Envelope(
                topic: .command(to: .ledger, verb: "keep", from: .scheduler),
                attributes: attributes, data: Array("{}".utf8))
            try journal.commit([
                Effects(
                    events: [event],
                    cursors: [EventStream.clock: Cursor(sequence: sequence, hash: last)],
                    receipt: Receipt(
                        asker: "cli-t01", message: event.id, answer: [1, 2],
                        expires: RunningTime(milliseconds: sequence)),
                    outgoing: [
                        Outgoing(
                            id: MessageID("o-\(sequence)"), raw: command.raw,
                            deadline: Timestamp(milliseconds: sequence))
                    ])
            ])
            contents.append(try Content(of: journal))
        }
        if !isOpen { journal.close() }
        let base = Base(
            main: try scratch.bytes(of: "scheduler.sqlite"),
            log: isOpen ? try scratch.bytes(of: "scheduler.sqlite-wal") : [], contents: contents)
        journal.close()
        for name in ["scheduler.sqlite", "scheduler.sqlite-wal", "scheduler.sqlite-shm"] {
            scratch.remove(name)
        }
        return base
    }

    private static func stream() throws -> EventStream {
        guard let stream = EventStream("scheduler.session") else { throw Finding("no stream") }
        return stream
    }

    /// All that a journal holds.
    private struct Content: Equatable {
        var entries: [Entry]
        var heads: [EventStream: Cursor]
        var cursors: [EventStream: Cursor]
        var outbox: [Outgoing]
        var receipts: [Receipt]

        /// How much there is of each, for a finding.
        var count: [Int] {
            [entries.count, heads.count, cursors.count, outbox.count, receipts.count]
        }

        init(of journal: any JournalReading) throws {
            entries = try journal.entries(after: 0, limit: 1_000)
            heads = try journal.heads()
            cursors = try journal.cursors()
            outbox = try journal.outbox()
            receipts = try (1...8).compactMap {
                try journal.receipt(asker: "cli-t01", message: MessageID("m-\($0)"))
            }
        }
    }
}
