import ArgumentParser
import Messages
import Testing

@testable import ClinicClient
@testable import cairn

@Suite("Treatment at the command line")
struct TreatmentCommandTests {
    @Test("An objective is read with its day, and its goal and person where they are said")
    func objectives() throws {
        let day = LocalDate(year: 2026, month: 12, day: 20)
        #expect(
            try PlanObjective.read("2026-12-20 Two meetings")
                == PlanObjective(goal: 1, text: "Two meetings", target: day))
        #expect(
            try PlanObjective.read("2 2026-12-20 @cm1 A room of my own")
                == PlanObjective(goal: 2, text: "A room of my own", target: day, worker: "cm1"))
        for text in ["", "Two meetings", "2", "2 soon A room", "2026-13-01 Never"] {
            #expect(throws: ValidationError.self, "\(text)") { try PlanObjective.read(text) }
        }
    }

    private static let plan = StandingPlan(
        event: "e-1", problems: ["Drinks alone"], goals: ["I want to sleep"],
        objectives: [
            PlanObjective(
                goal: 1, text: "Two meetings", target: LocalDate(year: 2026, month: 12, day: 20))
        ], signed: nil, signer: nil, isAgreed: nil, review: nil)

    @Test("A treatment is masked without a reason, and its events and open steps are shown")
    func sheet() {
        let test = StandingTest(
            test: "t-1", day: LocalDate(year: 2026, month: 12, day: 1), isDrawn: true,
            outcome: .collected, isLapsed: false, stage: .confirmed, found: [.cocaine],
            unexpected: [.cocaine], judgement: nil, next: .judgeTest)
        let medication = StandingMedication(
            medication: "m-1", event: "e-2", name: "methadone", purpose: .opioidUse, dose: nil,
            prescriber: "md1", testsAs: [.methadone], refill: nil,
            since: LocalDate(year: 2026, month: 11, day: 1), stopped: nil)
        let care = TreatmentCare(
            enrollment: "s-1", written: Self.plan, signed: nil, medications: [medication],
            tests: [test], collector: StandingCollector(event: "e-3", gender: .male),
            certification: StandingCertification(
                event: "e-4", payer: "Medicare", isRequired: true, through: nil))
        let masked = CareSheet(care, isRevealing: false).lines.joined(separator: "\n")
        for secret in ["Drinks", "sleep", "meetings", "methadone", "cocaine", "Medicare", "2026"] {
            #expect(!masked.contains(secret), "\(secret)")
        }
        for open in ["e-1", "m-1", "t-1", "judge-test"] { #expect(masked.contains(open)) }
        let plain = CareSheet(care, isRevealing: true).lines.joined(separator: "\n")
        for text in ["Drinks", "sleep", "methadone", "confirmed", "cocaine", "Medicare"] {
            #expect(plain.contains(text), "\(text)")
        }
    }

    @Test(
        "The command that a sheet names for a duty of treatment or of its end is one that is taken",
        arguments: [
            DutyKind.signTreatmentPlan, .reviewTreatmentPlan, .arrangeRefill, .collectTest,
            .recordResult, .judgeTest, .certify, .bookAppointment, .signPlan,
        ])
    func steps(kind: DutyKind) throws {
        for about in ["plan", "x-1"] {
            var book = DutyBook()
            book.apply(
                DutyOpened(
                    duty: "d-1", kind: kind, client: "c-7", about: about, role: .clinician,
                    person: "t01", since: Timestamp(milliseconds: 0),
                    due: Timestamp(milliseconds: 0), words: "w"))
            let duty = try #require(book.open.values.first)
            let step = try #require(DutyStep.commands(for: duty, as: "t01").first)
            #expect(step.hasPrefix("cairn ") && step.hasSuffix(" --as t01"))
            let filled = step.replacing("'DAY TEXT'", with: "OBJECTIVE").split(separator: " ")
                .dropFirst().map { word in
                    switch word {
                    case "DAY": "2026-12-20"
                    case "OBJECTIVE": "2026-12-20 Two meetings"
                    case "TIME": "2026-12-20T10:00"
                    default: String(word)
                    }
                }
            #expect(throws: Never.self, "\(step)") { try CairnCommand.parseAsRoot(filled) }
        }
    }
}
