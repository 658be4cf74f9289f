package import Messages

extension ContinuingCare {
    package func decide(_ command: any Command, by actor: Actor, in context: inout Context) throws
        -> Decision
    {
        switch command {
        case let command as RecordContact: try recordContact(command, by: actor, in: &context)
        case let command as DischargeClient: try discharge(command, in: &context)
        case let command as SignPlan: try sign(command)
        default:
            throw Refusal(
                "Aftercare does not take this command.",
                remedy: "See `cairn send --list` for the commands of each service.")
        }
    }

    package func react(to fact: Fact, in context: inout Context) throws -> Decision {
        switch fact.event {
        case let event as DayBegan:
            return round(on: event.date, in: &context) { rounds, client in
                rounds.closeDay(for: client)
                rounds.settle(client)
            }
        case is HourBegan, is EnteredInError:
            return round(on: context.now.today, in: &context) { $0.settle($1) }
        default: break
        }
        guard let client = ContinuingCare.client(of: fact.event) else { return Decision() }
        guard let known = people[client], known.registrar != nil || known.wasFollowed else {
            throw NotYetKnown("client")
        }
        if let event = fact.event as? AttendanceRecorded,
            sessionDays.awaits(event.session, recorded: fact.time)
        {
            throw NotYetKnown("session")
        }
        // A client who leaves one group joins the next or waits: the next event says which.
        if fact.event is MemberLeft, known.enrollment != nil { return Decision() }
        return round(of: [client], on: context.now.today, in: &context) { $0.settle($1) }
    }

    package func permitRetraction(of fact: Fact) throws {
        switch fact.event {
        case is FollowUpAssigned, is FollowUpEnded, is ContactDue, is OutreachEscalated,
            is OutreachExhausted:
            throw Refusal(
                "This event follows from others.",
                remedy: "Correct what caused it, such as the contact that was recorded.")
        case let event as PlanDrafted:
            guard let plan = people[event.client]?.plan, plan.id == event.plan, plan.isSigned
            else { return }
            throw Refusal("The plan is signed.", remedy: "Correct the signature first.")
        default: break
        }
    }

    package func answer(_ query: any Query, in context: Context) throws -> any Codable & Sendable {
        switch query {
        case is NextContacts: nextContacts
        case let query as CarePlanView:
            people[query.client]?.plan.map {
                DraftedPlan(
                    plan: $0.id, draft: $0.draft, sections: $0.sections, isSigned: $0.isSigned)
            }
        default:
            throw Refusal(
                "Aftercare does not answer this query.",
                remedy: "See `cairn ask --list` for the queries of each service.")
        }
    }

    private var nextContacts: [NextContact] {
        people.compactMap { client, known in
            known.followUp.map {
                NextContact(
                    client: client, situation: $0.situation, owner: $0.owner,
                    due: $0.contact?.due ?? $0.nextContact, contact: $0.contact?.id, rung: $0.rung)
            }
        }
        .sorted { ($0.due, $0.client) < ($1.due, $1.client) }
    }

    private func recordContact(
        _ command: RecordContact, by actor: Actor, in context: inout Context
    ) throws -> Decision {
        guard people[command.client]?.followUp?.contact?.id == command.contact else {
            throw Refusal(
                "No such contact is open for this client.",
                remedy: "See the next contacts for those that are.")
        }
        var decision = round(of: [command.client], on: context.now.today, in: &context) {
            rounds, client in
            if command.isReached {
                rounds.keep(client, command)
            } else {
                rounds.miss(client, command.contact, attempt: "\(actor.staff): \(command.note)")
                // Others may tell of a return to use while the client cannot be reached.
                if command.returnToUse {
                    rounds.record(ReturnToUseReported(client: client, contact: command.contact))
                }
            }
        }
        decision.guidance = guidance(on: decision.events)
        return decision
    }

    private func guidance(on events: [any Event]) -> [String] {
        events.compactMap { event in
            switch event {
            case let event as OutreachEscalated: "By \(event.due), \(event.owner): \(event.action)"
            case is OutreachExhausted:
                "Every rung was tried. Contacts go on weekly until a person decides."
            case is ReturnToUseReported: "A reassessment follows: tell the clinician today."
            default: nil
            }
        }
    }

    private func discharge(_ command: DischargeClient, in context: inout Context) throws -> Decision
    {
        guard let known = people[command.client], known.registrar != nil else {
            throw Refusal("The client is not registered.", remedy: "Check the id.")
        }
        guard let situation = known.situation else {
            throw Refusal(
                "The client is in treatment.",
                remedy: "Complete the program, or record that the client declines treatment.")
        }
        guard situation != .discharged else {
            throw Refusal("The client is discharged already.", remedy: "There is nothing to do.")
        }
        guard situation == .declined || known.followUp?.isExhausted == true else {
            throw Refusal(
                "The follow-up is not exhausted.",
                remedy: "Go on with the next contact; nobody is dropped before every rung of the "
                    + "outreach was tried.")
        }
        guard !command.reason.isBlank else {
            throw Refusal("A discharge needs a reason.", remedy: "Say why, in a few words.")
        }
        let event = ClientDischarged(client: command.client, reason: command.reason)
        return round(of: [command.client], on: context.now.today, in: &context) { rounds, client in
            rounds.record(event)
            rounds.settle(client)
        }
    }

    private func sign(_ command: SignPlan) throws -> Decision {
        guard let plan = people[command.client]?.plan, plan.id == command.plan else {
            throw Refusal(
                "No such plan is drafted for this client.", remedy: "Check the plan's id.")
        }
        guard !plan.isSigned else {
            throw Refusal("The plan is signed already.", remedy: "There is nothing to do.")
        }
        guard plan.draft == command.draft else {
            throw Refusal(
                "The draft that is signed is not the last one.",
                remedy: "Now it is \(plan.draft): read it with `cairn ask \(CarePlanView.type)`, "
                    + "and sign that one.")
        }
        let sections = plan.sections.merging(command.sections) { $1 }
        let signed = PlanSigned(client: command.client, plan: command.plan)
        guard sections != plan.sections else { return Decision([signed]) }
        // The signature names no sections: what was agreed is a new draft of the same plan.
        let final = PlanDrafted(
            client: command.client, plan: command.plan, cadence: Cadence.aftercare,
            sections: sections)
        return Decision([final, signed])
    }

    private func round(
        of clients: [ClientID]? = nil, on today: LocalDate, in context: inout Context,
        _ visit: (inout Rounds, ClientID) -> Void
    ) -> Decision {
        var rounds = Rounds(of: self, on: today, in: context)
        for client in clients ?? people.keys.sorted() { visit(&rounds, client) }
        context = rounds.draft.context
        return Decision(rounds.draft.events)
    }
}
