import LedgerCore
import Messages
import Testing

@Suite("The ledger's index of duties")
struct DutyIndexTests {
    private let now = Timestamp(milliseconds: 1_795_442_400_000)

    private func message(_ event: any Event, by owner: Identity, _ sequence: Int64) throws
        -> RawMessage
    {
        let kind = type(of: event)
        let stream = try #require(EventStream(owner: owner, entity: kind.entity))
        var attributes = Attributes(
            id: MessageID("\(owner)-\(sequence)"), source: "/example/\(owner)",
            type: kind.type(by: owner),
            time: now)
        attributes.sequence = sequence
        attributes.prevhash = "0"
        return try Envelope(
            topic: .event(stream), attributes: attributes,
            data: try JSONText.encode(event)
        ).raw
    }

    private func opened(
        _ duty: DutyID, _ kind: DutyKind = .contact, of client: ClientID = "c-1",
        to person: StaffID = "t01", dueInHours hours: Int = 1
    ) -> DutyOpened {
        DutyOpened(
            duty: duty, kind: kind, client: client, about: duty.text, role: .clinician,
            person: person, since: now, due: now.advanced(byHours: hours), words: "Call.")
    }

    /// An index of several owners' duties.
    private func index() throws -> DutyIndex {
        var index = DutyIndex()
        index.take(try message(opened("d-1", dueInHours: 2), by: .aftercare, 1))
        index.take(try message(opened("d-2", of: "c-2"), by: .aftercare, 2))
        index.take(
            try message(opened("d-3", .acknowledgeAlert, dueInHours: 8), by: .assessment, 1))
        index.take(
            try message(
                DutyEscalated(
                    duty: "d-2", client: "c-2", rung: 1, role: .clinician, person: "t02",
                    due: now.advanced(byHours: 3)), by: .aftercare, 3))
        return index
    }

    private func duties(_ query: OpenDuties, in index: DutyIndex) throws -> [String] {
        try index.page(for: query).items.map { "\($0.owner) \($0.duty.duty)" }
    }

    @Test("It holds what every owner has open: danger first, then what is due first")
    func order() throws {
        let index = try index()
        #expect(
            try duties(OpenDuties(), in: index) == [
                "assessment d-3", "aftercare d-1", "aftercare d-2",
            ])
        #expect(index.read.values.sorted() == [1, 3])
    }

    @Test("What its owner closed is gone; another owner's of the same id stays")
    func closed() throws {
        var index = try index()
        let closed = DutyClosed(duty: "d-1", client: "c-1", how: .done)
        index.take(try message(closed, by: .scheduler, 1))
        #expect(try duties(OpenDuties(), in: index).count == 3)
        index.take(try message(closed, by: .aftercare, 4))
        #expect(try duties(OpenDuties(), in: index) == ["assessment d-3", "aftercare d-2"])
    }

    @Test("Whose, of which role, about whom, and whether late: each narrows it down")
    func filters() throws {
        let index = try index()
        #expect(try duties(OpenDuties(person: "t02"), in: index) == ["aftercare d-2"])
        #expect(try duties(OpenDuties(role: .nurse), in: index) == [])
        #expect(
            try duties(OpenDuties(client: "c-1"), in: index) == ["assessment d-3", "aftercare d-1"])
        let late = OpenDuties(lateAt: now.advanced(byHours: 2))
        // Since its first holder missed it, whoever has it now.
        #expect(try duties(late, in: index) == ["aftercare d-2"])
    }

    @Test("What need not be done by a moment is ahead; what is late or a danger never is")
    func ahead() throws {
        func ahead(_ dueBy: Timestamp?) throws -> [Bool?] {
            try index().page(for: OpenDuties(dueBy: dueBy)).items.map(\.isAhead)
        }
        // In order: an alert of eight hours, a call of two, and one that was to be made in one.
        #expect(try ahead(nil) == [nil, nil, nil])
        #expect(try ahead(now.advanced(byHours: 1)) == [false, true, false])
        #expect(try ahead(now.advanced(byHours: 2)) == [false, false, false])
        #expect(try ahead(now) == [false, true, true])
    }

    @Test("It comes in pages")
    func pages() throws {
        let index = try index()
        let first = try index.page(for: OpenDuties(limit: 2))
        #expect(first.items.map(\.duty.duty) == ["d-3", "d-1"])
        let rest = try index.page(for: OpenDuties(after: first.next, limit: 2))
        #expect(rest.items.map(\.duty.duty) == ["d-2"])
        #expect(rest.next == nil)
    }

    @Test("What it cannot read, and what is no duty's, changes nothing and holds nothing up")
    func unreadable() throws {
        var index = try index()
        var bad = try message(opened("d-9"), by: .aftercare, 4)
        bad = RawMessage(topic: bad.topic, attributes: bad.attributes, data: Array("{}".utf8)[...])
        index.take(bad)
        index.take(try message(DayBegan.example, by: .supervisor, 1))
        #expect(try duties(OpenDuties(), in: index).count == 3)
        #expect(index.read.values.sorted() == [1, 4])
    }
}
