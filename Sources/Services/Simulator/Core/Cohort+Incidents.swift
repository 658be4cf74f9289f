internal import Messages

extension Cohort {
    /// What happens once in a rehearsal: a pair kept apart, a change at work, a form mixed up,
    /// somebody who falls sick.
    func meetIncidents(on shift: Shift, _ orders: inout Orders) {
        guard let first = firstRegistration, shift.isWorkday else { return }
        let firstWeek = shift.now.localDate(of: first).weekStart
        let week = firstWeek.days(until: shift.today.weekStart) / 7
        keepApart(inWeek: week, on: shift, &orders)
        freeCommitments(on: shift, &orders)
        mixUpForms(inWeek: week, on: shift, &orders)
        fallSick(inWeek: week, on: shift, &orders)
    }

    /// The front desk learns from the third week on that a newcomer must not meet a member.
    private func keepApart(inWeek week: Int, on shift: Shift, _ orders: inout Orders) {
        guard (2...6).contains(week), shift.isTime(for: 11), !isPairForbidden else { return }
        let phase = shift.clinic.phases.first?.id
        let member = sorted.first { _, record in
            record.stay.map { $0.phase == phase && $0.group != nil } ?? false
        }
        let newcomer = sorted.last { client, record in
            record.judgement != nil && record.judgements == 0
                && profile(of: client).need == .intensive
        }
        guard let member, let newcomer else { return }
        let command = ForbidPairing(
            first: member.client, second: newcomer.client, reason: "Rehearsal: former colleagues.")
        orders.send(command, by: [.frontDesk], on: shift)
    }

    /// Who could join no group for work changes the hours two weeks after placement.
    private func freeCommitments(on shift: Shift, _ orders: inout Orders) {
        guard shift.weekday == .tue, shift.isTime(for: 11) else { return }
        let groups = entryGroups(of: shift.clinic).flatMap(\.sessions).map(\.at)
        for (client, record) in sorted where !commitmentsChanged.contains(client) {
            guard profile(of: client).collision == .everyGroup, let placed = record.placedAt,
                shift.days(since: placed) >= 14
            else { continue }
            let free = record.commitments.filter { time in !groups.contains { $0.overlaps(time) } }
            orders.send(
                ChangeCommitments(
                    client: client, replaces: record.commitmentsEvent, commitments: free),
                by: [.frontDesk, .caseManager], on: shift)
        }
    }

    /// On one Tuesday a form is handed in for the wrong client; that afternoon it is retracted.
    private func mixUpForms(inWeek week: Int, on shift: Shift, _ orders: inout Orders) {
        guard shift.weekday == .tue else { return }
        if week == Cohort.mistakenWeek, shift.isTime(for: 11), mistakes == 0,
            let wrong = sorted.first(where: { $0.record.stay != nil && $0.record.judgement == nil })
        {
            let form = SubmitQuestionnaire(
                client: wrong.client, instrument: Forms.mistaken,
                answers: Forms.items(3, adding: 9, upTo: 4))
            orders.send(form, by: [.clinician], on: shift)
        }
        if shift.isTime(for: 15), let mistake {
            let command = Retract<AssessmentContract>(
                retraction: Retraction(event: mistake, reason: "Rehearsal: another client's form."))
            orders.send(command, by: [.clinician], on: shift)
        }
    }

    private static let mistakenWeek = 12
}
