package import Messages

extension Charts {
    package func conclude(in context: inout Context) -> [any Event] {
        let (now, clinic, away) = (context.now, context.clinic, duties.away)
        let needs = charts.flatMap { client, chart in
            chart.isInCare
                ? ChartDuties(of: client, chart, at: now, in: clinic, away: away).all : []
        }
        return duties.reconciled(with: needs, in: &context) { duty in
            guard let chart = duty.client.flatMap({ charts[$0] }), chart.isInCare else {
                return .notNeeded
            }
            return chart.hasDone(duty) ? .done : .notNeeded
        }
    }
}

/// What one client's treatment asks of people.
struct ChartDuties {
    private let client: ClientID
    private let chart: Chart
    private let now: Moment
    private let clinic: Clinic
    private let away: DaysAway

    init(
        of client: ClientID, _ chart: Chart, at now: Moment, in clinic: Clinic, away: DaysAway
    ) {
        (self.client, self.chart, self.now, self.clinic) = (client, chart, now, clinic)
        self.away = away
    }

    var all: [DutyNeed] {
        let enrolled = chart.stay.map { stay in
            [planToSign(stay), planToReview(stay), toCertify(stay)].compactMap(\.self)
                + chart.tests.compactMap { need(of: $0, in: stay) }
        }
        return refills + (enrolled ?? [])
    }

    private static let signing: [Role] = [.clinician, .clinicalSupervisor, .director]

    private func isNear(_ day: LocalDate, _ days: Int = TreatmentTerms.daysAhead) -> Bool {
        day.advanced(by: -days) <= now.today
    }

    private func day(of time: Timestamp, _ days: Int) -> DutyTerm {
        .day(now.localDate(of: time).advanced(by: days))
    }

    private func planToSign(_ stay: Chart.Stay) -> DutyNeed? {
        guard let signed = chart.signed else {
            return DutyNeed(
                .signTreatmentPlan, client: client, about: "plan",
                roles: ChartDuties.signing, preferred: stay.clinician, since: stay.opened,
                term: day(of: stay.opened, TreatmentTerms.daysToSignPlan),
                words: "Write the treatment plan with the client, and sign it together.")
        }
        guard let written = chart.written, written.event != signed.plan.event else { return nil }
        return DutyNeed(
            .signTreatmentPlan, client: client, about: written.event.text,
            roles: ChartDuties.signing, preferred: stay.clinician, since: written.time,
            term: day(of: written.time, TreatmentTerms.daysToSignChange),
            words: "The treatment plan was written anew: sign it together with the client.")
    }

    private func planToReview(_ stay: Chart.Stay) -> DutyNeed? {
        guard let signed = chart.signed, isNear(signed.review) else { return nil }
        return DutyNeed(
            .reviewTreatmentPlan, client: client, about: signed.plan.event.text,
            roles: ChartDuties.signing, preferred: stay.clinician, since: signed.looked,
            term: .day(signed.review),
            words: "Review the treatment plan with the client, goal by goal.")
    }

    private var refills: [DutyNeed] {
        chart.medications.compactMap { medication in
            guard medication.stopped == nil, let refill = medication.refill, isNear(refill) else {
                return nil
            }
            return DutyNeed(
                .arrangeRefill, client: client, about: medication.id.text,
                roles: [.nurse, .prescriber, .caseManager, .clinician],
                since: medication.time, term: .day(refill.advanced(by: -1)),
                words: "The client's \(medication.name) runs out on \(refill): see that it is "
                    + "dispensed, and write down until when.")
        }
    }

    private func toCertify(_ stay: Chart.Stay) -> DutyNeed? {
        guard let requirement = chart.requirement, requirement.isRequired else { return nil }
        func need(since: Timestamp, _ term: DutyTerm, _ words: String) -> DutyNeed {
            DutyNeed(
                .certify, client: client, about: stay.enrollment.text, roles: [.prescriber],
                since: since, term: term, words: words)
        }
        guard let certified = chart.certified else {
            let since = max(stay.opened, requirement.time)
            return need(
                since: since, day(of: since, TreatmentTerms.daysToCertify),
                "Certify to the payer that the client needs this treatment.")
        }
        guard isNear(certified.through, TreatmentTerms.daysToRecertify) else { return nil }
        return need(
            since: certified.time, .day(certified.through),
            "The certification ends on \(certified.through): certify anew that the client needs "
                + "this treatment.")
    }

    private func need(of test: Test, in stay: Chart.Stay) -> DutyNeed? {
        let kind = test.next(beside: chart.medications)
        func need(
            _ roles: [Role], _ person: StaffID?, since: Timestamp, _ term: DutyTerm, _ words: String
        )
            -> DutyNeed?
        {
            kind.map {
                DutyNeed(
                    $0, client: client, about: test.id.text, roles: roles, preferred: person,
                    since: since, term: term, words: words)
            }
        }
        switch kind {
        case .collectTest?:
            return need(
                TestDraw.roles, collector(of: test), since: test.ordered, .day(test.day),
                ["Call the client in for a urine test, and collect it today.", wish]
                    .compactMap(\.self).joined(separator: " "))
        case .recordResult?:
            let since = test.presumptive?.time ?? test.collection?.time ?? test.ordered
            let isFirst = test.presumptive == nil
            return need(
                TestDraw.roles, nil, since: since,
                day(
                    of: since,
                    isFirst ? TreatmentTerms.daysToResult : TreatmentTerms.daysToConfirm),
                isFirst
                    ? "Write down what the collected urine shows."
                    : "A first look found what nothing prescribed explains: have the laboratory "
                        + "confirm it, and write that down.")
        case .judgeTest?:
            let since = test.confirmed?.time ?? test.collection?.time ?? test.ordered
            return need(
                ChartDuties.signing, stay.clinician, since: since,
                .staffHours(TreatmentTerms.staffHoursToJudge), test.question)
        default: return nil
        }
    }

    /// Who collects: where the client has a wish, somebody of whom it is known and who is there then.
    private func collector(of test: Test) -> StaffID? {
        guard let gender = chart.collector?.gender else { return nil }
        let able = clinic.staff.filter { person in
            person.gender == gender && !Set(person.roles).isDisjoint(with: TestDraw.roles)
                && person.mayWork(on: test.day.weekday) && !away.isAway(person.id, on: test.day)
        }
        guard !able.isEmpty else { return nil }
        var hash = FNV1a()
        hash.add(test.id.text.utf8)
        return able.map(\.id).sorted()[Int(hash.value % UInt64(able.count))]
    }

    private var wish: String? {
        chart.collector?.gender.map { "The client wishes the collector to be \($0)." }
    }
}

extension Test {
    /// What is to be talked over.
    fileprivate var question: String {
        switch collection?.outcome {
        case .refused: "The client refused a urine test: talk it over, and decide what it means."
        case .missed: "The client missed a urine test: talk it over, and decide what it means."
        default:
            "The laboratory confirmed what nothing prescribed explains: talk it over with the "
                + "client, and decide what it means."
        }
    }
}

extension Chart {
    /// Whether somebody did what a duty asked for, and it did not just become needless.
    fileprivate func hasDone(_ duty: OpenDuty) -> Bool {
        switch duty.kind {
        case .signTreatmentPlan: signed.map { duty.since <= $0.signed } ?? false
        case .reviewTreatmentPlan: signed.map { duty.since < $0.looked } ?? false
        case .arrangeRefill:
            medications.contains { $0.id.text == duty.about && duty.since < $0.time }
        case .certify: certified.map { duty.since <= $0.time } ?? false
        default: tests.contains { $0.id.text == duty.about && !$0.isLapsed }
        }
    }
}
