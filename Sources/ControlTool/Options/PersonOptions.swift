internal import ArgumentParser
internal import Foundation
internal import Messages
internal import ServiceKit

/// Who acts.
struct PersonOptions: ParsableArguments {
    @Option(
        name: .customLong("as"),
        help: "The staff member who acts, by id (default: CAIRN_AS).")
    var staff: String?

    @Option(help: "The role in which (default: CAIRN_ROLE, or the person's only role).")
    var role: String?

    /// The person who was named; a command about clients is never given in nobody's name.
    func named(in clinic: Clinic) throws -> Actor {
        let environment = ProcessInfo.processInfo.environment
        return try PersonOptions.named(
            staff ?? environment.setting("CAIRN_AS"),
            role: role ?? environment.setting("CAIRN_ROLE"), in: clinic)
    }

    /// The person who was named; else the first administrator, or director, of the clinic.
    func operating(in clinic: Clinic) throws -> Actor {
        let environment = ProcessInfo.processInfo.environment
        guard staff ?? environment.setting("CAIRN_AS") == nil else { return try named(in: clinic) }
        return try PersonOptions.firstOperator(of: clinic) ?? named(in: clinic)
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
    static func mayAcknowledge(named staff: String?, in clinic: Clinic) throws -> Bool {
        let visitor = try visitor(named: staff, in: clinic)
        let roles = clinic.staff.first { $0.id == visitor }?.roles ?? []
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
        guard let staff else {
            throw ToolError.usage(
                Advice(
                    "It is not said who acts.",
                    remedy: "Give `--as STAFF --role ROLE`, or set CAIRN_AS and CAIRN_ROLE."))
        }
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
