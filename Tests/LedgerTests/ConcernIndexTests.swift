import LedgerCore
import Messages
import Testing

@Suite("The ledger's index of concerns")
struct ConcernIndexTests {
    private let now = Timestamp(milliseconds: 1_795_442_400_000)

    private func message(
        _ event: any Event, _ sequence: Int64, by owner: Identity = .assessment, hours: Int = 0
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

    private func opened(
        _ concern: ConcernID, of client: ClientID = "c-1", _ urgency: AlertUrgency = .today
    ) -> ConcernOpened {
        ConcernOpened(
            client: client, concern: concern, kind: .suicideRisk, urgency: urgency, questions: [],
            finding: "Screen.")
    }

    private let alerted = RiskAlerted(
        client: "c-1", alert: "a-1", kind: .suicideRisk, urgency: .today,
        due: Timestamp(milliseconds: 0), guidance: "Screen.")
    private let acknowledged = RiskAcknowledged(
        client: "c-1", alert: "a-1", isLate: false, action: "Called.")
    private let closed = ConcernClosed(
        client: "c-1", concern: "k-1", kind: .suicideRisk, level: .low, action: "Screened.",
        hasSafetyPlan: true, nextScreen: LocalDate(daysSince1970: 20_800))

    /// One client's whole case, up to its close.
    private func closedIndex() throws -> ConcernIndex {
        var index = ConcernIndex()
        index.take(try message(opened("k-1"), 1))
        index.take(try message(alerted, 2))
        index.take(try message(acknowledged, 3, hours: 1))
        index.take(try message(closed, 4, hours: 2))
        return index
    }

    private func error(of sequence: Int64, _ type: any Event.Type) -> EnteredInError {
        EnteredInError(
            event: MessageID("risk-\(sequence)"), type: type.type(by: .assessment), client: "c-1",
            reason: "Mixed up.")
    }

    private func open(_ index: ConcernIndex, _ client: ClientID? = nil) throws -> [OpenConcern] {
        try index.page(for: OpenConcerns(client: client)).items
    }

    @Test("What is for now comes first; whose it is narrows it down; alerts say whether they wait")
    func order() throws {
        var index = ConcernIndex()
        index.take(try message(opened("k-1"), 1))
        index.take(try message(alerted, 2))
        index.take(try message(opened("k-2", of: "c-2", .now), 3, hours: 5))
        #expect(try open(index).map(\.concern) == ["k-2", "k-1"])
        #expect(try open(index, "c-1").map(\.alerts) == [["a-1"]])
        index.take(try message(acknowledged, 4, hours: 6))
        #expect(try open(index, "c-1").map(\.alerts) == [[]])
        #expect(try open(index, "c-1").map(\.taken) == [now.advanced(byHours: 6)])
        #expect(index.read.values.sorted() == [4])
    }

    @Test("A close that was entered in error leaves it open, whichever the ledger heard of first")
    func corrected() throws {
        #expect(try open(closedIndex()).isEmpty)
        var after = try closedIndex()
        after.take(try message(error(of: 4, ConcernClosed.self), 1))
        #expect(try open(after).map(\.concern) == ["k-1"])
        after.take(try message(error(of: 3, RiskAcknowledged.self), 2))
        #expect(try open(after).map(\.alerts) == [["a-1"]])

        var before = ConcernIndex()
        before.take(try message(error(of: 2, ConcernClosed.self), 1))
        before.take(try message(opened("k-1"), 1))
        before.take(try message(closed, 2))
        #expect(try open(before).map(\.concern) == ["k-1"])
    }

    @Test("However often a danger is told, what is open stays known")
    func bounded() throws {
        var index = ConcernIndex()
        index.take(try message(opened("k-1"), 1))
        let raised = ConcernRaised(
            client: "c-1", concern: "k-1", kind: .suicideRisk, urgency: .now, questions: [],
            finding: "Again.")
        for sequence in 2...600 as ClosedRange<Int64> {
            index.take(try message(raised, sequence, hours: Int(sequence)))
        }
        let found = try #require(try open(index).first)
        #expect(found.opened == now && found.urgency == .now)
        index.take(try message(closed, 601, hours: 700))
        index.take(try message(error(of: 601, ConcernClosed.self), 1))
        #expect(try open(index).map(\.opened) == [now])
    }

    @Test("Alerts are counted by days of 24 hours back from a moment, and so is their median")
    func burden() throws {
        var index = ConcernIndex()
        for (sequence, hours) in [-50, -26, -25, -24, -1, 0].enumerated() {
            index.take(try message(alerted, Int64(sequence + 1), hours: hours))
        }
        let counts = try index.burden(for: AlertBurden(until: now, days: 3))
        #expect(counts.raised == [1, 3, 2])
        #expect(counts.median == 2)
        #expect(counts.sentence.contains("2 in the median of the last 3 days, and 3 at most"))
        #expect(try index.burden(for: AlertBurden(until: now, days: 1)).raised == [2])
        for days in [0, 36, -1] {
            #expect(throws: Refusal.self) {
                try index.burden(for: AlertBurden(until: now, days: days))
            }
        }
        // Weeks later nothing of them is kept.
        index.take(try message(alerted, 7, hours: 24 * 60))
        #expect(try index.burden(for: AlertBurden(until: now, days: 3)).raised == [0, 0, 0])
    }
}
