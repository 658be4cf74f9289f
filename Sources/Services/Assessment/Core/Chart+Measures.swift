internal import ClinicalRules
internal import Messages

extension Chart {
    /// The forms of the present episode, or of the last one, each with what became of its scales.
    ///
    /// - Parameter instrument: the instrument of an id, where it is known.
    func measures(
        of wanted: String?, at context: Context, by instrument: (String) -> Instrument?
    ) -> [Measure] {
        var days = StaffHours(context.clinic)
        let ids = wanted.map { [$0] } ?? history.forms.keys.sorted()
        return ids.flatMap { id -> [Measure] in
            let entries = history.episode(of: id)
            let instrument = instrument(id)
            return entries.indices.map { place in
                let entry = entries[place]
                return Measure(
                    submission: entry.submission, instrument: id, at: entry.at,
                    order: entry.order,
                    ageDays: days.day(of: entry.at).days(until: context.now.today),
                    answers: entry.answers, scores: entry.score?.scores ?? [:],
                    bands: entry.score?.bands ?? [:], flags: entry.score?.flags ?? [],
                    changes: entry.isWhole
                        ? instrument?.changes(at: place, in: entries) ?? [] : [])
            }
        }
    }
}

extension Instrument {
    fileprivate func changes(at place: Int, in entries: [FormHistory.Entry]) -> [MeasureChange] {
        scales.map { scale in
            switch trend(of: scale, at: place, in: entries) {
            case .worse(let points): MeasureChange(scale: scale.id, trend: .worse, points: points)
            case .better(let points): MeasureChange(scale: scale.id, trend: .better, points: points)
            case .withinChance:
                MeasureChange(scale: scale.id, trend: .withinChance, points: nil)
            case .notKnown: MeasureChange(scale: scale.id, trend: .notKnown, points: nil)
            }
        }
    }
}

extension Intake {
    /// What a new form says is worse: by the rule of reliable change, or of use that rises.
    func worsenings(
        of instrument: Instrument, _ submitted: QuestionnaireSubmitted,
        _ scored: QuestionnaireScored, in chart: Chart, at context: Context
    ) -> [any Event] {
        var history = chart.history
        history.add(submitted, at: context.now.utc)
        history.settle(scored)
        let rise = instrument.riseOfUse(
            in: history, among: history.forms.keys.compactMap { self.instrument($0) })
        let worse = instrument.worsenings(in: history.episode(of: instrument.id))
        return (worse + [rise].compactMap(\.self)).map { worse in
            MeasureWorsened(
                client: submitted.client, submission: submitted.submission,
                instrument: instrument.id, scale: worse.scale, best: worse.best,
                score: worse.score, limit: worse.limit, compared: worse.compared, rule: worse.rule)
        }
    }
}
