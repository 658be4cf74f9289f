internal import Messages

// What keeps an offering from being planned, and what would change it, in words.

extension Hindrance {
    static func credential(_ role: Role, leader: StaffID) -> Hindrance {
        Hindrance(
            kind: .credential, needed: role.rawValue,
            reason: "\(leader), who leads the session, has not the role \(role).",
            remedy: "Have somebody with the role lead it: `cairn staff cover` for one session, "
                + "`clinician` of the session in clinic.yaml for each week.")
    }

    static func room(_ features: [String], of room: RoomID) -> Hindrance {
        let listed = features.joined(separator: ", ")
        return Hindrance(
            kind: .room, needed: listed, reason: "Room \(room) has not: \(listed).",
            remedy: "Hold the session in a room that has it; what a room has stands in "
                + "`features` of clinic.yaml.")
    }

    static func tooFew(_ coming: Int, of least: Int) -> Hindrance {
        Hindrance(
            kind: .tooFew, needed: "\(least)",
            reason: "\(coming) of the group may come, and it is held for \(least) or more.",
            remedy: "It is held once \(least) of the group may come.")
    }

    static func tooMany(_ coming: Int, for most: Int) -> Hindrance {
        Hindrance(
            kind: .tooMany, needed: "\(most)",
            reason: "\(coming) of the group would come, and it takes \(most).",
            remedy: "It is held in a group of \(most) or fewer: `capacity` in clinic.yaml.")
    }

    static func mostStayAway(_ away: Int, of all: Int) -> Hindrance {
        Hindrance(
            kind: .mostStayAway, needed: nil,
            reason: "\(away) of the \(all) who come to the session may not take part.",
            remedy: "It is held once as many may take part as have to stay away.")
    }

    static func barred(_ bar: OfferingBar, _ clients: [ClientID]) -> Hindrance {
        switch bar {
        case .consent(let purpose):
            Hindrance(
                kind: .consent, needed: purpose, clients: clients,
                reason: "The consent \(purpose) is not live.",
                remedy: "Ask for it, and record it: `cairn consent give CLIENT \(purpose)`.")
        case .notFor(let kind):
            Hindrance(
                kind: .notFor, needed: kind.rawValue, clients: clients,
                reason: "It is not for whoever has a concern \(kind) open.",
                remedy: "A clinician closes the concern once it is over: `cairn concern close`.")
        }
    }

    static let turn = Hindrance(
        kind: .turn, needed: nil,
        reason: "Other therapies have the sessions of its kind this week.",
        remedy: "It has its turn in a later week, or at once with one more session of its kind in "
            + "clinic.yaml.")

    static func minutes(_ minutes: Int) -> Hindrance {
        Hindrance(
            kind: .minutes, needed: "\(minutes)",
            reason: "It lasts \(minutes) minutes, and each session of its kind is shorter.",
            remedy: "Make one of them longer: `at` of the session in clinic.yaml.")
    }

    static func noSession(of kind: String) -> Hindrance {
        Hindrance(
            kind: .noSession, needed: kind,
            reason: "The group meets for nothing of the kind \(kind).",
            remedy: "Add a session of the kind to the group in clinic.yaml.")
    }

    static func noneLeft(of kind: String) -> Hindrance {
        Hindrance(
            kind: .noSession, needed: kind,
            reason: "No session of the kind \(kind) is left in this week.",
            remedy: "Nothing needs to be done: it is looked at again with the next week.")
    }

    static let stopped = Hindrance(
        kind: .stopped, needed: nil, reason: "The therapy does not run.",
        remedy: "`cairn status` says why, and what to do.")

    static let lost = Hindrance(
        kind: .stopped, needed: nil, reason: "The therapy stopped during the week.",
        remedy: "Once it runs it comes back with the next week that is planned.")
}
