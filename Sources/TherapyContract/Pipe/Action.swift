public import Messages

/// What a therapy asks its host to record. The host checks each against the contract.
public enum Action: Hashable, Sendable {
    /// A client has finished a module of the curriculum.
    case completeModule(client: ClientID, module: String, session: SessionID? = nil)
    /// A client has something to practise until a day.
    case assignPractice(client: ClientID, practice: String, due: LocalDate)
    /// A fact of the therapy's own, with the fields that the contract declares.
    case record(fact: String, client: ClientID? = nil, data: [String: JSONFragment] = [:])
    /// A person has to act on a sign of danger.
    case alert(client: ClientID, sign: String, urgency: AlertUrgency, guidance: String)
    /// A clinician should review a client's course.
    case proposeReview(client: ClientID, why: String)
    /// A clinician should consider a higher level of care.
    case proposeStepUp(client: ClientID, why: String)
    /// A person has something to do. It stays open until ``closeDuty(client:name:)``; one that is
    /// open already stays as it is.
    case duty(
        client: ClientID, name: String, roles: [Role], dueStaffHours: Int, what: String)
    /// Nobody needs to do it any more.
    case closeDuty(client: ClientID, name: String)
    /// A line for the client's continuing-care plan.
    case planLine(client: ClientID, kind: PlanLineKind, text: String)

    /// Its `do`.
    public var name: String {
        switch self {
        case .completeModule: "complete-module"
        case .assignPractice: "assign-practice"
        case .record: "record"
        case .alert: "alert"
        case .proposeReview: "propose-review"
        case .proposeStepUp: "propose-step-up"
        case .duty: "duty"
        case .closeDuty: "close-duty"
        case .planLine: "plan-line"
        }
    }
}
