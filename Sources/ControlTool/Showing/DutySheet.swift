internal import ClinicClient
internal import Messages

/// What one person has to do, most urgent first, with what to say and do and the command for it.
///
/// It is shown plain, for nobody can do what is masked: a duty is given to a person who needs to
/// know whom it is about. Those of others are in no sheet.
struct DutySheet {
    let staff: StaffID
    private let roles: [Role]
    private let tally: DutyTally
    /// What is due later, and not shown.
    private let ahead: AheadDuties
    private let timeZone: String
    private let unrecorded: UnrecordedSessions
    /// How many are shown, with all forms of a visit as one; `nil` for each.
    private let most: Int?

    /// More nobody reads in a day. Cairn's own number.
    static let readable = 40

    /// - Parameters:
    ///   - lines: the duties of all, in the order of the ledger, which says what is ahead.
    ///   - isWhole: whether what is ahead is shown too.
    ///   - most: how many are shown, the most urgent ones; `nil` for each.
    init(
        of staff: StaffID, in clinic: Clinic, _ lines: [DutyLine], now moment: Moment,
        isWhole: Bool = false, most: Int? = DutySheet.readable
    ) {
        let now = moment.utc
        self.most = most
        let roles = clinic.staff.first { $0.id == staff }?.roles ?? []
        self.staff = staff
        self.roles = roles
        timeZone = clinic.timeZone
        unrecorded = UnrecordedSessions(lines, in: clinic, at: moment)
        let theirs = lines.filter { $0.duty.isFor(staff, in: roles) }
        // A form that may be asked already is asked in a visit that takes place anyhow.
        let visited = Set(
            theirs.filter { $0.duty.isForm && $0.isAhead != true }.compactMap(\.duty.client))
        let later = AheadDuties(
            isWhole
                ? []
                : theirs.filter { line in
                    line.isAhead == true
                        && !(line.duty.isForm
                            && line.duty.client.map(visited.contains) ?? false)
                })
        ahead = later
        tally = DutyTally(theirs.filter { !later.contains($0) }, now: now)
    }

    /// The sheet as text.
    var lines: [Output.Line] {
        let rest = ahead.line(in: timeZone, option: "cairn today --ahead --as \(staff)").map {
            Output.Line($0, .faint)
        }
        guard !tally.lines.isEmpty else {
            let title = Output.Line(
                "\(staff): nothing to do\(rest == nil ? "." : " before your next shift.")", .good)
            return [title] + [rest].compactMap(\.self)
        }
        let title = Output.Line("\(staff): \(tally.title)", tally.late.isEmpty ? .bold : .warning)
        let visits = DutyVisit.gathered(tally.lines)
        let shown = visits.prefix(most ?? visits.count)
        let left = visits.dropFirst(shown.count).flatMap(\.lines)
        let after = [left.isEmpty ? nil : unshown(left), rest].compactMap(\.self)
        return [title] + shown.flatMap(lines) + (after.isEmpty ? [] : [Output.Line("")] + after)
    }

    /// What there is no place for: nobody loses sight of it.
    private func unshown(_ left: [DutyLine]) -> Output.Line {
        let theirs = DutyTally(left, now: tally.now)
        let danger = left.count { $0.duty.kind.isDanger }
        let what = [
            danger == 0 ? nil : "\(danger) of danger",
            theirs.late.isEmpty ? nil : "\(theirs.late.count) late",
        ].compactMap(\.self).joined(separator: ", ")
        return Output.Line(
            "And \(left.count) more\(what.isEmpty ? "" : ", \(what)"): `cairn today --all --as"
                + " \(staff)` shows each.", danger > 0 ? .bad : .warning)
    }

    /// Forms of one client are gone through in one visit: they stand together, where the first is due.
    private func lines(of visit: DutyVisit) -> [Output.Line] {
        guard let title = visit.title else { return visit.lines.flatMap(lines) }
        return [Output.Line(""), Output.Line(title, .bold)] + visit.lines.flatMap(lines)
    }

    private func lines(of line: DutyLine) -> [Output.Line] {
        let duty = line.duty
        let isLate = duty.isLate(at: tally.now)
        let whom = duty.client.map { " \($0)" } ?? ""
        let isBad = duty.kind.isDanger || unrecorded.missed.contains(duty.duty)
        let colour: Terminal.Colour? =
            isLate
            ? (isBad ? .bad : .warning)
            : unrecorded.evening.contains(duty.duty) ? .warning : nil
        return [
            Output.Line(""),
            Output.Line("\(duty.kind)\(whom): \(when(duty))", colour),
            Output.Line("  \(duty.words.printable(upTo: 600))"),
        ] + others(for: duty, of: line.owner)
            + DutyStep.commands(for: duty, of: line.owner, as: staff, in: roles)
            .map { Output.Line("  \($0)") }
    }

    /// By when; of what is late, since when, whose it was, and how long it is this person's.
    private func when(_ duty: OpenDuty) -> String {
        let due = duty.due.shown(in: timeZone)
        guard duty.isLate(at: tally.now) else { return "by \(due)" }
        let missed = duty.missedBy.map(\.text).joined(separator: ", ")
        return "LATE by \(tally.lateness(of: duty)), was due \(duty.firstDue.shown(in: timeZone))"
            + (missed.isEmpty ? "" : "; not done by \(missed)")
            + (tally.now < duty.due && duty.person == staff ? "; yours until \(due)" : "")
    }

    /// Whoever has what another role does sees that somebody does it.
    private func others(for duty: OpenDuty, of owner: Identity?) -> [Output.Line] {
        let able = DutyStep.others(for: duty, of: owner, in: roles).map(\.rawValue)
        guard !able.isEmpty else { return [] }
        return [
            Output.Line(
                "  Only \(able.joined(separator: ", ")) may: see that one of them does it, or who"
                    + " stands in.", .warning)
        ]
    }

    /// One duty as a program reads it.
    struct Entry: Encodable {
        var owner: Identity
        var duty: OpenDuty
        var isLate: Bool
        /// The commands that do it, each of them another way; none where none is known.
        var commands: [String]
    }

    /// The sheet as a program reads it.
    var entries: [Entry] {
        tally.lines.map { line in
            Entry(
                owner: line.owner, duty: line.duty, isLate: line.duty.isLate(at: tally.now),
                commands: DutyStep.commands(
                    for: line.duty, of: line.owner, as: staff, in: roles))
        }
    }
}

extension OpenDuty {
    /// Whether a person has it, or, where nobody has, is of the role that it falls to.
    func isFor(_ staff: StaffID, in roles: [Role]) -> Bool {
        person.map { $0 == staff } ?? roles.contains(role)
    }
}
