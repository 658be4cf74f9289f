internal import Messages

extension Chart {
    /// Of the tests for which nobody has anything to do any more.
    private static let testsShown = 12

    /// The treatment at a glance.
    var care: TreatmentCare {
        TreatmentCare(
            enrollment: stay?.enrollment,
            written: written.map { plan in
                signed?.plan.event == plan.event ? shown(signed) : shown(plan)
            } ?? nil,
            signed: shown(signed),
            medications: medications.sorted { ($0.since, $0.id) < ($1.since, $1.id) }.map(\.shown),
            tests: shownTests,
            collector: collector.map { StandingCollector(event: $0.event, gender: $0.gender) },
            certification: requirement.map {
                StandingCertification(
                    event: $0.event, payer: $0.payer, isRequired: $0.isRequired,
                    through: certified?.through)
            })
    }

    private var shownTests: [StandingTest] {
        let newest = Set(tests.suffix(Chart.testsShown).map(\.id))
        return tests.compactMap { test in
            let next = test.next(beside: medications)
            guard next != nil || newest.contains(test.id) else { return nil }
            return StandingTest(
                test: test.id, day: test.day, isDrawn: test.isDrawn,
                outcome: test.collection?.outcome, isLapsed: test.isLapsed,
                stage: test.confirmed != nil
                    ? .confirmed : test.presumptive.map { _ in .presumptive },
                found: test.result?.found ?? [],
                unexpected: test.unexpected(beside: medications), judgement: test.judgement,
                next: next)
        }
    }

    private func shown(_ plan: Plan) -> StandingPlan {
        StandingPlan(
            event: plan.event, problems: plan.problems, goals: plan.goals,
            objectives: plan.objectives, signed: nil, signer: nil, isAgreed: nil, review: nil)
    }

    private func shown(_ signed: SignedPlan?) -> StandingPlan? {
        signed.map { signed in
            var plan = shown(signed.plan)
            plan.signed = signed.signed
            plan.signer = signed.signer
            plan.isAgreed = signed.isAgreed
            plan.review = signed.review
            return plan
        }
    }
}

extension Prescribed {
    fileprivate var shown: StandingMedication {
        StandingMedication(
            medication: id, event: event, name: name, purpose: purpose, dose: dose,
            prescriber: prescriber, testsAs: testsAs, refill: refill, since: since,
            stopped: stopped)
    }
}
