package import Messages

extension Cohort {
    package mutating func apply(_ fact: Fact) {
        if MessageCatalog.dutyEvents.contains(where: { $0 == type(of: fact.event) }) {
            duties[fact.owner, default: DutyBook()].apply(fact.event)
            return
        }
        switch fact.owner {
        case .assessment: applyAssessment(fact)
        case .scheduler: applyScheduler(fact)
        case .peerGroups: applyPeerGroups(fact)
        case .treatment: applyTreatment(fact)
        case .aftercare: applyAftercare(fact)
        case .supervisor:
            applySupervisor(fact)
            applyTherapy(fact)
        default: applyTherapy(fact)
        }
        if let correction = fact.event as? EnteredInError, correction.event == mistake {
            mistake = nil
        }
    }

    private mutating func applyAssessment(_ fact: Fact) {
        applyConcern(fact)
        switch fact.event {
        case let event as ClientRegistered: register(event, as: fact)
        case let event as CommitmentsChanged:
            cases[event.client]?.commitments = event.commitments
            cases[event.client]?.commitmentsEvent = fact.id
            commitmentsChanged.insert(event.client)
        case let event as TreatmentDeclined:
            cases[event.client]?.hasDeclined = true
            cases[event.client]?.judgement = nil
        case let event as IntakeAnswered:
            // Questions that are put again outside an assessment begin one.
            if cases[event.client]?.judgement == nil {
                cases[event.client]?.judgement = Case.Judgement(
                    opened: fact.time, came: fact.time)
            }
            cases[event.client]?.judgement?.hasIntake = true
            cases[event.client]?.judgement?.evidence.append(fact.id)
        case let event as QuestionnaireSubmitted: submitted(event, fact)
        case let event as DimensionRated:
            cases[event.client]?.judgement?.rated.insert(event.dimension)
            cases[event.client]?.ratings[event.dimension] = fact.id
        case let event as PlacementRecommended:
            cases[event.client]?.judgement?.recommended = Case.Recommendation(
                placement: event.placement, level: event.level,
                hasHardStop: !event.hardStops.isEmpty, made: fact.time)
        case let event as PlacementConfirmed:
            cases[event.client]?.judgement = nil
            cases[event.client]?.judgements += 1
            cases[event.client]?.placed = event.placed
            cases[event.client]?.placedAt = fact.time
        case let event as ReassessmentOpened:
            cases[event.client]?.ratings = [:]
            cases[event.client]?.judgement = Case.Judgement(opened: fact.time)
        case let event as RiskAlerted:
            alerts[event.alert] = Alarm(
                client: event.client, kind: event.kind, urgency: event.urgency, raised: fact.time,
                due: event.due)
        case let event as RiskAcknowledged: alerts[event.alert] = nil
        case let event as ConsentGiven: cases[event.client]?.consents.insert(event.purpose)
        case let event as ConsentWithdrawn: cases[event.client]?.consents.remove(event.purpose)
        default: break
        }
    }

    private mutating func register(_ event: ClientRegistered, as fact: Fact) {
        let time = fact.time
        cases[event.client] = Case(
            registered: time, language: event.language, commitments: event.commitments,
            standingBy: fact.id)
        guard let ordinal = Profile.ordinal(of: event.client) else { return }
        registrations = max(registrations, ordinal)
        firstRegistration = min(firstRegistration ?? time, time)
    }

    private mutating func submitted(_ event: QuestionnaireSubmitted, _ fact: Fact) {
        let isWhole = event.answers.values.allSatisfy {
            $0.missing == nil || $0.missing == .skippedByRule
        }
        if cases[event.client]?.judgement == nil {
            // Outside an assessment nobody hands in that form: this is the planned slip.
            if event.instrument == Forms.mistaken {
                mistake = fact.id
                mistakes += 1
            }
        } else if isWhole {
            cases[event.client]?.judgement?.whole.insert(event.instrument)
            cases[event.client]?.judgement?.evidence.append(fact.id)
        } else {
            cases[event.client]?.judgement?.partial.insert(event.instrument)
        }
    }

