package import Messages

/// A questionnaire as its data file describes it: items, sums, bands, and the signs of danger.
///
/// Bands are policy, not fact: published band sets disagree, so each names its source, and the
/// answers stay what is kept. The wording of the questions is not here, for their licences.
package struct Instrument: Codable, Hashable, Sendable {
    /// `phq-9`, as a submission names it.
    package var id: String
    package var name: String
    package var version: String
    /// The days that the questions ask about; 0 for the state at this moment.
    package var lookbackDays: Int
    package var items: [Item]
    package var scales: [Scale]
    package var bandings: [Banding]
    package var triages: [Triage]
    package var flags: [Flag]
    package var symptomCounts: [SymptomCount]
    package var consistency: [Consistency]
    package var skips: [Skip]
    package var dangers: [Danger]
    /// The items whose missing answer is a task for today.
    package var mustAnswer: [String]
    package var licence: String
    package var sources: [String]

    /// One question.
    package struct Item: Codable, Hashable, Sendable {
        package var key: String
        /// A few words of its subject, not its wording.
        package var label: String
        /// The values that may be given, in rising order; some scales have gaps.
        package var allowed: [Int]
        /// The form is whole without it.
        package var isOptional: Bool?
        package var code: String?
        /// When it is open, it counts as positive if this other item is positive.
        package var openCountsAs: String?
    }

    /// A sum of items.
    package struct Scale: Codable, Hashable, Sendable {
        package var id: String
        package var items: [String]
    }

    /// A name for a range of a scale; both ends belong to it.
    package struct Band: Codable, Hashable, Sendable {
        package var name: String
        package var min: Int
        package var max: Int
    }

    /// One published set of bands.
    package struct Banding: Codable, Hashable, Sendable {
        package var policy: String
        package var scale: String
        package var bands: [Band]
        package var source: String

        /// The band of a score; none where the published set leaves a gap.
        package func band(of score: Int) -> String? {
            bands.first { ($0.min...$0.max).contains(score) }?.name
        }
    }

    /// One published way to sort answers that are not summed; the first outcome that fits counts.
    package struct Triage: Codable, Hashable, Sendable {
        package var policy: String
        package var outcomes: [Outcome]
        package var source: String

        /// It fits when any of these items is positive; without items it always fits.
        package struct Outcome: Codable, Hashable, Sendable {
            package var name: String
            package var anyPositive: [String]
            package var urgency: AlertUrgency?
        }
    }

    /// A mark on a whole form whose scale lies in a range.
    package struct Flag: Codable, Hashable, Sendable {
        package var id: String
        package var scale: String
        package var min: Int
        package var max: Int
        /// Only when these items are all zero.
        package var allZero: [String]
    }

    /// A mark on a whole form with so many items at or over a value.
    package struct SymptomCount: Codable, Hashable, Sendable {
        package var id: String
        package var items: [String]
        package var atLeast: Int
        /// Items that count from another value.
        package var exceptions: [String: Int]
        /// The fewest and the most items.
        package var count: [Int]
        /// At least one of these must be among them.
        package var anyOf: [String]
    }

    /// An item that cannot be less than others: a warning, never an error.
    package struct Consistency: Codable, Hashable, Sendable {
        package var item: String
        package var atLeast: [String]
    }

    /// Items that the form itself leaves out when another is answered with zero.
    package struct Skip: Codable, Hashable, Sendable {
        package var items: [String]
        package var whenZero: String
    }

    /// A sign of danger: a positive item, a sum over a limit, or (with neither) a triage outcome.
    package struct Danger: Codable, Hashable, Sendable {
        package var kind: AlertKind
        package var urgency: AlertUrgency
        package var anyPositive: [String]
        /// The flag that it leaves on a scored form.
        package var flag: String?
        package var scale: String?
        package var atLeast: Int?
        /// The band that also counts, where the clinic's band set begins it lower.
        package var band: String?
        package var guidance: String
    }
}

extension Instrument {
    /// The band set that a clinic wants, or the instrument's first.
    func banding(_ wanted: String) -> Banding? {
        bandings.first { $0.policy == wanted } ?? bandings.first
    }

    func item(_ key: String) -> Item? { items.first { $0.key == key } }
}
