import AftercareCore
import Messages
import TestKit
import Testing

@Suite("Lines that therapies propose for a plan")
struct PlanLineTests {
    private func enrolled() throws -> Office {
        var office = Office()
        try office.register("c-1")
        try office.place("c-1")
        try office.enroll("c-1")
        try office.seat("c-1")
        return office
    }

    private func line(_ text: String, _ kind: PlanLineKind = .warningSign) -> PlanLineAdded {
        PlanLineAdded(client: "c-1", kind: kind, text: text)
    }

    private func plan(_ office: Office) throws -> DraftedPlan {
        let view = try office.view(CarePlanView(client: "c-1"))
        return try #require(view ?? nil)
    }

    @Test(
        "What was proposed before the plan and after it stands in the draft, and is nobody's word yet"
    )
    func drafted() throws {
        var office = try enrolled()
        try office.take(line("Skips meals"), from: "lifeline")
        try office.strikeHour()
        try office.stepDown("c-1")
        #expect(try plan(office).sections["warning-signs"] == "Skips meals (lifeline)")
        let first = try plan(office)
        try office.take(line("Calls Ana", .coping), from: "calm")
        try office.take(line("Calls Ana", .coping), from: "calm")
        let second = try plan(office)
        #expect(second.sections["coping"] == "Calls Ana (calm)")
        #expect(second.plan == first.plan && second.draft != first.draft)
        #expect(second.proposed.map(\.section) == ["warning-signs", "coping"])
        #expect(!second.isSigned && office.core == office.rebuilt())
    }

    @Test("What a therapy takes back is in the draft no more; what a person signed stays")
    func takenBack() throws {
        var office = try enrolled()
        try office.stepDown("c-1")
        try office.take(line("Skips meals"), from: "lifeline")
        let act = try #require(office.history.last { $0.event is PlanLineAdded })
        try office.retract(act.id)
        #expect(try plan(office).sections["warning-signs"] == "To be filled in with the client.")
        #expect(try plan(office).proposed.isEmpty)

        try office.take(line("Sits alone"), from: "lifeline")
        let draft = try plan(office)
        try office.order(
            SignPlan(client: "c-1", plan: draft.plan, draft: draft.draft, sections: [:]))
        try office.strikeHour()
        try office.take(line("Sleeps badly"), from: "lifeline")
        let signed = try plan(office)
        #expect(signed.isSigned && signed.sections["warning-signs"] == "Sits alone (lifeline)")
        #expect(signed.proposed.map(\.text) == ["Sleeps badly"])
        let wrong = try #require(office.history.last { $0.event is PlanLineAdded })
        try office.retract(wrong.id)
        #expect(try plan(office).isSigned && office.core == office.rebuilt())
    }

    @Test("What a person wrote outlives the signature that was entered in error")
    func person() throws {
        var office = try enrolled()
        try office.stepDown("c-1")
        let draft = try plan(office)
        try office.order(
            SignPlan(
                client: "c-1", plan: draft.plan, draft: draft.draft,
                sections: ["lapse-plan": "Calls Ana."]))
        let signature = try #require(office.history.last { $0.event is PlanSigned })
        try office.retract(signature.id)
        try office.take(line("Sits alone"), from: "lifeline")
        #expect(try !plan(office).isSigned && plan(office).sections["lapse-plan"] == "Calls Ana.")
        #expect(try plan(office).proposed.map(\.text) == ["Sits alone"])
    }
}