    private mutating func applyScheduler(_ fact: Fact) {
        switch fact.event {
        case let event as EnrollmentOpened:
            cases[event.client]?.stay = Case.Stay(
                opened: fact.time, firstPhase: event.phase, clinician: event.clinician,
                phase: event.phase, since: fact.time)
            cases[event.client]?.completed = nil
            cases[event.client]?.isExhausted = false
            cases[event.client]?.isDischarged = false
            charts[event.client]?.beginStay()
        case let event as PhaseReviewDue:
            cases[event.client]?.stay?.review = event.direction
            cases[event.client]?.stay?.reviewedAt = fact.time
        case let event as PhaseChanged:
            cases[event.client]?.stay?.phase = event.to
            cases[event.client]?.stay?.since = fact.time
            cases[event.client]?.stay?.review = nil
            if event.direction == .stepUp { cases[event.client]?.hasSteppedUp = true }
        case let event as PhaseKept: cases[event.client]?.stay?.review = nil
        case let event as ClinicianChanged: cases[event.client]?.stay?.clinician = event.to
        case let event as EnrollmentClosed:
            cases[event.client]?.stay = nil
            cases[event.client]?.completed = event.outcome == .completed ? fact.time : nil
            for id in therapies.keys { therapies[id]?.endPractice(of: event.client) }
        case let event as SessionScheduled:
            var meeting = sessions[event.session] ?? Meeting(plan: event)
            meeting.plan = event
            meeting.isCancelled = false
            sessions[event.session] = meeting
        case let event as SessionCancelled: sessions[event.session]?.isCancelled = true
        case let event as SessionCovered:
            sessions[event.session]?.plan.clinician = event.clinician
        case is StaffAway, is StaffBack:
            away.fold(fact)
            wasAway = true
        case let event as AttendanceRecorded:
            sessions[event.session]?.recorded.insert(event.client)
        case let event as WeekPlanned:
            // Attendance is taken within hours: what is two weeks old is history.
            let oldest = event.week.advanced(by: -14)
            sessions = sessions.filter { $0.value.plan.week >= oldest }
        default: break
        }
    }

    private mutating func applyPeerGroups(_ fact: Fact) {
        switch fact.event {
        case let event as GroupFormed: groupPhases[event.group] = event.phase
        case let event as GroupClosed: groupPhases[event.group] = nil
        case let event as MemberJoined:
            members[event.group, default: []].insert(event.client)
            groupPhases[event.group] = event.phase
            cases[event.client]?.stay?.group = event.group
        case let event as MemberLeft:
            members[event.group]?.remove(event.client)
            if cases[event.client]?.stay?.group == event.group {
                cases[event.client]?.stay?.group = nil
            }
        case is PairingForbidden: isPairForbidden = true
        default: break
        }
    }

    private mutating func applyTreatment(_ fact: Fact) {
        guard let client = fact.event.subject,
            !MessageCatalog.dutyEvents.contains(where: { $0 == type(of: fact.event) })
        else { return }
        charts[ClientID(client), default: SeenChart()].fold(fact)
    }

    private mutating func applyAftercare(_ fact: Fact) {
        switch fact.event {
        case let event as AppointmentBooked where event.purpose == .intake:
            cases[event.client]?.judgement?.visit = Case.Visit(
                appointment: event.appointment, with: StaffID(event.with), at: event.at)
        case let event as AppointmentBooked:
            charts[event.client, default: SeenChart()].appointments[event.appointment] = event.at
        case let event as AppointmentCancelled:
            cases[event.client]?.judgement?.end(event.appointment)
            charts[event.client]?.appointments[event.appointment] = nil
        case let event as AppointmentRecorded:
            cases[event.client]?.judgement?.record(event, at: fact.time)
        case let event as FollowUpAssigned:
            cases[event.client]?.situation = event.situation
        case let event as FollowUpEnded:
            cases[event.client]?.situation = nil
            cases[event.client]?.rung = 0
            cases[event.client]?.isExhausted = false
            contacts = contacts.filter { $0.value.client != event.client }
        case let event as OutreachExhausted: cases[event.client]?.isExhausted = true
        case let event as ClientDischarged:
            cases[event.client]?.isDischarged = true
            cases[event.client]?.isExhausted = false
        case let event as PlanDrafted:
            cases[event.client]?.unsigned = Case.UnsignedPlan(plan: event.plan, event: fact.id)
        case let event as PlanSigned: cases[event.client]?.unsigned = nil
        case let event as ContactDue:
            contacts[event.contact] = Call(
                client: event.client, situation: event.situation, owner: event.owner,
                due: event.due)
        case let event as OutreachEscalated: cases[event.client]?.rung = event.rung
        case let event as ContactMissed: contacts[event.contact] = nil
        case let event as ContactKept:
            contacts[event.contact] = nil
            cases[event.client]?.lastReached = fact.time
            cases[event.client]?.rung = 0
            cases[event.client]?.isExhausted = false
        default: break
        }
    }
}

extension Case.Judgement {
    /// Folds that an appointment will not be held.
    fileprivate mutating func end(_ appointment: AppointmentID) {
        if visit?.appointment == appointment { visit = nil }
    }

    /// Folds whether the client came.
    fileprivate mutating func record(_ event: AppointmentRecorded, at time: Timestamp) {
        end(event.appointment)
        if event.outcome == .came { came = time } else { missed = time }
    }
}
