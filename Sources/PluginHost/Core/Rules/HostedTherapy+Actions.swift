package import Messages
package import TherapyContract

// What a program asks for becomes events, once the contract says that it may.

extension HostedTherapy {
    /// What to record for some actions. What is so already changes nothing.
    ///
    /// - Throws: ``ActionFault`` for the first that the contract does not declare; nothing is to be
    ///   recorded then.
    package func events(for actions: [Action]) throws(ActionFault) -> [any Event] {
        var state = self
        var events: [any Event] = []
        for action in actions {
            guard let event = try state.event(for: action) else { continue }
            events.append(event)
            // The next one builds on it.
            state.apply(
                Fact(
                    id: "draft", owner: contract?.id ?? .hub, event: event,
                    time: Timestamp(milliseconds: 0)))
        }
        return events
    }

    /// What to record for what a driver has brought about, in one commit: what followed from a fact,
    /// and that its program has reacted to it, stand together or not at all.
    ///
    /// - Throws: ``ActionFault``, as above.
    package func events(for record: DriverRecord) throws(ActionFault) -> [any Event] {
        switch record {
        case .reacted(let fact, let actions):
            try events(for: actions) + [TherapyReacted(through: fact)]
        case .setAside(let fact, let reason): [FactSetAside(fact: fact, reason: reason.rawValue)]
        case .quarantined(let reason): [TherapyQuarantined(reason: reason)]
        }
    }

    private func event(for action: Action) throws(ActionFault) -> (any Event)? {
        guard let contract else {
            throw ActionFault("There is no contract.", remedy: "Report this fault.")
        }
        if let fault = contract.fault(in: action) { throw fault }
        if let client = action.client, !clients.contains(client) {
            throw ActionFault(
                "An action \(action.name) names a client of whom no fact has told.",
                remedy: "Take clients from facts alone.")
        }
        switch action {
        case .completeModule(let client, let module, let session):
            return completed(module, by: client, in: session)
        case .assignPractice(let client, let practice, let due):
            return PracticeAssigned(client: client, practice: practice, due: due)
        case .record(let name, let client, let data):
            return RecordAdded(name: name, client: client, data: data)
        case .alert(let client, let sign, let urgency, let guidance):
            return AlertRaised(client: client, sign: sign, urgency: urgency, guidance: guidance)
        case .proposeReview(let client, let why): return ReviewProposed(client: client, why: why)
        case .proposeStepUp(let client, let why): return StepUpProposed(client: client, why: why)
        case .planLine(let client, let kind, let text):
            return PlanLineAdded(client: client, kind: kind, text: text)
        case .duty(let client, let name, let roles, let hours, let what):
            guard courses[client]?.asks[name] == nil else { return nil }
            return DutyAsked(
                client: client, name: name, roles: roles, dueStaffHours: hours, what: what)
        case .closeDuty(let client, let name):
            // What alerts and proposals ask for is for people to close.
            guard let ask = courses[client]?.asks[name], ask.urgency == nil,
                ![Ask.review, Ask.stepUp].contains(name)
            else { return nil }
            return DutyEnded(client: client, name: name, how: .notNeeded)
        }
    }

    private func completed(_ name: String, by client: ClientID, in session: SessionID?)
        -> (any Event)?
    {
        let curriculum = contract?.curriculum.first { $0.modules.contains { $0.name == name } }
        let isFinished = courses[client]?.finished[name] != nil
        if isFinished, curriculum?.moves == .client { return nil }
        return ModuleCompleted(client: client, module: name, session: session)
    }
}

extension Action {
    /// Whom it is about; `nil` for the clinic.
    fileprivate var client: ClientID? {
        switch self {
        case .completeModule(let client, _, _), .assignPractice(let client, _, _),
            .alert(let client, _, _, _), .proposeReview(let client, _),
            .proposeStepUp(let client, _), .duty(let client, _, _, _, _),
            .closeDuty(let client, _), .planLine(let client, _, _):
            client
        case .record(_, let client, _): client
        }
    }
}
