package import Messages

/// The forms of one client, by instrument, as far back as anything looks: what falls due, and what a
/// trend is read from.
///
/// Orders, and not times, say what came after what: in a rehearsal many things have one time.
package struct FormHistory: Equatable, Codable, Sendable {
    /// The forms, by instrument, the newest last.
    package private(set) var forms: [String: [Entry]] = [:]
    /// When a return to use was told last.
    package private(set) var returnToUse: Mark?
    private var count = 0
    /// What came after it belongs to the present episode.
    private var begun = 0
    /// What came before it asks for nothing any more.
    private var ended = 0

    /// No form came yet.
    package init() {}

    /// A year of a weekly form, and some more. Older ones are in the ledger.
    private static let retention = Retention.Newest(60)

    /// A moment, and its place among a client's forms.
    package struct Mark: Equatable, Codable, Sendable {
        /// When it was.
        package var at: Timestamp
        /// The later, the higher.
        package var order: Int
    }

    /// One form.
    package struct Entry: Equatable, Codable, Sendable {
        /// Which it is.
        package var submission: SubmissionID
        /// When it was handed in.
        package var at: Timestamp
        /// The later, the higher.
        package var order: Int
        /// By item.
        package var answers: [String: ItemAnswer]
        /// What it came to; `nil` for one that was not whole.
        package var score: Score?

        /// Whether it was scored.
        package var isWhole: Bool { score != nil }
    }

    /// What a whole form came to, as it was judged then.
    package struct Score: Equatable, Codable, Sendable {
        /// By scale.
        package var scores: [String: Int]
        /// Names of bands by scale, and of triage outcomes by policy.
        package var bands: [String: String]
        /// The marks on the form.
        package var flags: [String]
    }

    /// Takes in a form as it was handed in.
    package mutating func add(_ event: QuestionnaireSubmitted, at time: Timestamp) {
        count += 1
        forms[event.instrument, default: []].append(
            Entry(
                submission: event.submission, at: time, order: count, answers: event.answers))
        Self.retention.trim(&forms[event.instrument, default: []])
    }

    /// A form was scored: it is whole.
    package mutating func settle(_ event: QuestionnaireScored) {
        guard
            let place = forms[event.instrument]?.lastIndex(where: {
                $0.submission == event.submission
            })
        else { return }
        forms[event.instrument]?[place].score = Score(
            scores: event.scores, bands: event.bands, flags: event.flags)
    }

    /// A return to use was told.
    package mutating func tellReturnToUse(at time: Timestamp) {
        count += 1
        returnToUse = Mark(at: time, order: count)
    }

    /// An episode begins: what comes now is measured against nothing of before.
    package mutating func begin() { begun = count }

    /// An episode ended: nothing that came before asks for a form any more.
    package mutating func end() { ended = count }

    /// The forms of one instrument in the present episode, or in the last one, the oldest first.
    package func episode(of instrument: String) -> [Entry] {
        (forms[instrument] ?? []).filter { $0.order > begun }
    }

    /// Whether the form of that submission is among those that are kept.
    package func has(_ submission: SubmissionID) -> Bool {
        forms.values.contains { $0.contains { $0.submission == submission } }
    }

    /// Whether something of this place still asks for a form.
    func isOpen(_ order: Int) -> Bool { order > ended }
}

extension FormHistory {
    /// The newest form in which the client was asked all of it: a whole one, or one in which
    /// everything that has no answer was refused.
    ///
    /// Whoever refused is not asked again each day; what danger may hide behind it is an alert.
    ///
    /// - Parameter inEpisode: only forms of the present episode, or of the last one.
    package func lastAsked(_ instrument: Instrument, inEpisode: Bool = false) -> Entry? {
        forms[instrument.id]?.last { entry in
            (!inEpisode || entry.order > begun)
                && (entry.isWhole || instrument.isRefused(entry.answers))
        }
    }
}

extension Instrument {
    fileprivate func isRefused(_ answers: [String: ItemAnswer]) -> Bool {
        problems(of: answers).filter(\.preventsScore).allSatisfy {
            if case .unanswered(_, .refused) = $0 { true } else { false }
        }
    }
}
