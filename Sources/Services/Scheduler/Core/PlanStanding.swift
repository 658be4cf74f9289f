internal import Messages

/// Whether the plan is of what is known, and by which description of the clinic it was made.
///
/// It follows from the facts alone: a process that ended before it planned plans when it starts.
struct PlanStanding: Equatable, Sendable, Codable {
    private(set) var isOutdated = false
    /// The digest of the description that the last plan was made by; `nil` before any plan.
    private(set) var clinic: String?

    /// Takes note of what an event means for the plan.
    ///
    /// - Parameters:
    ///   - fact: the event, with who said it.
    ///   - agenda: what was known before the event.
    mutating func fold(_ fact: Fact, over agenda: Agenda) {
        switch fact.event {
        case let event as WeeksRevised:
            isOutdated = false
            clinic = event.clinic
        case is EnrollmentOpened, is PhaseChanged, is ClinicianChanged, is EnrollmentClosed,
            is SessionCancelled, is SessionFlagged, is CommitmentsChanged, is MemberJoined,
            is MemberLeft, is PairingForbidden, is PairingAllowed:
            isOutdated = true
        case let event as EnteredInError where PlanStanding.rests(on: event, agenda.catalog):
            isOutdated = true
        case let event as ConsentGiven where agenda.catalog.asks(for: event.purpose):
            isOutdated = true
        case let event as ConsentWithdrawn where agenda.catalog.asks(for: event.purpose):
            isOutdated = true
        case let event as any DangerTold where agenda.catalog.isClosed(to: event.kind):
            // One that is raised was open before.
            if agenda.roster.concerns[event.client]?.concern(event.kind) == nil {
                isOutdated = true
            }
        case let event as ConcernClosed where agenda.catalog.isClosed(to: event.kind):
            isOutdated = true
        case let event as SessionCovered:
            // Whoever leads it now may lack what its therapy asks for, or have it.
            if agenda.catalog.offerings.values.contains(where: { $0.credential != nil }),
                agenda.diary.session(event.session)?.group != nil
            {
                isOutdated = true
            }
        case let event as MemberWaitlisted:
            // A place in the queue plans nothing; what blocks a seat is told with the conflict.
            let before = agenda.roster.waits[event.client]
            guard before?.phase != event.phase || before?.kinds != event.kinds else { return }
            isOutdated = true
        case is SessionOffered, is OfferingWithdrawn, is ProcessStopped, is ProcessAbsent,
            is ProcessGivenUp, is PluginWithdrawn, is ProcessReady:
            // A therapy that is back may be planned again, and what was said of it is not so any more.
            var next = agenda.catalog
            next.fold(fact.event, by: fact.owner)
            if !next.offersSame(as: agenda.catalog) { isOutdated = true }
        default: break
        }
    }

    /// Events on which a plan rests: it is of what is left when one is taken back.
    private static let grounds: [any Event.Type] = [
        ClientRegistered.self, CommitmentsChanged.self, PlacementConfirmed.self,
        TreatmentDeclined.self, ClientDischarged.self, FollowUpClosed.self, EnrollmentOpened.self,
        PhaseChanged.self, ClinicianChanged.self, EnrollmentClosed.self, SessionCancelled.self,
        MemberJoined.self,
        MemberLeft.self, MemberWaitlisted.self, PairingForbidden.self, PairingAllowed.self,
        SessionOffered.self, OfferingWithdrawn.self,
    ]

    /// Those on which it rests where a therapy asks for more than a phase.
    private static let groundsOfTherapies: [any Event.Type] = [
        ConsentGiven.self, ConsentWithdrawn.self, ConcernOpened.self, ConcernClosed.self,
        SessionCovered.self,
    ]

    private static func rests(on correction: EnteredInError, _ catalog: Catalog) -> Bool {
        let types = catalog.isChoosy ? grounds + groundsOfTherapies : grounds
        return types.contains {
            correction.type.hasSuffix(".\($0.localType)") || correction.type == $0.localType
        }
    }

    /// Whether the weeks have to be planned again, at a clinic of this digest.
    func isOutdated(at clinic: String) -> Bool { isOutdated || self.clinic != clinic }
}

extension MemberWaitlisted {
    /// What kinds of rules keep the client out of a seat.
    fileprivate var kinds: Set<Blocker.Kind> { Set(reasons.map(\.kind)) }
}
