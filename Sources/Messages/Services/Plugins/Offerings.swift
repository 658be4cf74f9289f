/// A therapy offers sessions of a kind to clients of some phases.
public struct SessionOffered: Event {
    public static let type = "*.catalog.session-offered.v1"
    public static let dataClass: DataClass = .operational
    public static let markedOtherwise: [String: Mark] = [
        "offering": .open, "title": .open, "kind": .open, "phases": .open, "minutes": .open,
        "perWeek": .open, "least": .open, "most": .open, "room": .open, "consent": .open,
        "notFor": .open,
    ]

    /// The plugin's own name for it.
    public var offering: String
    /// What people call the session.
    public var title: String
    /// The kind of group session that it fills, such as `skills`.
    public var kind: String
    /// The phases whose groups it is for.
    public var phases: [PhaseID]
    /// How long it lasts, in minutes; it fills group sessions of at least this length.
    public var minutes: Int
    /// How many sessions each group has of it in a week.
    public var perWeek: Int
    /// From how many clients on it is held; `nil` for any number.
    public var least: Int?
    /// How many clients it takes at most; `nil` for as many as the group has.
    public var most: Int?
    /// The role of whoever leads it; `nil` for anyone.
    public var credential: Role?
    /// What its room must have: ``Clinic/Room/features``; `nil` for nothing.
    public var room: [String]?
    /// The purpose of the consent without which nobody takes part (``ConsentGiven``); `nil` for none.
    public var consent: String?
    /// For whom it is not, in words as `Contraindication` reads them; `nil` for nobody.
    public var notFor: [String]?
}

extension SessionOffered {
    /// The most offerings that one therapy may have at a time; what is beyond is not planned.
    public static let limitOfTherapy = 64
    /// How long a session may last, in minutes.
    public static let minutesRange = 5...480
    /// How many a group may have in a week.
    public static let perWeekRange = 1...14
    /// How many people a session may be for.
    public static let sizeRange = 1...64
    /// How many words of a kind it may have.
    public static let mostWords = 16
    /// How many characters of Unicode a text of it may have.
    public static let longestText = 200

    /// Whether it can be planned. What is not is as if it had not been offered.
    public var isFit: Bool {
        Self.minutesRange.contains(minutes) && Self.perWeekRange.contains(perWeek)
            && [offering, title, kind].allSatisfy(Self.isPlain) && phases.count <= 64
            && [least, most].allSatisfy { $0.map(Self.sizeRange.contains) ?? true }
            && (least ?? 1) <= (most ?? Self.sizeRange.upperBound)
            && [room, notFor, consent.map { [$0] }].allSatisfy { words in
                (words ?? []).count <= Self.mostWords && (words ?? []).allSatisfy(Self.isPlain)
            }
    }

    /// Whether a text may stand in a plan: short, on one line, and nothing that steers a terminal.
    private static func isPlain(_ text: String) -> Bool {
        !text.isEmpty && text.unicodeScalars.count <= longestText
            && text.unicodeScalars.allSatisfy { scalar in
                switch scalar.properties.generalCategory {
                case .control, .format, .lineSeparator, .paragraphSeparator: false
                default: true
                }
            }
    }
}

/// A therapy does not offer a session any more.
public struct OfferingWithdrawn: Event {
    public static let type = "*.catalog.offering-withdrawn.v1"
    public static let dataClass: DataClass = .operational
    public static let markedOtherwise: [String: Mark] = ["offering": .open]

    /// The plugin's own name for it.
    public var offering: String
}
