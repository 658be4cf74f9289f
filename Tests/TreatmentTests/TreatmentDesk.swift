import Messages
import TestKit
import TreatmentCore

/// Treatment with its history.
typealias TreatmentDesk = CoreDesk<Charts>

extension CoreDesk<Charts> {
    /// Three phases, a room to collect in, and one of each who works with clients; nine o'clock.
    init() {
        var woman = Clinic.Staff("rn1", roles: [.nurse], caseload: 0)
        woman.gender = .female
        var man = Clinic.Staff("cm1", roles: [.caseManager], caseload: 0)
        man.gender = .male
        self.init(
            as: .treatment,
            clinic: .example(
                rooms: [Clinic.Room(id: "uds1", kind: "collection", seats: 1)],
                staff: [
                    woman, man, Clinic.Staff("t01"),
                    Clinic.Staff("md1", roles: [.prescriber], caseload: 0),
                    Clinic.Staff("dir", roles: [.director], caseload: 0),
                ]), hour: 9)
    }

    mutating func register(_ client: ClientID) throws {
        try take(
            ClientRegistered(
                client: client, ages: .adult, language: "en", commitments: [], owner: "t01"),
            from: .assessment)
    }

    mutating func enroll(_ client: ClientID, _ enrollment: EnrollmentID = "e-1") throws {
        try register(client)
        try take(
            EnrollmentOpened(
                client: client, enrollment: enrollment, phase: "p1", level: .intensiveOutpatient,
                ages: .adult, clinician: "t01"))
    }

    mutating func close(_ client: ClientID, _ enrollment: EnrollmentID = "e-1") throws {
        try take(
            EnrollmentClosed(
                client: client, enrollment: enrollment, outcome: .completed, reason: "r"))
    }

    func care(of client: ClientID) throws -> TreatmentCare {
        guard let care = try view(ClientCare(client: client)) else { throw NotYetKnown("view") }
        return care
    }

    /// What is somebody's duty about a client.
    func duties(of client: ClientID) -> [OpenDuty] {
        var book = DutyBook()
        for event in published { book.apply(event) }
        return book.open.values.filter { $0.client == client }
            .sorted { ($0.kind.rawValue, $0.about) < ($1.kind.rawValue, $1.about) }
    }

    func kinds(of client: ClientID) -> [DutyKind] { duties(of: client).map(\.kind) }

    /// Writes a plan that is whole.
    @discardableResult
    mutating func write(_ client: ClientID, goal: String = "I want to sleep at night.") throws
        -> MessageID
    {
        try order(
            WriteTreatmentPlan(
                client: client, replaces: care(of: client).written?.event,
                problems: ["Drinks at home."], goals: [goal],
                objectives: [PlanObjective(goal: 1, text: "Two meetings.", target: day(60))]))
        return try care(of: client).written?.event ?? "none"
    }

    mutating func sign(_ client: ClientID) throws {
        let plan = try care(of: client).written?.event ?? "none"
        try order(SignTreatmentPlan(client: client, plan: plan, isAgreed: true))
    }

    /// Orders a test today; its id.
    mutating func orderTest(_ client: ClientID) throws -> UrineTestID {
        let events = try order(OrderUrineTest(client: client, reason: "Asked for."))
        guard let event = events.of(UrineTestOrdered.self).first else { throw NotYetKnown("test") }
        return event.test
    }

    /// A collected urine with a result.
    mutating func test(
        _ client: ClientID, finding found: [TestedSubstance], stage: ResultStage = .presumptive
    ) throws -> UrineTestID {
        let test = try orderTest(client)
        try order(RecordCollection(client: client, test: test, outcome: .collected))
        try order(RecordTestResult(client: client, test: test, stage: stage, found: found))
        return test
    }

    @discardableResult
    mutating func prescribe(
        _ client: ClientID, _ name: String = "buprenorphine", testsAs: [TestedSubstance] = [],
        refill: LocalDate? = nil
    ) throws -> MedicationID {
        let events = try order(
            StartMedication(
                client: client, name: name, purpose: .opioidUse, prescriber: "md1",
                testsAs: testsAs, refill: refill))
        guard let event = events.of(MedicationStarted.self).first else {
            throw NotYetKnown("medication")
        }
        return event.medication
    }

    /// The id of the last fact of a kind.
    func last(_ kind: any Event.Type) -> MessageID {
        history.last { type(of: $0.event) == kind }?.id ?? "none"
    }

    /// What a command is refused with; empty if it is accepted.
    mutating func refusal(of command: any Command, by staff: StaffID = "t01") throws -> String {
        do {
            try order(command, by: staff)
            return ""
        } catch let refusal as Refusal {
            return "\(refusal)"
        }
    }
}
