internal import ClinicClient
internal import Messages

/// Duties that one person does in one go: the forms and intake questions of a client that are due
/// together, or one duty.
struct DutyVisit {
    private(set) var lines: [DutyLine]

    /// What stands above several forms; none above one duty.
    var title: String? {
        guard lines.count > 1, let client = lines.first?.duty.client else { return nil }
        let forms = lines.map(\.duty.about).joined(separator: ", ")
        return "\(lines.count) forms in one visit of \(client): \(forms)"
    }

    /// Duties in their order; forms of a client stand where the first of them did.
    static func gathered(_ lines: [DutyLine]) -> [DutyVisit] {
        var visits: [DutyVisit] = []
        var places: [ClientID: Int] = [:]
        for line in lines {
            guard line.duty.isForm, let client = line.duty.client else {
                visits.append(DutyVisit(lines: [line]))
                continue
            }
            if let place = places[client] {
                visits[place].lines.append(line)
            } else {
                places[client] = visits.count
                visits.append(DutyVisit(lines: [line]))
            }
        }
        return visits
    }
}

extension OpenDuty {
    /// Whether it is gone through with the client: an instrument, or the intake questions; not the
    /// consent.
    var isForm: Bool { kind == .fillForm && about != "consent" }
}
