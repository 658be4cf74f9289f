// What is explained, as a person reads it.

extension UnplacedNeed: CustomStringConvertible {
    package var description: String {
        switch kind {
        case .blocks(let count):
            "\(client) has \(count) \(count == 1 ? "block" : "blocks") less than the dose"
        case .appointment(let kind): "\(client) has no \(kind.rawValue) appointment"
        }
    }
}

extension BlockingSet: CustomStringConvertible {
    package var description: String {
        "\(place): " + obstacles.map(\.description).joined(separator: ", and ")
    }
}

extension Attendance: CustomStringConvertible {
    package var description: String { "\(block) with \(clinician)" }
}

extension SessionKey: CustomStringConvertible {
    package var description: String { "\(template) in \(block) with \(clinician)" }
}

extension Obstacle: CustomStringConvertible {
    package var description: String {
        switch self {
        case .clientBusy(let client, let block): "\(client) cannot come in \(block)"
        case .ineligible(let client, let reason, let template):
            "\(template) is not for \(client), by \(reason.words)"
        case .dayFull(let client, let block):
            "\(client) has as many blocks on the day of \(block) as the phase allows"
        case .appointment(let client, let kind):
            "\(client) has the \(kind.rawValue) appointment then"
        case .sessionFull(let key): "\(key) has no seat left"
        case .roomFull(let key): "the room of \(key) seats no more"
        case .keptApart(let client, let other): "\(client) may not sit with \(other)"
        case .clinicianAbsent(let clinician, let block):
            "\(clinician) does not work in \(block)"
        case .clinicianLeads(let clinician, let block):
            "\(clinician) leads a group in \(block)"
        case .clinicianHours(let clinician):
            "\(clinician) has no block left, that day or that week"
        case .blockFull(let clinician, let block):
            "\(clinician) has as many appointments in \(block) as it holds"
        case .seated(let client, let block): "\(client) sits in a group in \(block)"
        }
    }
}

extension Ineligibility {
    fileprivate var words: String {
        switch self {
        case .phase: "phase"
        case .language: "language"
        case .gender: "gender"
        case .site: "site"
        case .telehealth: "telehealth"
        case .cohort: "its closed cohort"
        case .condition: "a condition"
        case .therapyType: "type of therapy"
        case .credential: "credential"
        }
    }
}

extension PlanChange: CustomStringConvertible {
    package var description: String {
        "\(subject): \(movement). \(reason)"
    }

    private var movement: String {
        let old = from.map(\.description).joined(separator: ", ")
        let new = to.map(\.description).joined(separator: ", ")
        if case .session = subject { return from.isEmpty ? "is new" : "is not held" }
        if from.isEmpty { return "comes to \(new)" }
        return to.isEmpty ? "not any more in \(old)" : "\(new) in place of \(old)"
    }
}

extension PlanChange.Subject: CustomStringConvertible {
    package var description: String {
        switch self {
        case .session(let key): "\(key)"
        case .seat(let client): client
        case .appointment(let client, let kind): "\(client), \(kind.rawValue) appointment"
        }
    }
}

extension PlanChange.Reason: CustomStringConvertible {
    package var description: String {
        switch self {
        case .clinicianAbsent(let clinician): "\(clinician) is not there."
        case .roomMissing: "No room is left."
        case .clientBusy: "The client cannot come then."
        case .clientMayNotAttend(let reasons):
            "The group is not for the client, by "
                + reasons.map(\.words).joined(separator: " and ") + "."
        case .clientLeft: "The client is not in treatment."
        case .groupGone: "There is no such group any more."
        case .sessionClosed: "The session is not held."
        case .serves: "The plan serves clients better so."
        }
    }
}
