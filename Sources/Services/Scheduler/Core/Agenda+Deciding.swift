package import Messages

extension Agenda {
    package func decide(_ command: any Command, by actor: Actor, in context: inout Context) throws
        -> Decision
    {
        var guidance: [String] = []
        let events = try draft(in: &context) { draft in
            switch command {
            case let command as ChangePhase:
                let change = try phaseChange(command, in: draft.clinic)
                guidance = levelGuidance(change) + openConcerns(of: command.client)
                draft.record(change)
            case let command as KeepPhase:
                let kept = try keptPhase(command)
                draft.record(kept)
                guidance = comesAgain(kept) + openConcerns(of: command.client)
            case let command as ChangeClinician:
                for change in try changeClinicians(command, &draft) {
                    guidance.append("\(change.client) is with \(change.to) now: tell the client.")
                }
                guidance += awayNow(command.to, on: draft.now.today)
            case let command as CompleteProgram:
                draft.record(try completion(command, at: draft.now, in: draft.clinic))
                guidance = openConcerns(of: command.client)
            case let command as RecordAttendance:
                draft.record(try attendance(command, at: draft.now, in: draft.clinic))
                reviewDangers(of: command.client, &draft)
            case let command as RecordSessionAttendance:
                for record in try attendance(command, at: draft.now, in: draft.clinic) {
                    draft.record(record)
                    reviewDangers(of: record.client, &draft)
                }
            case let command as PlanWeek:
                try checkPlannable(command.week, on: draft.now.today)
                draft.complete(command.week)
            case let command as CancelSession:
                draft.record(try cancellation(command, at: draft.now))
            case let command as RecordAway:
                let event = try away(command, in: draft.context)
                guidance = self.guidance(on: event, in: draft.context)
                draft.record(event)
            case let command as RecordBack: draft.record(try back(command, in: draft.context))
            case let command as CoverSession:
                let event = try cover(command, in: draft.context)
                guidance = self.guidance(on: event, in: draft.clinic)
                draft.record(event)
            case let command as TellSession: draft.record(try tell(command, at: draft.now))
            default:
                throw Refusal(
                    "The scheduler does not know this command.",
                    remedy: "See docs/protocol.md for its commands.")
            }
        }
        return Decision(events, guidance: guidance)
    }

    private func phaseChange(_ command: ChangePhase, in clinic: Clinic) throws -> PhaseChanged {
        let stay = try enrolled(command.client, in: command.from)
        let order = clinic.phases.map(\.id)
        guard let to = order.firstIndex(of: command.to) else {
            throw Refusal(
                "The clinic has no phase of that name.",
                remedy: "Choose one of: \(order.map(\.text).joined(separator: ", ")).")
        }
        let from = order.firstIndex(of: stay.phase)
        guard from != to else {
            throw Refusal("The client is in this phase.", remedy: "Nothing needs to be done.")
        }
        // From a phase that is gone each of the others may be the next.
        guard from.map({ abs($0 - to) == 1 || to == 0 }) ?? true else {
            throw Refusal(
                "Phases are changed one step at a time.",
                remedy: "Choose a phase next to the present one, or the first.")
        }
        let isDown = from.map { $0 < to } ?? (to > 0)
        return PhaseChanged(
            client: command.client, enrollment: stay.enrollment, from: stay.phase, to: command.to,
            direction: isDown ? .stepDown : .stepUp, level: clinic.phases[to].level,
            reason: command.reason)
    }

    /// A review of danger may end with the phase as it is; a person says why.
    private func keptPhase(_ command: KeepPhase) throws -> PhaseKept {
        let stay = try enrolled(command.client, in: command.phase)
        guard let direction = stay.pending else {
            throw Refusal(
                "No review of this client is due.",
                remedy: "Nothing needs to be done: the phase stays as it is.")
        }
        guard !command.reason.isBlank else {
            throw Refusal(
                "A review needs a reason.",
                remedy: "Say why the phase stays, or why the review cannot take place.")
        }
        return PhaseKept(
            client: command.client, enrollment: stay.enrollment, phase: stay.phase,
            direction: direction, reason: command.reason, wasNotHeld: command.wasNotHeld)
    }

