import PluginKit

/// Motivational interviewing in two to four conversations, and when to come back to it.
///
/// After TIP 35 (SAMHSA 2019) and the manual of Project MATCH (NIAAA): engage with a feedback report,
/// focus, evoke, plan. It proposes a conversation and never says that somebody is not ready.
@main
struct Motivation: Therapy {
    private var clients: [ClientID: Course] = [:]

    private static let clinicians: [Role] = [.clinician, .clinicalSupervisor]
    private static let rulers = "readiness-ruler"
    private static let feedback = "feedback"
    private static let changePlan = "change-plan"
    private static let planReview = "look-at-plan"

    mutating func apply(_ fact: PluginFact) {
        guard let client = fact.client else { return }
        if let form = fact.as(QuestionnaireScored.self), form.instrument == Self.rulers {
            clients[client, default: Course()].measure(form.scores)
        } else if let record = fact.as(AttendanceRecorded.self) {
            clients[client, default: Course()].take(record.status)
        } else if fact.as(ReviewProposed.self) != nil {
            clients[client, default: Course()].propose()
        } else if let ended = fact.as(DutyEnded.self),
            ended.name == PluginAct.proposeReview.rawValue
        {
            clients[client]?.endProposal()
        } else if let duty = fact.as(DutyAsked.self), duty.name == Self.planReview {
            clients[client]?.askForReview()
        } else if fact.as(ModuleCompleted.self) != nil {
            clients[client, default: Course()].talk()
        } else if let record = fact.as(RecordAdded.self) {
            note(record, of: client)
        }
    }

    private mutating func note(_ record: RecordAdded, of client: ClientID) {
        switch record.name {
        case "conversation": clients[client, default: Course()].talk()
        case Self.changePlan:
            clients[client, default: Course()].plan(reviewOn: record.date("review-on"))
        default: break
        }
    }

    func attended(_ attendance: Attendance, in context: PluginContext) -> [Action] {
        let actions = context.nextModule(after: attendance)
        let isFirst = actions.contains {
            if case .completeModule(_, "engage", _) = $0 { true } else { false }
        }
        return actions + (isFirst ? [report(to: attendance.client)] : [])
    }

    func missed(_ attendance: Attendance, in context: PluginContext) -> [Action] {
        missedSession(of: attendance.client, attendance.status, in: context)
    }

    func recorded(_ record: RecordAdded, in context: PluginContext) -> [Action] {
        guard let client = record.client else { return [] }
        switch record.name {
        case "conversation": return [.closeDuty(client: client, name: Self.planReview)]
        case Self.feedback: return [.closeDuty(client: client, name: Self.feedback)]
        case Self.changePlan:
            return [.closeDuty(client: client, name: Self.changePlan)]
                + practice("first-step", for: client, in: context)
        default: return []
        }
    }

    func happened(_ fact: PluginFact, in context: PluginContext) -> [Action] {
        if let form = fact.as(QuestionnaireScored.self), form.instrument == Self.rulers {
            return read(form.client, in: context)
        }
        if let record = fact.as(AttendanceRecorded.self) {
            return missedSession(of: record.client, record.status, in: context)
        }
        if let lapse = fact.as(ReturnToUseReported.self) {
            return conversation(
                with: lapse.client,
                because:
                    "The client returned to use. Begin with a motivational conversation, before"
                    + " the next skill.")
        }
        if let module = fact.as(ModuleCompleted.self) {
            return module.module == "engage" ? [report(to: module.client)] : []
        }
        guard let day = fact.as(DayBegan.self) else { return [] }
        let due = clients.filter { $0.value.review.map { $0 <= day.date } == true }
        return due.keys.sorted().map { client in
            .duty(
                client: client, name: Self.planReview, roles: Self.clinicians, dueStaffHours: 16,
                what: "The change plan is to be looked at today. What went as planned, and what"
                    + " would the client change?")
        }
    }

    // MARK: When to come back to a conversation.

    /// What the rulers say: a conversation where one fell, a plan where all are high.
    private func read(_ client: ClientID, in context: PluginContext) -> [Action] {
        let course = clients[client] ?? Course()
        let limit = context.integer("ruler-fall") ?? .max
        let fallen = Course.Ruler.allCases.first { course.fall(of: $0) >= limit }
        guard let fallen else {
            guard !course.hasPlan, course.isReady(from: context.integer("ready-from") ?? .max)
            else { return [] }
            return [
                .duty(
                    client: client, name: Self.changePlan, roles: Self.clinicians,
                    dueStaffHours: 16,
                    what:
                        "All three rulers are high. Ask what comes next, and write the change plan"
                        + " in the client's own words.")
            ]
        }
        guard !course.isProposed else { return [] }
        return conversation(
            with: client,
            because:
                "The ruler of \(fallen.rawValue) fell by \(course.fall(of: fallen)). Ask why it"
                + " is not lower, and what would bring it up again.")
            + practice(Self.answers[fallen] ?? "", for: client, in: context)
    }

    /// What a client may do about a ruler that fell (TIP 35: explore importance, support confidence).
    private static let answers: [Course.Ruler: String] = [
        .importance: "decisional-balance", .confidence: "strengths-list",
        .readiness: "values-list",
    ]

    private func missedSession(
        of client: ClientID, _ status: AttendanceStatus, in context: PluginContext
    ) -> [Action] {
        let missed = clients[client]?.missed ?? 0
        guard status == .noShow, missed >= context.integer("missed-sessions") ?? .max else {
            return []
        }
        return conversation(
            with: client,
            because: "\(missed) sessions were missed in a row. Call, and ask what is in the way; a"
                + " motivational conversation comes first.")
    }

    /// One proposal at a time: it stands until a conversation was had, or a clinician closed it.
    private func conversation(with client: ClientID, because why: String) -> [Action] {
        clients[client]?.isProposed == true ? [] : [.proposeReview(client: client, why: why)]
    }

    /// The feedback report of Motivational Enhancement Therapy.
    private func report(to client: ClientID) -> Action {
        .duty(
            client: client, name: Self.feedback, roles: Self.clinicians, dueStaffHours: 16,
            what: "Prepare the feedback report from the intake's forms, and go through it with the"
                + " client: what do these numbers say to you?")
    }

    private func practice(_ name: String, for client: ClientID, in context: PluginContext)
        -> [Action]
    {
        context.contract.practice(name).map {
            [context.assign($0, to: client, from: context.date)]
        } ?? []
    }
}
