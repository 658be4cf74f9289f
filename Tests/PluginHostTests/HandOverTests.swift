import Messages
import PluginHostCore
import TestKit
import Testing
import TherapyContract

@Suite("What a therapy asks of people is a service's duty, once one has taken it over")
struct HandOverTests {
    /// The duties that are open, by what they are about.
    private func open(_ bench: TherapyBench) -> [String] {
        let closed = Set(bench.facts.compactMap { ($0.event as? DutyClosed)?.duty })
        return bench.facts.compactMap { $0.event as? DutyOpened }
            .filter { !closed.contains($0.duty) }.map(\.about)
    }

    private func event<Kind: Event>(_ kind: Kind.Type, in bench: TherapyBench) throws -> MessageID {
        try #require(bench.facts.last { $0.event is Kind }).id
    }

    @Test("An alert is the host's duty until assessment has a concern of it")
    func alert() throws {
        var bench = try TherapyBench.running()
        try bench.act([
            .alert(client: "c-0001", sign: "self-harm", urgency: .now, guidance: "Call now.")
        ])
        #expect(open(bench) == ["self-harm"], "while assessment is down it stands")
        let opened = ConcernOpened(
            client: "c-0001", concern: "k-1", kind: .suicideRisk, urgency: .now, questions: [],
            finding: "calm saw self-harm")
        try bench.tell(opened, by: .assessment, upon: "another")
        #expect(open(bench) == ["self-harm"], "another's concern takes nothing over")
        try bench.tell(opened, by: .assessment, upon: event(AlertRaised.self, in: bench))
        #expect(open(bench).isEmpty)
        // The same sign again is a new alert.
        try bench.act([
            .alert(client: "c-0001", sign: "self-harm", urgency: .now, guidance: "Call now.")
        ])
        #expect(open(bench) == ["self-harm"])
    }

    @Test("A proposal is the host's duty until the scheduler has taken it")
    func proposal() throws {
        var bench = try TherapyBench.running()
        try bench.act([.proposeReview(client: "c-0001", why: "Three cards missed.")])
        #expect(open(bench) == [PluginAct.proposeReview.rawValue])
        try bench.tell(
            ProposalTaken(
                client: "c-0001", enrollment: "e-1", therapy: "calm",
                proposal: event(ReviewProposed.self, in: bench)), by: .scheduler)
        #expect(open(bench).isEmpty)
    }

    @Test("A host reads who takes over what its contract asks for, and nothing else of it")
    func reads() throws {
        let all = try #require(try TherapyBench.running().core.contract)
        #expect(all.hostReads.contains { $0 == ConcernOpened.self })
        #expect(all.hostReads.contains { $0 == ProposalTaken.self })
        var none = all
        none.acts = [.duty]
        #expect(!none.hostReads.contains { $0 == ConcernOpened.self || $0 == ProposalTaken.self })
    }

    @Test(
        "A program is told of its own form by the plain id, and of others' as it stands",
        arguments: [("calm.card", "card"), ("other.card", "other.card"), ("phq-9", "phq-9")])
    func plainID(instrument: String, told: String) throws {
        let contract = try #require(try TherapyBench.running().core.contract)
        var transcript = TherapyTranscript(of: contract, timeZone: "America/Chicago")
        let scored = QuestionnaireScored(
            client: "c-0001", submission: "f-1", instrument: instrument, policy: "card 1",
            scores: ["urge": 4], bands: [:], flags: [])
        var attributes = Attributes(
            id: "m-1", source: "/example/assessment",
            type: QuestionnaireScored.type(by: .assessment),
            time: Timestamp(milliseconds: 0))
        attributes.subject = "c-0001"
        attributes.sequence = 1
        attributes.prevhash = "0"
        let stream = try #require(EventStream("assessment.questionnaire"))
        let envelope = try Envelope(
            topic: .event(stream), attributes: attributes, data: try JSONText.encode(scored))
        let passed = transcript.fact(of: envelope)
        let fact = try #require(passed)
        var expected = scored
        expected.instrument = told
        #expect(fact.data == (try JSONText.encode(expected)))
    }
}
