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
        "An id that may be a name, leads elsewhere or reads like another is refused, not repeated",
        arguments: [
            "Jane Doe 1985", "José", "../../etc", "a/b", "-c", "n-1 ", "N-1", "n_1", "n--1", "jane",
            "c-1234567", "c-1-2", String(repeating: "c", count: 32) + "1",
        ])
    func notInForm(id: String) throws {
        var desk = Desk()
        let text = try refusal { try desk.send(.example(ClientID(id))) }
        #expect(text.contains("not in the form") && !text.contains(id))
        #expect(desk.journal.isEmpty)
        try desk.send(.example("n-1"))
        try desk.send(.example("c-qanary-7"))
    }

    @Test("Of two ids that read alike the second is refused")
    func alike() throws {
        var desk = Desk()
        try desk.send(.example("c-1"))
        #expect(try refusal { try desk.send(.example("c-0001")) }.contains("the same number"))
    }

    @Test("Ids are given in order, named by the answer, and never twice")
    func givenIDs() throws {
        var desk = Desk()
        desk.isRehearsal = false
        func register(_ name: String) throws -> [String] {
            var command = RegisterClient.example(nil)
            command.name = name
            return try desk.send(command).guidance
        }
        #expect(try register("Ana") == ["The client is c-0001."])
        #expect(try register("Bea") == ["The client is c-0002."])
        // A registration that was entered in error takes its number with it.
        for fact in desk.journal.filter({ $0.event.subject == "c-0002" }).reversed()
        where !(fact.event is DutyOpened) {
            try desk.retract(fact)
        }
        #expect(desk.intake.charts["c-0002"] == nil)
        #expect(try register("Cleo") == ["The client is c-0003."])
        #expect(desk.folded().lastNumber == desk.intake.lastNumber)
    }

    @Test("A live clinic takes no new id from anybody, and mends by the one that it gave")
    func liveIDs() throws {
        var desk = Desk()
        desk.isRehearsal = false
        let text = try refusal { try desk.send(.example("c-0007")) }
        #expect(text.contains("Leave the id out") && !text.contains("c-0007"))
        try desk.send(.example(nil))
        try desk.retract(desk.last(ConsentGiven.self))
        #expect(try desk.send(.example("c-0001")).events.count == 1)
    }

    @Test("Who is registered already is not registered again, however it is written")
    func twice() throws {
        var desk = Desk()
        var command = RegisterClient.example(nil, name: "José Núñez")
        command.contact = "(512) 555-0100"
        try desk.send(command)
        command.name = "jose  NUNEZ"
        command.contact = "512 555 0100"
        let text = try refusal { try desk.send(command) }
        #expect(text.contains("registered already") && text.contains("cairn client find"))
        #expect(!text.contains("c-0001") && !text.lowercased().contains("nunez"))
        command.contact = "512 555 0100, the younger"
        #expect(try desk.send(command).guidance == ["The client is c-0002."])
    }

    @Test(
        "A number is the same one however it is written, and another one is another",
        arguments: [
            ("5125550100", true), ("+1 (512) 555-0100", true), ("555-0100", true),
            ("512.555.0100", true), ("512 555 0101", false), ("0100", false),
            ("512 555 0100 (son)", false), ("ana@example.org", false),
        ])
    func sameNumber(contact: String, isSame: Bool) throws {
        var desk = Desk()
        var command = RegisterClient.example(nil, name: "Ana  Cruz")
        command.contact = "(512) 555-0100"
        try desk.send(command)
        command.name = "ana cruz"
        command.contact = contact
        guard isSame else {
            try desk.send(command)
            return
        }
        #expect(try refusal { try desk.send(command) }.contains("registered already"))
    }

    @Test(
        "A name is one line of at most 200 characters, in any script",
        arguments: [
            (String(repeating: "x", count: 200), true), (String(repeating: "x", count: 201), false),
            ("José Ñúñez-O'Brien \"Pepe\"", true), ("אנה כהן", true), ("علي", true), ("李小龙", true),
            ("Ana\nCruz", false), ("Ana\u{1B}[31m", false), ("Ana \u{202E}zurC", false),
            ("-as", true), ("--as", true), ("$(reboot)", true),
        ])
    func names(name: String, isTaken: Bool) throws {
        var desk = Desk()
        let command = RegisterClient.example(nil, name: name)
        guard isTaken else {
            let text = try refusal { try desk.send(command) }
            #expect(text.contains("no single line") && !text.contains(name))
            return
        }
        try desk.send(command)
        let view = try desk.intake.answer(ClientIdentity(client: "c-0001"), in: desk.context)
        #expect((view as? IdentityRecorded?)??.name == name)
    }

    @Test(
        "A language is one of the list, or of the clinic's",
        arguments: ["klingon", "", "EN", "en-US", "eng"])
    func languages(code: String) throws {
        var desk = Desk()
        var command = RegisterClient.example(nil)
        command.language = code
        #expect(try refusal { try desk.send(command) }.contains("The language is not known"))
        command.language = "vi"
        try desk.send(command)
    }

    @Test(
        "A client is found by words of the name or digits of the number, and by nothing shorter",
        arguments: [
            ("nunez", true), ("José", true), ("jos nun", true), ("5550100", true),
            ("512-555", true), ("NUÑ", true), ("nunez perez", false), ("0101", false),
            ("555 nobody", false),
        ])
    func finding(text: String, isFound: Bool) throws {
        var desk = Desk()
        var command = RegisterClient.example(nil, name: "José Núñez")
        command.contact = "(512) 555-0100"
        try desk.send(command)
        var other = RegisterClient.example(nil, name: "Bea")
        other.contact = "(512) 777-9999"
        try desk.send(other)
        let found = try desk.find(text)
        #expect(found.map(\.client) == (isFound ? ["c-0001"] : []))
        #expect(throws: Refusal.self) { try desk.find("jo") }
        #expect(throws: Refusal.self) { try desk.find(" . ") }
        // Who a client was is not known any more once it was entered in error.
        try desk.retract(
            #require(desk.journal.first { ($0.event as? IdentityRecorded)?.client == "c-0001" }))
        #expect(try desk.find(text).isEmpty)
    }

    @Test("No more clients are told than fit, those first who come first")
    func manyFound() throws {
        var desk = Desk()
        for number in 1...30 {
            var command = RegisterClient.example(nil, name: "Ana \(number)")
            command.contact = "room \(number)"
            try desk.send(command)
        }
        #expect(try desk.find("ana").count == FindClients.most)
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
        #expect(other.contains("another client"))
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
