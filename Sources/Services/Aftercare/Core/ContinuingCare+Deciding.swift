package import Messages

extension ContinuingCare {
    package func decide(_ command: any Command, by actor: Actor, in context: inout Context) throws
        -> Decision
    {
        switch command {
        case let command as RecordContact: try recordContact(command, by: actor, in: &context)
        case let command as ReportReturnToUse: try report(command, in: &context)
        case let command as CloseFollowUp: try close(command, by: actor, in: &context)
        case let command as DischargeClient: try discharge(command, in: &context)
        case let command as SignPlan: try sign(command)
        case let command as BookAppointment: try book(command, in: &context)
        case let command as CancelAppointment: try cancel(command)
        case let command as RecordAppointment: try record(command, in: &context)
        case let command as AgreeContact: try agree(command)
        default:
            throw Refusal(
                "Aftercare does not take this command.",
                remedy: "See `cairn send --list` for the commands of each service.")
        }
    }

    package func react(to fact: Fact, in context: inout Context) throws -> Decision {
        switch fact.event {
        case let event as DayBegan:
            return round(on: event.date, in: &context) { $0.settle($1) }
        case let event as EnteredInError:
            return round(on: context.now.today, in: &context) { rounds, client in
                rounds.takeBack(after: event, of: client)
                rounds.settle(client)
            }
        case is HourBegan:
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
        if let event = fact.event as? TestJudged { return report(event, in: &context) }
        if let event = fact.event as? MeasureWorsened { return report(event, in: &context) }
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
        case let event as AppointmentBooked:
            guard
                people[event.client]?.appointments.contains(where: {
                    $0.appointment == event.appointment
                }) ?? false
            else {
                throw Refusal(
                    "The appointment was moved, cancelled or over after this event.",
                    remedy: "Retract the later change first.")
            }
        case let event as PlanDrafted:
            guard let plan = people[event.client]?.plan, plan.id == event.plan, plan.isSigned
            else { return }
            throw Refusal("The plan is signed.", remedy: "Correct the signature first.")
        default: break
        }
    }

    package func answer(_ query: any Query, in context: Context) throws -> any Codable & Sendable {
        switch query {
        case is NextContacts: nextContacts(at: context.now, by: context.clinic.policies)
        case let query as CarePlanView:
            people[query.client].flatMap(plan)
        case is IntakeAppointments: intakeAppointments()
        case let query as ContactCardView: card(of: query.client)
        case let query as AppointmentsView:
            people[query.client]?.appointments(after: context.now.local) ?? []
        default:
            throw Refusal(
                "Aftercare does not answer this query.",
                remedy: "See `cairn ask --list` for the queries of each service.")
        }
    }

    private func plan(of known: KnownClient) -> DraftedPlan? {
        known.plan.map { plan in
            DraftedPlan(
                plan: plan.id, draft: plan.draft, sections: plan.sections, isSigned: plan.isSigned,
                proposed: known.lines.proposed)
        }
    }

    private func nextContacts(at now: Moment, by policies: Policies) -> [NextContact] {
        people.compactMap { client, known in
            let cadence = Cadence(policies, concerns: known.concerns)
            return known.followUp.map {
                NextContact(
                    client: client, situation: $0.situation, owner: $0.owner,
                    due: $0.contact?.due ?? $0.nextContact, contact: $0.contact?.id, rung: $0.rung,
                    reason: $0.reason,
                    mostDays: cadence.mostDays(
                        in: $0.situation, since: now.localDate(of: $0.since), on: now.today,
                        isCalled: known.closing == nil),
                    reached: known.lastReached)
            }
        }
        .sorted { ($0.due, $0.client) < ($1.due, $1.client) }
    }

    private func sign(_ command: SignPlan) throws -> Decision {
        guard let plan = people[command.client]?.plan, plan.id == command.plan else {
            throw Refusal(
                "No such plan is drafted for this client.", remedy: "Check the plan's id.")
        }
        // What was open when it was signed is filled in later, and the whole is signed anew.
        let sections = plan.sections.merging(command.sections) { $1 }
        guard !plan.isSigned || sections != plan.sections else {
            throw Refusal(
                "The plan is signed already.",
                remedy: "To fill in or change a section, give it with the signature.")
        }
        guard plan.draft == command.draft else {
            throw Refusal(
                "The draft that is signed is not the last one.",
                remedy:
                    "Now it is \(plan.draft): read it with `cairn care-plan show`, and sign that"
                    + " one.")
        }
        let open = PlanOutline.open(in: sections)
        guard open.count < sections.count else {
            throw Refusal(
                "Nothing of the plan is filled in.",
                remedy: "Fill it in with the client, and give the sections with the signature.")
        }
        let guidance =
            open.isEmpty ? [] : ["Still to be filled in: \(open.joined(separator: ", "))."]
        let signed = PlanSigned(client: command.client, plan: command.plan)
        guard sections != plan.sections else { return Decision([signed], guidance: guidance) }
        // The signature names no sections: what was agreed is a new draft of the same plan.
        let final = PlanDrafted(
            client: command.client, plan: command.plan, cadence: Cadence.aftercare,
            sections: sections)
        return Decision([final, signed], guidance: guidance)
    }

    func round(
        of clients: [ClientID]? = nil, on today: LocalDate, in context: inout Context,
        _ visit: (inout Rounds, ClientID) -> Void
    ) -> Decision {
        var rounds = Rounds(of: self, on: today, in: context)
        for client in clients ?? people.keys.sorted() { visit(&rounds, client) }
        context = rounds.draft.context
        return Decision(rounds.draft.events)
    }
}
