package import Messages

/// What contradicts itself in a clinic's description, in words for the person who wrote it.
package enum ClinicCheck {
    /// Each contradiction, a phrase each; none for a clinic that may run.
    package static func faults(in clinic: Clinic) -> [String] {
        repeats(clinic) + references(clinic) + doubleBookings(clinic) + dangers(clinic)
            + hosts(clinic)
    }

    /// What the clinic gives up by not running a service, a sentence each.
    package static func losses(in clinic: Clinic) -> [String] {
        let purposes: [(Identity, String)] = [
            (.assessment, "no intake, no scores, no safety alerts"),
            (.scheduler, "no enrolment and no weekly plan"),
            (.peerGroups, "nobody is given a seat in a group"),
            (.aftercare, "nobody keeps in touch with those who wait, left or finished"),
            (.ledger, "no audit trail and no history"),
        ]
        return purposes.filter { !clinic.services.contains($0.0) }
            .map { "Without \($0.0): \($0.1)." }
    }

    private static func repeats(_ clinic: Clinic) -> [String] {
        [
            ("phase", clinic.phases.map(\.id.text)), ("room", clinic.rooms.map(\.id.text)),
            ("staff", clinic.staff.map(\.id.text)), ("group", clinic.groups.map(\.id.text)),
            ("service", clinic.services.map(\.text)),
        ].flatMap { kind, names in
            Dictionary(grouping: names, by: \.self).filter { $0.value.count > 1 }.keys.sorted()
                .map { "\(kind) \($0) is there twice" }
        }
    }

    private static func references(_ clinic: Clinic) -> [String] {
        var faults: [String] = clinic.phases.isEmpty ? ["there is no phase"] : []
        let rooms = Set(clinic.rooms.map(\.id))
        let phases = Set(clinic.phases.map(\.id))
        let staff = Dictionary(grouping: clinic.staff, by: \.id)
        for group in clinic.groups {
            if !phases.contains(group.phase) {
                faults.append("group \(group.id) is of phase \(group.phase), which is not there")
            }
            for session in group.sessions {
                if !rooms.contains(session.room) {
                    faults.append("group \(group.id) meets in \(session.room), which is not there")
                }
                guard let person = staff[session.clinician]?.first else {
                    faults.append(
                        "group \(group.id) is led by \(session.clinician), who is not there")
                    continue
                }
                if !person.hours.contains(where: { $0.contains(session.at) }) {
                    faults.append(
                        "\(person.id) leads \(group.id) on \(session.at), outside the hours")
                }
            }
        }
        return faults
    }

    private static func doubleBookings(_ clinic: Clinic) -> [String] {
        let sessions = clinic.groups.flatMap { group in group.sessions.map { (group.id, $0) } }
        var faults: [String] = []
        for (index, (group, session)) in sessions.enumerated() {
            for (other, rival) in sessions[(index + 1)...] where session.at.overlaps(rival.at) {
                if session.room == rival.room {
                    faults.append(
                        "\(group) and \(other) are both in \(session.room) on \(session.at)")
                }
                if session.clinician == rival.clinician {
                    faults.append(
                        "\(session.clinician) leads \(group) and \(other) on \(session.at)")
                }
            }
        }
        return faults
    }

    private static func hosts(_ clinic: Clinic) -> [String] {
        var faults: [String] = []
        if let listen = clinic.listen, !KeyFolder.isAddress(listen) {
            faults.append("listen must be tcp://HOST:PORT, with a port up to 65000")
        }
        let elsewhere = clinic.elsewhere ?? []
        for name in elsewhere where name == .hub || name == .supervisor {
            faults.append("\(name) cannot be elsewhere")
        }
        if !elsewhere.isEmpty, clinic.listen == nil {
            faults.append("somebody is elsewhere, and the hub does not listen there")
        }
        return faults
    }

    private static func dangers(_ clinic: Clinic) -> [String] {
        var faults: [String] = []
        if !(1...7).contains(clinic.policies.followUpDays) {
            faults.append("policies.followUpDays must be 1 to 7")
        }
        // An alert that waits longer than a week is none; the due time is counted from it.
        let alertHours = [clinic.policies.alertHoursNow, clinic.policies.alertHoursToday]
        if !alertHours.allSatisfy((1...168).contains) {
            faults.append("policies.alertHours must be 1 to 168")
        }
        if !clinic.staff.contains(where: { !Set($0.roles).isDisjoint(with: Set<Role>.care) }) {
            faults.append("nobody on the staff has a role that meets clients")
        }
        return faults
    }
}
