extension Instrument {
    /// The answers that items may have.
    package struct AnswerSet: Codable, Hashable, Sendable {
        /// The values that may be given, in rising order; some scales have gaps.
        package var values: [Int]
        /// What each value stands for.
        package var labels: [String]?
        /// What each value counts; the value itself where it is left out. Falling points are those
        /// of a reversed item.
        package var points: [Int]?
        /// The LOINC code of each value.
        package var codes: [String]?

        /// What each value counts.
        package var allPoints: [Int] { points ?? values }

        /// What a value counts; none for one that may not be given.
        package func points(of value: Int) -> Int? {
            guard let place = values.firstIndex(of: value) else { return nil }
            return allPoints[place]
        }

        /// Whether more of it counts less.
        package var isReversed: Bool {
            guard let first = allPoints.first, let last = allPoints.last else { return false }
            return last < first
        }

        /// Whether a value between the least and the most may not be given.
        package var hasGaps: Bool {
            guard let first = values.first, let last = values.last else { return false }
            return last - first + 1 != values.count
        }

        /// `0 to 3`, or each value where there are gaps.
        package var listed: String {
            guard let first = values.first, let last = values.last, !hasGaps, values.count > 2
            else { return values.map(String.init).joined(separator: ", ") }
            return "\(first) to \(last)"
        }
    }

    /// One question.
    package struct Item: Codable, Hashable, Sendable {
        /// What an answer is filed under.
        package var key: String
        /// A few words of its subject, not its wording.
        package var label: String
        /// The name of its answer set.
        package var answers: String
        /// Its wording, where the licence lets it be shipped.
        package var text: String?
        /// The form is whole without it.
        package var isOptional: Bool?
        /// Its code, such as `LOINC 44250-9`.
        package var code: String?
        /// When it is open, it counts as positive if this other item is positive.
        package var openCountsAs: String?
    }

    /// Items that the form itself leaves out, by a rule that was published with it.
    package struct Skip: Codable, Hashable, Sendable {
        /// The items that are left out.
        package var items: [String]
        /// When all items of any of these lists are answered with zero.
        package var whenZero: [[String]]
    }

    /// An item that cannot be less than others: a warning, never an error.
    package struct Consistency: Codable, Hashable, Sendable {
        /// The item.
        package var item: String
        /// The others.
        package var atLeast: [String]
    }
}