    /// What becomes of a review that could not take place.
    private func comesAgain(_ kept: PhaseKept) -> [String] {
        guard kept.wasNotHeld == true else { return [] }
        return [
            kept.direction == .stepDown
                ? "Nobody has decided: it is proposed again after two weeks."
                : "Nobody has decided: the review falls due again by tomorrow, while its signs hold."
        ]
    }

    private func enrolled(_ client: ClientID, in phase: PhaseID) throws -> Stay {
        let stay = try enrolled(client)
        guard phase == stay.phase else {
            throw Refusal(
                "The client is not in the phase from which it is changed.",
                remedy: "Now it is \(stay.phase): look at the client with `cairn client show`, and"
                    + " change the phase from there.")
        }
        return stay
    }

    /// A phase below 9 hours a week is another level of care, and so another authorization.
    private func levelGuidance(_ change: PhaseChanged) -> [String] {
        guard let before = roster.stays[change.client]?.level, before != change.level else {
            return []
        }
        return [
            "The level of care changes from \(before) to \(change.level): check the "
                + "authorization and the billing code."
        ]
    }

    /// Whoever decides on a client's treatment is told of each danger that is open.
    private func openConcerns(of client: ClientID) -> [String] {
        [roster.concerns[client]?.sentence].compactMap(\.self)
    }

    private func completion(_ command: CompleteProgram, at now: Moment, in clinic: Clinic) throws
        -> EnrollmentClosed
    {
        let stay = try enrolled(command.client)
        guard stay.phase == clinic.phases.last?.id else {
            throw Refusal(
                "The program is completed in its last phase only.",
                remedy:
                    "Change the phase step by step; a client who ends it early declines treatment.")
        }
        let missing = (roster.readiness[command.client] ?? AftercareReadiness())
            .missing(since: stay.opened, at: now.local)
        guard missing.isEmpty || !clinic.services.contains(.aftercare) else {
            throw Refusal(
                "The program does not end without "
                    + missing.map(\.what).joined(separator: " and ") + ".",
                remedy: missing.map { "Give `\($0.command)`." }.joined(separator: " ")
                    + " What was recorded this moment counts within seconds.")
        }
        return EnrollmentClosed(
            client: command.client, enrollment: stay.enrollment, outcome: .completed,
            reason: command.reason)
    }

    func enrolled(_ client: ClientID) throws -> Stay {
        guard let stay = roster.stays[client] else {
            throw Refusal(
                "The client is not enrolled.",
                remedy: "Confirm a placement at the program's level first.")
        }
        return stay
    }

    private func cancellation(_ command: CancelSession, at now: Moment) throws -> SessionCancelled {
        let session = try known(command.session)
        guard now.local < session.start else {
            throw Refusal(
                "The session has begun.",
                remedy: "Record attendance instead: excused for those who were sent home.")
        }
        return SessionCancelled(
            session: command.session, reason: command.reason, cause: .person)
    }

    func known(_ id: SessionID) throws -> SessionScheduled {
        if let session = diary.session(id) { return session }
        if diary.cancellation(of: id) != nil {
            throw Refusal("The session was cancelled.", remedy: "Choose another session.")
        }
        throw Refusal(
            "No session of that name is on the calendar.",
            remedy: "Look it up in the week's plan; older weeks are in the ledger only.")
    }

    private func checkPlannable(_ week: LocalDate, on today: LocalDate) throws {
        guard week == week.weekStart else {
            throw Refusal(
                "A week is named by its Monday.", remedy: "Plan the week of \(week.weekStart).")
        }
        guard today < week.advanced(by: 7) else {
            throw Refusal(
                "The week has ended.", remedy: "Plan the week of \(today.weekStart) or a later one."
            )
        }
        guard today.weekStart.days(until: week) <= 7 * Diary.furthestWeeksAhead else {
            throw Refusal(
                "The week is too far ahead.",
                remedy: "Plan at most \(Diary.furthestWeeksAhead) weeks ahead.")
        }
    }
}
