internal import Messages

/// What the cohort has seen of one client's treatment.
struct SeenChart: Equatable, Sendable, Codable {
    /// The plan of this stay: the event by which it was written last.
    var plan: MessageID?
    var isSigned = false
    var review: LocalDate?
    var medication: Medicine?
    /// Tests about which somebody has something to do, by their ids.
    var tests: [UrineTestID: Specimen] = [:]
    /// Whether somebody said that the payer wants a certification.
    var isCertificationRequired = false
    var certifiedThrough: LocalDate?
    /// What is booked for after treatment.
    var appointments: [AppointmentID: LocalDateTime] = [:]

    /// What a client takes.
    struct Medicine: Equatable, Sendable, Codable {
        let id: MedicationID
        var event: MessageID
        var refill: LocalDate?
        var testsAs: [TestedSubstance]
    }

    /// A test, and how far it is.
    struct Specimen: Equatable, Sendable, Codable {
        let day: LocalDate
        var outcome: CollectionOutcome?
        var recorded: Timestamp?
        var first: TestResulted?
        /// Whether a person has to decide what it means.
        var isInQuestion = false
    }

    mutating func fold(_ fact: Fact) {
        switch fact.event {
        case is TreatmentPlanWritten: (plan, isSigned) = (fact.id, false)
        case let event as TreatmentPlanSigned: (isSigned, review) = (true, event.review)
        case let event as TreatmentPlanReviewed: review = event.review
        case let event as MedicationStarted:
            medication = Medicine(
                id: event.medication, event: fact.id, refill: event.refill, testsAs: event.testsAs)
        case let event as MedicationChanged where event.medication == medication?.id:
            medication?.event = fact.id
            if let refill = event.refill { medication?.refill = refill }
        case let event as UrineTestOrdered: tests[event.test] = Specimen(day: event.day)
        case let event as CollectionRecorded:
            tests[event.test]?.outcome = event.outcome
            tests[event.test]?.recorded = fact.time
            tests[event.test]?.isInQuestion = event.outcome != .collected
        case let event as UrineTestLapsed: tests[event.test] = nil
        case let event as TestResulted: fold(event)
        case let event as TestJudged: tests[event.test] = nil
        case let event as CertificationRequired: isCertificationRequired = event.isRequired
        case let event as TreatmentCertified: certifiedThrough = event.through
        default: break
        }
    }

    private mutating func fold(_ result: TestResulted) {
        guard !result.unexpected.isEmpty else {
            tests[result.test] = nil
            return
        }
        tests[result.test]?.first = result
        tests[result.test]?.isInQuestion = result.stage == .confirmed
    }

    /// Another stay has a plan and a certification of its own.
    mutating func beginStay() {
        (plan, isSigned, review, certifiedThrough, tests) = (nil, false, nil, nil, [:])
    }

    /// How many appointments are still to come.
    func appointments(after now: LocalDateTime) -> Int { appointments.values.count { now < $0 } }
}
