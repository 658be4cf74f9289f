/// Orders a urine test for today, beside those that are drawn by chance.
public struct OrderUrineTest: Command, AboutClient {
    public static let type = "treatment.order-test.v1"
    public static let roles: Set<Role> = .clinical

    public var client: ClientID
    /// Why; not empty.
    public var reason: String
}

/// A urine is to be collected today.
///
/// The day is drawn when it begins, and no earlier: nothing that anybody could read tells of a later
/// one.
public struct UrineTestOrdered: Event, AboutClient {
    public static let type = "treatment.urine-test.ordered.v1"

    public var client: ClientID
    /// Which test it is.
    public var test: UrineTestID
    /// The day on which it is collected.
    public var day: LocalDate
    /// Whether chance drew it; else a person ordered it.
    public var isDrawn: Bool
    /// Why a person ordered it.
    public var reason: String?
}

/// Says what became of a test that was ordered: collected or not.
public struct RecordCollection: Command, AboutClient {
    public static let type = "treatment.record-collection.v1"
    public static let roles: Set<Role> = .care

    public var client: ClientID
    /// Which test it is.
    public var test: UrineTestID
    /// What became of it; only known words are taken.
    public var outcome: CollectionOutcome
    /// Who collected it, or was there; whoever gives the command if left out.
    public var collector: StaffID?
    /// What else is to be known, such as why it was excused.
    public var note: String?
}

/// A person said what became of a test that was ordered.
public struct CollectionRecorded: Event, AboutClient {
    public static let type = "treatment.urine-test.collection-recorded.v1"

    public var client: ClientID
    /// Which test it is.
    public var test: UrineTestID
    /// What became of it.
    public var outcome: CollectionOutcome
    /// Who collected it, or was there.
    public var collector: StaffID
    /// What else is to be known.
    public var note: String?
}

/// Nobody wrote down in time whether a test was collected. That says nothing about the client.
public struct UrineTestLapsed: Event, AboutClient {
    public static let type = "treatment.urine-test.lapsed.v1"

    public var client: ClientID
    /// Which test it is.
    public var test: UrineTestID
}

/// Records what a collected urine showed.
public struct RecordTestResult: Command, AboutClient {
    public static let type = "treatment.record-result.v1"
    public static let roles: Set<Role> = .care

    public var client: ClientID
    /// Which test it is.
    public var test: UrineTestID
    /// Whether it is the first look or the laboratory's word; only known words are taken.
    public var stage: ResultStage
    /// What was found; only known words are taken. Empty if nothing was.
    public var found: [TestedSubstance]
}

/// What a collected urine showed.
public struct TestResulted: Event, AboutClient {
    public static let type = "treatment.urine-test.resulted.v1"

    public var client: ClientID
    /// Which test it is.
    public var test: UrineTestID
    /// Whether it is the first look or the laboratory's word.
    public var stage: ResultStage
    /// What was found.
    public var found: [TestedSubstance]
    /// What of it no prescribed medication explained when the result was recorded.
    public var unexpected: [TestedSubstance]
}

/// Decides what an unexpected finding, a refusal or a missed collection means, once it was talked
/// over with the client.
public struct JudgeTest: Command, AboutClient {
    public static let type = "treatment.judge-test.v1"
    public static let roles: Set<Role> = [
        .director, .clinicalSupervisor, .clinician, .prescriber,
    ]

    public var client: ClientID
    /// Which test it is.
    public var test: UrineTestID
    /// What it means; only known words are taken.
    public var judgement: TestJudgement
    /// What the client said, and why it is judged so; not empty.
    public var reason: String
}

/// A person decided what an unexpected finding, a refusal or a missed collection means.
public struct TestJudged: Event, AboutClient {
    public static let type = "treatment.urine-test.judged.v1"

    public var client: ClientID
    /// Which test it is.
    public var test: UrineTestID
    /// What it means. Of a return to use aftercare tells everybody.
    public var judgement: TestJudgement
    /// What the client said, and why it is judged so.
    public var reason: String
}

/// Records by whom a client wishes a urine to be collected; refused if another wish stands than the
/// one that it names.
public struct ChooseCollector: Command, AboutClient {
    public static let type = "treatment.choose-collector.v1"
    public static let roles: Set<Role> = .care

    public var client: ClientID
    /// The event of the wish that stands, as ``ClientCare`` shows it; `nil` where there is none.
    public var replaces: MessageID?
    /// Only known words are taken; left out, anybody may.
    public var gender: Gender?
}

/// By whom a client wishes a urine to be collected.
public struct CollectorChosen: Event, AboutClient {
    public static let type = "treatment.urine-test.collector-chosen.v1"

    public var client: ClientID
    /// `nil` if anybody may.
    public var gender: Gender?
}
