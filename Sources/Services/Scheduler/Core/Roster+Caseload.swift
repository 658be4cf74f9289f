internal import Messages

extension Roster {
    /// The clinician with a free place who speaks the client's language, if any does, and has the
    /// fewest clients; `nil` where nobody carries a caseload.
    ///
    /// When all caseloads are full the one least over it: a confirmed client is never left
    /// without a clinician, and the director sees the caseload.
    ///
    /// - Parameter gone: who is away today: one of them is taken only where nobody else carries a
    ///   caseload, however full the others are.
    func primaryClinician(
        for client: ClientID, in clinic: Clinic, without former: StaffID? = nil,
        gone: Set<StaffID>
    ) -> StaffID? {
        let language = persons[client]?.language ?? ""
        let ranked = clinic.carriers(without: former).map { staff in
            let load = caseload(of: staff.id)
            return (
                away: gone.contains(staff.id) ? 1 : 0, over: max(0, load - staff.caseload + 1),
                stranger: staff.languages.contains(language) ? 0 : 1, load: load, id: staff.id
            )
        }
        return ranked.min {
            ($0.away, $0.over, $0.stranger, $0.load, $0.id)
                < ($1.away, $1.over, $1.stranger, $1.load, $1.id)
        }?.id
    }
}

extension Clinic {
    /// The clinicians who carry a caseload.
    func carriers(without former: StaffID?) -> [Staff] {
        staff.filter { $0.roles.contains(.clinician) && 0 < $0.caseload && $0.id != former }
    }
}
