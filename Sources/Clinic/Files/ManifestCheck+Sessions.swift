internal import Messages

// What a plugin offers for the weekly plan.
extension ManifestCheck {
    private static let fieldsOfSession = [
        "offering", "title", "kind", "phases", "minutes", "perWeek",
    ]

    mutating func sessions(_ value: JSONFragment?) {
        guard let value else { return }
        guard case .array(let offers) = value else {
            add("sessions is no list", at: ["sessions"])
            return
        }
        if offers.count > SessionOffered.limitOfTherapy {
            add(
                "sessions has \(offers.count) offerings: it takes \(SessionOffered.limitOfTherapy)",
                at: ["sessions"])
        }
        var names: Set<String> = []
        for (place, offer) in offers.prefix(SessionOffered.limitOfTherapy).enumerated() {
            let path = ["sessions", "\(place)"]
            guard case .object(let members) = offer else {
                add("\(name(path)) is no object", at: path)
                continue
            }
            if let offering = session(members, at: path), !names.insert(offering).inserted {
                add(
                    "\(shown(offering)) again: each takes a name of its own",
                    of: path + ["offering"])
            }
        }
    }

    /// - Returns: the name of the offering.
    private mutating func session(_ members: [String: JSONFragment], at path: [String]) -> String? {
        expect(Self.fieldsOfSession, in: members, at: path)
        let offering = text(members["offering"], at: path + ["offering"])
        text(members["title"], at: path + ["title"])
        if let kind = text(members["kind"], at: path + ["kind"]), let clinic {
            let kinds = Set(clinic.groups.flatMap(\.sessions).map(\.kind)).sorted()
            expect(kind, among: kinds, "The clinic's group sessions are of", at: path + ["kind"])
        }
        let phases = texts(members["phases"], at: path + ["phases"], limit: 64)
        if members["phases"] == .array([]) { add("empty", of: path + ["phases"]) }
        for (number, phase) in phases {
            guard let clinic else { break }
            expect(
                phase, among: clinic.phases.map(\.id.text), "The clinic has",
                at: path + ["phases", "\(number)"])
        }
        number(members["minutes"], in: SessionOffered.minutesRange, at: path + ["minutes"])
        number(members["perWeek"], in: SessionOffered.perWeekRange, at: path + ["perWeek"])
        return offering
    }
}
