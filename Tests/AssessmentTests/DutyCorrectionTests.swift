import ClinicalRules
import Messages
import Testing

@testable import AssessmentCore

/// What opens duties, and that it takes them back when it was entered in error.
@Suite("A correction of what opened a duty closes it")
struct DutyCorrectionTests {
    /// How an event opens a duty, and what becomes of the duty when the event is retracted.
    struct Case: CustomTestStringConvertible, Sendable {
        /// Which event is entered in error.
        let event: any Event.Type
        /// Whose event it is.
        let owner: Identity
        /// The duty that it opens.
        let kind: DutyKind
        /// What the duty is about, where another of the kind may be open.
        let about: String?
        /// Why the event is not retracted; `nil` where it is.
        let refused: String?
        let prepare: @Sendable (inout Desk) throws -> Void
        let cause: @Sendable (inout Desk) throws -> Void

        init(
            _ event: any Event.Type, _ kind: DutyKind, about: String? = nil,
            by owner: Identity = .assessment, refused: String? = nil,
            after prepare: @escaping @Sendable (inout Desk) throws -> Void = { _ in },
            _ cause: @escaping @Sendable (inout Desk) throws -> Void
        ) {
            (self.event, self.kind, self.about) = (event, kind, about)
            (self.owner, self.refused) = (owner, refused)
            (self.prepare, self.cause) = (prepare, cause)
        }

        var testDescription: String {
            "\(event.fact) \(kind)\(about.map { " \($0)" } ?? "")"
        }
    }

    private static let enroll: @Sendable (inout Desk) throws -> Void = { desk in
        try place(&desk)
        try desk.receive(
            EnrollmentOpened(
                client: "c-1", enrollment: "e-1", phase: "p1", level: .intensiveOutpatient,
                ages: .adult, clinician: "t01"), from: .scheduler)
    }

    private static let place: @Sendable (inout Desk) throws -> Void = { desk in
        try desk.know(ratings: [0, 0, 0, 0, 1, 0])
        let recommended = try desk.recommended()
        try desk.send(
            ConfirmPlacement(
                client: "c-1", placement: recommended.placement, level: recommended.level))
    }

    private static func confirm(
        _ desk: inout Desk, available: LevelOfCare? = nil, stepDown: StepDown? = nil
    ) throws {
        let recommended = try desk.recommended()
        try desk.send(
            ConfirmPlacement(
                client: "c-1", placement: recommended.placement, level: recommended.level,
                available: available, interim: available.map { _ in "A call each day." },
                stepDown: stepDown))
    }

    private static func hand(_ id: String, _ answers: [String: Int]) -> SubmitQuestionnaire {
        SubmitQuestionnaire(client: "c-1", instrument: id, answers: .values(answers))
    }

    private static let tell: @Sendable (inout Desk) throws -> Void = { desk in
        try desk.send(hand("phq-9", ["9": 1]))
    }

    private static let takeCharge: @Sendable (inout Desk) throws -> Void = { desk in
        try tell(&desk)
        try desk.takeCharge()
    }

    /// What begins the treatment counts for its end only a week long.
    private static let stay: @Sendable (inout Desk) throws -> Void = { desk in
        try enroll(&desk)
        try desk.send(hand("c-ssrs-screener", ["q1": 0, "q2": 0, "q6": 0]))
        try desk.wait(hours: 8 * 24)
    }

    private static func knows(_ ratings: [Int?]) -> @Sendable (inout Desk) throws -> Void {
        { try $0.know(ratings: ratings) }
    }

