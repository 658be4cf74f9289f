package import Messages

/// What became of a scale since earlier forms.
package enum ScaleTrend: Equatable, Sendable {
    /// Worse than the best of the weeks before, by so many points, and more than chance.
    case worse(by: Int)
    /// Better than the first of the episode, by so many points, and more than chance.
    case better(by: Int)
    /// No more than chance.
    case withinChance
    /// Nobody has published what is more than chance, or there is nothing to compare with.
    case notKnown
}

/// A scale of a form that is newly worse.
package struct Worsening: Equatable, Sendable {
    /// The scale.
    package var scale: String
    /// The best of the weeks before, and which form that was.
    package var best: Int
    /// The form of the best.
    package var compared: SubmissionID
    /// The score now.
    package var score: Int
    /// So many points are more than chance, or a rise.
    package var limit: Int
    /// By which rule it is worse.
    package var rule: WorseningRule
}

/// The one rule of reliable change: whatever calls a score better or worse calls it by this.
///
/// Up or down is good as the instrument says, and how much is more than chance as its file says.
/// Worse is measured against the best of some weeks, for somebody who came far may lose it again
/// slowly; better against the first form of the episode.
extension Instrument {
    /// The days in which the best score is looked for. Cairn's own number; a clinician confirms it.
    package static let comparedDays = 56

    /// What became of a scale, form by form.
    ///
    /// - Parameter entries: the forms of one episode, the oldest first.
    package func trend(of scale: Scale, at place: Int, in entries: [FormHistory.Entry])
        -> ScaleTrend
    {
        guard let points = points(of: scale), let score = entries[place].score?.scores[scale.id],
            let first = entries[..<place].lazy.compactMap({ $0.score?.scores[scale.id] }).first
        else { return .notKnown }
        if let best = best(of: scale, before: place, in: entries)?.score {
            let loss = worth(best, in: scale) - worth(score, in: scale)
            if loss >= points { return .worse(by: loss) }
        }
        let gain = worth(score, in: scale) - worth(first, in: scale)
        return gain >= points ? .better(by: gain) : .withinChance
    }

    /// The scales in which the newest of some forms is worse, and worse than the one before it: who
    /// stays as bad as it was told is not told again.
    package func worsenings(in entries: [FormHistory.Entry]) -> [Worsening] {
        guard let place = entries.indices.last else { return [] }
        return scales.compactMap { scale in
            guard case .worse = trend(of: scale, at: place, in: entries),
                let points = points(of: scale), let score = entries[place].score?.scores[scale.id],
                let best = best(of: scale, before: place, in: entries),
                let last = entries[..<place].last(where: \.isWhole)?.score?.scores[scale.id],
                worth(score, in: scale) < worth(last, in: scale)
            else { return nil }
            return Worsening(
                scale: scale.id, best: best.score, compared: best.submission, score: score,
                limit: points, rule: .reliableChange)
        }
    }

    private func points(of scale: Scale) -> Int? {
        reliableChange.first { $0.scale == scale.id }?.points
    }

    /// The more, the better for the client.
    private func worth(_ score: Int, in scale: Scale) -> Int {
        scale.isHigherBetter == true ? score : -score
    }

    private func best(of scale: Scale, before place: Int, in entries: [FormHistory.Entry])
        -> (score: Int, submission: SubmissionID)?
    {
        let since = entries[place].at.advanced(byHours: -24 * Self.comparedDays)
        return entries[..<place].filter { $0.at >= since }
            .compactMap { entry in
                entry.score?.scores[scale.id].map { ($0, entry.submission) }
            }
            .max { worth($0.0, in: scale) < worth($1.0, in: scale) }
    }
}
