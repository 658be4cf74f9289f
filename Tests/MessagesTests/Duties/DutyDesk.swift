import Messages
import Testing

/// A book of duties with its history, at a moment: what a core does with one.
struct DutyDesk {
    private(set) var book = DutyBook()
    private(set) var history: [any Event] = []
    private var draws: UInt64 = 0
    var clinic: Clinic
    var now: Timestamp

    init(_ clinic: Clinic, at now: String) throws {
        self.clinic = clinic
        self.now = try #require(Timestamp(now))
    }

    /// Tells that somebody is away.
    mutating func away(_ staff: StaffID, from first: LocalDate, through last: LocalDate) {
        fold(StaffAway(staff: staff, from: first, through: last))
    }

    /// Tells that somebody is back.
    mutating func back(_ staff: StaffID, from first: LocalDate) {
        fold(StaffBack(staff: staff, from: first))
    }

    private mutating func fold(_ event: any Event) {
        book.away.fold(Fact(id: "away", owner: .scheduler, event: event, time: now))
    }

    /// Reconciles until nothing follows, as a peer does, and says what followed.
    @discardableResult
    mutating func reconcile(_ needs: [DutyNeed], ending: DutyEnd = .done) -> [any Event] {
        var all: [any Event] = []
        for _ in 0..<10 {
            draws += 1
            var context = Context(
                now: Moment(
                    utc: now,
                    local: LocalDateTime(date: now.dayInUTC, time: TimeOfDay(minutes: 0))),
                clinic: clinic,
                identifiers: IdentifierSource(high: draws, low: 7, time: now))
            let events = book.reconciled(with: needs, in: &context) { _ in ending }
            guard !events.isEmpty else { return all }
            for event in events { book.apply(event) }
            all += events
        }
        Issue.record("The book never comes to rest.")
        return all
    }

    /// Lets hours pass, one by one, with the same needs.
    @discardableResult
    mutating func wait(_ hours: Int, needing needs: [DutyNeed]) -> [any Event] {
        (0..<hours).flatMap { _ in
            now = now.advanced(byHours: 1)
            return reconcile(needs)
        }
    }

    /// Who has a duty that is open, by what it is about.
    var holders: [String: StaffID?] {
        Dictionary(book.open.values.map { ($0.about, $0.person) }) { first, _ in first }
    }
}
