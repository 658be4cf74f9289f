internal import Messages

extension Agenda {
    /// Records what a change of the primary clinician means, for one client or for a whole caseload.
    ///
    /// - Returns: what was recorded.
    func changeClinicians(_ command: ChangeClinician, _ draft: inout Draft<Agenda>) throws
        -> [ClinicianChanged]
    {
        let clinic = draft.clinic
        if let to = command.to { try checkCarries(to, instead: command.from, in: clinic) }
        return try clients(of: command).map { client, stay in
            // Each client goes to whoever has the fewest by then.
            guard
                let next = command.to
                    ?? draft.state.roster.primaryClinician(
                        for: client, in: clinic, without: command.from,
                        gone: draft.state.duties.away.people(on: draft.now.today))
            else {
                throw Refusal(
                    "No other staff member is a clinician with a caseload.",
                    remedy: "Give a clinician a caseload in clinic.yaml, and `cairn reload`.")
            }
            let change = ClinicianChanged(
                client: client, enrollment: stay.enrollment, from: command.from, to: next,
                reason: command.reason)
            draft.record(change)
            return change
        }
    }

    private func clients(of command: ChangeClinician) throws -> [(ClientID, Stay)] {
        guard let client = command.client else {
            let all = roster.stays.filter { $0.value.clinician == command.from }
            guard !all.isEmpty else {
                throw Refusal(
                    "\(command.from) is nobody's primary clinician.",
                    remedy: "See `cairn ask scheduler.enrollments` for who is.")
            }
            return all.sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
        }
        let stay = try enrolled(client)
        guard stay.clinician == command.from else {
            throw Refusal(
                "The client's primary clinician is \(stay.clinician), not \(command.from).",
                remedy: "Give the command again with \"from\": \"\(stay.clinician)\" if it is"
                    + " still right.")
        }
        return [(client, stay)]
    }

    private func checkCarries(_ next: StaffID, instead former: StaffID, in clinic: Clinic) throws {
        let carriers = clinic.carriers(without: former)
        guard !carriers.contains(where: { $0.id == next }) else { return }
        throw Refusal(
            "\(next) cannot take the clients of \(former).",
            remedy: carriers.isEmpty
                ? "Give another clinician a caseload in clinic.yaml first."
                : "Choose one of: \(carriers.map(\.id.text).sorted().joined(separator: ", ")).")
    }

    /// Says of whoever gets clients that they are away; nothing of who is there.
    func awayNow(_ person: StaffID?, on today: LocalDate) -> [String] {
        guard let person, duties.away.isAway(person, on: today) else { return [] }
        let back = duties.away.back(person, from: today)
        return ["\(person) is away until \(back): what falls due before goes to a colleague."]
    }
}
