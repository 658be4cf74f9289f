internal import BenchmarkPeers
internal import Foundation
internal import HashChain
internal import Journal
internal import Messages

/// A writer that commits events to a journal of its own.
struct JournalRole {
    private let board: Board
    private let index: Int
    private let batch: Int
    private let bytes: Int
    private let patience: Int64
    private let folder: String
    private let stream: EventStream

    init(_ settings: RoleSettings) throws {
        board = try settings.board()
        index = settings.number("index")
        batch = settings.number("batch", or: 1)
        bytes = settings.number("bytes", or: 256)
        patience = Int64(settings.number("nanoseconds"))
        folder = "\(settings.text("folder"))/journal\(index)"
        guard let stream = EventStream(owner: .scheduler, entity: "session") else {
            throw BenchmarkError("no stream")
        }
        self.stream = stream
    }

    /// Commits events that were made before: what storage itself costs, its checks included.
    func append() throws {
        let journal = try open()
        var chain = Chain(stream, bytes: bytes)
        // Bounded by memory; when they are used up, the writer stops early.
        let limit = batch == 1 ? 20_000 : 120_000
        var batches: [[Effects]] = []
        var made = 0
        while made < limit {
            batches.append((0..<batch).map { _ in Effects(events: [chain.next()]) })
            made += batch
        }
        try run(batches.makeIterator(), on: journal)
    }

    /// Writes the attributes too, as a service does after it has decided.
    func decideAndAppend() throws {
        let journal = try open()
        var chain = Chain(stream, bytes: bytes)
        let batches = AnyIterator { [batch] () -> [Effects]? in
            (0..<batch).compactMap { _ in
                (try? chain.encodeNext()).map { Effects(events: [$0]) }
            }
        }
        try run(batches, on: journal)
    }

    private func open() throws -> Journal {
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        return try Journal.open(
            folder: folder,
            identity: JournalIdentity(clinic: "austin", kind: "rehearsal", identity: .scheduler))
    }

    private func run(_ batches: some IteratorProtocol<[Effects]>, on journal: Journal) throws {
        var batches = batches
        board[.joined(index)] = 1
        while board[.go] == 0 { board_sleep_microseconds(500) }
        let start = nanosecondsNow
        while nanosecondsNow - start < patience, let next = batches.next() {
            try journal.commit(next)
            board.add(Int64(batch), to: .received(index))
        }
        board[.elapsed(index)] = nanosecondsNow - start
    }
}

/// Events of one stream, numbered and chained.
struct Chain {
    private let stream: EventStream
    private let data: [UInt8]
    private let topic = Array(Sample.topic.utf8)
    private var last = Cursor(sequence: 0, hash: HashChain.origin)

    init(_ stream: EventStream, bytes: Int) {
        self.stream = stream
        data = Array("\"\(String(repeating: "x", count: bytes - 2))\"".utf8)
    }

    private var id: String {
        let digits = String(last.sequence + 1, radix: 16)
        return "019ab3f0-5c1e-7d42-9d0b-" + String(repeating: "0", count: 12 - digits.count)
            + digits
    }

    /// The next one, its attributes put together as text: fast, and the same bytes.
    mutating func next() -> Frames {
        finish(
            Array(
                """
                {"causationid":"019ab3f0-5c1e-7d42-9d0b-0123456789ac",\
                "dataclassification":"clinical","datacontenttype":"application/json",\
                "id":"\(id)","prevhash":"\(last.hash)","sequence":\(last.sequence + 1),\
                "source":"/austin/scheduler","specversion":"1.0","subject":"c-0001",\
                "time":"2026-09-21T14:13:20.000Z","type":"scheduler.session.scheduled.v1"}
                """.utf8))
    }

    /// The next one as a service makes it: encoded from a value, and checked.
    mutating func encodeNext() throws -> Frames {
        var attributes = Attributes(
            id: MessageID(id), source: "/austin/scheduler",
            type: "scheduler.session.scheduled.v1",
            time: Timestamp(milliseconds: 1_790_000_000_000))
        attributes.subject = "c-0001"
        attributes.dataclassification = .clinical
        attributes.sequence = last.sequence + 1
        attributes.prevhash = last.hash
        attributes.causationid = MessageID("019ab3f0-5c1e-7d42-9d0b-0123456789ac")
        let envelope = try Envelope(
            topic: .event(stream, fact: "scheduled"), attributes: attributes, data: data)
        return finish(envelope.frames.attributes)
    }

    private mutating func finish(_ attributes: [UInt8]) -> Frames {
        let frames = Frames(topic: topic, attributes: attributes, data: data)
        last = Cursor(sequence: last.sequence + 1, hash: HashChain.hash(of: frames))
        return frames
    }
}
