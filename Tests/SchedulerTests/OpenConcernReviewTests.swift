import Messages
import SchedulerCore
import TestKit
import Testing

@Suite("Open concerns and phase reviews")
struct OpenConcernReviewTests {
    private func opened(_ kind: AlertKind = .suicideRisk) -> ConcernOpened {
        ConcernOpened(
            client: "c-1", concern: "k-1", kind: kind, urgency: .now, questions: [],
            finding: "Screen.")
    }

    private func closed(_ kind: AlertKind = .suicideRisk) -> ConcernClosed {
        ConcernClosed(
            client: "c-1", concern: "k-1", kind: kind, level: .low, action: "Screened.",
            hasSafetyPlan: true, nextScreen: LocalDate(daysSince1970: 20_800))
    }

    @Test("A review names what is open, and after a decision only what is told anew")
    func review() throws {
        var rehearsal = try Rehearsal(at: "2026-11-01T08:00")
        try rehearsal.admit("c-1")
        try rehearsal.wait(until: "2026-11-03T12:00")
        try rehearsal.hear(opened())
        // Without an alert too, the next morning at the latest.
        try rehearsal.wait(until: "2026-11-04T08:00")
        let review = try #require(rehearsal.all(PhaseReviewDue.self).first)
        #expect(review.direction == .higherLevel)
        #expect(review.reasons == ["Open concerns: suicide-risk (now)."])
        try rehearsal.order(KeepPhase(client: "c-1", phase: "p1", reason: "A safety plan stands."))
        try rehearsal.wait(until: "2026-11-30T08:00")
        #expect(rehearsal.all(PhaseReviewDue.self).count == 1)
        try rehearsal.hear(
            ConcernRaised(
                client: "c-1", concern: "k-1", kind: .suicideRisk, urgency: .today, questions: [],
                finding: "Again."))
        try rehearsal.wait(until: "2026-12-01T08:00")
        #expect(rehearsal.all(PhaseReviewDue.self).count == 2)
    }

    @Test("What was closed asks for no review, and an open question alone for none")
    func quiet() throws {
        var rehearsal = try Rehearsal(at: "2026-11-01T08:00")
        try rehearsal.admit("c-1")
        try rehearsal.wait(until: "2026-11-03T12:00")
        try rehearsal.hear(opened())
        try rehearsal.hear(closed())
        try rehearsal.hear(opened(.safetyQuestionOpen))
        try rehearsal.wait(until: "2026-11-12T08:00")
        #expect(rehearsal.all(PhaseReviewDue.self).isEmpty)
    }

    @Test("Whoever keeps or changes a phase or completes the program is told what is open")
    func told() throws {
        var rehearsal = try Rehearsal(at: "2026-11-01T08:00")
        try rehearsal.admit("c-1")
        try rehearsal.rise("c-1", to: 1)
        let keep = KeepPhase(client: "c-1", phase: "p1", reason: "Seen.")
        let notHeld = KeepPhase(client: "c-1", phase: "p1", reason: "Away.", wasNotHeld: true)
        let change = ChangePhase(client: "c-1", from: "p1", to: "p2", reason: "Well.")
        let complete = CompleteProgram(client: "c-1", reason: "All goals met.")
        var last = rehearsal
        try last.step("c-1", to: "p2")
        try last.step("c-1", to: "p3")
        let acts: [(Rehearsal, any Command)] = [
            (rehearsal, keep), (rehearsal, notHeld), (rehearsal, change), (last, complete),
        ]
        let open = "suicide-risk (now)"
        for (scene, command) in acts {
            var scene = scene
            let isTold = { try scene.guidance(on: command).contains { $0.contains(open) } }
            #expect(try !isTold(), "\(command)")
            try scene.hear(opened())
            #expect(try isTold(), "\(command)")
            try scene.hear(closed())
            #expect(try !isTold(), "\(command)")
        }
    }

    @Test("Nobody steps down while anything is open")
    func stepDown() throws {
        let question = opened(.safetyQuestionOpen)
        let reviews = { (events: [any Event]) in
            try ReviewTests().inLastPhase(hearing: events).all(PhaseReviewDue.self).map(\.direction)
        }
        #expect(try reviews([]) == [.stepDown])
        #expect(try reviews([question]) == [])
        #expect(try reviews([question, closed(.safetyQuestionOpen)]) == [.stepDown])
    }
}
