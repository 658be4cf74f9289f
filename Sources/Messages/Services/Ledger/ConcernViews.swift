/// Which dangers are open, those for now first, then those that are open for longest.
///
/// The ledger knows them also while assessment is down.
public struct OpenConcerns: PagedQuery {
    public typealias Item = OpenConcern
    public static let type = "ledger.concerns.v1"

    /// Only those of this client.
    public var client: ClientID?
    /// The place of the last line that the asker has.
    public var after: String?
    /// The most lines that the asker wants.
    public var limit: Int?
}

extension OpenConcern: PageItem {
    /// What is for now comes first, then what is open for longest.
    public var place: String { "\(urgency == .now ? 0 : 1) \(opened) \(concern)" }
}

/// How many alerts are raised in a day: what a clinic can bear is a measure of its own.
public struct AlertBurden: Query {
    public typealias View = AlertCounts
    public static let type = "ledger.alert-burden.v1"
    public static let markedOtherwise: [String: Mark] = ["until": .open, "days": .open]

    /// The end of the last day, in clinic time: each day is the 24 hours before the next.
    public var until: Timestamp
    /// How many days, 1 to 35.
    public var days: Int
}

/// The alerts of some days.
public struct AlertCounts: Hashable, Sendable, Codable {
    /// How many were raised in each 24 hours, the oldest first.
    public var raised: [Int]

    /// The middle of the days, the higher one of two: half of the days have no more.
    public var median: Int {
        raised.isEmpty ? 0 : raised.sorted()[raised.count / 2]
    }

    /// What the clinic bears, in a sentence.
    public var sentence: String {
        "Alerts a day: \(median) in the median of the last \(raised.count) days, and"
            + " \(raised.max() ?? 0) at most."
    }
}

extension AlertBurden {
    /// Of the last four weeks.
    public init(ending until: Timestamp) { self.init(until: until, days: 28) }
}
