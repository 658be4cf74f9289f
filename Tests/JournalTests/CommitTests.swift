import Journal
import JournalCrashWriter
import Messages
import Testing

@Suite("Committing")
struct CommitTests {
    let folder: TemporaryFolder
    let journal: Journal
    var chain: EventChain
    var foreign: EventChain

    init() throws {
        folder = try TemporaryFolder()
        journal = try folder.open()
        chain = EventChain(try .named("scheduler.session"))
        foreign = EventChain(try .named("assessment.client"))
    }

    /// Commits a good input and a bad one in one batch, and sees that neither left anything.
    private func refuse(
        _ bad: Effects, as expected: JournalError, location: SourceLocation = #_sourceLocation
    ) throws {
        let before = try Content(of: journal)
        var other = EventChain(try .named("scheduler.conflict"))
        let good = try Effects(
            noted: nil, events: [other.next()], cursors: [foreign.stream: foreign.last])
        #expect(throws: expected, sourceLocation: location) { try journal.commit([good, bad]) }
        #expect(try Content(of: journal) == before, sourceLocation: location)
        try journal.reopen()
        #expect(try Content(of: journal) == before, sourceLocation: location)
    }

    @Test("The input is noted before the events that it caused, and inputs keep their order")
    mutating func order() throws {
        let inputs = [try foreign.next(), try command("c-1"), try foreign.next()]
        let events = [try chain.next("1"), try chain.next("2"), try chain.next("3")]
        try journal.commit([
            Effects(noted: inputs[0], events: [events[0], events[1]]),
            Effects(),
            Effects(noted: inputs[1]),
            Effects(noted: inputs[2], events: [events[2]]),
        ])
        let entries = try journal.entries(after: 0, limit: 100)
        #expect(
            entries.map(\.raw) == [
                inputs[0], events[0], events[1], inputs[1], inputs[2], events[2],
            ])
        #expect(entries.map(\.isOwn) == [false, true, true, false, false, true])
        #expect(entries.map(\.position) == [1, 2, 3, 4, 5, 6])
        #expect(try journal.entries(after: 4, limit: 1) == [entries[4]])
        #expect(try journal.entries(after: 6, limit: 1) == [])
        #expect(try journal.heads() == [chain.stream: chain.last])
    }

    @Test("Bytes that this version does not understand are kept as they came")
    mutating func keepsBytes() throws {
        let known = try foreign.next()
        let extra = Array(#"{"später":"1.50","later":7,"#.utf8) + known.attributes.dropFirst()
        let raw = RawMessage(topic: known.topic, attributes: extra[...], data: [0, 255, 13])
        try journal.commit([Effects(noted: raw)])
        #expect(try journal.entries(after: 0, limit: 1).first?.raw == raw)
    }

    @Test("A sequence that leaves a hole, or repeats, is refused whole")
    mutating func holes() throws {
        try journal.commit([Effects(events: [try chain.next()])])
        let second = try chain.next()
        let third = try chain.next()
        try refuse(
            Effects(events: [third]),
            as: .hole(stream: chain.stream, expected: 2, found: 3))
        try journal.commit([Effects(events: [second])])
        try refuse(
            Effects(events: [second]),
            as: .hole(stream: chain.stream, expected: 3, found: 2))
        try refuse(
            Effects(events: [third, third]),
            as: .hole(stream: chain.stream, expected: 4, found: 3))
        try journal.commit([Effects(events: [third])])
    }

    @Test("An event that does not carry the hash of the one before it is refused whole")
    mutating func forks() throws {
        var fork = chain
        try refuse(
            Effects(events: [try fork.next(prevhash: String(repeating: "1", count: 64))]),
            as: .forked(stream: chain.stream, sequence: 1))
        fork = chain
        let first = try chain.next("1")
        try journal.commit([Effects(events: [first])])
        _ = try fork.next("another 1")
        try refuse(
            Effects(events: [try fork.next("2")]),
            as: .forked(stream: chain.stream, sequence: 2))
    }

    @Test("Only events of its own streams are published")
    mutating func foreignEvents() throws {
        let expected = JournalError.notOwn(identity: .scheduler)
        try refuse(Effects(events: [try foreign.next()]), as: expected)
        try refuse(Effects(events: [try command("c-1")]), as: expected)
    }

    private func park(_ raw: RawMessage) -> Effects {
        Effects(parked: [
            Parked(
                stream: foreign.stream, sequence: 1, subject: nil, reason: "why", raw: raw,
                since: .second(1))
        ])
    }

    @Test("A message that is not whole is refused")
    func broken() throws {
        try refuse(
            park(RawMessage(topic: [1], attributes: [], data: [])), as: .unreadable(.badTopic))
    }

    @Test("An event over the limit is refused before the commit")
    mutating func tooLong() throws {
        let body = String(repeating: "x", count: RawMessage.eventDataLimitBytes + 1)
        try refuse(
            park(try foreign.next(body)),
            as: .unreadable(
                .dataTooLong(body.utf8.count, limit: RawMessage.eventDataLimitBytes)))
    }

    @Test("What is kept once is refused a second time, without naming its content")
    mutating func onceOnly() throws {
        let noted = try foreign.next("\"secret\"")
        let receipt = Receipt(
            asker: "cli-anna", message: "c-1", answer: Array("secret".utf8), expires: .second(1))
        let outgoing = Outgoing(id: "o-1", raw: try command("o-1"), deadline: .second(1))
        let parked = Parked(
            stream: foreign.stream, sequence: 1, subject: "secret", reason: "why", raw: noted,
            since: .second(1))
        try journal.commit([
            Effects(
                noted: noted, events: [try chain.next(id: "e-1")], receipt: receipt,
                outgoing: [outgoing], parked: [parked])
        ])
        try refuse(
            Effects(noted: noted),
            as: .repeated(place: "event 1 of assessment.client, or another with its id"))
        try refuse(
            Effects(events: [try chain.next(id: "e-1")]),
            as: .repeated(place: "event 2 of scheduler.session, or another with its id"))
        try refuse(
            Effects(receipt: receipt),
            as: .repeated(place: "the receipt of a command from cli-anna"))
        try refuse(
            Effects(outgoing: [outgoing]), as: .repeated(place: "the outgoing command o-1"))
        try refuse(
            Effects(parked: [parked]),
            as: .repeated(place: "event 1 of assessment.client on its parked list"))
    }

    @Test("One that repeats among many is named, and none of them is there")
    mutating func onceOnlyAmongMany() throws {
        try journal.commit([Effects(events: [try chain.next(id: "e-1")])])
        let events = try (2...100).map { number in
            try chain.next(id: number == 77 ? "e-1" : MessageID("e-\(number)"))
        }
        try refuse(
            Effects(events: events),
            as: .repeated(place: "event 77 of scheduler.session, or another with its id"))
    }

    @Test("A trial commit leaves all as it was")
    func trial() throws {
        try journal.commit(try variety())
        let before = try Content(of: journal)
        try journal.probe()
        #expect(try Content(of: journal) == before)
        #expect(try journal.verify().damage == nil)
    }

    @Test("An empty batch writes nothing")
    func nothing() throws {
        try journal.commit([])
        try journal.commit([Effects(), Effects()])
        #expect(try Content(of: journal).entries.isEmpty)
    }

    @Test("A cursor keeps the last place of each stream that was read")
    func cursors() throws {
        let clock = try EventStream.named("supervisor.clock")
        let places = (1...3).map { Cursor(sequence: $0, hash: "\($0)") }
        try journal.commit([
            Effects(cursors: [foreign.stream: places[0], clock: places[1]]),
            Effects(cursors: [foreign.stream: places[2]]),
        ])
        #expect(try journal.cursors() == [foreign.stream: places[2], clock: places[1]])
        #expect(try journal.heads().isEmpty)
    }

    @Test("A receipt is found by asker and id, and goes when it has expired")
    func receipts() throws {
        let receipts = try ["cli-anna", "cli-ben"].map { asker in
            Receipt(
                asker: try #require(Identity(asker)), message: "c-1", answer: Array(asker.utf8),
                expires: .second(10))
        }
        let later = Receipt(asker: "cli-anna", message: "c-2", answer: [], expires: .second(11))
        try journal.commit((receipts + [later]).map { Effects(receipt: $0) })
        #expect(try journal.receipt(asker: "cli-anna", message: "c-1") == receipts[0])
        #expect(try journal.receipt(asker: "cli-ben", message: "c-1") == receipts[1])
        #expect(try journal.receipt(asker: "cli-ben", message: "c-2") == nil)
        try journal.removeReceipts(expiredBefore: .second(10))
        #expect(try journal.receipt(asker: "cli-anna", message: "c-1") == receipts[0])
        try journal.removeReceipts(expiredBefore: .second(11))
        #expect(try journal.receipt(asker: "cli-anna", message: "c-1") == nil)
        #expect(try journal.receipt(asker: "cli-anna", message: "c-2") == later)
        // A commit says nothing of the time that has passed.
        try journal.commit([Effects(settled: ["nothing"])])
        #expect(try journal.running() == .second(11))
    }

    @Test("A command stays in the outbox, in order, until it is settled")
    func outbox() throws {
        let sent = try ["b", "a", "c"].map { id in
            Outgoing(id: MessageID(id), raw: try command(MessageID(id)), deadline: .second(9))
        }
        try journal.commit([Effects(outgoing: [sent[0], sent[1]]), Effects(outgoing: [sent[2]])])
        #expect(try journal.outbox() == sent)
        try journal.commit([Effects(settled: ["a", "unknown"])])
        #expect(try journal.outbox() == [sent[0], sent[2]])
        try journal.reopen()
        #expect(try journal.outbox() == [sent[0], sent[2]])
        try journal.commit([Effects(settled: ["b", "c"])])
        #expect(try journal.outbox().isEmpty)
    }

    @Test("Parked events keep their order; of two with one id, the one that is meant goes")
    mutating func parking() throws {
        let parked = try (1...3).map { sequence in
            Parked(
                stream: foreign.stream, sequence: sequence,
                subject: sequence == 2 ? nil : "client-1", reason: "not yet known: client",
                raw: try foreign.next(id: sequence == 2 ? "other" : "same"),
                since: .second(sequence))
        }
        try journal.commit([Effects(parked: [parked[0]]), Effects(parked: [parked[1], parked[2]])])
        #expect(try journal.parked() == parked)
        try journal.commit([Effects(unparked: [parked[2].place])])
        #expect(try journal.parked() == [parked[0], parked[1]])
        var unknown = parked[0].place
        unknown.sequence = 9
        try journal.commit([Effects(unparked: [parked[1].place, parked[0].place, unknown])])
        #expect(try journal.parked().isEmpty)
    }

    @Test("An event is found by its id, an own one first; commands are no events")
    mutating func byID() throws {
        let noted = try foreign.next(id: "same")
        let own = try chain.next(id: "same")
        let other = try foreign.next(id: "noted")
        try journal.commit([
            Effects(noted: noted, events: [own]), Effects(noted: other),
            Effects(noted: try command("c-1")),
        ])
        #expect(try journal.eventWithID("same") == Entry(position: 2, isOwn: true, raw: own))
        #expect(try journal.eventWithID("noted") == Entry(position: 3, isOwn: false, raw: other))
        #expect(try journal.eventWithID("c-1") == nil)
        #expect(try journal.eventWithID("absent") == nil)
    }
}
