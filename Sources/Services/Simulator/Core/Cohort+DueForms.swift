internal import ClinicalRules
internal import Messages

extension Cohort {
    /// Goes through a form that is due: a part of an intake while the client is there, any other at
    /// noon of the client's own day of the week, or before it is late.
    func fillForm(_ duty: OpenDuty, on shift: Shift, _ orders: inout Orders) {
        guard let client = duty.client, let record = cases[client] else { return }
        if let judgement = record.judgement, record.stay == nil {
            fillIntakePart(duty, of: client, record, judgement, on: shift, &orders)
            // Who returned to use is asked by telephone, before the intake.
            guard 0 < record.judgements, duty.about == Forms.suicide else { return }
        }
        let isPressing = shift.now.localDate(of: duty.due) <= shift.today.advanced(by: 1)
        let day = chance.whole(0...3, "form-day", client.text)
        guard shift.isTime(for: 12), !shift.isClosed,
            isPressing || shift.isWorkday && shift.weekday.daysAfterMonday == day,
            !isAway(client, on: shift), let instrument = instrument(duty.about)
        else { return }
        let form = SubmitQuestionnaire(
            client: client, instrument: instrument.id,
            answers: answers(to: instrument, client, record, on: shift))
        orders.send(form, for: duty, else: instrument.roles, on: shift)
    }

    /// Whoever had thoughts of death at the intake says so once in a while, in a form that asks.
    private func tellsOfDanger(_ client: ClientID, in item: String, on shift: Shift) -> Bool {
        profile(of: client).candour == .thoughtsOfDeath
            && chance.happens(0.1, "danger", item, client.text, shift.week)
    }

    /// The form of that id.
    private func instrument(_ id: String) -> Instrument? {
        InstrumentLibrary.instrument(id) ?? forms.form(id)?.instrument
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
            let dangers = Set(instrument.dangers.flatMap { $0.items ?? [] })
            return Forms.quiet(instrument) { item in
                guard !dangers.contains(item) else {
                    return tellsOfDanger(client, in: item, on: shift) ? 1 : 0
                }
                return max(0, chance.whole(0...1, instrument.id, item, client.text) - weeks / 6)
            }
        }
    }
}