    static let cases: [Case] = [
        Case(
            ReturnToUseReported.self, .fillForm, about: "c-ssrs-screener", by: .aftercare,
            after: enroll
        ) {
            try $0.send(hand("c-ssrs-screener", ["q1": 0, "q2": 0, "q6": 0]))
            try $0.receive(ReturnToUseReported(client: "c-1", account: "Told."), from: .aftercare)
        },
        Case(ReturnToUseReported.self, .rate, by: .aftercare, after: place) {
            try $0.receive(ReturnToUseReported(client: "c-1", account: "Told."), from: .aftercare)
        },
        Case(EnrollmentOpened.self, .fillForm, about: "phq-9", by: .scheduler, after: place) {
            try $0.receive(
                EnrollmentOpened(
                    client: "c-1", enrollment: "e-1", phase: "p1", level: .intensiveOutpatient,
                    ages: .adult, clinician: "t01"), from: .scheduler)
        },
        Case(
            EnrollmentClosed.self, .fillForm, about: "c-ssrs-screener", by: .scheduler,
            after: stay
        ) {
            try $0.receive(
                EnrollmentClosed(
                    client: "c-1", enrollment: "e-1", outcome: .completed, reason: "Done."),
                from: .scheduler)
        },
        Case(ClientRegistered.self, .rate) { try $0.send(.example("c-2")) },
        Case(QuestionnaireSubmitted.self, .fillForm, about: "phq-9", after: place) {
            try $0.send(hand("phq-2", ["1": 2, "2": 2]))
        },
        Case(QuestionnaireSubmitted.self, .fillForm, about: "c-ssrs-screener", after: place) {
            try $0.send(
                SubmitQuestionnaire(
                    client: "c-1", instrument: "phq-9",
                    answers: .items([0, 0, 0, 0, 0, 0, 0, 0, 1])))
        },
        Case(
            QuestionnaireSubmitted.self, .clearGate, about: "withdrawal",
            after: knows([0, 0, 0, 0, 1, 0])
        ) {
            try $0.send(
                SubmitQuestionnaire(
                    client: "c-1", instrument: "ciwa-ar", answers: .withdrawal(12)))
        },
        Case(IntakeAnswered.self, .clearGate, about: "withdrawal-history") {
            try $0.know(yes: [.seizureHistory], ratings: [])
        },
        Case(
            DimensionRated.self, .clearGate, about: "medical",
            after: knows([0, nil, 0, 0, 1, 0])
        ) { try $0.rate([nil, 4]) },
        Case(
            PlacementRecommended.self, .confirmPlacement,
            after: knows([0, 0, 0, 0, 1, 0])
        ) { _ = try $0.recommended() },
        Case(
            PlacementConfirmed.self, .interimCare,
            after: knows([0, 0, 0, 0, 2, 2])
        ) { try confirm(&$0, available: .outpatient) },
        Case(
            PlacementConfirmed.self, .transferContact,
            after: knows([0, 0, 0, 0, 1, 0])
        ) {
            let day = $0.context.now.today.advanced(by: 9)
            try confirm(
                &$0,
                stepDown: StepDown(level: "3.5", program: "Oak House", transfer: day))
        },
        Case(ConcernClosed.self, .screenAgain, after: takeCharge) {
            try $0.close(.suicideRisk)
        },
        Case(RiskAcknowledged.self, .closeConcern, after: tell) { try $0.takeCharge() },
        Case(RiskAlerted.self, .acknowledgeAlert, refused: "Acknowledge it instead") {
            try tell(&$0)
        },
        Case(ConcernOpened.self, .closeConcern, refused: "Close it instead") {
            try takeCharge(&$0)
        },
        Case(
            ConcernRaised.self, .closeConcern, refused: "Close it instead", after: takeCharge
        ) { try takeCharge(&$0) },
        Case(MeasureWorsened.self, .rate, refused: "Retract the submission") {
            for value in [0, 2] {
                try $0.send(
                    SubmitQuestionnaire(
                        client: "c-1", instrument: "phq-9",
                        answers: .items(Array(repeating: value, count: 8) + [0])))
            }
        },
    ]

    @Test("Each event that opens a duty takes it back, or says why not", arguments: cases)
    func each(_ entry: Case) throws {
        var desk = try Desk.withClient()
        try entry.prepare(&desk)
        func open(_ desk: Desk) -> Set<DutyID> {
            Set(
                desk.intake.duties.open.values.filter {
                    $0.kind == entry.kind && (entry.about.map(\.self) ?? $0.about) == $0.about
                }.map(\.duty))
        }
        let before = open(desk)
        try entry.cause(&desk)
        let opened = open(desk).subtracting(before)
        let wrong = try #require(desk.journal.last { type(of: $0.event) == entry.event })
        if let refused = entry.refused {
            let text = try refusal { try desk.retract(wrong) }
            #expect(text.contains(refused), "\(text)")
            return
        }
        #expect(!opened.isEmpty)
        if entry.owner == .assessment {
            try desk.retract(wrong)
        } else {
            try desk.retract(wrong, of: entry.owner)
        }
        #expect(open(desk).isDisjoint(with: opened), "\(desk.intake.duties.open.values)")
        #expect(desk.folded() == desk.intake)
    }

    @Test("A reassessment goes with the return to use, and the placement stands as it was")
    func reassessment() throws {
        var desk = try Desk.withClient()
        try Self.enroll(&desk)
        let before = desk.intake.charts["c-1"]?.placement
        try desk.receive(
            ReturnToUseReported(client: "c-1", account: "Told."), from: .aftercare)
        #expect(desk.intake.charts["c-1"]?.placement == nil)
        let told = try desk.last(ReturnToUseReported.self)
        let taken = try desk.retract(told, of: .aftercare)
        #expect(
            taken.events.compactMap { ($0 as? EnteredInError)?.type }
                == [ReassessmentOpened.type(by: .assessment)])
        #expect(desk.intake.charts["c-1"]?.placement == before)
        #expect(desk.intake.charts["c-1"]?.standing == .placed)
        // A report that nothing followed from takes nothing back.
        #expect(try desk.retract(told, of: .aftercare).events.isEmpty)
    }
}
