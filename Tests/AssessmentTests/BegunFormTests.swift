import Messages
import Testing

@testable import AssessmentCore

@Suite("Forms that were begun")
struct BegunFormTests {
    private static let half = [String: ItemAnswer].items([0, 1, 2])

    private func desk() throws -> Desk {
        var desk = try Desk.withClient()
        try desk.send(
            SubmitQuestionnaire(client: "c-1", instrument: "phq-9", answers: Self.half))
        return desk
    }

    @Test("A form that is not whole can be gone on with for a day, and no longer")
    func day() throws {
        var desk = try desk()
        #expect(try desk.begun("phq-9")?.answers == Self.half)
        #expect(try desk.begun("gad-7") == nil)
        try desk.wait(hours: 24)
        #expect(try desk.begun("phq-9") != nil)
        try desk.wait(hours: 1)
        #expect(try desk.begun("phq-9") == nil)
    }

    @Test("Once it is whole, or was entered in error, there is nothing to go on with")
    func over() throws {
        var whole = try desk()
        try whole.send(
            SubmitQuestionnaire(
                client: "c-1", instrument: "phq-9",
                answers: .items([0, 1, 2, 0, 0, 0, 0, 0, 0])))
        #expect(try whole.begun("phq-9") == nil)
        var wrong = try desk()
        try wrong.retract(wrong.last(QuestionnaireSubmitted.self))
        #expect(try wrong.begun("phq-9") == nil)
    }

    @Test("Of the intake it is the answers of the last day; of somebody unknown it is refused")
    func intake() throws {
        var desk = try desk()
        #expect(try desk.begun("intake") == nil)
        try desk.send(AnswerIntake(client: "c-1", answers: .values(["pregnancy": 0])))
        #expect(try desk.begun("intake")?.answers == .values(["pregnancy": 0]))
        try desk.wait(hours: 25)
        #expect(try desk.begun("intake") == nil)
        #expect(throws: Refusal.self) { try desk.begun("intake", "c-9") }
    }
}
