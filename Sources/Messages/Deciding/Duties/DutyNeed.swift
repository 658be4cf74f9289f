/// A duty as a core's state asks for it now: what, about whom, of whom, and by when.
///
/// It is made anew from the state each time. What of it is open already, for how long, and with
/// whom, is the ``DutyBook``'s to know.
package struct DutyNeed: Hashable, Sendable {
    /// What is to be done, about whom and what: one duty for each.
    package var matter: Matter
    /// The roles that may do it, best first. Colleagues are of these too.
    package var roles: [Role]
    /// Who does it if on shift in time, such as the primary clinician.
    package var preferred: StaffID?
    /// Since when it has to be done.
    package var since: Timestamp
    /// How long it may take.
    package var term: DutyTerm
    /// What to say and do, in sentences. Other words, or another ``since``, are another duty.
    package var words: String
    /// The most open duties of this kind that ``preferred`` gets while a colleague who is on shift in
    /// time has fewer; any number if left out.
    package var mostOfKind: Int?

    package init(
        _ kind: DutyKind, client: ClientID?, about: String, roles: [Role],
        preferred: StaffID? = nil, since: Timestamp, term: DutyTerm, words: String,
        mostOfKind: Int? = nil
    ) {
        matter = Matter(kind: kind, client: client, about: about)
        self.roles = roles
        self.preferred = preferred
        self.since = since
        self.term = term
        self.words = words
        self.mostOfKind = mostOfKind
    }

    /// What tells one duty of an owner from another.
    package struct Matter: Hashable, Comparable, Sendable, Codable {
        package var kind: DutyKind
        package var client: ClientID?
        /// The id of an alert, a session, a plan, or a word such as `phq-9`.
        package var about: String

        package init(kind: DutyKind, client: ClientID?, about: String) {
            (self.kind, self.client, self.about) = (kind, client, about)
        }

        /// No meaning: it makes the order of events the same in every process.
        package static func < (left: Self, right: Self) -> Bool {
            (left.client?.text ?? "", left.kind.rawValue, left.about)
                < (right.client?.text ?? "", right.kind.rawValue, right.about)
        }
    }
}

/// How long a duty may take, and each person after the first.
package enum DutyTerm: Hashable, Sendable {
    /// So many hours of the day and the night: danger waits for nobody's shift.
    case hours(Int)
    /// So many hours in which somebody of the roles is on shift, and at most a week.
    case staffHours(Int)
    /// On the day on which it came up: by the end of the shift, and within so many staff hours; but
    /// never in less than one.
    case sameDay(Int)
    /// By the end of the shift of that day, or of the next day on which somebody of the roles is on
    /// shift. Each person after the first has ``nextPersonStaffHours``.
    case day(LocalDate)

    /// What whoever gets a duty of a day after the first has, in staff hours: a working day. A
    /// number of Cairn's own; it has no published source.
    package static let nextPersonStaffHours = 8
}
