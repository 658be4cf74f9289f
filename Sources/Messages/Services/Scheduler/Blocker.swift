/// What stands in the way, in terms that can be checked against other events.
public struct Blocker: Hashable, Sendable, Codable, Marked {
    public static let mark = Mark.describes

    /// The rule that blocks.
    public var kind: Kind
    /// The template or session that is blocked: its group and weekly time.
    public var group: GroupID?
    /// Its weekly time; `nil` where the whole group is blocked.
    public var at: WeeklyTime?
    /// What blocks it: a date for a closure, a client for a do-not-pair rule, a room, a clinician.
    public var by: String?
    /// How many there are of this kind, said by the first of them where not all are named.
    public var count: Int?

    /// The same without how many there are.
    package var uncounted: Blocker { Blocker(kind: kind, group: group, at: at, by: by) }

    /// How many of one kind are named.
    public static let examples = 3

    /// A few of each kind, in the order of the list; the first says how many there are if not all
    /// are named.
    public static func summary(of blockers: [Blocker]) -> [Blocker] {
        let counts = Dictionary(grouping: blockers, by: \.kind).mapValues(\.count)
        var named: [Kind: Int] = [:]
        return blockers.compactMap { blocker in
            let place = named[blocker.kind, default: 0]
            named[blocker.kind] = place + 1
            guard place < examples else { return nil }
            var blocker = blocker
            let count = counts[blocker.kind] ?? 1
            blocker.count = place == 0 && count > examples ? count : nil
            return blocker
        }
    }

    /// The rule that blocks.
    public struct Kind: OpenEnumeration {
        public let rawValue: String
        public init(rawValue: String) { self.rawValue = rawValue }

        /// A commitment of the client's, at the time in `by`.
        public static let commitment: Kind = "commitment"
        /// Every seat is taken.
        public static let capacity: Kind = "capacity"
        /// The clinic is closed, on the date in `by`.
        public static let closure: Kind = "closure"
        /// A client whom this one must not meet, in `by`, sits or arrives there.
        public static let doNotPair: Kind = "do-not-pair"
        /// The group is for another age band.
        public static let ages: Kind = "ages"
        /// The group speaks another language.
        public static let language: Kind = "language"
        /// No office is free.
        public static let room: Kind = "room"
        /// The clinician in `by` has no time that fits.
        public static let clinician: Kind = "clinician"
        /// There is no group, or it does not meet for long enough.
        public static let noGroup: Kind = "no-group"
        /// The session in `by` was cancelled.
        public static let cancelled: Kind = "cancelled"
        /// What is named in `by` is not in clinic.yaml any more.
        public static let gone: Kind = "gone"
        /// A therapy holds the session, and the client has not consented to what is in `by`.
        public static let consent: Kind = "consent"
        /// A therapy holds the session that is not for whoever has the open concern in `by`.
        public static let notFor: Kind = "not-for"
        public static let known: [Kind] = [
            commitment, capacity, closure, doNotPair, ages, language, room, clinician, noGroup,
            cancelled, gone, consent, notFor,
        ]
    }
}
