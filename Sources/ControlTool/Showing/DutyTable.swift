internal import ClinicClient
internal import Messages

/// Everybody's duties, as a director looks at them: how many each person has, how many are late and
/// for how long, then each of them.
///
/// Whom a duty is about is shown to the person who has it, and to all others for a reason.
struct DutyTable {
    private let tally: DutyTally
    /// What is due later, and only counted.
    private let ahead: AheadDuties
    private let option: String
    private let clinic: Clinic
    var isRevealing = false
    private let viewer: StaffID?

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
        let rest = ahead.line(in: clinic.timeZone, option: option).map { ["", $0] } ?? []
        let shown = rows.count > 1 ? [""] + Columns(rows).lines : []
        return [tally.title, ""] + Columns(people).lines + shown + rest
    }

    private var people: [[String]] {
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

    private var rows: [[String]] {
        let roles = clinic.staff.first { $0.id == viewer }?.roles ?? []
        let header = ["DUTY", "CLIENT", "WHO", "ROLE", "DUE", "LATE", "NOT DONE BY", "WHAT TO DO"]
        return [header]
            + tally.lines.filter { !ahead.contains($0) }.map { line in
                let duty = line.duty
                let isShown =
                    isRevealing || (viewer.map { duty.isFor($0, in: roles) } ?? false)
                return [
                    duty.kind.rawValue, isShown ? duty.client?.text ?? "" : Masking.mask,
                    duty.person?.text ?? "nobody", duty.role.rawValue,
                    duty.due.shown(in: clinic.timeZone), tally.lateness(of: duty),
                    duty.missedBy.map(\.text).joined(separator: ", "),
                    isShown ? duty.words.printable(upTo: 600) : Masking.mask,
                ]
            }
    }
}
