internal import Messages
internal import PluginHostCore
internal import TestKit
internal import Testing
internal import TherapyContract

/// What a therapy asked for a stay ends with it; danger does not.
@Suite struct LeavingTests {
    private func asked() throws -> TherapyBench {
        var bench = try TherapyBench.running()
        try bench.act([
            .duty(
                client: "c-0001", name: "call", roles: [.clinician], dueStaffHours: 8,
                what: "Call."),
            .proposeReview(client: "c-0001", why: "Slow."),
            .alert(client: "c-0001", sign: "self-harm", urgency: .now, guidance: "Ask."),
        ])
        return bench
    }

    private let closed = EnrollmentClosed(
        client: "c-0001", enrollment: "e-1", outcome: .completed, reason: "Done.")

    private func gone(_ ending: FollowUpEnding) -> FollowUpClosed {
        FollowUpClosed(client: "c-0001", ending: ending, reason: "Told.", signer: "t01")
    }

    private func ended(_ events: [any Event]) -> [String] {
        events.compactMap { $0 as? DutyEnded }.map(\.name)
    }

    private func open(_ bench: TherapyBench) -> [String] {
        var book = DutyBook()
        for fact in bench.facts { book.apply(fact.event) }
        return book.open.values.map(\.about).sorted()
    }

    @Test func anEndOfTheStayEndsAllThatWasAskedForButDanger() throws {
        var bench = try asked()
        #expect(open(bench) == ["call", "propose-review", "self-harm"])
        let events = try bench.tell(closed, by: .scheduler, id: "end")
        #expect(ended(events) == ["call", "propose-review"])
        #expect(events.compactMap { $0 as? DutyEnded }.allSatisfy { $0.isByLeaving == true })
        #expect(open(bench) == ["self-harm"])
        // In a later stay it asks anew, under the same name.
        try bench.act([
            .duty(
                client: "c-0001", name: "call", roles: [.clinician], dueStaffHours: 8,
                what: "Call again.")
        ])
        #expect(open(bench) == ["call", "self-harm"])
    }

    @Test func whatEndedByLeavingIsCorrectedWhereTheEndIs() throws {
        var bench = try asked()
        try bench.tell(closed, by: .scheduler, id: "end")
        let word = try #require(bench.facts.last { $0.event is DutyEnded })
        let refusal = #expect(throws: Refusal.self) { try bench.core.permitRetraction(of: word) }
        #expect(refusal?.description.contains("Correct what ended the stay") == true)
        var byPerson = word
        byPerson.event = DutyEnded(client: "c-0001", name: "call", how: .done)
        try bench.core.permitRetraction(of: byPerson)
    }

    @Test func aCorrectionOfTheEndBringsItBack() throws {
        var bench = try asked()
        try bench.tell(closed, by: .scheduler, id: "end")
        let words = bench.facts.filter { $0.event is DutyEnded }.map(\.id)
        let events = try bench.retract("end")
        #expect(events.compactMap { $0 as? EnteredInError }.map(\.event).sorted() == words.sorted())
        for word in words { _ = try bench.retract(word, of: "calm") }
        #expect(open(bench) == ["call", "propose-review", "self-harm"])
    }

    @Test(arguments: [FollowUpEnding.moved, .prison, .arrived, .completed])
    func theEndOfTheContactEndsWhatWasAskedForAfterTheStay(_ ending: FollowUpEnding) throws {
        var bench = try asked()
        #expect(ended(try bench.tell(gone(ending), by: .aftercare)) == ["call", "propose-review"])
        #expect(open(bench) == ["self-harm"])
    }

    @Test func nothingIsAskedOfTheDead() throws {
        var bench = try asked()
        try bench.tell(gone(.died), by: .aftercare)
        #expect(open(bench).isEmpty)
    }

    @Test func aWishNotToBeCalledEndsNothing() throws {
        var bench = try asked()
        #expect(try bench.tell(gone(.doNotCall), by: .aftercare).isEmpty)
        #expect(open(bench).count == 3)
    }

    @Test func everyHostHearsOfEnds() throws {
        let contract = try JSONText.decode(
            PluginContract.self, from: Array((TherapyBench.contract + "}").utf8))
        let names = contract.hostReads.map { $0.localType }
        #expect(names.contains(EnrollmentClosed.localType))
        #expect(names.contains(FollowUpClosed.localType))
        #expect(!contract.told.map(\.event.description).contains("scheduler.enrollment.closed"))
    }
}
