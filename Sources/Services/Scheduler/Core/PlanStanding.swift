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
        case let event as EnteredInError where PlanStanding.rests(on: event): isOutdated = true
        case let event as MemberWaitlisted:
            // A place in the queue plans nothing; what blocks a seat is told with the conflict.
            let before = agenda.roster.waits[event.client]
            guard before?.phase != event.phase || before?.kinds != event.kinds else { return }
            isOutdated = true
        case let event as SessionOffered:
            let key = OfferedSession(therapy: fact.owner, offering: event.offering)
            let kept = agenda.catalog.accepts(event, as: key) ? event : nil
            if agenda.catalog.offerings[key] != kept { isOutdated = true }
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

    private static func rests(on correction: EnteredInError) -> Bool {
        grounds.contains {
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
