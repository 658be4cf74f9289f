import Foundation
import Journal
import JournalCrashWriter
import Messages
import Testing

/// A folder of its own for one test, removed with it.
final class TemporaryFolder: Sendable {
    let path: String

    init() throws {
        let url = FileManager.default.temporaryDirectory
            .appendingPathComponent("journal-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
        path = url.path
    }

    deinit { try? FileManager.default.removeItem(atPath: path) }

    var file: String { "\(path)/scheduler.sqlite" }

    func open(
        _ owner: JournalIdentity = .austin, key: JournalKey? = nil, witness: String? = nil,
        limitPages: Int? = nil
    ) throws -> Journal {
        try Journal.open(
            folder: path, identity: owner, key: key ?? .test, witness: witness,
            limitPages: limitPages)
    }

    func bytes(of path: String? = nil) throws -> [UInt8] {
        Array(try Data(contentsOf: URL(fileURLWithPath: path ?? file)))
    }

    func write(_ bytes: [UInt8], to path: String? = nil) throws {
        try Data(bytes).write(to: URL(fileURLWithPath: path ?? file))
    }
}

extension JournalKey {
    /// One for all folders of a test run: files are carried from one to another.
    static let test = JournalKey.random()
}

extension JournalIdentity {
    static let austin = JournalIdentity(
        clinic: "austin", kind: "rehearsal", identity: .scheduler)
}

extension EventStream {
    static func named(_ text: String) throws -> EventStream { try #require(EventStream(text)) }
}

extension Timestamp {
    static func second(_ seconds: Int64) -> Timestamp { Timestamp(milliseconds: seconds * 1_000) }
}

extension RunningTime {
    static func second(_ seconds: Int64) -> RunningTime {
        RunningTime(milliseconds: seconds * 1_000)
    }
}

/// A command of another, as it is noted or sent.
func command(_ id: MessageID, _ body: String = "{}") throws -> RawMessage {
    RawMessage(
        topic: Array(Topic.command(to: .scheduler, verb: "plan-week", from: "cli-anna").text.utf8),
        attributes: try JSONText.encode(
            Attributes(
                id: id, source: "/austin/cli-anna", type: "scheduler.plan-week.v1",
                time: .second(1))),
        data: Array(body.utf8))
}

/// All that a journal holds, for comparing.
struct Content: Equatable {
    var entries: [Entry]
    var heads: [EventStream: Cursor]
    var cursors: [EventStream: Cursor]
    var outbox: [Outgoing]
    var parked: [Parked]

    init(of journal: Journal) throws {
        entries = []
        while true {
            let more = try journal.entries(after: Int64(entries.count), limit: 7)
            entries += more
            if more.count < 7 { break }
        }
        heads = try journal.heads()
        cursors = try journal.cursors()
        outbox = try journal.outbox()
        parked = try journal.parked()
    }
}

/// Something of every kind, in several inputs.
func variety(inputs: Int = 12) throws -> [Effects] {
    var session = EventChain(try .named("scheduler.session"))
    var attendance = EventChain(try .named("scheduler.attendance"))
    var client = EventChain(try .named("assessment.client"))
    return try (1...Int64(inputs)).map { number in
        let noted = try client.next("{\"client\":\"\(number)\"}")
        var effects = try Effects(
            noted: noted, events: [session.next("{\"n\":\(number)}")],
            cursors: [client.stream: client.last])
        if number % 2 == 0 { effects.events.append(try Envelope(attendance.next(""))) }
        if number % 3 == 0 {
            effects.receipt = Receipt(
                asker: "cli-anna", message: MessageID("command-\(number)"), answer: [1, 2, 3],
                expires: .second(number))
        }
        if number % 4 == 0 {
            let id = MessageID("sent-\(number)")
            effects.outgoing = [
                Outgoing(id: id, raw: try command(id), deadline: .second(number))
            ]
        }
        if number % 5 == 0 {
            effects.parked = [
                Parked(
                    stream: client.stream, sequence: number, subject: "client-\(number)",
                    reason: "test", raw: noted, since: .second(number))
            ]
        }
        return effects
    }
}
