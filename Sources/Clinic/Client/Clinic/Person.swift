internal import ClinicFiles
package import Messages

/// Who was named to act, and in which role, as somebody typed it; `nil` where nothing was said.
package struct Person: Hashable, Sendable {
    package var staff: String?
    package var role: String?

    package init(_ staff: String? = nil, role: String? = nil) {
        (self.staff, self.role) = (staff, role)
    }

    /// The person who was named; a command about clients is never given in nobody's name.
    package func named(in opened: OpenedClinic) throws -> Actor {
        if staff == nil, let host = opened.host { throw ClientError.unnamed(example: host.text) }
        return try named(in: opened.clinic)
    }

    /// The acting person from what was given and the clinic's staff.
    package func named(in clinic: Clinic) throws -> Actor {
        guard let staff else { throw ClientError.unnamed() }
        let person = try Person.member(staff, of: clinic)
        if let role { return Actor(staff: person.id, role: try Person.known(role)) }
        guard person.roles.count == 1, let only = person.roles.first else {
            let roles = person.roles.map(\.rawValue).joined(separator: ", ")
            throw ClientError.usage(
                Advice(
                    "\(staff) has several roles.", remedy: "Give `--role` with one of: \(roles)."))
        }
        return Actor(staff: person.id, role: only)
    }

    /// The person who was named; else the one whose folder this is, or the first administrator or
    /// director of the clinic.
    package func operating(in opened: OpenedClinic) throws -> Actor {
        guard staff == nil else { return try named(in: opened) }
        guard let host = opened.host else {
            return try Person.firstOperator(of: opened.clinic) ?? named(in: opened)
        }
        // In the role that was said, else in the first that runs a clinic.
        let roles = opened.clinic.staff.first { $0.id == host }?.roles ?? []
        let fitting = [Role.administrator, .director].first(where: roles.contains)
        return try Person(host.text, role: role ?? fitting?.rawValue).named(in: opened.clinic)
    }

    /// Whose key opens the door: that of the person who was named, else of the one who runs the
    /// clinic, or the only one that is in the folder, as in that of a join bundle.
    package func visitor(of opened: OpenedClinic) throws -> StaffID {
        // Also where a command needs no role: a misspelt one is not passed over.
        if let role { _ = try Person.known(role) }
        if let staff { return try Person.member(staff, of: opened.clinic).id }
        let keys = opened.keys.identities
        let here = opened.clinic.staff.filter { person in
            Identity(person: person.id).map(keys.contains) ?? false
        }
        if here.count == 1, let only = here.first { return only.id }
        return try Person.firstOperator(of: opened.clinic)?.staff ?? named(in: opened.clinic).staff
    }

    /// Whether whoever looks may take charge of an alert: one of the person's roles may.
    package func mayAcknowledge(in opened: OpenedClinic) throws -> Bool {
        let visitor = try visitor(of: opened)
        let roles = opened.clinic.staff.first { $0.id == visitor }?.roles ?? []
        return !AcknowledgeAlert.roles.isDisjoint(with: roles)
    }

    private static func firstOperator(of clinic: Clinic) -> Actor? {
        for role in [Role.administrator, .director] {
            if let person = clinic.staff.first(where: { $0.roles.contains(role) }) {
                return Actor(staff: person.id, role: role)
            }
        }
        return nil
    }

    /// The member of the staff with an id that somebody typed.
    private static func member(_ id: String, of clinic: Clinic) throws -> Clinic.Staff {
        if let person = clinic.staff.first(where: { $0.id.text == id }) { return person }
        let question = NearMiss.question(id, in: clinic.staff.map(\.id.text))
        throw ClientError.refused(
            Advice(
                "\(id) is not on this clinic's staff.",
                remedy: "\(question)Use an id from clinic.yaml, or add the person there and give"
                    + " `cairn reload`."))
    }

    private static func known(_ word: String) throws -> Role {
        let role = Role(rawValue: word)
        guard !role.isKnown else { return role }
        let words = Role.known.map(\.rawValue)
        throw ClientError.usage(
            Advice(
                "There is no role \(word).",
                remedy: NearMiss.question(word, in: words)
                    + "Roles are: \(words.joined(separator: ", "))."))
    }
}
