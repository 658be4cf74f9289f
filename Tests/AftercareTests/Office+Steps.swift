import AftercareCore
import Messages
import TestKit

/// The steps of a client's way through the program, as other services tell them.
extension Office {
    @discardableResult
    mutating func register(_ client: ClientID, owner: StaffID = "t02") throws -> [any Event] {
        try take(
            ClientRegistered(
                client: client, ages: .adult, language: "en", commitments: [], owner: owner),
            from: .assessment)
    }

    @discardableResult
    mutating func place(_ client: ClientID, at level: LevelOfCare = .intensiveOutpatient) throws
        -> [any Event]
    {
        try take(
            PlacementConfirmed(
                client: client, placement: "r-1", indicated: level, placed: level, ages: .adult),
            from: .assessment)
    }

    @discardableResult
    mutating func decline(_ client: ClientID) throws -> [any Event] {
        try take(TreatmentDeclined(client: client, reason: "Not now."), from: .assessment)
    }

    @discardableResult
    mutating func reassess(_ client: ClientID) throws -> [any Event] {
        try take(ReassessmentOpened(client: client, reason: "Return to use."), from: .assessment)
    }

    @discardableResult
    mutating func enroll(_ client: ClientID, _ enrollment: EnrollmentID = "e-1") throws
        -> [any Event]
    {
        try take(
            EnrollmentOpened(
                client: client, enrollment: enrollment, phase: "p1", level: .intensiveOutpatient,
                ages: .adult, clinician: "t01"))
    }

    @discardableResult
    mutating func seat(_ client: ClientID) throws -> [any Event] {
        try take(MemberJoined(client: client, group: "p1-a", phase: "p1"), from: .peerGroups)
    }

    @discardableResult
    mutating func unseat(_ client: ClientID) throws -> [any Event] {
        try take(MemberLeft(client: client, group: "p1-a", reason: "r"), from: .peerGroups)
    }

    @discardableResult
    mutating func wait(_ client: ClientID) throws -> [any Event] {
        try take(
            MemberWaitlisted(client: client, phase: "p1", reasons: [], position: 1),
            from: .peerGroups)
    }

    @discardableResult
    mutating func stepDown(_ client: ClientID, _ enrollment: EnrollmentID = "e-1") throws
        -> [any Event]
    {
        try take(
            PhaseChanged(
                client: client, enrollment: enrollment, from: "p1", to: "p2",
                direction: .stepDown, level: .outpatient, reason: "r"))
    }

    @discardableResult
    mutating func close(
        _ client: ClientID, _ outcome: EnrollmentOutcome = .completed,
        _ enrollment: EnrollmentID = "e-1"
    ) throws -> [any Event] {
        try take(
            EnrollmentClosed(
                client: client, enrollment: enrollment, outcome: outcome, reason: "r"))
    }

    /// Brings a client from referral into a group.
    mutating func treat(_ client: ClientID) throws {
        try register(client)
        try place(client)
        try enroll(client)
        try seat(client)
    }

    mutating func schedule(_ session: SessionID, on date: LocalDate) throws {
        let start = LocalDateTime(date: date, time: TimeOfDay(minutes: 540))
        let end = LocalDateTime(date: date, time: TimeOfDay(minutes: 600))
        try take(
            SessionScheduled(
                session: session, week: date.weekStart, kind: "process", group: "p1-a",
                clinician: "t01", room: "g1", start: start, end: end, capacity: 12, clients: []))
    }

    @discardableResult
    mutating func attend(_ client: ClientID, _ session: SessionID, _ status: AttendanceStatus)
        throws -> [any Event]
    {
        try take(
            AttendanceRecorded(client: client, session: session, status: status, minutes: 0))
    }

    /// Records that a client was reached, although nothing was due.
    @discardableResult
    mutating func tell(
        _ client: ClientID, isReached: Bool = true, happened: Timestamp? = nil,
        direction: ContactDirection? = nil, risk: ContactRisk? = nil
    ) throws -> [any Event] {
        try order(
            RecordContact(
                client: client, isReached: isReached, returnToUse: false, note: "By phone.",
                direction: direction, happened: happened, risk: risk))
    }

    @discardableResult
    mutating func recordContact(
        _ client: ClientID, isReached: Bool, returnToUse: Bool = false
    ) throws -> [any Event] {
        let open = try nextContacts().first { $0.client == client }?.contact ?? "none"
        return try order(
            RecordContact(
                client: client, contact: open, isReached: isReached, returnToUse: returnToUse,
                note: "By phone."))
    }
}
