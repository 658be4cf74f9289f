import Messages
import Testing

@testable import AssessmentCore

@Suite struct RegistrationTests {
    @Test("Registering records the client, the identity and the consent")
    func registered() throws {
        var desk = Desk()
        let decision = try desk.send(.example("c-1"))
        #expect(decision.events.count == 3)
        #expect(desk.facts(ClientRegistered.self).map(\.owner) == ["t01"])
        #expect(desk.facts(ConsentGiven.self).count == 1)
        let view = try desk.intake.answer(ClientIdentity(client: "c-1"), in: desk.context)
        #expect((view as? IdentityRecorded?)??.name == "Ana")
    }

    @Test("Who only registers hands the client to the first case manager")
    func owner() throws {
        var desk = Desk()
        try desk.send(.example("c-1"), by: .frontDesk)
        #expect(desk.facts(ClientRegistered.self).map(\.owner) == ["cm1"])
    }

    @Test("The identity of someone who was never registered is null")
    func nobody() throws {
        let view = try Desk().intake.answer(ClientIdentity(client: "c-9"), in: Desk().context)
        #expect(try JSONText.encode(view) == Array("null".utf8))
    }

    @Test("Without consent nothing is recorded")
    func withoutConsent() throws {
        var desk = Desk()
        var command = RegisterClient.example("c-1")
        command.consent = false
        #expect(try refusal { try desk.send(command) }.contains("Ask for the consent first"))
        #expect(desk.journal.isEmpty)
    }

    @Test(
        "An id that may be a name, or leads elsewhere, is refused and not repeated",
        arguments: [
            "Jane Doe 1985", "José", "../../etc", "a/b", "-c", String(repeating: "c", count: 65),
        ])
    func noPseudonym(id: String) throws {
        var desk = Desk()
        let text = try refusal { try desk.send(.example(ClientID(id))) }
        #expect(text.contains("no pseudonym") && !text.contains(id))
        #expect(desk.journal.isEmpty)
        try desk.send(.example("Ab.9_z-1"))
    }

    @Test("An empty field or an unknown age band is refused")
    func emptyFields() throws {
        var desk = Desk()
        let noName = try refusal { try desk.send(.example("c-1", name: " ")) }
        #expect(noName.contains("name is empty"))
        let noBand = try refusal { try desk.send(.example("c-1", ages: "child")) }
        #expect(noBand.contains("adolescent"))
    }

    @Test("An id is given once: the same content is told apart from another's")
    func duplicate() throws {
        var desk = try Desk.withClient()
        let same = try refusal { try desk.send(.example("c-1")) }
        #expect(same.contains("already registered with the same content"))
        let other = try refusal { try desk.send(.example("c-1", name: "Bea")) }
        #expect(other.contains("another id"))
        #expect(!other.contains("Bea") && !other.contains("Ana"))
    }

    @Test("An identity or consent entered in error is mended by registering again")
    func mended() throws {
        var desk = try Desk.withClient()
        try desk.retract(desk.last(IdentityRecorded.self))
        try desk.retract(desk.last(ConsentGiven.self))
        #expect(try desk.waiting().first?.missing.first == "consent")
        let decision = try desk.send(.example("c-1", name: "Bea"))
        #expect(decision.events.count == 2)
        #expect(desk.intake.charts["c-1"]?.identity?.name == "Bea")
    }

    @Test("Commitments are replaced, and the same ones are not recorded twice")
    func commitments() throws {
        var desk = try Desk.withClient()
        let work = [WeeklyTime(.mon, TimeOfDay(minutes: 540), TimeOfDay(minutes: 1020))]
        let registered = try desk.last(ClientRegistered.self).id
        let change = ChangeCommitments(client: "c-1", replaces: registered, commitments: work)
        try desk.send(change)
        #expect(desk.facts(CommitmentsChanged.self).map(\.commitments) == [work])
        let stands = try desk.last(CommitmentsChanged.self).id
        #expect(throws: Refusal.self) {
            try desk.send(ChangeCommitments(client: "c-1", replaces: stands, commitments: work))
        }
    }

    @Test("Of two who change the same commitments the second is told what stands now")
    func lostUpdate() throws {
        var desk = try Desk.withClient()
        let seen = try desk.last(ClientRegistered.self).id
        let work = [WeeklyTime(.mon, TimeOfDay(minutes: 540), TimeOfDay(minutes: 1020))]
        try desk.send(ChangeCommitments(client: "c-1", replaces: seen, commitments: work))
        let text = try refusal {
            try desk.send(ChangeCommitments(client: "c-1", replaces: seen, commitments: []))
        }
        let stands = try desk.last(CommitmentsChanged.self).id
        #expect(text.contains(stands.text))
        #expect(desk.facts(CommitmentsChanged.self).count == 1)
        // A correction brings back what stood before, and with it its event.
        try desk.retract(desk.last(CommitmentsChanged.self))
        try desk.send(ChangeCommitments(client: "c-1", replaces: seen, commitments: work))
    }

    @Test("A rating replaces the one that its rater has seen, and no other")
    func ratings() throws {
        var desk = try Desk.withClient()
        func rate(_ rating: Int, replacing seen: MessageID?) -> RateDimension {
            RateDimension(
                client: "c-1", edition: "asam-3", dimension: 1, rating: rating, evidence: [],
                replaces: seen)
        }
        try desk.send(rate(3, replacing: nil))
        let first = try desk.last(DimensionRated.self).id
        let text = try refusal { try desk.send(rate(0, replacing: nil)) }
        #expect(text.contains(first.text))
        try desk.send(rate(2, replacing: first))
        #expect(throws: Refusal.self) { try desk.send(rate(0, replacing: first)) }
    }

    @Test("Who declines leaves the intake list, and is on it again once a level is asked for")
    func declined() throws {
        var desk = try Desk.withClient()
        #expect(throws: Refusal.self) {
            try desk.send(DeclineTreatment(client: "c-1", reason: ""))
        }
        try desk.send(DeclineTreatment(client: "c-1", reason: "Not now."))
        #expect(try desk.waiting().isEmpty)
        #expect(throws: Refusal.self) {
            try desk.send(DeclineTreatment(client: "c-1", reason: "Not now."))
        }
        try desk.know(ratings: [0, 0, 0, 0, 1, 0])
        try desk.send(RecommendPlacement(client: "c-1"))
        #expect(try desk.waiting().map(\.client) == ["c-1"])
    }

    @Test("Declining with an open alert reminds of it")
    func declinedWithAlert() throws {
        var desk = try Desk.withClient()
        try desk.send(
            SubmitQuestionnaire(client: "c-1", instrument: "phq-9", answers: .values(["9": 2])))
        let decision = try desk.send(DeclineTreatment(client: "c-1", reason: "Not now."))
        #expect(decision.guidance.count == 2)
        #expect(decision.guidance.last?.contains("suicide-risk") == true)
        #expect(try desk.alerts().count == 1)
    }

    @Test("A command for someone who was never registered is refused")
    func unknownClient() throws {
        var desk = Desk()
        let commands: [any Command] = [
            ChangeCommitments(client: "c-9", replaces: "m-1", commitments: []),
            DeclineTreatment(client: "c-9", reason: "Not now."),
            AnswerIntake(client: "c-9", answers: .intake()),
            RateDimension(client: "c-9", edition: "asam-3", dimension: 1, rating: 0, evidence: []),
            RecommendPlacement(client: "c-9"),
            ConfirmPlacement(client: "c-9", placement: "r-1", level: .outpatient),
        ]
        for command in commands {
            let text = try refusal { try desk.send(command) }
            #expect(text.contains("No client is registered"))
        }
    }
}
