internal import ClinicalRules
internal import Messages

extension Cohort {
    /// Goes at noon through the forms that are due: all of a client's on one day of the week, and at
    /// once what may not wait until then.
    func fillDueForms(on shift: Shift, _ orders: inout Orders) {
        guard shift.isWorkday, shift.isTime(for: 12) else { return }
        var schedule = FormSchedule(of: InstrumentLibrary.all, in: shift.clinic, at: shift.now)
        for (client, record) in sorted {
            guard let stage = record.formStage(in: shift.clinic), !isAway(client, on: shift) else {
                continue
            }
            let day = chance.whole(0...3, "form-day", client.text)
            let isDay = shift.weekday.daysAfterMonday == day
            for due in schedule.due(by: record.history, at: stage) {
                guard isDay || due.isUrgent else { continue }
                let form = SubmitQuestionnaire(
                    client: client, instrument: due.instrument.id,
                    answers: answers(to: due.instrument, client, record, on: shift))
                let person = record.stay?.clinician ?? ""
                orders.send(form, by: person, else: due.instrument.roles, on: shift)
            }
        }
    }

    private func answers(
        to instrument: Instrument, _ client: ClientID, _ record: Case, on shift: Shift
    ) -> [String: ItemAnswer] {
        let place =
            shift.clinic.phases.firstIndex { $0.id == record.stay?.phase }
            ?? shift.clinic.phases.count
        let use = record.stay.map { self.use(by: client, record, $0, inPhase: place, on: shift) }
        let weeks = record.stay.map { shift.weeks(since: $0.opened) } ?? 0
        let burden = max(0, chance.whole(3...12, instrument.id, client.text) - weeks)
        switch instrument.id {
        case Forms.weekly, Forms.monthly:
            return Forms.weekly(use: use ?? 0, substance: profile(of: client).substance)
        case Forms.depression:
            return Forms.depression(total: burden, item9: ItemAnswer(value: 0))
        case Forms.anxiety: return Forms.items(7, adding: burden, upTo: 3)
        case Forms.suicide: return Forms.suicide(isHigh: false, hasThoughts: false)
        default:
            return Forms.quiet(instrument) { item in
                chance.whole(0...1, instrument.id, item, client.text)
            }
        }
    }
}

extension Case {
    /// Where the client stands, as far as forms fall due by it; `nil` where others ask for them.
    fileprivate func formStage(in clinic: Clinic) -> FormStage? {
        let place = { (phase: PhaseID) in
            clinic.phases.firstIndex { $0.id == phase }.map { $0 + 1 } ?? 0
        }
        if let stay {
            if away.isAway { return nil }
            return .treatment(
                FormStage.Stay(
                    opened: stay.opened, firstPhase: place(stay.firstPhase),
                    phase: place(stay.phase), since: stay.since,
                    returned: away.returned))
        }
        guard judgement == nil, situation == .aftercare else { return nil }
        return completed.map { .aftercare(since: $0) }
    }
}

extension FormDue {
    /// Whether hours of the clock count: then nobody waits for a visit.
    fileprivate var isUrgent: Bool {
        if case .hours = term { true } else { false }
    }
}
