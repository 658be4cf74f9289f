import Foundation
import PluginKit
import Testing

@testable import family

/// docs/plugins/therapies/family.md, played at the desk.
@Suite("Family therapy")
struct FamilyTests {
    private var desk: TherapyDesk<Family>

    init() throws {
        desk = try TherapyDesk<Family>(
            contractAt: URL(filePath: #filePath).deletingLastPathComponent()
                .appending(path: "../../plugin.json").standardizedFileURL.path)
    }

    /// The names of what followed: of a duty its own name.
    private func names(_ actions: [Action]) -> [String] {
        actions.map { action in
            switch action {
            case .duty(_, let name, _, _, _): name
            case .closeDuty(_, let name): "no \(name)"
            case .completeModule(_, let module, _): module
            default: action.name
            }
        }
    }

    private mutating func enroll() throws -> [String] {
        names(
            try desk.tell(
                EnrollmentOpened(
                    client: "c-1", enrollment: "e-1", phase: "p1", level: "2.1", ages: .adult,
                    clinician: "t01")))
    }

    private mutating func sign(until last: String? = nil) throws -> [String] {
        var data: [String: JSONFragment] = ["person": .string("partner")]
        data["expires"] = last.map { .string($0) }
        return names(try desk.record("consent-signed", about: "c-1", data))
    }

    private mutating func session() throws -> [String] {
        names(
            try desk.record(
                "session-held", about: "c-1", ["minutes": .integer(60), "people": .integer(2)]))
    }

    private mutating func consent(_ purpose: String, until last: LocalDate? = nil) throws
        -> [String]
    {
        names(try desk.tell(ConsentGiven(client: "c-1", purpose: purpose, expires: last)))
    }

    @Test("A consent that the client takes back where the clinic records it ends all of it")
    mutating func withdrawn() throws {
        _ = try enroll()
        _ = try sign()
        #expect(try consent("family-involvement").isEmpty)
        let back = { (purpose: String) in
            ConsentWithdrawn(
                client: "c-1", purpose: purpose, withdrawn: LocalDate(year: 2026, month: 10, day: 5)
            )
        }
        #expect(names(try desk.tell(back("research"))) == [])
        #expect(
            names(try desk.tell(back("family-involvement")))
                == ["no invite-family", "stop-family-contact"])
        #expect(try session() == ["session-without-consent"], "what was signed here is over too")
        #expect(try desk.advance(days: 40) == [], "nobody asks again")
        #expect(try consent("family-involvement") == ["no stop-family-contact", "invite-family"])
    }

    @Test("Without a consent nothing is offered, and somebody asks for it once")
    mutating func asked() throws {
        #expect(try enroll() == ["sign-consent"])
        #expect(try consent("treatment, payment and operations") == [])
        #expect(try desk.advance(days: 3) == [])
        // Closed without an answer, it is back after four weeks.
        try desk.close("c-1", "sign-consent")
        #expect(try desk.advance(days: 27) == [])
        #expect(names(try desk.advance(days: 1)) == ["sign-consent"])
        #expect(try sign() == ["no sign-consent", "invite-family"])
        #expect(try desk.advance(days: 3) == [])
        try desk.foldsTheSame()
    }

    @Test(
        "With one each session finishes a module, attended or recorded, and the first ends the call"
    )
    mutating func sessions() throws {
        _ = try enroll()
        _ = try sign()
        #expect(try session() == ["no invite-family", "beginning", "assign-practice"])
        #expect(
            names(try desk.attend("c-1", "family")) == ["about-addiction", "assign-practice"])
        #expect(try desk.attend("c-1", "family", status: .noShow, minutes: 0) == [])
        for _ in 1...10 { #expect(try session().count == 2) }
        #expect(try session() == [])
        try desk.foldsTheSame()
    }

    @Test("A session without a live consent finishes nothing, and is looked into")
    mutating func unconsented() throws {
        _ = try enroll()
        #expect(try session() == ["session-without-consent"])
        _ = try sign(until: "2026-11-24")
        #expect(try session().contains("beginning"))
        try desk.advance(days: 1)
        #expect(try session().contains("about-addiction"))
        #expect(names(try desk.advance(days: 1)) == ["sign-consent"])
        #expect(try session() == ["session-without-consent"])
        try desk.foldsTheSame()
    }

