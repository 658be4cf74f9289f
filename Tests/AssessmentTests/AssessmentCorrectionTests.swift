import AssessmentCore
import Messages
import TestKit
import TestSupport
import Testing

@Suite("Corrections of assessment, command by command")
struct AssessmentCorrectionTests {
    private typealias Row = CommandCorrection<Intake>

    private static let views: [any Query] = [
        OpenAlerts(), IntakeList(), ClientIdentity(client: "c-1"), CommitmentsView(client: "c-1"),
        RatingsView(client: "c-1"), PlacementView(client: "c-1"), OverrideRates(),
        Measures(client: "c-1"), FindClients(text: "somebody"),
        BegunForm(client: "c-1", instrument: "gad-7"), TherapyForms(),
        ConsentsView(client: "c-1"), ClientsInCare(),
    ]

    private static let rows: [Row] = [
        Row(RegisterClient.self, giving: { _ in .example("c-2", name: "Somebody else") }),
        Row(
            ChangeCommitments.self,
            giving: {
                let standing = try #require(try $0.view(CommitmentsView(client: "c-1")) ?? nil)
                return ChangeCommitments(
                    client: "c-1", replaces: standing.event,
                    commitments: [WeeklyTime("mon 08:00-13:00")].compactMap(\.self))
            }),
        Row(SubmitQuestionnaire.self, giving: { _ in form("gad-7", .items([0, 0, 1])) }),
        Row(
            SubmitQuestionnaire.self, after: { try enroll(&$0) },
            giving: { _ in form("gad-7", .items([0, 0, 1, 0, 0, 0, 0])) }),
        // A danger that was told does not vanish: a person looks, and says that it was an error.
        Row(
            SubmitQuestionnaire.self, staying: ["OpenAlerts", "duties"],
            giving: { _ in form("phq-9", .items([0, 0, 0, 0, 0, 0, 0, 0, 1])) }),
        Row(
            RecordConsent.self,
            giving: { _ in RecordConsent(client: "c-1", purpose: "video") }),
        Row(
            WithdrawConsent.self,
            after: { try $0.order(RecordConsent(client: "c-1", purpose: "video")) },
            giving: { _ in WithdrawConsent(client: "c-1", purpose: "video") }),
        Row(
            AnswerIntake.self,
            giving: { _ in AnswerIntake(client: "c-1", answers: .intake()) }),
        Row(
            AnswerIntake.self, after: { try decline(&$0) },
            giving: { _ in AnswerIntake(client: "c-1", answers: .intake()) }),
        Row(
            RateDimension.self,
            giving: { _ in
                RateDimension(
                    client: "c-1", edition: "asam-3", dimension: 2, rating: 1, evidence: [])
            }),
        Row(
            RecommendPlacement.self, after: { try know(&$0) },
            giving: { _ in RecommendPlacement(client: "c-1") }),
        Row(
            ConfirmPlacement.self, after: { try recommend(&$0) },
            giving: { try confirmation($0) }),
        Row(
            DeclineTreatment.self, after: { try recommend(&$0) },
            giving: { _ in DeclineTreatment(client: "c-1", reason: "Not now.") }),
        Row(
            AcknowledgeAlert.self, after: { try tell(&$0) },
            giving: {
                let alert = try #require(try $0.view(OpenAlerts())?.first)
                return AcknowledgeAlert(client: "c-1", alert: alert.alert, action: "Went there.")
            }),
        Row(
            ReportDanger.self, staying: ["OpenAlerts", "duties"],
            giving: { _ in
                ReportDanger(
                    client: "c-1", kind: .overdoseRisk, urgency: .today, account: "The sister.")
            }),
        Row(
            CloseConcern.self,
            after: {
                try tell(&$0)
                let alert = try #require(try $0.view(OpenAlerts())?.first)
                try $0.order(
                    AcknowledgeAlert(client: "c-1", alert: alert.alert, action: "Went there."))
            },
            giving: {
                CloseConcern(
                    client: "c-1", kind: .overdoseRisk, level: .low, action: "Naloxone.",
                    hasSafetyPlan: true, nextScreen: $0.day(7))
            }),
        Row(
            ClearGate.self, after: { try know(&$0, yes: [.dangerAtHome]) },
            giving: { _ in
                ClearGate(
                    client: "c-1", gate: "danger-at-home", act: "safe-place",
                    finding: "Stays with a sister.")
            }),
        Row(
            ReviewInterim.self,
            after: {
                try recommend(&$0)
                try $0.order(confirmation($0, available: .outpatient))
            },
            giving: {
                let told = $0.history.compactMap { $0.event as? PlacementConfirmed }
                let placed = try #require(told.last)
                return ReviewInterim(
                    client: "c-1", placement: placed.placement, isAvailable: true, words: "A seat.")
            }),
        Row(
            ReviewOverrides.self,
            after: { desk in
                // So many in a row as indicated that nobody seems to look.
                for number in 2...32 {
                    let client = ClientID("c-\(number)")
                    try desk.order(RegisterClient.example(client))
                    try know(&desk, client)
                    try desk.order(RecommendPlacement(client: client))
                    try desk.order(confirmation(desk))
                }
            }, giving: { _ in ReviewOverrides(words: "Talked over.") }),
    ]

