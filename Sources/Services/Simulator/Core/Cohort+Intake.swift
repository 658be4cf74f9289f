internal import ClinicalRules
internal import Messages

extension Cohort {
    /// Who went to withdrawal management and was reached since is seen again after two weeks: no
    /// duty asks for that, for the placement stands.
    func welcomeBack(on shift: Shift, _ orders: inout Orders) {
        guard shift.isWorkday else { return }
        for (client, record) in sorted where record.judgements == 1 && record.stay == nil {
            guard profile(of: client).need == .withdrawal else { continue }
            if let judgement = record.judgement {
                guard let came = judgement.arrival(in: shift.clinic), judgement.visit == nil,
                    shift.days(since: came) <= 7
                else { continue }
                assessAgain(client, record, judgement, on: shift, &orders)
            } else if shift.isTime(for: 10), shift.weekday <= .thu,
                record.situation == .referredOut, let placed = record.placedAt,
                shift.days(since: placed) >= 14, let reached = record.lastReached,
                placed < reached
            {
                orders.send(
                    AnswerIntake(client: client, answers: intakeAnswers(client)),
                    by: [.nurse, .clinician], on: shift)
            }
        }
    }

    private func assessAgain(
        _ client: ClientID, _ record: Case, _ judgement: Case.Judgement, on shift: Shift,
        _ orders: inout Orders
    ) {
        if shift.isTime(for: 11) || shift.isTime(for: 10) {
            for form in intakeForms(of: client) where !judgement.whole.contains(form) {
                submit(form, of: client, record, on: shift) {
                    orders.send($0, by: [.clinician, .nurse], on: shift)
                }
            }
        }
        let isComplete = judgement.whole.isSuperset(of: intakeForms(of: client))
        if shift.isTime(for: 13), isComplete {
            rate(client, record, judgement, on: shift) {
                orders.send($0, by: [.clinician], on: shift)
            }
        }
        if shift.isTime(for: 14), judgement.rated.isSuperset(of: 1...6),
            judgement.recommended == nil
        {
            orders.send(RecommendPlacement(client: client), by: [.clinician], on: shift)
        }
    }

    // MARK: The parts of an intake, each somebody's duty

    /// Goes through a part of an intake with a client who is there: the questions, and with them the
    /// forms that a clinic asks at an intake; a form by itself.
    func fillIntakePart(
        _ duty: OpenDuty, of client: ClientID, _ record: Case, _ judgement: Case.Judgement,
        on shift: Shift, _ orders: inout Orders
    ) {
        guard isHere(client, judgement, on: shift) else { return }
        let asked = Set(intakeForms(of: client))
        if duty.about == Cohort.questions {
            orders.send(
                AnswerIntake(client: client, answers: intakeAnswers(client)), for: duty,
                else: [.nurse, .clinician], on: shift)
            for form in asked.subtracting([Forms.suicide]).sorted()
            where !judgement.whole.contains(form) && !judgement.partial.contains(form) {
                submit(form, of: client, record, on: shift) {
                    orders.send($0, for: duty, else: [.clinician, .nurse], on: shift)
                }
            }
        } else if asked.contains(duty.about), mayAsk(duty.about, judgement, on: shift) {
            submit(duty.about, of: client, record, on: shift) {
                orders.send($0, for: duty, else: [.clinician, .nurse], on: shift)
            }
        }
    }

    /// What the duty to ask the intake questions is about.
    private static let questions = "intake"

    /// Whether the client is there: in the hours after the appointment began, and at ten on a day
    /// after it.
    private func isHere(_ client: ClientID, _ judgement: Case.Judgement, on shift: Shift) -> Bool {
        if let came = judgement.arrival(in: shift.clinic) {
            return shift.hours(since: came) < 3 || shift.isWorkday && shift.isTime(for: 10)
        }
        guard let visit = judgement.visit else { return false }
        return shift.isSoon(after: visit.at) && comes(client, judgement)
    }

    /// What somebody left open is put again the next day.
    private func mayAsk(_ form: String, _ judgement: Case.Judgement, on shift: Shift) -> Bool {
        !judgement.partial.contains(form)
            || judgement.arrival(in: shift.clinic).map { shift.days(since: $0) > 0 } ?? false
    }

    /// Hands in a form of the intake.
    private func submit(
        _ form: String, of client: ClientID, _ record: Case, on shift: Shift,
        by send: (SubmitQuestionnaire) -> Void
    ) {
        let isAgain = record.judgement?.partial.contains(form) ?? false
        let answers = answers(
            to: form, client, need(of: client, record),
            isFirst: record.judgements == 0 && !isAgain)
        send(SubmitQuestionnaire(client: client, instrument: form, answers: answers))
    }

    /// Rates the dimensions once all parts are there; who does not want treatment says so then.
    ///
    /// - Parameter open: those of whose intake a part is still open.
    func rate(
        _ duty: OpenDuty, waitingFor open: Set<ClientID>, on shift: Shift, _ orders: inout Orders
    ) {
        guard let client = duty.client, let record = cases[client],
            let judgement = record.judgement, judgement.hasIntake,
            isAtWork(on: judgement, at: 13, on: shift)
        else { return }
        guard need(of: client, record) != .nothingNow else {
            let command = DeclineTreatment(
                client: client, reason: "Rehearsal: does not want treatment now.")
            return orders.send(command, for: duty, else: [.caseManager, .clinician], on: shift)
        }
        guard !open.contains(client) else { return }
        rate(client, record, judgement, on: shift) {
            orders.send($0, for: duty, else: [.clinician], on: shift)
        }
    }

