import Messages
import TestKit
import Testing

@testable import TreatmentCore

@Suite("Treatment plans")
struct TreatmentPlanTests {
    private var desk = TreatmentDesk()

    @Test("Whoever is enrolled has a plan to sign, within ten days, with the primary clinician")
    mutating func dutyToSign() throws {
        try desk.register("c-1")
        #expect(desk.duties(of: "c-1") == [])
        try desk.enroll("c-1")
        let duty = try #require(desk.duties(of: "c-1").first)
        #expect(duty.kind == .signTreatmentPlan && duty.person == "t01")
        #expect(desk.context.now.localDate(of: duty.due) == desk.day(10))
        try desk.write("c-1")
        #expect(desk.kinds(of: "c-1") == [.signTreatmentPlan])
        try desk.sign("c-1")
        #expect(desk.kinds(of: "c-1") == [])
        #expect(desk.published.of(DutyClosed.self).map(\.how) == [.done])
    }

    @Test("A plan that is blank, or lacks something, cannot be signed, and says what it lacks")
    mutating func blank() throws {
        try desk.enroll("c-1")
        #expect(
            try desk.refusal(of: SignTreatmentPlan(client: "c-1", plan: "none", isAgreed: true))
                .contains("No treatment plan is written"))
        func write(_ problems: [String], _ goals: [String], _ steps: [PlanObjective])
            -> WriteTreatmentPlan
        {
            WriteTreatmentPlan(
                client: "c-1", problems: problems, goals: goals, objectives: steps)
        }
        let step = PlanObjective(goal: 1, text: "A meeting.", target: desk.day(9))
        for command in [
            write([], [], []), write([" "], ["Sleep."], [step]), write(["p"], [], [step]),
            write(["p"], ["g"], [PlanObjective(goal: 2, text: "t", target: desk.day(1))]),
            write(["p"], ["g"], [PlanObjective(goal: 1, text: "t", target: desk.day(-1))]),
            write(
                ["p"], ["g"],
                [PlanObjective(goal: 1, text: "t", target: desk.day(1), worker: "gone")]),
        ] {
            #expect(try desk.refusal(of: command) != "", "\(command)")
        }
        let unwhole = [
            (write([], ["g"], [step]), "a problem"), (write(["p"], ["g"], []), "an objective"),
            (write(["p"], ["g", "h"], [step]), "an objective"),
        ]
        for (command, lacking) in unwhole {
            var command = command
            command.replaces = try desk.care(of: "c-1").written?.event
            try desk.order(command)
            let plan = try #require(try desk.care(of: "c-1").written?.event)
            #expect(
                try desk.refusal(
                    of: SignTreatmentPlan(client: "c-1", plan: plan, isAgreed: true)
                ).contains(lacking))
        }
        #expect(try desk.care(of: "c-1").signed == nil)
    }

    @Test(
        "A change names the plan that it replaces, and is signed anew; the old one counts till then"
    )
    mutating func replaced() throws {
        try desk.enroll("c-1")
        let first = try desk.write("c-1")
        try desk.sign("c-1")
        let blind = WriteTreatmentPlan(
            client: "c-1", problems: ["p"], goals: ["g"], objectives: [])
        #expect(try desk.refusal(of: blind).contains(first.text))
        let second = try desk.write("c-1", goal: "I want to work again.")
        #expect(try desk.care(of: "c-1").signed?.event == first)
        #expect(desk.kinds(of: "c-1") == [.signTreatmentPlan])
        let stale = SignTreatmentPlan(client: "c-1", plan: first, isAgreed: true)
        #expect(try desk.refusal(of: stale).contains(second.text))
        try desk.sign("c-1")
        #expect(try desk.care(of: "c-1").signed?.goals == ["I want to work again."])
        #expect(try desk.refusal(of: stale) != "")
    }

    @Test("A client who does not agree has said to what; one who agrees has nothing against it")
    mutating func disagreement() throws {
        try desk.enroll("c-1")
        let plan = try desk.write("c-1")
        func sign(_ isAgreed: Bool, _ words: String?) -> SignTreatmentPlan {
            SignTreatmentPlan(client: "c-1", plan: plan, isAgreed: isAgreed, disagreement: words)
        }
        #expect(try desk.refusal(of: sign(false, nil)) != "")
        #expect(try desk.refusal(of: sign(false, " ")) != "")
        #expect(try desk.refusal(of: sign(true, "Not twice a week.")) != "")
        try desk.order(sign(false, "Not twice a week."))
        #expect(try desk.care(of: "c-1").signed?.isAgreed == false)
    }

    @Test("A signed plan is reviewed every 30 days; a week ahead that is somebody's duty")
    mutating func review() throws {
        try desk.enroll("c-1")
        let plan = try desk.write("c-1")
        try desk.sign("c-1")
        #expect(try desk.care(of: "c-1").signed?.review == desk.day(30))
        desk.clinic.rooms = []
        try desk.goOn(days: 22)
        #expect(!desk.kinds(of: "c-1").contains(.reviewTreatmentPlan))
        try desk.goOn(days: 1)
        let duty = try #require(desk.duties(of: "c-1").first)
        #expect(duty.kind == .reviewTreatmentPlan)
        #expect(desk.context.now.localDate(of: duty.due) == desk.day(7))
        let blank = ReviewTreatmentPlan(client: "c-1", plan: plan, findings: " ")
        #expect(try desk.refusal(of: blank) != "")
        try desk.order(ReviewTreatmentPlan(client: "c-1", plan: plan, findings: "Sleeps."))
        #expect(desk.kinds(of: "c-1") == [])
        #expect(try desk.care(of: "c-1").signed?.review == desk.day(30))
        #expect(desk.published.of(DutyClosed.self).last?.how == .done)
    }

    @Test(
        "A corrected signature is asked for again; what a signature rests on is corrected after it")
    mutating func corrected() throws {
        try desk.enroll("c-1")
        try desk.write("c-1")
        try desk.sign("c-1")
        let written = desk.last(TreatmentPlanWritten.self)
        #expect(throws: Refusal.self) { try desk.retract(written) }
        try desk.retract(desk.last(TreatmentPlanSigned.self))
        #expect(desk.kinds(of: "c-1") == [.signTreatmentPlan])
        #expect(try desk.care(of: "c-1").signed == nil)
        try desk.retract(written)
        #expect(try desk.care(of: "c-1").written == nil)
        #expect(desk.core == desk.rebuilt())
    }

    @Test(
        "Who declines, is discharged, or completes has nothing left to sign; another stay begins anew"
    )
    mutating func ends() throws {
        try desk.enroll("c-1")
        try desk.write("c-1")
        try desk.sign("c-1")
        try desk.write("c-1", goal: "Another.")
        try desk.close("c-1")
        #expect(desk.duties(of: "c-1") == [])
        #expect(desk.published.of(DutyClosed.self).last?.how == .notNeeded)
        try desk.enroll("c-1", "e-2")
        #expect(try desk.care(of: "c-1").signed == nil)
        #expect(desk.kinds(of: "c-1") == [.signTreatmentPlan])
        // An end of the stay before says nothing of this one.
        try desk.close("c-1", "e-1")
        #expect(desk.kinds(of: "c-1") == [.signTreatmentPlan])
    }

    @Test("Nobody is planned for who is not known or not enrolled")
    mutating func unknown() throws {
        let command = WriteTreatmentPlan(
            client: "c-9", problems: ["p"], goals: ["g"], objectives: [])
        #expect(try desk.refusal(of: command).contains("not known"))
        try desk.register("c-9")
        #expect(try desk.refusal(of: command).contains("not enrolled"))
    }
}
