import LedgerCore
import Messages
import TestKit
import Testing

@Suite("The ledger's index of therapies")
struct TherapyIndexTests {
    private let now = Timestamp(milliseconds: 1_795_442_400_000)
    private let day = LocalDate(year: 2026, month: 11, day: 26)

    private func message(
        _ event: any Event, _ sequence: Int64, by owner: Identity = "lifeline", hours: Int = 0
    ) throws -> RawMessage {
        let kind = type(of: event)
        let stream = try #require(EventStream(owner: owner, entity: kind.entity))
        var attributes = Attributes(
            id: MessageID("\(kind.entity)-\(sequence)"), source: "/example/\(owner)",
            type: kind.type(by: owner), time: now.advanced(byHours: hours))
        attributes.sequence = sequence
        attributes.prevhash = "0"
        return try Envelope(
            topic: .event(stream), attributes: attributes, data: try JSONText.encode(event)
        ).raw
    }

    private func index() throws -> TherapyIndex {
        var index = TherapyIndex()
        for (place, event) in try Approval.events(of: "lifeline").enumerated() {
            index.take(try message(event, Int64(place + 1), by: .supervisor))
        }
        return index
    }

    private let assigned = PracticeAssigned(
        client: "c-1", practice: "breathe", due: LocalDate(year: 2026, month: 11, day: 26))

    @Test("What was approved last is there without its forms, and says whether it is in use")
    func approved() throws {
        var index = try index()
        let line = try #require(try index.page(for: ApprovedTherapies()).items.first)
        #expect(line.therapy == "lifeline" && line.isInUse)
        guard case .object(let members) = line.contract else { return #expect(Bool(false)) }
        #expect(members["forms"] == nil && members["practice"] != nil)
        index.take(
            try message(
                PluginDisabled(plugin: "lifeline", by: "dir", reason: "r"), 3, by: .supervisor))
        #expect(try index.page(for: ApprovedTherapies()).items.map(\.isInUse) == [false])
    }

    @Test("A practice is what was assigned last and said since, by the title of the contract")
    func practice() throws {
        var index = try index()
        index.take(try message(assigned, 1))
        var line = try #require(try index.page(for: Practices(client: "c-1")).items.first)
        #expect(line.title == "Breathe out slowly" && line.due == day && line.isDone == nil)
        index.take(
            try message(
                PracticeReported(client: "c-1", practice: "breathe", isDone: true), 2, hours: 5))
        line = try #require(try index.page(for: Practices()).items.first)
        #expect(line.isDone == true && line.reported == now.advanced(byHours: 5))
        index.take(try message(assigned, 3, hours: 9))
        line = try #require(try index.page(for: Practices()).items.first)
        #expect(line.isDone == nil && line.assigned == now.advanced(byHours: 9))
        #expect(try index.page(for: Practices(client: "c-2")).items.isEmpty)
    }

    @Test("What is due soonest comes first, whoever has it, and what has no day last")
    func order() throws {
        var index = try index()
        for (number, given) in [("c-1", "a", 9), ("c-2", "b", 2), ("c-1", "c", 5)].enumerated() {
            index.take(
                try message(
                    PracticeAssigned(
                        client: ClientID(given.0), practice: given.1,
                        due: day.advanced(by: given.2)), Int64(number + 1)))
        }
        index.take(
            try message(PracticeReported(client: "c-1", practice: "own", isDone: true), 9))
        #expect(try index.page(for: Practices()).items.map(\.practice) == ["b", "c", "a", "own"])
    }

    @Test("What was entered in error is left out, whichever comes first", arguments: [true, false])
    func retracted(correctionFirst: Bool) throws {
        var index = try index()
        let wrong = try message(
            EnteredInError(
                event: "practice-1", type: PracticeAssigned.type(by: "lifeline"), client: "c-1",
                reason: "r"), 1)
        let event = try message(assigned, 1)
        for raw in correctionFirst ? [wrong, event] : [event, wrong] { index.take(raw) }
        #expect(try index.page(for: Practices()).items.isEmpty)
    }

    @Test(
        "A practice ends with the stay, or the contact, in which it was given; a correction undoes it"
    )
    func ends() throws {
        let closed = EnrollmentClosed(
            client: "c-1", enrollment: "e-1", outcome: .completed, reason: "Done.")
        let gone = { (ending: FollowUpEnding) in
            FollowUpClosed(client: "c-1", ending: ending, reason: "Told.", signer: "t01")
        }
        for (event, owner, isOver) in [
            (closed, .scheduler, true), (gone(.died), .aftercare, true),
            (gone(.doNotCall), .aftercare, false),
        ] as [(any Event, Identity, Bool)] {
            var index = try index()
            index.take(try message(assigned, 1))
            let end = try message(event, 1, by: owner, hours: 1)
            index.take(end)
            #expect(try index.page(for: Practices()).items.isEmpty == isOver)
            // Whoever comes back is given something anew.
            var again = index
            again.take(try message(assigned, 2, hours: 2))
            #expect(try again.page(for: Practices()).items.count == 1)
            let correction = EnteredInError(
                event: try Envelope(end).attributes.id, type: type(of: event).type(by: owner),
                client: "c-1", reason: "Somebody else.")
            index.take(try message(correction, 1, by: owner, hours: 3))
            #expect(try index.page(for: Practices()).items.count == 1)
        }
    }
}
