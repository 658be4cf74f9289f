import Messages
import Testing

@testable import AssessmentCore

@Suite("Consents to more than treatment")
struct ConsentTests {
    private static let family = "family-involvement"

    private func lines(_ desk: Desk) throws -> [ConsentLine] {
        let view = try desk.intake.answer(ConsentsView(client: "c-1"), in: desk.context)
        return try #require(view as? [ConsentLine]).filter { $0.purpose != ConsentGiven.treatment }
    }

    private func give(_ until: LocalDate? = nil, on day: LocalDate? = nil) -> RecordConsent {
        RecordConsent(client: "c-1", purpose: Self.family, expires: until, given: day)
    }

    private func back(on day: LocalDate? = nil) -> WithdrawConsent {
        WithdrawConsent(client: "c-1", purpose: Self.family, withdrawn: day)
    }

    @Test("One is given, ends, is taken back and given anew; the consent to treatment stays")
    func word() throws {
        var desk = try Desk.withClient()
        let today = desk.context.now.today
        try desk.send(give())
        #expect(try lines(desk).map(\.isLive) == [true])
        #expect(try lines(desk).first?.given == today)
        #expect(try refusal { try desk.send(give()) }.contains("recorded already"))
        try desk.send(give(today.advanced(by: 2)))
        #expect(try lines(desk).first?.expires == today.advanced(by: 2))
        try desk.wait(hours: 72)
        #expect(try lines(desk).map(\.isLive) == [false])
        try desk.send(give())
        #expect(try lines(desk).map(\.isLive) == [true])
        let decision = try desk.send(back(), by: .frontDesk)
        #expect(decision.guidance.joined().contains("counts no more"))
        #expect(try lines(desk).map(\.isLive) == [false])
        #expect(try lines(desk).first?.withdrawn == desk.context.now.today)
        #expect(try refusal { try desk.send(back()) }.contains("already"))
        try desk.send(give())
        #expect(try lines(desk).map(\.isLive) == [true])
        #expect(desk.intake.charts["c-1"]?.hasConsent == true)
        #expect(desk.intake == desk.folded())
    }

    @Test("Neither a name nor a day that cannot be is taken")
    func refused() throws {
        var desk = try Desk.withClient()
        let today = desk.context.now.today
        for purpose in ["", "Family", "a b", "family.x", String(repeating: "a", count: 65)] {
            let command = RecordConsent(client: "c-1", purpose: purpose)
            #expect(try refusal { try desk.send(command) }.contains("not the name"))
        }
        let treatment = RecordConsent(client: "c-1", purpose: ConsentGiven.treatment)
        #expect(try refusal { try desk.send(treatment) }.contains("registration"))
        #expect(
            try refusal { try desk.send(give(on: today.advanced(by: 1))) }.contains("to come"))
        #expect(
            try refusal { try desk.send(give(today.advanced(by: -1))) }.contains("over already"))
        #expect(try refusal { try desk.send(back()) }.contains("no consent of that name"))
        try desk.send(give(on: today.advanced(by: -3)))
        #expect(
            try refusal { try desk.send(back(on: today.advanced(by: 1))) }.contains("to come"))
        try desk.send(back())
        #expect(
            try refusal { try desk.send(give(on: today.advanced(by: -3))) }.contains("took this"))
        let stranger = RecordConsent(client: "c-9", purpose: Self.family)
        #expect(try refusal { try desk.send(stranger) }.contains("registered"))
    }

    @Test("More purposes than anybody has are not kept")
    func bounded() throws {
        var desk = try Desk.withClient()
        for number in 1..<ConsentBook.most {
            try desk.send(RecordConsent(client: "c-1", purpose: "purpose-\(number)"))
        }
        #expect(try refusal { try desk.send(give()) }.contains("more are not kept"))
        // One that the client has may still be changed.
        try desk.send(WithdrawConsent(client: "c-1", purpose: "purpose-1"))
    }

    @Test("What was entered in error is as if it had not been said")
    func corrected() throws {
        var desk = try Desk.withClient()
        try desk.send(give())
        try desk.send(back())
        try desk.retract(desk.last(ConsentWithdrawn.self))
        #expect(try lines(desk).map(\.isLive) == [true])
        try desk.retract(desk.last(ConsentGiven.self))
        #expect(try lines(desk).isEmpty)
        #expect(desk.intake.charts["c-1"]?.hasConsent == true)
    }

    @Test("Another consent is none to treatment")
    func notTreatment() throws {
        var desk = try Desk.withClient()
        let consent = try desk.last(ConsentGiven.self)
        try desk.retract(consent)
        try desk.send(give())
        #expect(desk.intake.charts["c-1"]?.hasConsent == false)
    }
}
