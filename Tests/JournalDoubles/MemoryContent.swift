internal import HashChain
internal import Journal
internal import Messages

/// What a journal in memory holds, and the rules by which it grows. A commit that is refused leaves
/// nothing behind.
struct MemoryContent {
    private(set) var entries: [Entry] = []
    private(set) var heads: [EventStream: Cursor] = [:]
    private(set) var cursors: [EventStream: Cursor] = [:]
    private(set) var outbox: [Outgoing] = []
    private(set) var parked: [Parked] = []
    private(set) var running = RunningTime(milliseconds: 0)
    private let owner: Identity
    private var receipts: [Asked: Receipt] = [:]
    /// Where the events of each stream stand, own ones apart from noted ones.
    private var streams: [Kept: [Place]] = [:]
    /// Where the event of an id stands; of noted ones the first.
    private var ownEvents: [MessageID: Int64] = [:]
    private var notedEvents: [MessageID: Int64] = [:]
    private var names: NameIndex?

    private struct Asked: Hashable {
        var asker: Identity
        var message: MessageID
    }

    private struct Kept: Hashable {
        var stream: EventStream
        var isOwn: Bool
    }

    private struct Place {
        var sequence: Int64
        var position: Int64
    }

    init(of owner: Identity) {
        self.owner = owner
        names = owner == .ledger ? NameIndex() : nil
    }
}

// How it grows.
extension MemoryContent {
    /// Adds all of a batch, or nothing; the last position then.
    mutating func commit(_ batch: [Effects]) throws -> Int64 {
        let before = (entries.count, heads, cursors, outbox, parked)
        var added: [Asked] = []
        do {
            for effects in batch { try add(effects, &added) }
        } catch {
            while entries.count > before.0 { removeLast() }
            (_, heads, cursors, outbox, parked) = before
            for asked in added { receipts[asked] = nil }
            throw error
        }
        return Int64(entries.count)
    }

    private mutating func add(_ effects: Effects, _ added: inout [Asked]) throws {
        if let noted = effects.noted { try note(noted) }
        for event in effects.events { try publish(event) }
        cursors.merge(effects.cursors) { _, new in new }
        if let receipt = effects.receipt {
            let asked = Asked(asker: receipt.asker, message: receipt.message)
            guard receipts[asked] == nil else {
                throw JournalRefusal.repeated(
                    place: "the receipt of a command from \(receipt.asker)")
            }
            receipts[asked] = receipt
            added.append(asked)
        }
        for outgoing in effects.outgoing {
            guard !outbox.contains(where: { $0.id == outgoing.id }) else {
                throw JournalRefusal.repeated(place: "the outgoing command \(outgoing.id)")
            }
            outbox.append(outgoing)
        }
        if !effects.settled.isEmpty { outbox.removeAll { effects.settled.contains($0.id) } }
        for event in effects.parked { try park(event) }
        if !effects.unparked.isEmpty { parked.removeAll { effects.unparked.contains($0.place) } }
    }

    private mutating func note(_ envelope: Envelope) throws {
        guard case .event(let stream) = envelope.address else {
            entries.append(
                Entry(position: Int64(entries.count) + 1, isOwn: false, raw: envelope.raw))
            return
        }
        guard stream.owner != owner else {
            throw JournalRefusal.repeated(place: "an own event of \(stream)")
        }
        try append(envelope, of: Kept(stream: stream, isOwn: false))
    }

    private mutating func publish(_ envelope: Envelope) throws {
        guard case .event(let stream) = envelope.address, stream.owner == owner,
            let sequence = envelope.attributes.sequence
        else { throw JournalRefusal.notOwn(identity: owner) }
        let last = heads[stream] ?? Cursor(sequence: 0, hash: HashChain.origin)
        guard sequence == last.sequence + 1 else {
            throw JournalRefusal.hole(
                stream: stream, expected: last.sequence + 1, found: sequence)
        }
        guard envelope.attributes.prevhash == last.hash else {
            throw JournalRefusal.forked(stream: stream, sequence: sequence)
        }
        try append(envelope, of: Kept(stream: stream, isOwn: true))
        heads[stream] = Cursor(sequence: sequence, hash: HashChain.hash(of: envelope.raw))
    }

    private mutating func append(_ envelope: Envelope, of kept: Kept) throws {
        let sequence = envelope.attributes.sequence ?? 0
        let places = streams[kept] ?? []
        // Nearly always the last: only what was parked comes later than its successors.
        let index = places.lastIndex { $0.sequence <= sequence }.map { $0 + 1 } ?? 0
        let isThere = index > 0 && places[index - 1].sequence == sequence
        guard !isThere, !kept.isOwn || ownEvents[envelope.id] == nil else {
            throw JournalRefusal.repeated(
                place: "event \(sequence) of \(kept.stream), or another with its id")
        }
        let entry = Entry(
            position: Int64(entries.count) + 1, isOwn: kept.isOwn, raw: envelope.raw)
        entries.append(entry)
        streams[kept, default: []].insert(
            Place(sequence: sequence, position: entry.position), at: index)
        if kept.isOwn {
            ownEvents[envelope.id] = entry.position
        } else if notedEvents[envelope.id] == nil {
            notedEvents[envelope.id] = entry.position
        }
        names?.add(entry, among: entries)
    }

    private mutating func park(_ event: Parked) throws {
        _ = try envelope(event.raw)
        guard !parked.contains(where: { $0.place == event.place }) else {
            throw JournalRefusal.repeated(
                place: "event \(event.sequence) of \(event.stream) on its parked list")
        }
        parked.append(event)
    }

