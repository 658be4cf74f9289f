internal import ClinicalRules
internal import Messages

// What therapies bring: forms of their own, which are judged like any other, and alerts.

extension Intake {
    /// The instrument of that id: one that is built in, or a form of a therapy.
    func instrument(_ id: String) -> Instrument? {
        InstrumentLibrary.instrument(id) ?? therapyForms.form(id)?.instrument
    }

    /// The ids of all forms that can be judged, for a person to choose from.
    var knownInstruments: [String] {
        InstrumentLibrary.ids + therapyForms.all.filter(\.isInUse).map(\.instrument.id)
    }

    /// Says that nobody is asked a form any more, to whoever handed one in.
    func endedUse(of id: String) -> [String] {
        guard let form = therapyForms.form(id), !form.isInUse else { return [] }
        return ["\(id) is not in use any more: \(form.therapy) is not approved, or has it no more."]
    }

    /// The forms of therapies, for those who show them.
    var therapyFormLines: [TherapyFormLine] {
        therapyForms.all.compactMap { form in
            guard let text = try? JSONText.encode(form.instrument),
                let fragment = try? JSONText.decode(JSONFragment.self, from: text)
            else { return nil }
            return TherapyFormLine(
                instrument: form.instrument.id, therapy: form.therapy, isInUse: form.isInUse,
                form: fragment, measures: form.measures)
        }
    }

    /// Makes a concern of what a therapy saw, and an alert; none where one that is as urgent waits
    /// already, for a form tells its danger itself and its therapy sees the same.
    func alert(
        after event: AlertRaised, of therapy: Identity, in context: inout Context
    ) throws(NotYetKnown) -> Decision {
        guard let chart = charts[event.client] else { throw NotYetKnown("client") }
        let sign = DangerSign(raised: event, by: therapy)
        let isWaiting = open.values.contains { alarm in
            alarm.alerted.client == event.client && alarm.alerted.kind == sign.kind
                && (alarm.alerted.urgency == .now || sign.urgency != .now)
        }
        let tidings = tidings(of: [sign], about: chart, in: &context)
        return Decision(isWaiting ? tidings.events.filter { !($0 is RiskAlerted) } : tidings.events)
    }
}

extension DangerSign {
    /// What a therapy saw. A word of the clinic's own is that kind of danger. Self-harm is taken for a
    /// sign of suicide risk, a choice of Cairn's own that a clinician confirms. Any other word stands
    /// in the guidance.
    fileprivate init(raised event: AlertRaised, by therapy: Identity) {
        let word = AlertKind(rawValue: event.sign)
        let isOwn = word.isKnown && word != .safetyQuestionOpen
        self.init(
            kind: isOwn ? word : event.sign == "self-harm" ? .suicideRisk : .therapySign,
            urgency: event.urgency == .now ? .now : .today,
            guidance: "\(therapy) saw \(event.sign): \(event.guidance)")
    }
}
