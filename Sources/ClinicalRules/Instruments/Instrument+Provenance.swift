extension Instrument {
    /// How a number or a rule is known.
    package enum Basis: String, Codable, Hashable, Sendable, CaseIterable {
        /// It was read where it was published.
        case read
        /// An independent implementation, or its published scoring keys, gave the same.
        case run
        /// From memory: to be checked before a release.
        case memory
        /// A proposal that the clinician who signs the rules must confirm.
        case confirm
    }

    /// Where something comes from.
    package struct Source: Codable, Hashable, Sendable {
        /// What was said, and where.
        package var text: String
        /// How it is known.
        package var basis: Basis
    }

    /// How long a form counts as evidence.
    package struct Validity: Codable, Hashable, Sendable {
        /// Hours after which it is too old.
        package var hours: Int
        /// Whether any return to use ends it at once.
        package var endsAtLapse: Bool?
        /// Why so long.
        package var source: String
        /// How it is known.
        package var basis: Basis
    }

    /// A change of a scale that is more than chance.
    package struct ReliableChange: Codable, Hashable, Sendable {
        /// The scale.
        package var scale: String
        /// So many points, up or down.
        package var points: Int
        /// Where it was published.
        package var source: String
        /// How it is known.
        package var basis: Basis
    }

    /// What it tells of use, and how much more of it asks for a person's look.
    package struct Use: Codable, Hashable, Sendable {
        /// The scale that is 0 for whoever used nothing in the days that it asks about.
        package var scale: String
        /// So many points more are a rise.
        package var rise: Int
        /// The days before in which the least is looked for.
        package var days: Int
        /// Where that comes from.
        package var source: String
        /// How it is known.
        package var basis: Basis
    }

    /// The codes of the whole.
    package struct LOINC: Codable, Hashable, Sendable {
        /// The form.
        package var panel: String
        /// The total.
        package var total: String?
        /// Where they were found.
        package var source: String
        /// How they are known.
        package var basis: Basis
    }

    /// What may be shipped of it.
    package struct Licence: Codable, Hashable, Sendable {
        /// What may stand in its data file.
        package var ships: Extent
        /// The licence in a sentence.
        package var text: String
        /// Where it was found.
        package var source: String
        /// How it is known.
        package var basis: Basis

        /// How much of an instrument its data file holds.
        package enum Extent: String, Codable, Hashable, Sendable, CaseIterable {
            /// The wording of items may ship.
            case wording
            /// A few words of each subject.
            case labels
            /// Codes and numbers alone, or labels that say nothing of the wording.
            case codes
        }
    }
}
