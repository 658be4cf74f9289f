/// Every message type that this version knows, so that tools can find one by its name.
public enum MessageCatalog {
    /// All facts, by publishing service.
    public static let events: [any Event.Type] = [
        HourBegan.self, DayBegan.self, ProcessStarted.self, ProcessReady.self, ProcessStopped.self,
        ProcessAbsent.self, ProcessGivenUp.self, OperatorWished.self, PluginAdmitted.self,
        PluginWithdrawn.self, DescriptionTaken.self,
        HealthDataRevealed.self,
        ClockJumpConfirmed.self,
        ClientRegistered.self,
        CommitmentsChanged.self, TreatmentDeclined.self, IdentityRecorded.self, ConsentGiven.self,
        QuestionnaireSubmitted.self, QuestionnaireScored.self, IntakeAnswered.self,
        RiskAlerted.self, RiskRepeated.self, RiskAcknowledged.self, DimensionRated.self,
        PlacementRecommended.self, PlacementConfirmed.self, ReassessmentOpened.self,
        IntakeOverdue.self, EnrollmentOpened.self, PhaseReviewDue.self, PhaseChanged.self,
        ClinicianChanged.self,
        EnrollmentClosed.self,
        SessionScheduled.self, SessionCancelled.self, SessionFlagged.self, WeekPlanned.self,
        WeeksRevised.self,
        AttendanceRecorded.self, ConflictFound.self, GroupFormed.self, GroupClosed.self,
        MemberJoined.self, MemberLeft.self, MemberWaitlisted.self, PairingForbidden.self,
        PairingAllowed.self, FollowUpAssigned.self, FollowUpEnded.self, OutreachEscalated.self,
        OutreachExhausted.self, ClientDischarged.self, PlanDrafted.self, PlanSigned.self,
        ContactDue.self, ContactKept.self, ContactMissed.self, ReturnToUseReported.self,
        SessionOffered.self, OfferingWithdrawn.self, ModuleCompleted.self, PracticeAssigned.self,
        PracticeReported.self, EnteredInError.self, EventDiscarded.self,
    ]

    /// All commands, by receiving service, which decides each of them: there is no other list.
    public static let commands: [any Command.Type] = [
        StartProcess.self, StopProcess.self, RestartProcess.self, AdvanceClock.self,
        ConfirmClock.self, ReloadDescription.self, RecordReveal.self, RegisterClient.self,
        ChangeCommitments.self,
        SubmitQuestionnaire.self,
        AnswerIntake.self, RateDimension.self, RecommendPlacement.self, ConfirmPlacement.self,
        DeclineTreatment.self, AcknowledgeAlert.self, RetractAssessmentEvent.self,
        ChangePhase.self, ChangeClinician.self, CompleteProgram.self, RecordAttendance.self,
        PlanWeek.self,
        CancelSession.self, RetractSchedulerEvent.self, ForbidPairing.self, AllowPairing.self,
        RetractPeerGroupsEvent.self, SignPlan.self, RecordContact.self, DischargeClient.self,
        RetractAftercareEvent.self,
    ]

    /// All queries, by answering service, which answers each of them: there is no other list.
    public static let queries: [any Query.Type] = [
        Processes.self, ClockView.self, OpenAlerts.self, ClientIdentity.self, IntakeList.self,
        CommitmentsView.self, RatingsView.self, WeekView.self, MissingParts.self,
        Enrollments.self, Memberships.self, NextContacts.self, CarePlanView.self,
        ClientTimeline.self, LedgerExport.self,
    ]

    /// Commands that every peer with a journal takes.
    public static let peerCommands: [any PeerCommand.Type] = [RetryParked.self, DiscardParked.self]

    /// Queries that every peer with a journal answers.
    public static let peerQueries: [any PeerQuery.Type] = [ParkedEvents.self]

    /// The event that a type attribute names; a plugin's events are known by their local type.
    public static func event(type: String) -> (any Event.Type)? {
        guard let dot = type.firstIndex(of: ".") else { return nil }
        let owner = Identity(String(type[..<dot]))
        let local = type[type.index(after: dot)...]
        return eventsByType[String(local)]?.first { $0.owner == nil || $0.owner == owner }
    }

    /// Asked for with each event that comes or is folded.
    private static let eventsByType = Dictionary(grouping: events) { $0.localType }

    /// The command that a type attribute names; `nil` for one that this version does not know.
    public static func command(type: String) -> (any Command.Type)? {
        commands.first { $0.type == type }
    }

    /// The query that a type attribute names; `nil` for one that this version does not know.
    public static func query(type: String) -> (any Query.Type)? {
        queries.first { $0.type == type }
    }

    /// What every peer takes, by a type attribute: `scheduler.retry-parked.v1`.
    static func peerMessage(type: String) -> (any Message.Type)? {
        guard let dot = type.firstIndex(of: "."), let peer = Identity(String(type[..<dot])) else {
            return nil
        }
        return peerCommands.first { $0.type(for: peer) == type }
            ?? peerQueries.first { $0.type(for: peer) == type }
    }

    /// The streams of a service that carry names or contacts: read by nobody else.
    public static func isIdentifying(_ stream: EventStream) -> Bool {
        events.contains {
            $0.owner == stream.owner && $0.entity == stream.entity && $0.dataClass == .identifying
        }
    }

    /// The streams that a built-in service publishes.
    public static func streams(of owner: Identity) -> [EventStream] {
        let entities = events.filter { $0.owner == owner }.map { $0.entity }
        return Set(entities).sorted().compactMap { EventStream(owner: owner, entity: $0) }
    }
}