    @Test("Taken back, it ends at once; nobody asks again, and who wants may sign anew")
    mutating func revoked() throws {
        _ = try enroll()
        _ = try sign()
        let ended = names(try desk.record("consent-revoked", about: "c-1"))
        #expect(ended == ["no invite-family", "stop-family-contact"])
        #expect(try session() == ["session-without-consent"])
        #expect(try desk.advance(days: 30) == [])
        #expect(try sign() == ["no stop-family-contact", "invite-family"])
        #expect(try session() == ["no invite-family", "beginning", "assign-practice"])
        try desk.foldsTheSame()
    }

    @Test("A no ends the asking, and a consent that the clinic publishes lets the family in")
    mutating func declined() throws {
        _ = try enroll()
        #expect(names(try desk.record("family-declined", about: "c-1")) == ["no sign-consent"])
        #expect(try desk.advance(days: 9) == [])
        #expect(try consent("family-involvement") == ["invite-family"])
        #expect(try session() == ["no invite-family", "beginning", "assign-practice"])
        try desk.foldsTheSame()
    }

    @Test("A consent that was entered in error lets nobody in, and is asked for the next day")
    mutating func mistaken() throws {
        _ = try enroll()
        _ = try consent("family-involvement")
        let given = try #require(desk.journal.first { $0.type == "assessment.consent.given" })
        try desk.retract(given)
        #expect(try session() == ["session-without-consent"])
        // What closed the asking went with it.
        #expect(!desk.journal.contains { $0.type == "family.act.duty-ended" })
        #expect(try desk.advance(days: 1) == [])
        try desk.foldsTheSame()
    }

    @Test("The clinic says for which purpose a consent lets the family in")
    mutating func purpose() throws {
        desk = TherapyDesk<Family>(
            desk.contract, configuration: ["consent-purpose": .string("kin")])
        _ = try enroll()
        #expect(try consent("family-involvement") == [])
        #expect(try consent("kin") == ["no sign-consent", "invite-family"])
    }

    @Test("The contract's talk goes on while it lasts, and is renewed or reviewed")
    mutating func contract() throws {
        _ = try enroll()
        _ = try sign()
        _ = try session()
        let made = try desk.record(
            "contract-made", about: "c-1", ["until": .string("2026-12-07")])
        #expect(names(made) == ["assign-practice"])
        #expect(names(try desk.report("c-1", "daily-talk", isDone: false)) == ["assign-practice"])
        #expect(
            names(try desk.report("c-1", "daily-talk", isDone: false))
                == ["propose-review", "assign-practice"])
        #expect(names(try desk.report("c-1", "daily-talk", isDone: false)) == ["assign-practice"])
        #expect(try desk.advance(days: 14) == [])
        #expect(names(try desk.advance(days: 1)) == ["renew-contract"])
        #expect(try desk.report("c-1", "daily-talk") == [])
        try desk.record("contract-made", about: "c-1", ["until": .string("2027-02-01")])
        #expect(names(desk.published).last == "assign-practice")
        #expect(names(desk.published).contains("no renew-contract"))
        try desk.foldsTheSame()
    }

    @Test("Danger at home rules sessions together out until each was seen alone")
    mutating func danger() throws {
        _ = try enroll()
        _ = try sign()
        let alert = RiskAlerted(
            client: "c-1", alert: "a-1", kind: .dangerAtHome, urgency: .now,
            due: Timestamp(milliseconds: 0), guidance: "Act.")
        #expect(names(try desk.tell(alert)) == ["no invite-family", "see-each-alone"])
        #expect(try sign() == [])
        try desk.close("c-1", "see-each-alone")
        #expect(try sign() == ["invite-family"])
        try desk.foldsTheSame()
    }

    @Test("Who leaves treatment is asked for nothing more")
    mutating func left() throws {
        _ = try enroll()
        let closed = EnrollmentClosed(
            client: "c-1", enrollment: "e-1", outcome: .completed, reason: "The goals are met.")
        #expect(names(try desk.tell(closed)) == ["no sign-consent"])
        #expect(try desk.advance(days: 2) == [])
    }
}
