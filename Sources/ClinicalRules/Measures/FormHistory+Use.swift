internal import Messages

/// What forms tell of use, over all instruments whose files say that they ask about it.
///
/// A form that is not whole may tell of use, and never of none.
extension FormHistory {
    /// The form without use after which this one tells of some; `nil` where it is no news.
    ///
    /// A form looks back: use that another one told of the same days is no news either.
    ///
    /// - Parameter instruments: those that may ask about use.
    package func lastWithoutUse(
        before entry: Entry, of instrument: Instrument, among instruments: [Instrument]
    ) -> Entry? {
        guard let score = instrument.use(toldIn: entry), score > 0 else { return nil }
        let before = instruments.flatMap { other in
            (forms[other.id] ?? []).filter { $0.order < entry.order }.compactMap { earlier in
                other.use(toldIn: earlier).map { (entry: earlier, score: $0) }
            }
        }
        guard let last = before.max(by: { $0.entry.order < $1.entry.order }), last.score == 0
        else { return nil }
        let since = entry.at.advanced(byHours: -24 * instrument.lookbackDays)
        let isTold = before.contains { $0.score > 0 && since <= $0.entry.at }
        return isTold ? nil : last.entry
    }
}

extension Instrument {
    /// What a form tells of use; `nil` where it does not ask, or may only hide some.
    fileprivate func use(toldIn entry: FormHistory.Entry) -> Int? {
        guard let use else { return nil }
        if let score = entry.score { return score.scores[use.scale] }
        let least = sum(of: use.scale, in: entry.answers)
        return least > 0 ? least : nil
    }

    /// Whether the newest form of a client tells of more use than those before it: than the least of
    /// the days that the file names, or than none.
    ///
    /// Whoever goes on using as much is not told again.
    package func riseOfUse(in history: FormHistory, among instruments: [Instrument]) -> Worsening? {
        let forms = history.episode(of: id)
        guard let use, let newest = forms.last, let score = newest.score?.scores[use.scale] else {
            return nil
        }
        let since = newest.at.advanced(byHours: -24 * use.days)
        let earlier = forms.dropLast().filter { since <= $0.at }.compactMap { form in
            form.score?.scores[use.scale].map { (score: $0, submission: form.submission) }
        }
        let none = history.lastWithoutUse(before: newest, of: self, among: instruments)
        if none == nil, let last = earlier.last, score <= last.score { return nil }
        let bases = earlier + (none.map { [(score: 0, submission: $0.submission)] } ?? [])
        guard let least = bases.min(by: { $0.score < $1.score }), use.rise <= score - least.score
        else { return nil }
        return Worsening(
            scale: use.scale, best: least.score, compared: least.submission, score: score,
            limit: use.rise, rule: .risingUse)
    }
}
