extension MessageCatalog {
    /// Which events each built-in service takes in: it reads their streams, and nobody else's.
    ///
    /// An event without an owner is every plugin's. The ledger, which keeps all streams, is not
    /// listed; nor is a service that reads nothing.
    public static let readership: [Identity: [any Event.Type]] = [
        .assessment: [
            HourBegan.self, DayBegan.self, ReturnToUseReported.self,
        ],
        .scheduler: [
            HourBegan.self, DayBegan.self, ProcessStopped.self, ProcessAbsent.self,
            ProcessGivenUp.self, ProcessReady.self, PluginWithdrawn.self,
            ClientRegistered.self, CommitmentsChanged.self,
            TreatmentDeclined.self, PlacementConfirmed.self, ReassessmentOpened.self,
            QuestionnaireScored.self, MemberJoined.self, MemberLeft.self, MemberWaitlisted.self,
            PairingForbidden.self, PairingAllowed.self, ClientDischarged.self, SessionOffered.self,
            OfferingWithdrawn.self,
        ],
        .peerGroups: [
            DayBegan.self, HourBegan.self, ClientRegistered.self, CommitmentsChanged.self,
            EnrollmentOpened.self, PhaseChanged.self, EnrollmentClosed.self,
        ],
        .aftercare: [
            DayBegan.self, HourBegan.self, ClientRegistered.self, TreatmentDeclined.self,
            PlacementConfirmed.self, ReassessmentOpened.self, EnrollmentOpened.self,
            PhaseChanged.self, ClinicianChanged.self, EnrollmentClosed.self, SessionScheduled.self,
            AttendanceRecorded.self, MemberJoined.self, MemberLeft.self, MemberWaitlisted.self,
        ],
        .simulator: [
            HourBegan.self, ProcessStopped.self, ProcessGivenUp.self, ProcessReady.self,
            PluginWithdrawn.self,
            ClientRegistered.self, CommitmentsChanged.self, TreatmentDeclined.self,
            QuestionnaireSubmitted.self, QuestionnaireScored.self, IntakeAnswered.self,
            RiskAlerted.self, RiskRepeated.self, RiskAcknowledged.self,
            DimensionRated.self, PlacementRecommended.self, PlacementConfirmed.self,
            ReassessmentOpened.self,
            EnrollmentOpened.self, PhaseReviewDue.self, PhaseChanged.self,
            ClinicianChanged.self, EnrollmentClosed.self,
            SessionScheduled.self, SessionCancelled.self, SessionFlagged.self, WeekPlanned.self,
            AttendanceRecorded.self, ConflictFound.self,
            GroupFormed.self, GroupClosed.self, MemberJoined.self, MemberLeft.self,
            MemberWaitlisted.self, PairingForbidden.self, PairingAllowed.self,
            FollowUpAssigned.self, FollowUpEnded.self, OutreachEscalated.self,
            OutreachExhausted.self,
            ClientDischarged.self, PlanDrafted.self, PlanSigned.self, ContactDue.self,
            ContactKept.self, ContactMissed.self, ReturnToUseReported.self,
            SessionOffered.self, OfferingWithdrawn.self, ModuleCompleted.self,
            PracticeAssigned.self,
            PracticeReported.self, EnteredInError.self,
        ],
    ]

    /// What a built-in service may do on the bus; `nil` for an identity that is none.
    public static func permission(of service: Identity) -> Permission? {
        switch service {
        case .ledger: return Permission(reads: [.all])
        case .supervisor, .hub: return Permission()
        case .simulator:
            return Permission(
                reads: grants(reading: readership[service] ?? []), sends: [.all], asks: [.all])
        default:
            guard let events = readership[service] else { return nil }
            return Permission(reads: grants(reading: events))
        }
    }

    /// What a member of the staff may do at the command line, by role.
    ///
    /// A command or query is granted to whoever may give it; each service checks the role again.
    public static func permission(of roles: Set<Role>, isRehearsal: Bool) -> Permission {
        let maySeeClients = !roles.isDisjoint(with: Set<Role>.care.union(Set.operators))
        let commands = commands.filter { type in
            !roles.isDisjoint(with: type.roles) && (isRehearsal || type != AdvanceClock.self)
        }
        let queries = queries.filter { type in
            type.roles.map { !roles.isDisjoint(with: $0) }
                ?? (maySeeClients || type.dataClass == .operational)
        }
        let everyones = peerCommands.filter { !roles.isDisjoint(with: $0.roles) }
        let views = peerQueries.filter { !roles.isDisjoint(with: $0.roles) }
        return Permission(
            reads: maySeeClients ? [.all] : operationalStreams,
            sends: Set(
                commands.map { Grant($0.receiver.text, $0.verb) }
                    + everyones.map { Grant("*", $0.verb) }),
            asks: Set(
                queries.map { Grant($0.receiver.text, $0.name) }
                    + views.map { Grant("*", $0.name) }),
            watches: maySeeClients)
    }

    /// The streams of some events, with the corrections of those who own them.
    private static func grants(reading events: [any Event.Type]) -> Set<Grant> {
        var grants: Set<Grant> = []
        for event in events {
            grants.insert(Grant(event.owner?.text ?? "*", event.entity))
            if let owner = event.owner { grants.insert(Grant(owner.text, EnteredInError.entity)) }
        }
        return grants
    }

    /// The streams that say nothing about clients.
    private static var operationalStreams: Set<Grant> {
        let owned = events.filter { $0.owner != nil }
        let clinical = Set(
            owned.filter { $0.dataClass != .operational }.map {
                Grant($0.owner?.text ?? "", $0.entity)
            })
        return Set(owned.map { Grant($0.owner?.text ?? "", $0.entity) }).subtracting(clinical)
    }
}