    private static func form(_ id: String, _ answers: [String: ItemAnswer]) -> SubmitQuestionnaire {
        SubmitQuestionnaire(client: "c-1", instrument: id, answers: answers)
    }

    private static func know(
        _ desk: inout CoreDesk<Intake>, _ client: ClientID = "c-1", yes: [IntakeQuestion] = []
    ) throws {
        try desk.order(AnswerIntake(client: client, answers: .intake(yes: yes)))
        try desk.order(
            SubmitQuestionnaire(
                client: client, instrument: "c-ssrs-screener", answers: .clearScreen))
        for (place, rating) in [0, 0, 1, 1, 2, 1].enumerated() {
            try desk.order(
                RateDimension(
                    client: client, edition: "asam-3", dimension: place + 1, rating: rating,
                    evidence: []))
        }
    }

    private static func recommend(_ desk: inout CoreDesk<Intake>) throws {
        try know(&desk)
        try desk.order(RecommendPlacement(client: "c-1"))
    }

    private static func confirmation(
        _ desk: CoreDesk<Intake>, available: LevelOfCare? = nil
    ) throws -> ConfirmPlacement {
        let told = desk.history.compactMap { $0.event as? PlacementRecommended }
        let recommended = try #require(told.last)
        return ConfirmPlacement(
            client: recommended.client, placement: recommended.placement, level: recommended.level,
            available: available, interim: available.map { _ in "A call each Tuesday." })
    }

    private static func enroll(_ desk: inout CoreDesk<Intake>) throws {
        try recommend(&desk)
        try desk.order(confirmation(desk))
        try desk.take(
            EnrollmentOpened(
                client: "c-1", enrollment: "e-1", phase: "p1", level: .intensiveOutpatient,
                ages: .adult, clinician: "t01"))
    }

    private static func decline(_ desk: inout CoreDesk<Intake>) throws {
        try desk.order(DeclineTreatment(client: "c-1", reason: "Not now."))
    }

    private static func tell(_ desk: inout CoreDesk<Intake>) throws {
        try desk.order(
            ReportDanger(
                client: "c-1", kind: .overdoseRisk, urgency: .today, account: "The sister."))
    }

    @Test("Each command that assessment decides has a row, and each of its views is looked at")
    func whole() { #expect(Row.left(out: Self.rows, seenBy: Self.views) == []) }

    @Test("What a command recorded in error leaves no trace in any view", arguments: rows.indices)
    func each(index: Int) throws {
        var desk = CoreDesk<Intake>(as: .assessment, clinic: exampleClinic(), hour: 9)
        try desk.order(RegisterClient.example("c-1", name: "Somebody"))
        let row = Self.rows[index]
        #expect(try row.faults(at: desk, seenBy: Self.views) == [], "\(row)")
    }
}
