internal import Messages

extension Cohort {
    /// What people do about the treatment of those who are enrolled.
    func keepCharts(on shift: Shift, _ orders: inout Orders) {
        for (client, record) in sorted {
            guard let stay = record.stay else { continue }
            let chart = charts[client] ?? SeenChart()
            if shift.isWorkday, shift.isTime(for: 13) {
                book(for: client, chart, stay, on: shift, &orders)
            }
            guard shift.clinic.services.contains(.treatment) else { continue }
            collectTests(of: client, chart, on: shift, &orders)
            guard shift.isWorkday else { continue }
            if shift.isTime(for: 9) { certify(client, chart, stay, on: shift, &orders) }
            if shift.isTime(for: 11) { plan(with: client, chart, stay, on: shift, &orders) }
            if shift.isTime(for: 13) {
                sign(with: client, chart, stay, on: shift, &orders)
                prescribe(client, chart, stay, on: shift, &orders)
            }
            if shift.isTime(for: 15) { settleTests(of: client, chart, stay, on: shift, &orders) }
        }
    }

    /// Whether the program of a client may end.
    func mayComplete(_ client: ClientID, on shift: Shift) -> Bool {
        let booked = charts[client]?.appointments(after: shift.now.local) ?? 0
        return cases[client]?.unsigned == nil && AppointmentRule.needed <= booked
    }

    private func plan(
        with client: ClientID, _ chart: SeenChart, _ stay: Case.Stay, on shift: Shift,
        _ orders: inout Orders
    ) {
        guard let plan = chart.plan else {
            guard shift.days(since: stay.opened) >= 1 else { return }
            let command = WriteTreatmentPlan(
                client: client, problems: ["Rehearsal: cravings on the way home."],
                goals: ["Rehearsal: I want to see my children again."],
                objectives: [
                    PlanObjective(
                        goal: 1, text: "Rehearsal: goes to two meetings a week.",
                        target: shift.today.advanced(by: 60))
                ])
            return orders.send(command, by: stay.clinician, else: [.clinician], on: shift)
        }
        guard chart.isSigned, let review = chart.review, shift.today.days(until: review) <= 3
        else { return }
        let command = ReviewTreatmentPlan(
            client: client, plan: plan, findings: "Rehearsal: went to most of the meetings.")
        orders.send(command, by: stay.clinician, else: [.clinician], on: shift)
    }

    private func sign(
        with client: ClientID, _ chart: SeenChart, _ stay: Case.Stay, on shift: Shift,
        _ orders: inout Orders
    ) {
        guard let plan = chart.plan, !chart.isSigned else { return }
        let command = SignTreatmentPlan(client: client, plan: plan, isAgreed: true)
        orders.send(command, by: stay.clinician, else: [.clinician], on: shift)
    }

    private func prescribe(
        _ client: ClientID, _ chart: SeenChart, _ stay: Case.Stay, on shift: Shift,
        _ orders: inout Orders
    ) {
        guard profile(of: client).substance == .opioid else { return }
        let refill = shift.today.advanced(by: 28)
        guard let medication = chart.medication else {
            let command = StartMedication(
                client: client, name: "buprenorphine", purpose: .opioidUse,
                dose: "Rehearsal: 16 mg a day.", prescriber: "Rehearsal: the clinic.", testsAs: [],
                refill: refill)
            return orders.send(command, by: [.prescriber, .nurse], on: shift)
        }
        guard let due = medication.refill, shift.today.days(until: due) <= 4 else { return }
        let command = ChangeMedication(
            client: client, medication: medication.id, replaces: medication.event, refill: refill)
        orders.send(command, by: [.nurse, .prescriber], on: shift)
    }

