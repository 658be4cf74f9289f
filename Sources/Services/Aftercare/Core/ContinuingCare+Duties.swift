package import Messages

extension ContinuingCare {
    package func conclude(in context: inout Context) -> [any Event] {
        let (today, clinic, away) = (context.now, context.clinic, duties.away)
        var hours = StaffHours(clinic, away: away)
        let needs = people.flatMap { client, known in
            [
                known.contactDuty(of: client, at: today.utc), known.planDuty(of: client, at: today),
                known.appointmentDuty(of: client, at: today, in: clinic),
            ].compactMap(\.self)
                + known.intakeDuties(of: client, at: today, in: clinic, away: away, &hours)
        }
        return duties.reconciled(with: needs, in: &context) { duty in
            let known = duty.client.flatMap { people[$0] }
            return known?.hasDone(duty) ?? false ? .done : .notNeeded
        }
    }
}

extension KnownClient {
    /// Days until a drafted plan has to be signed: it is filled in with the client, over some
    /// sessions. Cairn's own number.
    private static let daysToSign = 28
    /// Hours until a contact after a return to use.
    private static let urgentHours = 24

    /// The next contact is somebody's duty from the moment at which it is planned, so that nobody is
    /// without one.
    fileprivate func contactDuty(of client: ClientID, at now: Timestamp) -> DutyNeed? {
        guard let followUp else { return nil }
        let role = followUp.isExhausted ? nil : OutreachLadder.rung(followUp.rung)?.role
        // The 24 hours of a return to use run by day and night, whatever else is planned meanwhile.
        let urgent = isUrgent ? returned : nil
        let usual: [Role] = [.clinician, .caseManager, .peerSpecialist, .nurse]
        return DutyNeed(
            followUp.situation == .referredOut ? .followReferral : .contact, client: client,
            about: (urgent == nil ? nil : reports.last?.event.text) ?? followUp.plan.text,
            roles: role.map { role in [role] + usual.filter { $0 != role } } ?? usual,
            preferred: followUp.owner, since: urgent ?? followUp.planned,
            term: urgent == nil ? .day(followUp.nextContact) : .hours(KnownClient.urgentHours),
            words: words(of: followUp, at: now))
    }

    fileprivate func planDuty(of client: ClientID, at now: Moment) -> DutyNeed? {
        guard let plan, !plan.isSigned, !isClosed,
            enrollment != nil || standing == .aftercare
        else { return nil }
        return DutyNeed(
            .signPlan, client: client, about: plan.id.text, roles: [.clinician, .director],
            preferred: clinician, since: plan.drafted,
            term: .day(now.localDate(of: plan.drafted).advanced(by: KnownClient.daysToSign)),
            words: "Fill the continuing-care plan in with the client, and sign it together.")
    }

    /// Days before the end of the last phase by which the first appointments after it are booked.
    /// Cairn's own number.
    private static let daysToBook = 14

    /// The first appointments after treatment are booked before it ends.
    fileprivate func appointmentDuty(of client: ClientID, at now: Moment, in clinic: Clinic)
        -> DutyNeed?
    {
        guard let plan, enrollment != nil, !isClosed,
            followingTreatment(after: now.local).count < AppointmentRule.needed
        else { return nil }
        let weeks = clinic.phases.last?.reviewAfterWeeks ?? 0
        let days = max(KnownClient.daysToBook, 7 * weeks - KnownClient.daysToBook)
        return DutyNeed(
            .bookAppointment, client: client, about: plan.id.text,
            roles: [.caseManager, .clinician, .peerSpecialist], preferred: clinician,
            since: plan.drafted,
            term: .day(now.localDate(of: plan.drafted).advanced(by: days)),
            words: "Book the client's first two appointments after treatment: the program does "
                + "not end without them.")
    }

    /// What to do, why, what was agreed, when the client comes, and whether it may end.
    private func words(of followUp: FollowUp, at now: Timestamp) -> String {
        let intake = followUp.situation == .intake ? intakes.first : nil
        let coming = intake.map { booked in
            "The intake is on \(booked.at.date) at \(booked.at.time) with \(booked.with), "
                + "\(booked.place)."
        }
        // Where a contact of that day was planned before, its reason is another one.
        let urgency = isUrgent && followUp.reason != Cadence.urgency ? Cadence.urgency : nil
        let end =
            followUp.isOver(at: now)
            ? "The follow-up has lasted its year, and may end as completed: `cairn contact end`."
            : nil
        return [followUp.words, urgency, coming, agreement?.sentence, end].compactMap(\.self)
            .joined(separator: " ")
    }

    /// Whether somebody did what a duty asked for, and it did not just become needless.
    fileprivate func hasDone(_ duty: OpenDuty) -> Bool {
        switch duty.kind {
        case .signPlan: return plan.map { $0.isSigned } ?? false
        case .bookAppointment: return enrollment != nil && plan != nil
        case .recordAppointment, .moveAppointment:
            return standing == .intake && !isClosed
                && !appointments.contains { $0.appointment.text == duty.about }
        default: break
        }
        return lastRecorded.map { duty.since <= $0 } ?? false
    }
}

extension FollowUp {
    /// What to do, and why.
    fileprivate var words: String {
        let task =
            switch situation {
            case .intake: "Get in touch with the client, who is in intake."
            case .waiting: "Get in touch with the client, who waits for a seat."
            case .referredOut: "Ask whether the client has arrived where the referral went."
            case .declined: "Get in touch with the client, who declined treatment."
            case .noShow: "Get in touch with the client, who did not come."
            case .discharged: "Get in touch with the client, who was discharged."
            case .aftercare: "Get in touch with the client, who finished the program."
            case .unrecorded: "Ask whether the client still comes: nobody wrote it down."
            case .returnToUse:
                "Screen the client for suicide risk, and talk over the return to use."
            default: "Get in touch with the client."
            }
        return [task, reason].compactMap(\.self).joined(separator: " ")
    }
}
