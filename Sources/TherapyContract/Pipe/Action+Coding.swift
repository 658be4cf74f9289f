internal import Messages

extension Action: Codable {
    private enum Key: String, CodingKey {
        case name = "do"
        case client, module, session, practice, due, fact, data, sign, urgency, guidance, why
        case duty = "name"
        case roles, dueStaffHours, what, kind, text
    }

    /// Members that it does not name are ignored.
    ///
    /// Throws ``PipeFault/unknownAction`` for a `do` that this version does not know, and a
    /// `DecodingError` for a member that is missing or of another type.
    public init(from decoder: any Decoder) throws {
        let read = try decoder.container(keyedBy: Key.self)
        func text(_ key: Key) throws -> String { try read.decode(String.self, forKey: key) }
        func client() throws -> ClientID { try read.decode(ClientID.self, forKey: .client) }
        switch try text(.name) {
        case "complete-module":
            self = .completeModule(
                client: try client(), module: try text(.module),
                session: try read.decodeIfPresent(SessionID.self, forKey: .session))
        case "assign-practice":
            self = .assignPractice(
                client: try client(), practice: try text(.practice),
                due: try read.decode(LocalDate.self, forKey: .due))
        case "record":
            self = .record(
                fact: try text(.fact),
                client: try read.decodeIfPresent(ClientID.self, forKey: .client),
                data: try read.decodeIfPresent([String: JSONFragment].self, forKey: .data) ?? [:])
        case "alert":
            self = .alert(
                client: try client(), sign: try text(.sign),
                urgency: try read.decode(AlertUrgency.self, forKey: .urgency),
                guidance: try text(.guidance))
        case "propose-review":
            self = .proposeReview(client: try client(), why: try text(.why))
        case "propose-step-up":
            self = .proposeStepUp(client: try client(), why: try text(.why))
        case "duty":
            self = .duty(
                client: try client(), name: try text(.duty),
                roles: try read.decode([Role].self, forKey: .roles),
                dueStaffHours: try read.decode(Int.self, forKey: .dueStaffHours),
                what: try text(.what))
        case "close-duty": self = .closeDuty(client: try client(), name: try text(.duty))
        case "plan-line":
            self = .planLine(
                client: try client(), kind: try read.decode(PlanLineKind.self, forKey: .kind),
                text: try text(.text))
        default: throw PipeFault.unknownAction
        }
    }

    public func encode(to encoder: any Encoder) throws {
        var written = encoder.container(keyedBy: Key.self)
        try written.encode(name, forKey: .name)
        switch self {
        case .completeModule(let client, let module, let session):
            try written.encode(client, forKey: .client)
            try written.encode(module, forKey: .module)
            try written.encodeIfPresent(session, forKey: .session)
        case .assignPractice(let client, let practice, let due):
            try written.encode(client, forKey: .client)
            try written.encode(practice, forKey: .practice)
            try written.encode(due, forKey: .due)
        case .record(let fact, let client, let data):
            try written.encode(fact, forKey: .fact)
            try written.encodeIfPresent(client, forKey: .client)
            try written.encode(data, forKey: .data)
        case .alert(let client, let sign, let urgency, let guidance):
            try written.encode(client, forKey: .client)
            try written.encode(sign, forKey: .sign)
            try written.encode(urgency, forKey: .urgency)
            try written.encode(guidance, forKey: .guidance)
        case .proposeReview(let client, let why), .proposeStepUp(let client, let why):
            try written.encode(client, forKey: .client)
            try written.encode(why, forKey: .why)
        case .duty(let client, let name, let roles, let dueStaffHours, let what):
            try written.encode(client, forKey: .client)
            try written.encode(name, forKey: .duty)
            try written.encode(roles, forKey: .roles)
            try written.encode(dueStaffHours, forKey: .dueStaffHours)
            try written.encode(what, forKey: .what)
        case .closeDuty(let client, let name):
            try written.encode(client, forKey: .client)
            try written.encode(name, forKey: .duty)
        case .planLine(let client, let kind, let text):
            try written.encode(client, forKey: .client)
            try written.encode(kind, forKey: .kind)
            try written.encode(text, forKey: .text)
        }
    }
}
