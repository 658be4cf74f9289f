import Messages
import TestKit

/// What the treatment of whoever is enrolled asks for: plan, certification, tests, medication.
extension CareDemands {
    /// A stay that is open.
    struct OpenStay {
        let client: ClientID
        let enrollment: EnrollmentID
        let opened: Timestamp
        /// When the stay before it was closed.
        let closedBefore: Timestamp?

        /// Whether what was told at a time is of this stay. What was told in the hour in which one
        /// ended and this one began may be of either.
        func includes(_ time: Timestamp) -> Bool {
            opened <= time && (closedBefore.map { $0 < time } ?? true)
        }
    }

    /// The stays that are open, by the scheduler's own facts.
    var stays: [OpenStay] {
        clients(of: .scheduler).compactMap { client in
            var stay: OpenStay?
            var closed: Timestamp?
            for told in facts(of: .scheduler, about: client) {
                switch told.event {
                case let event as EnrollmentOpened:
                    stay = OpenStay(
                        client: client, enrollment: event.enrollment, opened: told.time,
                        closedBefore: closed)
                case is EnrollmentClosed: (stay, closed) = (nil, told.time)
                default: break
                }
            }
            return stay
        }
    }

    func treatment() -> [Demand] {
        stays.flatMap { stay -> [Demand] in
            let told = facts(of: .treatment, about: stay.client)
            return plan(stay, told) + certification(stay, told) + tests(stay, told)
                + refills(stay, told)
        }
    }

    private func plan(_ stay: OpenStay, _ told: [Told]) -> [Demand] {
        // Signatures and reviews count for the plan that was written last when they were given.
        var written = false
        var isSigned = false
        var review: LocalDate?
        for told in told {
            switch told.event {
            case let event as TreatmentPlanWritten where event.enrollment == stay.enrollment:
                (written, isSigned) = (true, false)
            case let event as TreatmentPlanSigned where written:
                (isSigned, review) = (true, event.review)
            case let event as TreatmentPlanReviewed where review != nil: review = event.review
            default: break
            }
        }
        var demands: [Demand] = []
        if !isSigned {
            demands.append(
                Demand(
                    kinds: [.signTreatmentPlan], client: stay.client,
                    why: "the treatment plan is not signed"))
        }
        if let review, review.advanced(by: -7) <= now.today {
            demands.append(
                Demand(
                    kinds: [.reviewTreatmentPlan], client: stay.client,
                    why: "the plan is to be reviewed by \(review)"))
        }
        return demands
    }

    private func certification(_ stay: OpenStay, _ told: [Told]) -> [Demand] {
        let wanted = told.compactMap { $0.event as? CertificationRequired }.last
        guard wanted?.isRequired == true else { return [] }
        let through = told.compactMap { $0.event as? TreatmentCertified }
            .last { $0.enrollment == stay.enrollment }?.through
        if let through, now.today < through.advanced(by: -14) { return [] }
        return [
            Demand(
                kinds: [.certify], client: stay.client,
                why: through.map { "it is certified through \($0)" } ?? "it is not certified")
        ]
    }

    private func tests(_ stay: OpenStay, _ told: [Told]) -> [Demand] {
        let prescribed = Medications(told)
        // With another stay the tests of the one before are over.
        let present = told.filter { stay.includes($0.time) }
        return present.compactMap { $0.event as? UrineTestOrdered }.compactMap { ordered in
            var outcome: CollectionOutcome?
            var (hasLapsed, isJudged) = (false, false)
            var results: [ResultStage: [TestedSubstance]] = [:]
            for told in told {
                switch told.event {
                case let event as CollectionRecorded where event.test == ordered.test:
                    (outcome, hasLapsed) = (event.outcome, false)
                case let event as UrineTestLapsed where event.test == ordered.test:
                    hasLapsed = true
                case let event as TestResulted where event.test == ordered.test:
                    results[event.stage] = event.found
                case let event as TestJudged where event.test == ordered.test: isJudged = true
                default: break
                }
            }
            guard !hasLapsed, !isJudged else { return nil }
            let found = results[.confirmed] ?? results[.presumptive]
            let unexpected = (found ?? []).filter { !prescribed.explain($0, on: ordered.day) }
            let kind: DutyKind
            switch outcome {
            case nil: kind = .collectTest
            case .collected? where found == nil: kind = .recordResult
            case .collected? where unexpected.isEmpty: return nil
            case .collected?: kind = results[.confirmed] == nil ? .recordResult : .judgeTest
            case .refused?, .missed?: kind = .judgeTest
            default: return nil
            }
            return Demand(
                kinds: [kind], client: stay.client, about: ordered.test.text,
                why: "the test of \(ordered.day) is \(outcome?.rawValue ?? "ordered")")
        }
    }

    private func refills(_ stay: OpenStay, _ told: [Told]) -> [Demand] {
        Medications(told).taken.compactMap { id, refill in
            guard let refill, refill.advanced(by: -7) <= now.today else { return nil }
            return Demand(
                kinds: [.arrangeRefill], client: stay.client, about: id.text,
                why: "it runs out on \(refill)")
        }
    }

    /// A client's medication, as treatment's facts tell it.
    private struct Medications {
        private struct Course {
            var testsAs: [TestedSubstance]
            var since: LocalDate
            var refill: LocalDate?
            var stopped: LocalDate?
        }

        private var courses: [MedicationID: Course] = [:]

        init(_ told: [Told]) {
            for told in told {
                switch told.event {
                case let event as MedicationStarted:
                    courses[event.medication] = Course(
                        testsAs: event.testsAs, since: event.since, refill: event.refill)
                case let event as MedicationChanged:
                    guard let refill = event.refill else { break }
                    courses[event.medication]?.refill = refill
                case let event as MedicationStopped:
                    courses[event.medication]?.stopped = event.day
                default: break
                }
            }
        }

        /// What is taken, with the day on which it runs out.
        var taken: [(MedicationID, LocalDate?)] {
            courses.filter { $0.value.stopped == nil }.map { ($0.key, $0.value.refill) }
                .sorted { $0.0 < $1.0 }
        }

        /// Whether what was found is no use: it is prescribed, or was within two weeks.
        func explain(_ substance: TestedSubstance, on day: LocalDate) -> Bool {
            courses.values.contains { course in
                course.testsAs.contains(substance) && course.since <= day
                    && (course.stopped.map { day <= $0.advanced(by: 14) } ?? true)
            }
        }
    }
}
