import Messages
import TestKit
import TestSupport
import Testing
import TreatmentCore

@Suite("Corrections of treatment, command by command")
struct TreatmentCorrectionTests {
    private typealias Row = CommandCorrection<Charts>

    private static let views: [any Query] = [ClientCare(client: "c-1")]

    private static let rows: [Row] = [
        Row(
            WriteTreatmentPlan.self,
            giving: {
                WriteTreatmentPlan(
                    client: "c-1", problems: ["Drinks at home."], goals: ["Sleep."],
                    objectives: [PlanObjective(goal: 1, text: "Two meetings.", target: $0.day(60))])
            }),
        Row(
            SignTreatmentPlan.self, after: { try $0.write("c-1") },
            giving: {
                SignTreatmentPlan(client: "c-1", plan: try plan($0), isAgreed: true)
            }),
        Row(
            ReviewTreatmentPlan.self,
            after: {
                try $0.write("c-1")
                try $0.sign("c-1")
                try $0.goOn(days: 24)
            },
            giving: {
                ReviewTreatmentPlan(client: "c-1", plan: try plan($0), findings: "Sleeps better.")
            }),
        Row(
            StartMedication.self,
            giving: {
                StartMedication(
                    client: "c-1", name: "buprenorphine", purpose: .opioidUse, prescriber: "md1",
                    testsAs: [], refill: $0.day(3))
            }),
        Row(
            ChangeMedication.self, after: { try $0.prescribe("c-1", refill: $0.day(3)) },
            giving: {
                let taken = try medication($0)
                return ChangeMedication(
                    client: "c-1", medication: taken.medication, replaces: taken.event,
                    refill: $0.day(40))
            }),
        Row(
            StopMedication.self, after: { try $0.prescribe("c-1", refill: $0.day(3)) },
            giving: {
                let taken = try medication($0)
                return StopMedication(
                    client: "c-1", medication: taken.medication, replaces: taken.event,
                    reason: "The client's wish.")
            }),
        Row(
            OrderUrineTest.self,
            giving: { _ in OrderUrineTest(client: "c-1", reason: "Asked for.") }),
        Row(
            RecordCollection.self, after: { _ = try $0.orderTest("c-1") },
            giving: {
                RecordCollection(client: "c-1", test: try test($0), outcome: .collected)
            }),
        Row(
            RecordTestResult.self,
            after: {
                let test = try $0.orderTest("c-1")
                try $0.order(RecordCollection(client: "c-1", test: test, outcome: .collected))
            },
            giving: {
                RecordTestResult(
                    client: "c-1", test: try test($0), stage: .presumptive, found: [.cocaine])
            }),
        Row(
            JudgeTest.self,
            after: { _ = try $0.test("c-1", finding: [.cocaine], stage: .confirmed) },
            giving: {
                JudgeTest(
                    client: "c-1", test: try test($0), judgement: .returnToUse, reason: "Told it.")
            }),
        Row(ChooseCollector.self, giving: { _ in ChooseCollector(client: "c-1", gender: .female) }),
        Row(
            RequireCertification.self,
            giving: { _ in
                RequireCertification(client: "c-1", payer: "Medicare", isRequired: true)
            }),
        Row(
            CertifyTreatment.self,
            after: {
                try $0.order(
                    RequireCertification(client: "c-1", payer: "Medicare", isRequired: true))
            }, giving: { CertifyTreatment(client: "c-1", from: $0.today) }),
    ]

    private static func plan(_ desk: TreatmentDesk) throws -> MessageID {
        try #require(try desk.care(of: "c-1").written).event
    }

    private static func medication(_ desk: TreatmentDesk) throws -> StandingMedication {
        try #require(try desk.care(of: "c-1").medications.first)
    }

    private static func test(_ desk: TreatmentDesk) throws -> UrineTestID {
        try #require(try desk.care(of: "c-1").tests.first).test
    }

    @Test("Each command that treatment decides has a row, and each of its views is looked at")
    func whole() { #expect(Row.left(out: Self.rows, seenBy: Self.views) == []) }

    @Test("What a command recorded in error leaves no trace in any view", arguments: rows.indices)
    func each(index: Int) throws {
        var desk = TreatmentDesk()
        // Chance calls for no test.
        desk.clinic.rooms = []
        try desk.enroll("c-1")
        let row = Self.rows[index]
        #expect(try row.faults(at: desk, seenBy: Self.views) == [], "\(row)")
    }
}
