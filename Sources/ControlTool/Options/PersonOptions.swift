internal import ArgumentParser
internal import Foundation
internal import Messages
internal import ServiceKit

/// Who acts.
struct PersonOptions: ParsableArguments {
    @Option(
        name: .customLong("as"),
        help: ArgumentHelp(
            "The staff member who acts, by id (default: CAIRN_AS).", valueName: "staff"))
    var staff: String?

    @Option(
        help: "The role in which (default: CAIRN_ROLE, or the person's only role).",
        completion: .list(Role.known.map(\.rawValue)))
    var role: String?

    /// The person who was named; a command about clients is never given in nobody's name.
    func named(in place: OpenedClinic) throws -> Actor {
        let environment = ProcessInfo.processInfo.environment
        let id = staff ?? environment.setting("CAIRN_AS")
        if id == nil, let host = place.host { throw ToolError.unnamed(example: host.text) }
        return try PersonOptions.named(
            id, role: role ?? environment.setting("CAIRN_ROLE"), in: place.clinic)
    }

    /// The person who was named; else the one whose folder this is, or the first administrator or
    /// director of the clinic.
    func operating(in place: OpenedClinic) throws -> Actor {
        let environment = ProcessInfo.processInfo.environment
        guard staff ?? environment.setting("CAIRN_AS") == nil else { return try named(in: place) }
        if let host = place.host {
            return try PersonOptions.operating(host, role, in: place.clinic)
        }
        return try PersonOptions.firstOperator(of: place.clinic) ?? named(in: place)
    }

    /// A person in the role that was said, else in the first that runs a clinic.
    private static func operating(_ id: StaffID, _ role: String?, in clinic: Clinic) throws -> Actor
    {
        let role = role ?? ProcessInfo.processInfo.environment.setting("CAIRN_ROLE")
        let roles = clinic.staff.first { $0.id == id }?.roles ?? []
        let fitting = [Role.administrator, .director].first(where: roles.contains)
        return try named(id.text, role: role ?? fitting?.rawValue, in: clinic)
    }

    private static func firstOperator(of clinic: Clinic) -> Actor? {
        for role in [Role.administrator, .director] {
            if let person = clinic.staff.first(where: { $0.roles.contains(role) }) {
                return Actor(staff: person.id, role: role)
            }
        }
        return nil
    }

    /// Whose key opens the door: the person who was named, else the one who runs the clinic.
    static func visitor(named staff: String?, in clinic: Clinic) throws -> StaffID {
        let environment = ProcessInfo.processInfo.environment
        if let staff = staff ?? environment.setting("CAIRN_AS") {
            return try member(staff, of: clinic).id
        }
        return try firstOperator(of: clinic)?.staff
            ?? named(nil, role: nil, in: clinic).staff
    }

    /// The same, and where nobody was named the one person whose key is in the folder, as in that
    /// of a join bundle.
    ///
    /// - Parameter keys: who has a key in the clinic's folder.
    static func visitor(_ options: PersonOptions?, in clinic: Clinic, keys: [Identity]) throws
        -> StaffID
    {
        let environment = ProcessInfo.processInfo.environment
        // Also where a command needs no role: a misspelt one is not passed over.
        if let role = options?.role ?? environment.setting("CAIRN_ROLE") { _ = try known(role) }
        let visitor = try visitor(named: options?.staff, in: clinic)
        let here = clinic.staff.filter { person in
            Identity(person: person.id).map(keys.contains) ?? false
        }
        let isNamed = (options?.staff ?? environment.setting("CAIRN_AS")) != nil
        guard !isNamed, here.count == 1, let only = here.first else { return visitor }
        return only.id
    }

    /// Whether whoever looks may take charge of an alert: one of the person's roles may.
    static func mayAcknowledge(_ options: PersonOptions?, in place: OpenedClinic) throws -> Bool {
        let visitor = try visitor(options, in: place.clinic, keys: place.keys.identities)
        let roles = place.clinic.staff.first { $0.id == visitor }?.roles ?? []
        return !AcknowledgeAlert.roles.isDisjoint(with: roles)
    }

    /// The member of the staff with an id that somebody typed.
    private static func member(_ id: String, of clinic: Clinic) throws -> Clinic.Staff {
        if let person = clinic.staff.first(where: { $0.id.text == id }) { return person }
        let question = NearMiss.question(id, in: clinic.staff.map(\.id.text))
        throw ToolError.refused(
            Advice(
                "\(id) is not on this clinic's staff.",
                remedy: "\(question)Use an id from clinic.yaml, or add the person there and give"
                    + " `cairn reload`."))
    }

    private static func known(_ word: String) throws -> Role {
        let role = Role(rawValue: word)
        guard !role.isKnown else { return role }
        let words = Role.known.map(\.rawValue)
        throw ToolError.usage(
            Advice(
                "There is no role \(word).",
                remedy: NearMiss.question(word, in: words)
                    + "Roles are: \(words.joined(separator: ", "))."))
    }

    /// The acting person from what was given and the clinic's staff.
    static func named(_ staff: String?, role: String?, in clinic: Clinic) throws -> Actor {
        guard let staff else { throw ToolError.unnamed() }
        let person = try member(staff, of: clinic)
        if let role { return Actor(staff: person.id, role: try known(role)) }
        guard person.roles.count == 1, let only = person.roles.first else {
            let roles = person.roles.map(\.rawValue).joined(separator: ", ")
            throw ToolError.usage(
                Advice(
                    "\(staff) has several roles.", remedy: "Give `--role` with one of: \(roles)."))
        }
        return Actor(staff: person.id, role: only)
    }
}

extension ToolError {
    /// Nobody was named for what is done in a name.
    ///
    /// - Parameter example: an id that fits where it is read.
    static func unnamed(example: String = "STAFF") -> ToolError {
        .usage(
            Advice(
                "It is not said who acts.",
                remedy: "Give `--as \(example) --role ROLE`, or set CAIRN_AS and CAIRN_ROLE."))
    }
}
