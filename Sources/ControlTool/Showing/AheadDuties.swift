internal import ClinicClient
internal import Messages

/// Duties that the ledger calls ahead, and that are told in a line: nobody loses sight of them.
struct AheadDuties {
    private let places: Set<String>
    private let next: Timestamp?

    init(_ lines: [DutyLine]) {
        places = Set(lines.map(\.place))
        next = lines.map(\.duty.due).min()
    }

    var count: Int { places.count }

    func contains(_ line: DutyLine) -> Bool { places.contains(line.place) }

    /// How many there are, when the next is due, and how all are seen; `nil` where there are none.
    func line(in timeZone: String, option: String) -> String? {
        guard let next else { return nil }
        let many = count == 1 ? "1 more duty is due later" : "\(count) more duties are due later"
        return "\(many), the next by \(next.shown(in: timeZone)): `\(option)` shows them."
    }
}
