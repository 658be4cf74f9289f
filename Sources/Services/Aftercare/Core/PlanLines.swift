internal import Messages

/// The lines that therapies propose for one client's continuing-care plan, the newest last.
struct PlanLines: Equatable, Codable {
    private var lines: [Line] = []
    /// How many came, and how many of them before the plan was signed. Orders, and not times: in a
    /// rehearsal many things have one time.
    private var count = 0
    private var signed = 0

    struct Line: Equatable, Codable {
        let therapy: Identity
        let kind: PlanLineKind
        let text: String
        let time: Timestamp
        let order: Int
    }

    /// More than a plan that somebody reads has in these sections.
    private static let retention = Retention.Newest(48)

    /// Takes in a line; the same of the same therapy changes nothing.
    mutating func add(_ event: PlanLineAdded, by therapy: Identity, at time: Timestamp) {
        let isKnown = lines.contains {
            $0.therapy == therapy && $0.kind == event.kind && $0.text == event.text
        }
        guard !isKnown else { return }
        count += 1
        lines.append(
            Line(
                therapy: therapy, kind: event.kind, text: event.text, time: time, order: count))
        Self.retention.trim(&lines)
    }

    /// Forgets what was proposed before a stay began.
    mutating func begin(at time: Timestamp) {
        lines.removeAll { $0.time < time }
        signed = 0
    }

    /// The plan was signed: what comes now is proposed beside it.
    mutating func sign() { signed = count }

    /// What was proposed and nobody has signed, by the section that it belongs to.
    var proposed: [ProposedLine] {
        lines.filter { $0.order > signed }.compactMap { line in
            PlanOutline.section(of: line.kind).map {
                ProposedLine(section: $0, text: line.text, therapy: line.therapy)
            }
        }
    }
}
