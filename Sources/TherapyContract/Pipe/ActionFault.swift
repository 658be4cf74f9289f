public import Messages

/// Why an action is not taken: the contract does not declare it, or it does not fit what is
/// declared. It names places of the contract, and no client and no value.
public struct ActionFault: Remediable, Equatable {
    public let advice: Advice

    package init(_ problem: String, remedy: String) { advice = Advice(problem, remedy: remedy) }

    static func undeclared(_ what: String, in place: String) -> ActionFault {
        ActionFault(
            "\(what) is not declared.", remedy: "Declare it under \(place) in plugin.json.")
    }
}

extension PluginContract {
    /// The hours of staff within which a duty may be due: up to four weeks of working days.
    public static let dutyHoursRange = 1...160

    /// What keeps an action from being taken; `nil` for one that fits. The one rule of host, check
    /// and desk.
    public func fault(in action: Action) -> ActionFault? {
        switch action {
        case .completeModule(_, let module, _):
            let isThere = curriculum.contains { part in
                part.modules.contains { $0.name == module }
            }
            return isThere ? nil : .undeclared("A module", in: "curriculum")
        case .assignPractice(_, let practice, _):
            return self.practice(practice) == nil
                ? .undeclared("A practice", in: "practice") : nil
        case .record(let name, let client, let data):
            guard let fact = fact(name) else { return .undeclared("A fact", in: "facts") }
            return fact.fault(in: data, about: client)
        case .alert(_, let sign, let urgency, let guidance):
            let fault = fault(of: .alert, tokens: ["sign": sign], texts: ["guidance": guidance])
            guard fault == nil, !AlertUrgency.known.contains(urgency) else { return fault }
            return ActionFault(
                "An alert has an urgency that is not known.", remedy: "Use now or today.")
        case .proposeReview(_, let why):
            return fault(of: .proposeReview, texts: ["why": why])
        case .proposeStepUp(_, let why):
            return fault(of: .proposeStepUp, texts: ["why": why])
        case .duty(_, let name, let roles, let hours, let what):
            let fault = fault(of: .duty, tokens: ["name": name], texts: ["what": what])
            // The host keeps the duties of proposals under these names.
            guard PluginAct(rawValue: name) == nil else {
                return ActionFault(
                    "The name of a duty is that of an act.", remedy: "Give it another name.")
            }
            guard fault == nil, !roles.isEmpty, roles.allSatisfy(Role.known.contains),
                Self.dutyHoursRange.contains(hours)
            else {
                return fault
                    ?? ActionFault(
                        "A duty is nobody's, or is never due.",
                        remedy:
                            "Give a role that Cairn knows, and \(Self.dutyHoursRange.lowerBound) to"
                            + " \(Self.dutyHoursRange.upperBound) hours of staff.")
            }
            return nil
        case .closeDuty(_, let name): return fault(of: .duty, tokens: ["name": name])
        case .planLine(_, let kind, let text):
            guard PlanLineKind.known.contains(kind) else {
                return ActionFault(
                    "A line for the plan is of no kind that is known.",
                    remedy: "Use warning-sign, trigger or coping.")
            }
            return fault(of: .planLine, texts: ["text": text])
        }
    }

    private func fault(
        of act: PluginAct, tokens: [String: String] = [:], texts: [String: String] = [:]
    ) -> ActionFault? {
        guard acts.contains(act) else { return .undeclared("The act \(act.rawValue)", in: "acts") }
        if let member = tokens.first(where: { Identity($0.value) == nil })?.key {
            return ActionFault(
                "The \(member) of an act \(act.rawValue) is no name.",
                remedy: "Write small letters, digits and hyphens.")
        }
        if let member = texts.first(where: { !ContractText.isFit($0.value) })?.key {
            return ActionFault(
                "The \(member) of an act \(act.rawValue) cannot be shown.",
                remedy: "Write one line of at most \(ContractText.limit) characters.")
        }
        return nil
    }
}

extension FactDeclaration {
    /// What keeps a record of this fact from being taken, whoever gives it; `nil` if it fits.
    public func fault(in data: [String: JSONFragment], about client: ClientID?) -> ActionFault? {
        guard (about == .client) == (client != nil) else {
            return ActionFault(
                "The fact \(name) is about a \(about.rawValue).",
                remedy: about == .client ? "Name the client." : "Name no client.")
        }
        if let missing = fields.keys.sorted().first(where: { key in
            data[key] == nil && fields[key]?.optional == false
        }) {
            return ActionFault(
                "\(missing) of the fact \(name) is missing.",
                remedy: "Write it, or declare it as optional.")
        }
        for (key, value) in data.sorted(by: { $0.key < $1.key }) {
            guard let field = fields[key] else {
                return .undeclared("A field of the fact \(name)", in: "its fields")
            }
            guard field.takes(value) else {
                return ActionFault(
                    "\(key) of the fact \(name) holds something else than it declares.",
                    remedy: "Give \(field.list ? "a list of " : "")\(field.words).")
            }
        }
        return nil
    }
}

extension FactField {
    /// The most values of a list.
    public static let limitOfList = 100

    /// Whether a value may stand in it.
    public func takes(_ value: JSONFragment) -> Bool {
        guard list else { return takesOne(value) }
        guard case .array(let values) = value else { return false }
        return values.count <= Self.limitOfList && values.allSatisfy(takesOne)
    }

    private func takesOne(_ value: JSONFragment) -> Bool {
        switch (type, value) {
        case (.text, .string(let text)): ContractText.isFit(text)
        case (.identifier, .string(let text)):
            Identity(text) != nil && ClientID(text).number == nil
        case (.date, .string(let text)): LocalDate(text) != nil
        case (.integer, .integer(let number)), (.number, .integer(let number)):
            isWithin(Double(number))
        case (.number, .number(let number)): isWithin(number)
        case (.boolean, .bool): true
        default: false
        }
    }

    private func isWithin(_ number: Double) -> Bool {
        least.map { $0 <= number } ?? true && most.map { number <= $0 } ?? true
    }

    /// What it takes, for a remedy: `integer, at least 0, at most 10`.
    fileprivate var words: String {
        let bounds = [least.map { "at least \(shown($0))" }, most.map { "at most \(shown($0))" }]
        return ([type.rawValue] + bounds.compactMap(\.self)).joined(separator: ", ")
    }

    private func shown(_ number: Double) -> String {
        Int(exactly: number).map(String.init) ?? "\(number)"
    }
}