    private func certify(
        _ client: ClientID, _ chart: SeenChart, _ stay: Case.Stay, on shift: Shift,
        _ orders: inout Orders
    ) {
        guard chance.happens(0.2, "medicare", client.text) else { return }
        guard chart.isCertificationRequired else {
            let command = RequireCertification(
                client: client, payer: "Rehearsal: Medicare", isRequired: true)
            return orders.send(command, by: [.caseManager, .clinician], on: shift)
        }
        let next = chart.certifiedThrough?.advanced(by: 1) ?? shift.now.localDate(of: stay.opened)
        guard shift.today.days(until: next) <= 6 else { return }
        let first = max(next, shift.today.advanced(by: -7))
        orders.send(
            CertifyTreatment(client: client, from: first), by: [.prescriber], on: shift)
    }

    /// Books the first appointments after treatment in the last days of the last phase.
    private func book(
        for client: ClientID, _ chart: SeenChart, _ stay: Case.Stay, on shift: Shift,
        _ orders: inout Orders
    ) {
        guard let last = shift.clinic.phases.last, stay.phase == last.id,
            shift.days(since: stay.since) >= last.reviewAfterWeeks * 7 - 21
        else { return }
        let booked = chart.appointments(after: shift.now.local)
        guard booked < AppointmentRule.needed else { return }
        let day = shift.today.advanced(by: 35 + 7 * booked)
        let command = BookAppointment(
            client: client, with: "Rehearsal: the family doctor.",
            at: LocalDateTime(date: day, time: TimeOfDay(minutes: 600)),
            place: "Rehearsal: the practice.")
        orders.send(command, by: [.caseManager, .clinician], on: shift)
    }

    // MARK: Urine tests

    /// Collects at one what chance drew for the day.
    private func collectTests(
        of client: ClientID, _ chart: SeenChart, on shift: Shift, _ orders: inout Orders
    ) {
        guard shift.isTime(for: 13) else { return }
        for (id, test) in chart.tests.sorted(by: { $0.key < $1.key })
        where test.day == shift.today && test.outcome == nil {
            let isRefused = chance.happens(0.02, "refused", client.text, "\(test.day)")
            let outcome: CollectionOutcome =
                isAway(client, on: shift) ? .missed : isRefused ? .refused : .collected
            orders.send(
                RecordCollection(client: client, test: id, outcome: outcome),
                by: [.nurse, .caseManager], on: shift)
        }
    }

    /// Writes down results: the first look the same day or the next, the laboratory's word days
    /// later; and talks over what is in question.
    private func settleTests(
        of client: ClientID, _ chart: SeenChart, _ stay: Case.Stay, on shift: Shift,
        _ orders: inout Orders
    ) {
        for (id, test) in chart.tests.sorted(by: { $0.key < $1.key }) {
            guard let recorded = test.recorded else { continue }
            if test.isInQuestion {
                let command = JudgeTest(
                    client: client, test: id, judgement: .noUse,
                    reason: "Rehearsal: talked over; it was told in the weekly form.")
                orders.send(command, by: stay.clinician, else: [.clinician], on: shift)
            } else if let first = test.first {
                guard shift.days(since: recorded) >= 3 else { continue }
                orders.send(
                    RecordTestResult(
                        client: client, test: id, stage: .confirmed, found: first.found),
                    by: [.nurse], on: shift)
            } else {
                let command = RecordTestResult(
                    client: client, test: id, stage: .presumptive,
                    found: found(in: client, chart, on: test.day))
                orders.send(command, by: [.nurse], on: shift)
            }
        }
    }

    private func found(in client: ClientID, _ chart: SeenChart, on day: LocalDate)
        -> [TestedSubstance]
    {
        let profile = profile(of: client)
        let prescribed = chart.medication?.testsAs ?? []
        let share = [.lapses, .slow].contains(profile.course) ? 0.15 : 0.02
        guard chance.happens(share, "urine", client.text, "\(day)") else { return prescribed }
        let used: TestedSubstance =
            switch profile.substance {
            case .alcohol: .alcohol
            case .opioid: .fentanyl
            case .stimulant: .cocaine
            }
        return prescribed + [used]
    }
}