    /// Takes back the last entry of a commit that is refused.
    private mutating func removeLast() {
        let entry = entries.removeLast()
        names?.remove(entry)
        guard let envelope = try? Envelope(entry.raw),
            case .event(let stream) = envelope.address
        else { return }
        streams[Kept(stream: stream, isOwn: entry.isOwn)]?.removeAll {
            $0.position == entry.position
        }
        if ownEvents[envelope.id] == entry.position { ownEvents[envelope.id] = nil }
        if notedEvents[envelope.id] == entry.position { notedEvents[envelope.id] = nil }
    }

    private func envelope(_ raw: RawMessage) throws -> Envelope {
        do { return try Envelope(raw) } catch { throw JournalRefusal.unreadable(error) }
    }

    mutating func removeReceipts(expiredBefore time: RunningTime) {
        running = time
        receipts = receipts.filter { $0.value.expires >= time }
    }

    mutating func indexMore(limit: Int) -> Unindexed? {
        names?.addMore(limit: limit, of: entries)
        return unindexed
    }

    mutating func forgetNames() { names?.forget(entries.count) }

    /// Takes over all that another journal holds.
    mutating func load(_ other: any JournalReading) throws {
        var batch: [Effects] = []
        while true {
            let more = try other.entries(after: Int64(batch.count), limit: 1_000)
            batch += try more.map {
                let envelope = try Envelope($0.raw)
                return $0.isOwn ? Effects(events: [envelope]) : Effects(noted: envelope)
            }
            if more.isEmpty { break }
        }
        batch.append(
            Effects(
                cursors: try other.cursors(), outgoing: try other.outbox(),
                parked: try other.parked()))
        _ = try commit(batch + (try other.receipts()).map { Effects(receipt: $0) })
        running = try other.running()
    }
}

// What it tells.
extension MemoryContent {
    var unindexed: Unindexed? { names?.unindexed }

    var allReceipts: [Receipt] {
        receipts.values.sorted { ($0.asker, $0.message.text) < ($1.asker, $1.message.text) }
    }

    func receipt(asker: Identity, message: MessageID) -> Receipt? {
        receipts[Asked(asker: asker, message: message)]
    }

    func position(of id: MessageID) -> Int64? { ownEvents[id] ?? notedEvents[id] }

    func entries(ofEntity entity: String) -> [Entry] {
        streams.filter { $0.key.stream.entity == entity }.flatMap(\.value).map(\.position).sorted()
            .map(entry)
    }

    func entries(naming name: String, after position: Int64, limit: Int) -> [Entry] {
        (names?.positions(of: name) ?? []).filter { $0 > position }.prefix(limit).map(entry)
    }

    func page(of stream: EventStream, from sequence: Int64, isOwn: Bool) -> ReplayPage {
        page(places(of: stream, isOwn: isOwn, from: sequence))
    }

    func history(of stream: EventStream, from sequence: Int64) -> History {
        let isOwn = stream.owner == owner
        let first = max(1, sequence)
        guard let head = isOwn ? heads[stream] : cursors[stream], head.sequence > 0 else {
            return .unknown
        }
        let places = places(of: stream, isOwn: isOwn, from: first)
            .prefix { $0.sequence <= head.sequence }
        // Up to the first that was not kept.
        let whole = zip(places, first...).prefix { $0.sequence == $1 }.map(\.0)
        guard whole.isEmpty, first <= head.sequence else {
            return .page(page(whole), head: head)
        }
        let place = EventPlace(stream: stream, sequence: first)
        return .absent(isParked: parked.contains { $0.place == place })
    }

    /// Reads all of it again, from the bytes.
    func verify() -> VerificationReport {
        var report = VerificationReport(entries: 0, heads: [:])
        var noted: [EventStream: Cursor] = [:]
        for entry in entries {
            guard let envelope = try? Envelope(entry.raw) else {
                return damaged(report, "entry \(entry.position)")
            }
            if case .event(let stream) = envelope.address {
                let sequence = envelope.attributes.sequence ?? 0
                let last =
                    (entry.isOwn ? report.heads : noted)[stream]
                    ?? Cursor(sequence: 0, hash: HashChain.origin)
                let isNext = sequence == last.sequence + 1
                guard isNext ? envelope.attributes.prevhash == last.hash : !entry.isOwn else {
                    return damaged(report, "entry \(entry.position)")
                }
                let next = Cursor(sequence: sequence, hash: HashChain.hash(of: entry.raw))
                if entry.isOwn { report.heads[stream] = next } else { noted[stream] = next }
            }
            report.entries += 1
        }
        return report.heads == heads ? report : damaged(report, "its heads")
    }

    private func damaged(_ report: VerificationReport, _ place: String) -> VerificationReport {
        var report = report
        report.damage = VerificationReport.Damage(
            position: report.entries + 1,
            advice: Advice(
                "The journal in memory is damaged at \(place).", remedy: "See who changed it."))
        return report
    }

    private func entry(_ position: Int64) -> Entry { entries[Int(position) - 1] }

    private func places(of stream: EventStream, isOwn: Bool, from sequence: Int64) -> [Place] {
        (streams[Kept(stream: stream, isOwn: isOwn)] ?? []).filter { $0.sequence >= sequence }
    }

    private func page(_ places: [Place]) -> ReplayPage {
        var page = ReplayPage(messages: [])
        var bytes = 0
        for place in places {
            let raw = entry(place.position).raw
            bytes += ReplayPage.cost(of: raw)
            guard page.messages.isEmpty || bytes <= ReplayPage.limitBytes else { break }
            page.messages.append(raw)
        }
        return page
    }
}
