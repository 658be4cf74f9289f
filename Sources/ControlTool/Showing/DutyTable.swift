internal import ClinicClient
internal import Messages

/// Everybody's duties, as a director looks at them: how many each person has, how many are late and
/// for how long, then each of them.
///
/// Whom a duty is about is shown to the person who has it, and to all others for a reason.
struct DutyTable {
    let tally: DutyTally
    /// What is due later, and only counted.
    let ahead: AheadDuties
    private let option: String
    let clinic: Clinic
    var isRevealing = false
    /// How many have a line, the most urgent ones; `nil` for each.
    var most: Int? = DutyTable.readable

    /// More nobody reads at once. Cairn's own number.
    static let readable = 100

    let viewer: StaffID?

    /// - Parameters:
    ///   - lines: in the order of the ledger, which says what is ahead.
    ///   - viewer: who looks; `nil` where that is not known.
    ///   - isWhole: whether each of those that are ahead has a line too.
    ///   - option: the command that shows them.
    init(
        _ lines: [DutyLine], in clinic: Clinic, now: Timestamp, viewer: StaffID?,
        isWhole: Bool = false, option: String = "cairn duties --ahead"
    ) {
        tally = DutyTally(lines, now: now)
        ahead = AheadDuties(isWhole ? [] : lines.filter { $0.isAhead == true })
        self.option = option
        self.clinic = clinic
        self.viewer = viewer
    }

    var lines: [String] {
        guard !tally.lines.isEmpty else { return ["No open duties."] }
        let more = tally.lines.count { !ahead.contains($0) } - rows.dropFirst().count
        let unshown = more > 0 ? "And \(more) more: `cairn duties --all` shows each." : nil
        let after = [unshown, ahead.line(in: clinic.timeZone, option: option)].compactMap(\.self)
        let rest = after.isEmpty ? [] : [""] + after
        let shown = rows.count > 1 ? [""] + Columns(rows).lines : []
        return [tally.title, ""] + Columns(peopleRows).lines + shown + rest
    }

    private var peopleRows: [[String]] {
        let groups = Dictionary(grouping: tally.lines) { $0.duty.person?.text ?? "nobody" }
        let header = ["WHO", "OPEN", "LATE", "LONGEST", "AHEAD"]
        return [header]
            + groups.sorted { $0.key < $1.key }.map { name, lines in
                let theirs = DutyTally(lines, now: tally.now)
                let longest = theirs.longest.map { tally.lateness(of: $0.duty) } ?? ""
                let later = lines.count { $0.isAhead == true }
                return [name, "\(lines.count)", "\(theirs.late.count)", longest, "\(later)"]
            }
    }

    /// Whether it is said whom a duty is about, and what to do.
    func isShown(_ duty: OpenDuty, to roles: [Role]) -> Bool {
        isRevealing || (viewer.map { duty.isFor($0, in: roles) } ?? false)
    }

    private var rows: [[String]] {
        let roles = clinic.staff.first { $0.id == viewer }?.roles ?? []
        // What is late was due when its first person had it; the next one has it for a while.
        let header = [
            "DUTY", "CLIENT", "WHO", "ROLE", "DUE", "LATE", "NOT DONE BY", "PASSES ON",
            "WHAT TO DO",
        ]
        return [header]
            + tally.lines.filter { !ahead.contains($0) }.prefix(most ?? .max).map { line in
                let duty = line.duty
                let isShown = isShown(duty, to: roles)
                return [
                    duty.kind.rawValue, isShown ? duty.client?.text ?? "" : Masking.mask,
                    duty.person?.text ?? "nobody", duty.role.rawValue,
                    duty.firstDue.shown(in: clinic.timeZone), tally.lateness(of: duty),
                    duty.missedBy.map(\.text).joined(separator: ", "),
                    duty.isLate(at: tally.now) ? duty.due.shown(in: clinic.timeZone) : "",
                    isShown ? duty.words.printable(upTo: 600) : Masking.mask,
                ]
            }
    }
}
