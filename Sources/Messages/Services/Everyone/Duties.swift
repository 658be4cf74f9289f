/// A person has something to do. It stays open until its owner closes it.
///
/// Each service publishes the duties that its own state asks for, on its own `duty` stream.
public struct DutyOpened: Event {
    public static let type = "*.duty.opened.v1"
    public static let markedOtherwise: [String: Mark] = [
        "role": .open, "since": .open, "due": .open,
    ]

    public var duty: DutyID
    /// What is to be done.
    public var kind: DutyKind
    /// Whom it is about; `nil` where it is about no client.
    public var client: Optional<ClientID>
    /// What it is about: the id of an alert, a session, a plan, or a word such as `phq-9`. It names
    /// no person. No two open duties of an owner have the same kind, client and matter.
    public var about: String
    /// The role that it falls to.
    public var role: Role
    /// Who of that role does it; `nil` where the clinic has nobody who may.
    public var person: Optional<StaffID>
    /// Since when it has to be done.
    public var since: Timestamp
    /// When it counts as late, in clinic time.
    public var due: Timestamp
    /// What to say and do, in sentences.
    public var words: String

    public var subject: String? { client?.text }
}

/// A duty was not done in time and falls to the next person, who has until ``due``.
///
/// It reaches a person and nobody else: it climbs no client's outreach, and ends no treatment.
public struct DutyEscalated: Event {
    public static let type = "*.duty.escalated.v1"
    public static let markedOtherwise: [String: Mark] = [
        "rung": .open, "role": .open, "due": .open,
    ]

    public var duty: DutyID
    /// Whom it is about; `nil` where it is about no client.
    public var client: Optional<ClientID>
    /// Where it has climbed to: 1 is a colleague, 2 the clinical supervisor, 3 the director; from 4
    /// on it is told to the last one again.
    public var rung: Int
    /// The role that it falls to now.
    public var role: Role
    /// Who of that role does it now; `nil` where the clinic has nobody who may.
    public var person: Optional<StaffID>
    /// When it is late again, in clinic time.
    public var due: Timestamp

    public var subject: String? { client?.text }
}

/// A duty falls to somebody else, for the one before has left, has no such role any more, or is away
/// until it is late. When it is due stays as it is.
public struct DutyReassigned: Event {
    public static let type = "*.duty.reassigned.v1"
    public static let markedOtherwise: [String: Mark] = ["role": .open]

    public var duty: DutyID
    /// Whom it is about; `nil` where it is about no client.
    public var client: Optional<ClientID>
    /// The role that it falls to now.
    public var role: Role
    /// Who of that role does it now; `nil` where the clinic has nobody who may.
    public var person: Optional<StaffID>

    public var subject: String? { client?.text }
}

/// A duty is over.
public struct DutyClosed: Event {
    public static let type = "*.duty.closed.v1"

    public var duty: DutyID
    /// Whom it was about; `nil` where it was about no client.
    public var client: Optional<ClientID>
    /// How it ended.
    public var how: DutyEnd

    public var subject: String? { client?.text }
}

/// What a duty asks a person to do.
public struct DutyKind: OpenEnumeration {
    public let rawValue: String
    public init(rawValue: String) { self.rawValue = rawValue }
    public static let mark = Mark.open

    /// Take charge of a safety alert.
    public static let acknowledgeAlert: DutyKind = "acknowledge-alert"
    /// Put a safety question that was left open again.
    public static let answerQuestion: DutyKind = "answer-question"
    /// Screen somebody again whose danger is open, and close the concern or keep watch.
    public static let closeConcern: DutyKind = "close-concern"
    /// Screen somebody again whose concern was closed, on the day that was promised then.
    public static let screenAgain: DutyKind = "screen-again"
    /// Have a form filled in.
    public static let fillForm: DutyKind = "fill-form"
    /// Rate the dimensions of placement.
    public static let rate: DutyKind = "rate"
    /// Ask for a level of care, and confirm it or choose another.
    public static let confirmPlacement: DutyKind = "confirm-placement"
    /// Look at what holds a level of care up, and clear it.
    public static let clearGate: DutyKind = "clear-gate"
    /// Keep up the care that was agreed until the level of care can be had, and look each week.
    public static let interimCare: DutyKind = "interim-care"
    /// Speak with somebody in residential care before the transfer from there.
    public static let transferContact: DutyKind = "transfer-contact"
    /// Review a client's course, and decide on the phase.
    public static let review: DutyKind = "review"
    /// Say who came to a session.
    public static let recordAttendance: DutyKind = "record-attendance"
    /// Get in touch with somebody who is not in treatment.
    public static let contact: DutyKind = "contact"
    /// Follow somebody who was referred elsewhere, until they have arrived.
    public static let followReferral: DutyKind = "follow-referral"
    /// Sign a continuing-care plan.
    public static let signPlan: DutyKind = "sign-plan"
    /// Book an appointment.
    public static let bookAppointment: DutyKind = "book-appointment"
    /// Say whether a client came to an appointment.
    public static let recordAppointment: DutyKind = "record-appointment"
    /// Agree on another time for an appointment that nobody could keep.
    public static let moveAppointment: DutyKind = "move-appointment"
    /// Certify the need for treatment to a payer.
    public static let certify: DutyKind = "certify"
    /// Write a treatment plan with a client, and sign it.
    public static let signTreatmentPlan: DutyKind = "sign-treatment-plan"
    /// Review a treatment plan with a client.
    public static let reviewTreatmentPlan: DutyKind = "review-treatment-plan"
    /// See that a prescribed medication does not run out.
    public static let arrangeRefill: DutyKind = "arrange-refill"
    /// Collect a urine.
    public static let collectTest: DutyKind = "collect-test"
    /// Write down what a urine showed.
    public static let recordResult: DutyKind = "record-result"
    /// Talk a test over with a client, and decide what it means.
    public static let judgeTest: DutyKind = "judge-test"
    /// Find somebody who leads a session in the place of whoever is away, or cancel it.
    public static let coverSession: DutyKind = "cover-session"
    /// Tell whom it concerns that a planned session has changed.
    public static let tellChange: DutyKind = "tell-change"
    /// Look at who chose another level of care than the indicated one hardly ever, or very often.
    public static let reviewOverrides: DutyKind = "review-overrides"
    /// Look at what a therapy's plugin asks to be looked at.
    public static let flag: DutyKind = "flag"
    public static let known: [DutyKind] = [
        acknowledgeAlert, answerQuestion, closeConcern, screenAgain, fillForm, rate,
        confirmPlacement, clearGate, interimCare, transferContact, review,
        recordAttendance, contact, followReferral, signPlan, bookAppointment, certify,
        signTreatmentPlan, reviewTreatmentPlan, arrangeRefill, collectTest, recordResult, judgeTest,
        flag, coverSession, reviewOverrides, recordAppointment, moveAppointment, tellChange,
    ]

    /// Whether somebody may be in danger while it is not done.
    public var isDanger: Bool { self == .acknowledgeAlert || self == .closeConcern }
}

/// How a duty ended.
public struct DutyEnd: OpenEnumeration {
    public let rawValue: String
    public init(rawValue: String) { self.rawValue = rawValue }
    public static let mark = Mark.open

    /// Somebody did it.
    public static let done: DutyEnd = "done"
    /// Nobody needs to do it any more.
    public static let notNeeded: DutyEnd = "not-needed"
    /// What it followed from was entered in error.
    public static let enteredInError: DutyEnd = "entered-in-error"
    public static let known: [DutyEnd] = [done, notNeeded, enteredInError]
}
