internal import Messages

/// A urine test of one client.
struct Test: Equatable, Codable {
    var id: UrineTestID
    var day: LocalDate
    var ordered: Timestamp
    var isDrawn: Bool
    var collection: Collection?
    /// The first look, and the laboratory's word.
    var presumptive: Result?
    var confirmed: Result?
    var judgement: TestJudgement?
    var isLapsed = false

    /// What became of it.
    struct Collection: Equatable, Codable {
        var outcome: CollectionOutcome
        var time: Timestamp
    }

    /// What was found.
    struct Result: Equatable, Codable {
        var found: [TestedSubstance]
        var time: Timestamp
    }

    /// Of those for which nobody has anything to do any more: half a year of two a week.
    private static let retention = Retention.Newest(52)

    /// What counts of its results: the laboratory's word, if there is one.
    var result: Result? { confirmed ?? presumptive }

    /// What was found that no prescribed medication explains.
    func unexpected(beside medications: [Prescribed]) -> [TestedSubstance] {
        (result?.found ?? []).filter { substance in
            !medications.contains { $0.explains(substance, on: day) }
        }
    }

    /// What somebody has to do about it; `nil` for nothing.
    func next(beside medications: [Prescribed]) -> DutyKind? {
        guard !isLapsed, judgement == nil else { return nil }
        switch collection?.outcome {
        case nil: return .collectTest
        case .collected?:
            guard result != nil else { return .recordResult }
            guard !unexpected(beside: medications).isEmpty else { return nil }
            return confirmed == nil ? .recordResult : .judgeTest
        case .refused?, .missed?: return .judgeTest
        default: return nil
        }
    }

    /// Whether a person may decide what it means: on a first look too, as the client may have told.
    func isJudgeable(beside medications: [Prescribed]) -> Bool {
        guard judgement == nil else { return false }
        return [.refused, .missed].contains(collection?.outcome)
            || !unexpected(beside: medications).isEmpty
    }

    /// What was open of an earlier stay is nobody's any more; it may be told late.
    static func beginStay(_ tests: inout [Test], beside list: [Prescribed]) {
        for place in tests.indices where tests[place].next(beside: list) != nil {
            tests[place].isLapsed = true
        }
    }

    static func fold(_ fact: Fact, into tests: inout [Test], explainedBy list: [Prescribed]) {
        switch fact.event {
        case let event as UrineTestOrdered:
            tests.append(
                Test(id: event.test, day: event.day, ordered: fact.time, isDrawn: event.isDrawn))
            var over = tests.filter { $0.next(beside: list) == nil }
            retention.trim(&over)
            let kept = Set(over.map(\.id))
            tests.removeAll { $0.next(beside: list) == nil && !kept.contains($0.id) }
        case let event as CollectionRecorded:
            change(event.test, in: &tests) {
                $0.collection = Collection(outcome: event.outcome, time: fact.time)
                $0.isLapsed = false
            }
        case let event as UrineTestLapsed: change(event.test, in: &tests) { $0.isLapsed = true }
        case let event as TestResulted:
            change(event.test, in: &tests) {
                let result = Result(found: event.found, time: fact.time)
                if event.stage == .confirmed {
                    $0.confirmed = result
                } else {
                    $0.presumptive = result
                }
            }
        case let event as TestJudged:
            change(event.test, in: &tests) { $0.judgement = event.judgement }
        default: break
        }
    }

    private static func change(
        _ id: UrineTestID, in tests: inout [Test], _ body: (inout Test) -> Void
    ) {
        guard let place = tests.firstIndex(where: { $0.id == id }) else { return }
        body(&tests[place])
    }
}