    private func rate(
        _ client: ClientID, _ record: Case, _ judgement: Case.Judgement, on shift: Shift,
        by send: (RateDimension) -> Void
    ) {
        let edition = shift.clinic.policies.placementEdition
        for dimension in 1...6 where !judgement.rated.contains(dimension) {
            send(
                RateDimension(
                    client: client, edition: edition, dimension: dimension,
                    rating: rating(
                        of: dimension, client, need(of: client, record), edition: edition),
                    evidence: judgement.evidence, replaces: record.ratings[dimension]))
        }
    }

    /// Asks for the level of care where nothing is missing, and confirms it that day or the next
    /// morning.
    func decideLevel(_ duty: OpenDuty, on shift: Shift, _ orders: inout Orders) {
        guard shift.isWorkday, let client = duty.client, let record = cases[client],
            let judgement = record.judgement
        else { return }
        guard let recommended = judgement.recommended,
            recommended.placement.text == duty.about
        else {
            guard isAtWork(on: judgement, at: 14, on: shift) else { return }
            return orders.send(
                RecommendPlacement(client: client), for: duty, else: [.clinician], on: shift)
        }
        guard isTimeToConfirm(recommended, of: client, on: shift) else {
            return repeatWithdrawal(client, record, recommended, on: shift, &orders)
        }
        // A gate that the level does not treat is cleared by whoever may, before.
        guard openGates(of: client).allSatisfy({ $0.satisfiedBy.contains(recommended.level) })
        else { return }
        var level = recommended.level
        var reason: String?
        // More care than the ratings ask for, and never past a hard stop.
        if profile(of: client).isOverridden, recommended.level == .outpatient,
            !recommended.hasHardStop
        {
            level = .intensiveOutpatient
            reason = "Rehearsal: two recent losses; the client asks for more structure."
        }
        let command = ConfirmPlacement(
            client: client, placement: recommended.placement, level: level, overrideReason: reason)
        orders.send(command, for: duty, else: [.clinician], on: shift)
    }

    private func isTimeToConfirm(
        _ recommended: Case.Recommendation, of client: ClientID, on shift: Shift
    ) -> Bool {
        guard shift.days(since: recommended.made) == 0 else { return shift.isTime(for: 9) }
        let isSameDay =
            shift.weekday >= .thu || chance.happens(0.7, "confirmed-at-once", client.text)
        return isSameDay && (1...4).contains(shift.hours(since: recommended.made))
    }

    /// A withdrawal scale tells of a day: what waits for its level to be confirmed is asked again
    /// each morning.
    private func repeatWithdrawal(
        _ client: ClientID, _ record: Case, _ recommended: Case.Recommendation, on shift: Shift,
        _ orders: inout Orders
    ) {
        guard shift.hour == 8, shift.days(since: recommended.made) > 0 else { return }
        for form in [Forms.alcoholWithdrawal, Forms.opioidWithdrawal]
        where record.judgement?.whole.contains(form) ?? false {
            submit(form, of: client, record, on: shift) {
                orders.send($0, by: [.nurse, .clinician], on: shift)
            }
        }
    }

    /// Clears a gate by what its policy asks for, where the client is not placed where it is treated.
    func clearGate(_ duty: OpenDuty, on shift: Shift, _ orders: inout Orders) {
        guard let client = duty.client, let record = cases[client],
            let judgement = record.judgement, isAtWork(on: judgement, at: 10, on: shift),
            ![.withdrawal, .emergency].contains(need(of: client, record)),
            let gate = PlacementPolicy.current.gate(duty.about), let act = gate.acts.first
        else { return }
        let command = ClearGate(
            client: client, gate: gate.id, act: act.id,
            finding: "Rehearsal: looked at, and nothing stands against it now.")
        orders.send(
            command, for: duty, among: Set(gate.clearedBy), else: gate.clearedBy, on: shift)
    }

    private func openGates(of client: ClientID) -> [Gate] {
        duties[.assessment]?.open.values
            .filter { $0.kind == .clearGate && $0.client == client }
            .compactMap { PlacementPolicy.current.gate($0.about) } ?? []
    }

    /// The hours after a client came, and those of a later day: they bound how often what a service
    /// refuses is tried again.
    private func isAtWork(on judgement: Case.Judgement, at hour: Int, on shift: Shift) -> Bool {
        guard shift.isWorkday, (9..<19).contains(shift.hour),
            let came = judgement.arrival(in: shift.clinic)
        else {
            return false
        }
        return shift.hours(since: came) <= 6 || shift.isTime(for: hour)
    }

    private func need(of client: ClientID, _ record: Case) -> Profile.Need {
        record.judgements == 0 ? profile(of: client).need : .intensive
    }
}
