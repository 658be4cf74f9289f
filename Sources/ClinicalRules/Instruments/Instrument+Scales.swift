package import Messages

extension Instrument {
    /// A sum of items.
    package struct Scale: Codable, Hashable, Sendable {
        /// `total` where the instrument has one sum.
        package var id: String
        /// The items that are summed.
        package var items: [String]
        /// What the sum is multiplied by.
        package var times: Int?
        /// Items that do not count where another is positive.
        package var leavesOut: [LeftOut]?
        /// Whether more means better; less does where it is left out.
        package var isHigherBetter: Bool?
    }

    /// Items that a scale does not count.
    package struct LeftOut: Codable, Hashable, Sendable {
        /// The items.
        package var items: [String]
        /// The item that has to be positive for it.
        package var whenPositive: String
    }

    /// A name for a range of a scale; both ends belong to it.
    package struct Band: Codable, Hashable, Sendable {
        /// Such as `moderate`.
        package var name: String
        /// The least score that it holds.
        package var min: Int
        /// The most.
        package var max: Int
    }

    /// One published set of bands for one scale.
    package struct Banding: Codable, Hashable, Sendable {
        /// What a clinic calls it by; the sets of several scales may share it.
        package var policy: String
        /// The scale that it divides.
        package var scale: String
        /// Items that must have these values. The first set of a policy and scale that fits counts.
        package var when: [String: Int]?
        /// From the least score to the most.
        package var bands: [Band]
        /// The published set leaves scores without a band.
        package var hasGaps: Bool?
        /// Where it was published.
        package var source: String
        /// How it is known.
        package var basis: Basis

        /// The band of a score; none where the published set leaves a gap.
        package func band(of score: Int) -> String? {
            bands.first { ($0.min...$0.max).contains(score) }?.name
        }
    }

    /// One published way to sort answers that are not summed; the first outcome that fits counts.
    package struct Triage: Codable, Hashable, Sendable {
        /// What it is called by.
        package var policy: String
        /// The outcomes, the first that fits counts; the last always fits.
        package var outcomes: [Outcome]
        /// Where it was published.
        package var source: String
        /// How it is known.
        package var basis: Basis

        /// It fits when any of these items is positive; without items it always fits.
        package struct Outcome: Codable, Hashable, Sendable {
            /// Such as `high`.
            package var name: String
            /// The items; none where it always fits.
            package var anyPositive: [String]?
            /// How soon a person must act; never where it is left out.
            package var urgency: AlertUrgency?
        }
    }

    /// A mark on a whole form whose scale lies in a range.
    package struct Flag: Codable, Hashable, Sendable {
        /// The name of the mark.
        package var id: String
        /// The scale.
        package var scale: String
        /// The least score that it marks.
        package var min: Int
        /// The most.
        package var max: Int
        /// Only when these items are all zero.
        package var allZero: [String]?
    }

    /// A mark on a whole form with so many items at or over a value.
    package struct SymptomCount: Codable, Hashable, Sendable {
        /// The name of the mark.
        package var id: String
        /// The items that are counted.
        package var items: [String]
        /// From which value on an item counts.
        package var atLeast: Int
        /// Items that count from another value.
        package var exceptions: [String: Int]
        /// The fewest and the most items.
        package var count: [Int]
        /// At least one of these must be among them.
        package var anyOf: [String]
    }

    /// A sign of danger: items or a sum at a limit, or (with neither) a triage outcome.
    package struct Danger: Codable, Hashable, Sendable {
        /// What the danger is.
        package var kind: AlertKind
        /// How soon a person must act.
        package var urgency: AlertUrgency
        /// Any of these items at the limit is a sign.
        package var items: [String]?
        /// The sum that is a sign at the limit.
        package var scale: String?
        /// The limit of the items or of the sum.
        package var atLeast: Int?
        /// The flag that it leaves on a scored form.
        package var flag: String?
        /// The band that also counts, where the clinic's band set begins it lower.
        package var band: String?
        /// What to do now.
        package var guidance: String
    }
}

extension Instrument {
    /// The band sets that count for these answers, a scale each: of the policy that is wanted, or
    /// of the first where the instrument has none of that name.
    package func bandings(
        _ wanted: String?, for answers: [String: ItemAnswer]
    ) -> [Banding] {
        let policy = policies.first { $0 == wanted } ?? policies.first
        var found: [Banding] = []
        for banding in bandings where banding.policy == policy {
            let fits = (banding.when ?? [:]).allSatisfy { answers[$0.key]?.given == $0.value }
            if fits, !found.contains(where: { $0.scale == banding.scale }) { found.append(banding) }
        }
        return found
    }
}
