internal import Messages

extension Chart {
    /// Folds an event of treatment's own.
    mutating func foldOwn(_ fact: Fact) {
        switch fact.event {
        case let event as TreatmentPlanWritten where event.enrollment == stay?.enrollment:
            written = Plan(
                event: fact.id, time: fact.time, problems: event.problems, goals: event.goals,
                objectives: event.objectives)
        case let event as TreatmentPlanSigned:
            guard let plan = written, plan.event == event.plan else { break }
            signed = SignedPlan(
                plan: plan, signed: fact.time, signer: event.signer, isAgreed: event.isAgreed,
                looked: fact.time, review: event.review)
        case let event as TreatmentPlanReviewed where event.plan == signed?.plan.event:
            signed?.looked = fact.time
            signed?.review = event.review
        case let event as CollectorChosen:
            collector = Collector(event: fact.id, gender: event.gender)
        case let event as CertificationRequired:
            requirement = Requirement(
                event: fact.id, time: fact.time, payer: event.payer, isRequired: event.isRequired)
        case let event as TreatmentCertified where event.enrollment == stay?.enrollment:
            certified = Certified(time: fact.time, through: event.through)
        case is MedicationStarted, is MedicationChanged, is MedicationStopped:
            Prescribed.fold(fact, into: &medications)
        default: Test.fold(fact, into: &tests, explainedBy: medications)
        }
    }
}
