internal import ClinicalRules
package import Messages

/// What contradicts itself in a clinic's description, in words for the person who wrote it.
package enum ClinicCheck {
    /// A contradiction.
    struct Place {
        /// The keys and numbers that lead to it in the description.
        var path: [String]
        /// A phrase.
        var words: String

        init(_ words: String, at path: Any...) {
            (self.words, self.path) = (words, path.map { "\($0)" })
        }
    }

    /// Each contradiction with its place; none for a clinic that may run.
    static func places(in clinic: Clinic) -> [Place] {
        repeats(clinic) + references(clinic) + doubleBookings(clinic) + dangers(clinic)
            + hosts(clinic) + times(clinic) + instruments(clinic) + characters(clinic)
    }

    /// Refuses what is for rehearsals alone in a clinic that treats people.
    ///
    /// - Throws: ``ClinicError/contradictory(_:_:)``
    static func require(_ clinic: Clinic, fitsFor mode: ClinicMode, in folder: ClinicFolder) throws
    {
        guard !mode.isRehearsal, let policy = clinic.plugins else { return }
        throw ClinicError.contradictory(
            folder.configuration,
            [
                "plugins: \(policy.rawValue) is for a rehearsal alone: in a live clinic a person"
                    + " approves each plugin with `cairn plugin enable`"
            ])
    }

    /// What the clinic gives up by not running a service, a sentence each.
    package static func losses(in clinic: Clinic) -> [String] {
        MessageCatalog.contracts.filter { !clinic.services.contains($0.service) }
            .compactMap { contract in
                contract.loss.map {
                    "Without \(contract.service): \($0). To run it, add `- \(contract.service)` to "
                        + "`services:` in clinic.yaml."
                }
            }
    }

    private static func repeats(_ clinic: Clinic) -> [Place] {
        let lists = [
            ("phase", "phases", clinic.phases.map(\.id.text)),
            ("room", "rooms", clinic.rooms.map(\.id.text)),
            ("staff", "staff", clinic.staff.map(\.id.text)),
            ("group", "groups", clinic.groups.map(\.id.text)),
            ("service", "services", clinic.services.map(\.text)),
            ("closure", "closures", clinic.closures.map(\.description)),
            ("elsewhere", "elsewhere", (clinic.elsewhere ?? []).map(\.text)),
            (
                "interpreter", "interpreters",
                (clinic.interpreters ?? []).compactMap(AllowedInterpreters.name)
            ),
        ]
        return lists.flatMap { kind, key, names in
            repeated(names).map { Place("\(kind) \($0.name) is there twice", at: key, $0.index) }
        }
    }

    /// Each name that is there again, once.
    private static func repeated(_ names: [String]) -> [(index: Int, name: String)] {
        var seen: Set<String> = []
        var told: Set<String> = []
        return names.enumerated().compactMap { index, name in
            guard !seen.insert(name).inserted, told.insert(name).inserted else { return nil }
            return (index, name)
        }
    }

    /// Instruments that are named twice, or to no effect.
    private static func instruments(_ clinic: Clinic) -> [Place] {
        let names = clinic.policies.instruments ?? []
        let twice = repeated(names).map {
            Place("instrument \($0.name) is there twice", at: "policies", "instruments", $0.index)
        }
        let idle = names.enumerated().compactMap { index, name -> Place? in
            guard let cadence = InstrumentLibrary.instrument(name)?.cadence, !cadence.isTimed
            else { return nil }
            return Place(
                "\(name) has no times at which it is asked: it would never fall due",
                at: "policies", "instruments", index)
        }
        return twice + idle
    }

    private static func references(_ clinic: Clinic) -> [Place] {
        var faults = clinic.phases.isEmpty ? [Place("there is no phase", at: "phases")] : []
        let rooms = Set(clinic.rooms.map(\.id))
        let phases = Set(clinic.phases.map(\.id))
        let staff = Dictionary(grouping: clinic.staff, by: \.id)
        for (index, group) in clinic.groups.enumerated() {
            if !phases.contains(group.phase) {
                faults.append(
                    Place(
                        "group \(group.id) is of phase \(group.phase), which is not there",
                        at: "groups", index, "phase"))
            }
            for (number, session) in group.sessions.enumerated() {
                func place(_ words: String, _ key: String) -> Place {
                    Place(words, at: "groups", index, "sessions", number, key)
                }
                if !rooms.contains(session.room) {
                    faults.append(
                        place(
                            "group \(group.id) meets in \(session.room), which is not there", "room"
                        ))
                }
                guard let person = staff[session.clinician]?.first else {
                    let words = "group \(group.id) is led by \(session.clinician), who is not there"
                    faults.append(place(words, "clinician"))
                    continue
                }
                if !person.hours.contains(where: { $0.contains(session.at) }) {
                    let words = "\(person.id) leads \(group.id) on \(session.at), outside the hours"
                    faults.append(place(words, "at"))
                }
            }
        }
        return faults
    }

    private static func doubleBookings(_ clinic: Clinic) -> [Place] {
        let sessions = clinic.groups.enumerated().flatMap { index, group in
            group.sessions.enumerated().map { (group.id, $1, [index, $0]) }
        }
        var faults: [Place] = []
        for (index, (group, session, _)) in sessions.enumerated() {
            for (other, rival, at) in sessions[(index + 1)...] where session.at.overlaps(rival.at) {
                func place(_ words: String) -> Place {
                    Place(words, at: "groups", at[0], "sessions", at[1], "at")
                }
                if session.room == rival.room {
                    faults.append(
                        place("\(group) and \(other) are both in \(session.room) on \(session.at)"))
                }
                if session.clinician == rival.clinician {
                    faults.append(
                        place("\(session.clinician) leads \(group) and \(other) on \(session.at)"))
                }
            }
        }
        return faults
    }

    /// Hours of one person that overlap: one of the two is a slip.
    private static func times(_ clinic: Clinic) -> [Place] {
        clinic.staff.enumerated().flatMap { index, person in
            person.hours.indices.compactMap { number -> Place? in
                let hours = person.hours[number]
                return person.hours[..<number].contains { $0.overlaps(hours) }
                    ? Place(
                        "the hours of \(person.id) overlap on \(hours)", at: "staff", index,
                        "hours", number) : nil
            }
        }
    }

    private static func hosts(_ clinic: Clinic) -> [Place] {
        var faults: [Place] = []
        if let listen = clinic.listen, !KeyFolder.isAddress(listen) {
            faults.append(
                Place("listen must be tcp://HOST:PORT, with a port up to 65000", at: "listen"))
        }
        let elsewhere = clinic.elsewhere ?? []
        for (index, name) in elsewhere.enumerated() where name == .hub || name == .supervisor {
            faults.append(Place("\(name) cannot be elsewhere", at: "elsewhere", index))
        }
        // A therapy runs where the supervisor is, which makes and hashes the copy that was approved.
        for (index, name) in elsewhere.enumerated()
        where !clinic.services.contains(name) && name != .supervisor && name != .hub {
            faults.append(
                Place("\(name) is elsewhere, and not one of services", at: "elsewhere", index))
        }
        if !elsewhere.isEmpty, clinic.listen == nil {
            faults.append(
                Place(
                    "somebody is elsewhere, and the hub does not listen there", at: "elsewhere"))
        }
        return faults
    }

    private static func dangers(_ clinic: Clinic) -> [Place] {
        var faults: [Place] = []
        if !(1...7).contains(clinic.policies.followUpDays) {
            faults.append(
                Place("policies.followUpDays must be 1 to 7", at: "policies", "followUpDays"))
        }
        // An alert that waits longer than a week is none; the due time is counted from it.
        let alertHours = [
            ("alertHoursNow", clinic.policies.alertHoursNow),
            ("alertHoursToday", clinic.policies.alertHoursToday),
        ]
        if let late = alertHours.first(where: { !(1...168).contains($0.1) }) {
            faults.append(Place("policies.alertHours must be 1 to 168", at: "policies", late.0))
        }
        if !clinic.staff.contains(where: { !Set($0.roles).isDisjoint(with: Set<Role>.care) }) {
            faults.append(Place("nobody on the staff has a role that meets clients", at: "staff"))
        }
        return faults
    }
}
