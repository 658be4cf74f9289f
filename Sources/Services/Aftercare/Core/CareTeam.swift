internal import Messages

/// Who of the clinic's staff follows a client up.
struct CareTeam {
    private let staff: [Clinic.Staff]
    private let gone: Set<StaffID>

    /// - Parameter gone: who is away: of a role, somebody who is there goes first.
    init(of clinic: Clinic, gone: Set<StaffID>) {
        staff = clinic.staff.sorted { $0.id < $1.id }
        self.gone = gone
    }

    /// The owner of a client's next contact, on a rung of the ladder or off it.
    func owner(of known: KnownClient, in situation: Situation, rung: Int) -> StaffID {
        let usual = usualOwner(of: known, in: situation)
        guard let role = OutreachLadder.rung(rung)?.role else { return usual }
        return first(role) ?? usual
    }

    private func usualOwner(of client: KnownClient, in situation: Situation) -> StaffID {
        let known = [client.clinician, client.registrar].compactMap(\.self)
        let isCaseManaged = [.aftercare, .discharged].contains(situation)
        let wanted = isCaseManaged ? [first(.caseManager)].compactMap(\.self) + known : known
        // A staff member who left owns nothing: somebody who is there does. A client who is
        // followed up is registered, so a name stands at the end even in a clinic without staff.
        return wanted.first(where: isCaring)
            ?? first(.caseManager) ?? first(.director) ?? staff.first { isCaring($0.id) }?.id
            ?? staff.first?.id ?? wanted.first ?? "nobody"
    }

    private func first(_ role: Role) -> StaffID? {
        let able = staff.filter { $0.roles.contains(role) }
        return (able.first { !gone.contains($0.id) } ?? able.first)?.id
    }

    private func isCaring(_ id: StaffID) -> Bool {
        staff.contains { $0.id == id && !Set<Role>.care.isDisjoint(with: $0.roles) }
    }
}
