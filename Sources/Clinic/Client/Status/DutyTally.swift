package import Messages

/// How a clinic's duties stand: how many are open and late, and which longest.
package struct DutyTally {
    /// The duties, in the order of the ledger.
    package let lines: [DutyLine]
    package let now: Timestamp

    package init(_ lines: [DutyLine], now: Timestamp) { (self.lines, self.now) = (lines, now) }

    /// Those that the first who had them did not do in time.
    package var late: [DutyLine] { lines.filter { $0.duty.isLate(at: now) } }
    /// The late ones while which somebody may be in danger.
    package var lateInDanger: [DutyLine] { late.filter { $0.duty.kind.isDanger } }
    /// Those that nobody on the staff may do.
    package var nobodys: [DutyLine] { lines.filter { $0.duty.person == nil } }
    /// The one that is late for longest.
    package var longest: DutyLine? { late.min { $0.duty.firstDue < $1.duty.firstDue } }

    /// `12 open duties, 3 late`.
    package var title: String {
        let count = lines.count == 1 ? "1 open duty" : "\(lines.count) open duties"
        return late.isEmpty ? count : "\(count), \(late.count) late"
    }

    /// By how much a duty is late: `3 h`, or `2 d 4 h`; nothing for one that is not.
    package func lateness(of duty: OpenDuty) -> String {
        guard duty.isLate(at: now) else { return "" }
        let hours = now.hours(since: duty.firstDue)
        return hours < 24 ? "\(hours) h" : "\(hours / 24) d \(hours % 24) h"
    }
}
