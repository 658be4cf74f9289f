import Journal
import JournalDoubles
import Messages
import Testing

@Suite("Committing")
struct CommitTests {
    @Test(
        "The input is noted before the events that it caused, and inputs keep their order",
        arguments: Store.allCases)
    func order(in store: Store) throws {
        let bench = try Workbench(store)
        let inputs = [try bench.foreign.next(), try command("c-1"), try bench.foreign.next()]
        let events = [
            try bench.chain.next("1"), try bench.chain.next("2"), try bench.chain.next("3"),
        ]
        try bench.journal.commit([
            Effects(noted: inputs[0], events: [events[0], events[1]]),
            Effects(),
            Effects(noted: inputs[1]),
            Effects(noted: inputs[2], events: [events[2]]),
        ])
        let entries = try bench.journal.entries(after: 0, limit: 100)
        #expect(
            entries.map(\.raw) == [
                inputs[0], events[0], events[1], inputs[1], inputs[2], events[2],
            ])
        #expect(entries.map(\.isOwn) == [false, true, true, false, false, true])
        #expect(entries.map(\.position) == [1, 2, 3, 4, 5, 6])
        #expect(try bench.journal.entries(after: 4, limit: 1) == [entries[4]])
        #expect(try bench.journal.entries(after: 6, limit: 1) == [])
        #expect(try bench.journal.heads() == [bench.chain.stream: bench.chain.last])
    }

    @Test(
        "Bytes that this version does not understand are kept as they came",
        arguments: Store.allCases)
    func keepsBytes(in store: Store) throws {
        let bench = try Workbench(store)
        let known = try bench.foreign.next()
        let extra = Array(#"{"später":"1.50","later":7,"#.utf8) + known.attributes.dropFirst()
        let raw = RawMessage(topic: known.topic, attributes: extra[...], data: [0, 255, 13])
        try bench.journal.commit([Effects(noted: raw)])
        #expect(try bench.journal.entries(after: 0, limit: 1).first?.raw == raw)
    }

    @Test("A sequence that leaves a hole, or repeats, is refused whole", arguments: Store.allCases)
    func holes(in store: Store) throws {
        let bench = try Workbench(store)
        try bench.journal.commit([Effects(events: [try bench.chain.next()])])
        let second = try bench.chain.next()
        let third = try bench.chain.next()
        try bench.refuse(
            Effects(events: [third]),
            as: .hole(stream: bench.chain.stream, expected: 2, found: 3))
        try bench.journal.commit([Effects(events: [second])])
        try bench.refuse(
            Effects(events: [second]),
            as: .hole(stream: bench.chain.stream, expected: 3, found: 2))
        try bench.refuse(
            Effects(events: [third, third]),
            as: .hole(stream: bench.chain.stream, expected: 4, found: 3))
        try bench.journal.commit([Effects(events: [third])])
    }

    @Test(
        "An event that does not carry the hash of the one before it is refused whole",
        arguments: Store.allCases)
    func forks(in store: Store) throws {
        let bench = try Workbench(store)
        var fork = bench.chain
        try bench.refuse(
            Effects(events: [try fork.next(prevhash: String(repeating: "1", count: 64))]),
            as: .forked(stream: bench.chain.stream, sequence: 1))
        fork = bench.chain
        let first = try bench.chain.next("1")
        try bench.journal.commit([Effects(events: [first])])
        _ = try fork.next("another 1")
        try bench.refuse(
            Effects(events: [try fork.next("2")]),
            as: .forked(stream: bench.chain.stream, sequence: 2))
    }

    @Test("Only events of its own streams are published", arguments: Store.allCases)
    func foreignEvents(in store: Store) throws {
        let bench = try Workbench(store)
        let expected = JournalRefusal.notOwn(identity: .scheduler)
        try bench.refuse(Effects(events: [try bench.foreign.next()]), as: expected)
        try bench.refuse(Effects(events: [try command("c-1")]), as: expected)
    }

    private func park(_ raw: RawMessage, in bench: Workbench) -> Effects {
        Effects(parked: [
            Parked(
                stream: bench.foreign.stream, sequence: 1, subject: nil, reason: "why", raw: raw,
                since: .second(1))
        ])
    }

    @Test("A message that is not whole is refused", arguments: Store.allCases)
    func broken(in store: Store) throws {
        let bench = try Workbench(store)
        let raw = RawMessage(topic: [1], attributes: [], data: [])
        try bench.refuse(park(raw, in: bench), as: .unreadable(.badTopic))
    }

    @Test("An event over the limit is refused before the commit", arguments: Store.allCases)
    func tooLong(in store: Store) throws {
        let bench = try Workbench(store)
        let body = String(repeating: "x", count: RawMessage.eventDataLimitBytes + 1)
        try bench.refuse(
            park(try bench.foreign.next(body), in: bench),
            as: .unreadable(
                .dataTooLong(body.utf8.count, limit: RawMessage.eventDataLimitBytes)))
    }

    @Test(
        "What is kept once is refused a second time, without naming its content",
        arguments: Store.allCases)
    func onceOnly(in store: Store) throws {
        let bench = try Workbench(store)
        let noted = try bench.foreign.next("\"secret\"")
        let receipt = Receipt(
            asker: "cli-anna", message: "c-1", answer: Array("secret".utf8), expires: .second(1))
        let outgoing = Outgoing(id: "o-1", raw: try command("o-1"), deadline: .second(1))
        let parked = Parked(
            stream: bench.foreign.stream, sequence: 1, subject: "secret", reason: "why",
            raw: noted,
            since: .second(1))
        try bench.journal.commit([
            Effects(
                noted: noted, events: [try bench.chain.next(id: "e-1")], receipt: receipt,
                outgoing: [outgoing], parked: [parked])
        ])
        try bench.refuse(
            Effects(noted: noted),
            as: .repeated(place: "event 1 of assessment.client, or another with its id"))
        try bench.refuse(
            Effects(events: [try bench.chain.next(id: "e-1")]),
            as: .repeated(place: "event 2 of scheduler.session, or another with its id"))
        try bench.refuse(
            Effects(receipt: receipt),
            as: .repeated(place: "the receipt of a command from cli-anna"))
        try bench.refuse(
            Effects(outgoing: [outgoing]), as: .repeated(place: "the outgoing command o-1"))
        try bench.refuse(
            Effects(parked: [parked]),
            as: .repeated(place: "event 1 of assessment.client on its parked list"))
    }

    @Test(
        "One that repeats among many is named, and none of them is there", arguments: Store.allCases
    )
    func onceOnlyAmongMany(in store: Store) throws {
        let bench = try Workbench(store)
        try bench.journal.commit([Effects(events: [try bench.chain.next(id: "e-1")])])
        let events = try (2...100).map { number in
            try bench.chain.next(id: number == 77 ? "e-1" : MessageID("e-\(number)"))
        }
        try bench.refuse(
            Effects(events: events),
            as: .repeated(place: "event 77 of scheduler.session, or another with its id"))
    }

    @Test("A trial commit leaves all as it was", arguments: Store.allCases)
    func trial(in store: Store) throws {
        let bench = try Workbench(store)
        try bench.journal.commit(try variety())
        let before = try Content(of: bench.journal)
        try bench.journal.probe()
        #expect(try Content(of: bench.journal) == before)
        #expect(try bench.journal.verify().damage == nil)
    }

    @Test("An empty batch writes nothing", arguments: Store.allCases)
    func nothing(in store: Store) throws {
        let bench = try Workbench(store)
        try bench.journal.commit([])
        try bench.journal.commit([Effects(), Effects()])
        #expect(try Content(of: bench.journal).entries.isEmpty)
    }

    @Test("A cursor keeps the last place of each stream that was read", arguments: Store.allCases)
    func cursors(in store: Store) throws {
        let bench = try Workbench(store)
        let clock = try EventStream.named("supervisor.clock")
        let places = (1...3).map { Cursor(sequence: $0, hash: "\($0)") }
        try bench.journal.commit([
            Effects(cursors: [bench.foreign.stream: places[0], clock: places[1]]),
            Effects(cursors: [bench.foreign.stream: places[2]]),
        ])
        #expect(try bench.journal.cursors() == [bench.foreign.stream: places[2], clock: places[1]])
        #expect(try bench.journal.heads().isEmpty)
    }

    @Test(
        "A receipt is found by asker and id, and goes when it has expired",
        arguments: Store.allCases)
    func receipts(in store: Store) throws {
        let bench = try Workbench(store)
        let receipts = try ["cli-anna", "cli-ben"].map { asker in
            Receipt(
                asker: try #require(Identity(asker)), message: "c-1", answer: Array(asker.utf8),
                expires: .second(10))
        }
        let later = Receipt(asker: "cli-anna", message: "c-2", answer: [], expires: .second(11))
        try bench.journal.commit((receipts + [later]).map { Effects(receipt: $0) })
        #expect(try bench.journal.receipt(asker: "cli-anna", message: "c-1") == receipts[0])
        #expect(try bench.journal.receipt(asker: "cli-ben", message: "c-1") == receipts[1])
        #expect(try bench.journal.receipt(asker: "cli-ben", message: "c-2") == nil)
        try bench.journal.removeReceipts(expiredBefore: .second(10))
        #expect(try bench.journal.receipt(asker: "cli-anna", message: "c-1") == receipts[0])
        try bench.journal.removeReceipts(expiredBefore: .second(11))
        #expect(try bench.journal.receipt(asker: "cli-anna", message: "c-1") == nil)
        #expect(try bench.journal.receipt(asker: "cli-anna", message: "c-2") == later)
        // A commit says nothing of the time that has passed.
        try bench.journal.commit([Effects(settled: ["nothing"])])
        #expect(try bench.journal.running() == .second(11))
    }

    @Test("A command stays in the outbox, in order, until it is settled", arguments: Store.allCases)
    func outbox(in store: Store) throws {
        let bench = try Workbench(store)
        let sent = try ["b", "a", "c"].map { id in
            Outgoing(id: MessageID(id), raw: try command(MessageID(id)), deadline: .second(9))
        }
        try bench.journal.commit([
            Effects(outgoing: [sent[0], sent[1]]), Effects(outgoing: [sent[2]]),
        ])
        #expect(try bench.journal.outbox() == sent)
        try bench.journal.commit([Effects(settled: ["a", "unknown"])])
        #expect(try bench.journal.outbox() == [sent[0], sent[2]])
        try bench.journal.reopen()
        #expect(try bench.journal.outbox() == [sent[0], sent[2]])
        try bench.journal.commit([Effects(settled: ["b", "c"])])
        #expect(try bench.journal.outbox().isEmpty)
    }

    @Test(
        "Parked events keep their order; of two with one id, the one that is meant goes",
        arguments: Store.allCases)
    func parking(in store: Store) throws {
        let bench = try Workbench(store)
        let parked = try (1...3).map { sequence in
            Parked(
                stream: bench.foreign.stream, sequence: sequence,
                subject: sequence == 2 ? nil : "client-1", reason: "not yet known: client",
                raw: try bench.foreign.next(id: sequence == 2 ? "other" : "same"),
                since: .second(sequence))
        }
        try bench.journal.commit([
            Effects(parked: [parked[0]]), Effects(parked: [parked[1], parked[2]]),
        ])
        #expect(try bench.journal.parked() == parked)
        try bench.journal.commit([Effects(unparked: [parked[2].place])])
        #expect(try bench.journal.parked() == [parked[0], parked[1]])
        var unknown = parked[0].place
        unknown.sequence = 9
        try bench.journal.commit([Effects(unparked: [parked[1].place, parked[0].place, unknown])])
        #expect(try bench.journal.parked().isEmpty)
    }

    @Test(
        "An event is found by its id, an own one first; commands are no events",
        arguments: Store.allCases)
    func byID(in store: Store) throws {
        let bench = try Workbench(store)
        let noted = try bench.foreign.next(id: "same")
        let own = try bench.chain.next(id: "same")
        let other = try bench.foreign.next(id: "noted")
        try bench.journal.commit([
            Effects(noted: noted, events: [own]), Effects(noted: other),
            Effects(noted: try command("c-1")),
        ])
        #expect(
            try bench.journal.eventWithID("same") == Entry(position: 2, isOwn: true, raw: own))
        #expect(
            try bench.journal.eventWithID("noted")
                == Entry(position: 3, isOwn: false, raw: other))
        #expect(try bench.journal.eventWithID("c-1") == nil)
        #expect(try bench.journal.eventWithID("absent") == nil)
    }
}
