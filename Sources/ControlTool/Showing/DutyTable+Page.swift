internal import ClinicClient
internal import Messages

extension DutyTable {
    /// The duties as a program reads them, masked as the lines are: docs/operating/json.md.
    struct Page: Encodable {
        var open: Int
        var late: Int
        /// How many are due later, and not among ``duties``.
        var ahead: Int
        var people: [Holder]
        var duties: [Entry]
    }

    /// How many duties somebody has; `nobody` has those that nobody on the staff may do.
    struct Holder: Encodable {
        var person: String
        var open: Int
        var late: Int
        /// Full hours for which the one is late that is late for longest; 0 where none is.
        var longestLateHours: Int
        var ahead: Int
    }

    /// One duty.
    struct Entry: Encodable {
        var duty: DutyID
        var owner: Identity
        var kind: DutyKind
        /// An id; the mask where it is not shown; empty where it is about no client.
        var client: String
        var person: StaffID?
        var role: Role
        var since: Timestamp
        /// When the first who had it was to have done it.
        var due: Timestamp
        /// When it passes on from whoever has it now.
        var passesOn: Timestamp
        var isLate: Bool
        var isAhead: Bool
        var notDoneBy: [StaffID]
        /// What to do; the mask where it is not shown.
        var words: String
    }

    /// What the lines say.
    var page: Page {
        let roles = clinic.staff.first { $0.id == viewer }?.roles ?? []
        return Page(
            open: tally.lines.count, late: tally.late.count, ahead: ahead.count,
            people: people,
            duties: tally.lines.filter { !ahead.contains($0) }.map { line in
                let duty = line.duty
                let isShown = isShown(duty, to: roles)
                return Entry(
                    duty: duty.duty, owner: line.owner, kind: duty.kind,
                    client: isShown ? duty.client?.text ?? "" : Masking.mask,
                    person: duty.person, role: duty.role, since: duty.since, due: duty.firstDue,
                    passesOn: duty.due, isLate: duty.isLate(at: tally.now),
                    isAhead: line.isAhead == true, notDoneBy: duty.missedBy,
                    words: isShown ? duty.words : Masking.mask)
            })
    }

    private var people: [Holder] {
        Dictionary(grouping: tally.lines) { $0.duty.person?.text ?? "nobody" }
            .sorted { $0.key < $1.key }.map { name, lines in
                let theirs = DutyTally(lines, now: tally.now)
                let longest = theirs.longest.map { tally.now.hours(since: $0.duty.firstDue) }
                return Holder(
                    person: name, open: lines.count, late: theirs.late.count,
                    longestLateHours: longest ?? 0, ahead: lines.count { $0.isAhead == true })
            }
    }
}
