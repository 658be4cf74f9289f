package import Messages

extension PluginContract {
    /// The offerings that a clinic could never hold as its `clinic.yaml` is, each with the first thing
    /// that is missing and what brings it: no phase, no session of the kind, none long enough, no room
    /// with the features, nobody with the role, no group large enough.
    ///
    /// What depends on clients, such as a consent, is no part of it.
    package func misfits(in clinic: Clinic) -> [Advice] {
        offerings.compactMap { offering in
            misfit(of: offering, in: clinic).map { why, remedy in
                Advice(
                    "\(id) could never hold \(offering.name) here: \(why).",
                    remedy: "\(remedy), and `cairn reload`.")
            }
        }
    }

    private func misfit(of offering: Offering, in clinic: Clinic) -> (why: String, remedy: String)?
    {
        let phases = Set(clinic.phases.map(\.id)).intersection(offering.phases)
        guard !phases.isEmpty else {
            let wanted = offering.phases.map(\.text).joined(separator: ", ")
            let known = clinic.phases.map(\.id.text).joined(separator: ", ")
            return (
                "no phase has the id \(wanted); the clinic has \(known)",
                "Name a phase so in clinic.yaml, or have the therapy offered to one that is there"
            )
        }
        if let role = offering.credential, !clinic.staff.contains(where: { $0.mayLead(role) }) {
            return (
                "nobody on the staff has the role \(role)",
                "Give the role to somebody in clinic.yaml"
            )
        }
        if !offering.room.isEmpty,
            !clinic.rooms.contains(where: { $0.lacks(offering.room).isEmpty })
        {
            let wanted = offering.room.joined(separator: ", ")
            return (
                "no room has \(wanted)",
                "Add it to the `features` of a room that has it in clinic.yaml"
            )
        }
        guard let offer = SessionOffered(groupOf: offering) else { return nil }
        return misfit(of: offer, for: phases, in: clinic)
    }

    /// The same for sessions that fill those of a group.
    private func misfit(
        of offer: SessionOffered, for phases: Set<PhaseID>, in clinic: Clinic
    ) -> (why: String, remedy: String)? {
        let names = phases.map(\.text).sorted().joined(separator: ", ")
        var left = clinic.groups.filter { phases.contains($0.phase) }
            .flatMap { group in group.sessions.map { (group, $0) } }
        func keep(_ isFit: (Clinic.Group, Clinic.SessionTemplate) -> Bool) -> Bool {
            left = left.filter { isFit($0.0, $0.1) }
            return !left.isEmpty
        }
        guard keep({ $1.kind == offer.kind }) else {
            return (
                "no group of \(names) meets for the kind \(offer.kind)",
                "Add a session of the kind to a group in clinic.yaml"
            )
        }
        guard keep({ offer.minutes <= $1.at.minutes }) else {
            return (
                "each session of the kind \(offer.kind) is shorter than \(offer.minutes) minutes",
                "Make one longer: `at` in clinic.yaml"
            )
        }
        let rooms = Dictionary(clinic.rooms.map { ($0.id, $0) }) { first, _ in first }
        guard keep({ rooms[$1.room]?.lacks(offer.room).isEmpty ?? false }) else {
            let wanted = (offer.room ?? []).joined(separator: ", ")
            return (
                "no session of the kind \(offer.kind) is in a room with \(wanted)",
                "Hold one there: `room` of a session in clinic.yaml"
            )
        }
        let staff = Dictionary(clinic.staff.map { ($0.id, $0) }) { first, _ in first }
        guard keep({ staff[$1.clinician]?.mayLead(offer.credential) ?? false }) else {
            return (
                "nobody with the role \(offer.credential?.rawValue ?? "") leads such a session",
                "Have one lead it: `clinician` of a session in clinic.yaml"
            )
        }
        guard
            keep({ group, session in
                let seats = rooms[session.room]?.seats ?? 0
                return (offer.least ?? 0)
                    <= min(group.capacity, clinic.policies.groupCapacity, seats)
            })
        else {
            return (
                "it is held for \(offer.least ?? 0) or more, and no such group takes as many",
                "Raise `capacity`, `groupCapacity` or `seats` in clinic.yaml"
            )
        }
        return nil
    }
}
