package import Journal
package import Messages

extension JournalKey {
    /// One for all folders of a test run: files are carried from one to another.
    package static let test = JournalKey.random()
}

extension JournalIdentity {
    package static let austin = JournalIdentity(
        clinic: "austin", kind: "rehearsal", identity: .scheduler)
}

extension EventStream {
    /// The stream of a name that is written in a test.
    package static func named(_ text: String) throws -> EventStream {
        guard let stream = EventStream(text) else { throw NoStream(text: text) }
        return stream
    }

    private struct NoStream: Error { let text: String }
}

extension Timestamp {
    /// A moment in whole seconds.
    package static func second(_ seconds: Int64) -> Timestamp {
        Timestamp(milliseconds: seconds * 1_000)
    }
}

extension RunningTime {
    /// A time in whole seconds.
    package static func second(_ seconds: Int64) -> RunningTime {
        RunningTime(milliseconds: seconds * 1_000)
    }
}

/// A command of another, as it is noted or sent.
package func command(_ id: MessageID, _ body: String = "{}") throws -> RawMessage {
    RawMessage(
        topic: Array(Topic.command(to: .scheduler, verb: "plan-week", from: "cli-anna").text.utf8),
        attributes: try JSONText.encode(
            Attributes(
                id: id, source: "/austin/cli-anna", type: "scheduler.plan-week.v1",
                time: .second(1))),
        data: Array(body.utf8))
}

/// All that a journal holds, for comparing.
package struct Content: Equatable {
    package var entries: [Entry]
    package var heads: [EventStream: Cursor]
    package var cursors: [EventStream: Cursor]
    package var receipts: [Receipt]
    package var outbox: [Outgoing]
    package var parked: [Parked]
    package var running: RunningTime

    package init(of journal: any JournalReading) throws {
        entries = []
        while true {
            let more = try journal.entries(after: Int64(entries.count), limit: 7)
            entries += more
            if more.count < 7 { break }
        }
        heads = try journal.heads()
        cursors = try journal.cursors()
        receipts = try journal.receipts()
        running = try journal.running()
        outbox = try journal.outbox()
        parked = try journal.parked()
    }
}

/// Something of every kind, in several inputs.
package func variety(inputs: Int = 12) throws -> [Effects] {
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

extension JournalReading {
    /// All entries, in order.
    package func everything() throws -> [Entry] {
        var found: [Entry] = []
        while true {
            let next = try entries(after: found.last?.position ?? 0, limit: 1000)
            guard !next.isEmpty else { return found }
            found += next
        }
    }
}
