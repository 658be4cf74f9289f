internal import ClinicClient
internal import Messages

/// Everybody's duties, as a director looks at them: how many each person has, how many are late and
/// for how long, then each of them.
///
/// Whom a duty is about is shown to the person who has it, and to all others for a reason.
struct DutyTable {
    private let tally: DutyTally
    private let clinic: Clinic
    var isRevealing = false
    private let viewer: StaffID?

    /// - Parameter viewer: who looks; `nil` where that is not known.
    init(_ lines: [DutyLine], in clinic: Clinic, now: Timestamp, viewer: StaffID?) {
        tally = DutyTally(lines, now: now)
        self.clinic = clinic
        self.viewer = viewer
    }

    var lines: [String] {
        guard !tally.lines.isEmpty else { return ["No open duties."] }
        return [tally.title, ""] + Columns(people).lines + [""] + Columns(rows).lines
    }

    private var people: [[String]] {
        let groups = Dictionary(grouping: tally.lines) { $0.duty.person?.text ?? "nobody" }
        let header = ["WHO", "OPEN", "LATE", "LONGEST"]
        return [header]
            + groups.sorted { $0.key < $1.key }.map { name, lines in
                let theirs = DutyTally(lines, now: tally.now)
                let longest = theirs.longest.map { tally.lateness(of: $0.duty) } ?? ""
                return [name, "\(lines.count)", "\(theirs.late.count)", longest]
            }
    }

    private var rows: [[String]] {
        let roles = clinic.staff.first { $0.id == viewer }?.roles ?? []
        let header = ["DUTY", "CLIENT", "WHO", "ROLE", "DUE", "LATE", "NOT DONE BY", "WHAT TO DO"]
        return [header]
            + tally.lines.map { line in
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
