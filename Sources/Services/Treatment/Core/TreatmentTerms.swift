internal import Messages

/// The numbers of treatment. Sources: docs/clinical/treatment.md.
enum TreatmentTerms {
    /// Days from enrollment within which a treatment plan is signed. Cairn's own number.
    static let daysToSignPlan = 10
    /// Days within which a plan that was written anew is signed. Cairn's own number.
    static let daysToSignChange = 7
    /// Days between two reviews of a plan: 30 is typical; from memory.
    static let daysBetweenReviews = 30
    /// Days before its day on which a review, or a refill, becomes somebody's duty. Cairn's own.
    static let daysAhead = 7

    /// The most days for which a supply is dispensed: a year. Cairn's own number, against slips.
    static let mostDaysOfSupply = 366

    /// Urine tests in four weeks, by phase: two a week, one a week, two a month. From memory.
    static func testsInFourWeeks(inPhase place: Int) -> Int { [8, 4, 2][min(max(0, place), 2)] }

    /// Days after which a test of which nobody said anything has lapsed. Cairn's own number.
    static let daysToRecordCollection = 2
    /// Days within which a collected urine has a first result. Cairn's own number.
    static let daysToResult = 2
    /// Days within which a laboratory confirms an unexpected one. Cairn's own number.
    static let daysToConfirm = 7
    /// Staff hours within which somebody talks a test over with the client. Cairn's own number.
    static let staffHoursToJudge = 8
    /// Days for which a medication still explains a finding after it was stopped: longer than most
    /// are found. Cairn's own number.
    static let daysExplainedAfterStop = 14

    /// Days that a certification covers, the first one included: Medicare wants an intensive
    /// outpatient program recertified every 60 days (CMS, since 2024); from memory.
    static let daysCertified = 60
    /// Days from enrollment, or from when it is known to be wanted, to the first certification.
    /// Cairn's own number.
    static let daysToCertify = 3
    /// Days before its last day on which the next certification becomes somebody's duty. Cairn's own
    /// number.
    static let daysToRecertify = 14
    /// The most days between today and the first day of a certification. Cairn's own number.
    static let daysCertifiedAhead = 30
}
