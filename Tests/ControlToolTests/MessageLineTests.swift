import Messages
import Testing

@testable import ClientSamples
@testable import ClinicClient
@testable import cairn

@Suite("A line for a message")
struct MessageLineTests {
    static let forms = [false, true]

    private func line(isJSON: Bool, isRevealing: Bool = false) -> MessageLine {
        MessageLine(timeZone: Samples.timeZone, isRevealing: isRevealing, isJSON: isJSON)
    }

    @Test("No event shows what it tells of a client", arguments: forms)
    func eventsAreMasked(isJSON: Bool) throws {
        for type in MessageCatalog.events {
            let isAboutClients = type.dataClass != .operational
            let envelope = try Samples.event(
                type, body: Samples.marked(type),
                subject: isAboutClients && type.example.subject != nil ? Samples.secret : nil)
            let text = line(isJSON: isJSON).text(for: envelope)
            #expect(!text.contains(Samples.secret), "\(type)")
        }
    }

    @Test("No command shows what it tells of a client", arguments: forms)
    func commandsAreMasked(isJSON: Bool) throws {
        for type in MessageCatalog.commands {
            let isAboutClients = type.dataClass != .operational
            let envelope = try Samples.command(
                type, body: Samples.marked(type), subject: isAboutClients ? Samples.secret : nil)
            let text = line(isJSON: isJSON).text(for: envelope)
            #expect(!text.contains(Samples.secret), "\(type)")
        }
    }

    @Test("No query shows what it tells of a client", arguments: forms)
    func queriesAreMasked(isJSON: Bool) throws {
        for type in MessageCatalog.queries {
            let envelope = try Samples.query(type, body: Samples.marked(type))
            let text = line(isJSON: isJSON).text(for: envelope)
            #expect(!text.contains(Samples.secret), "\(type)")
        }
    }

    @Test("What is open is shown, on the clinic's clock")
    func openFieldsAreShown() throws {
        let text = line(isJSON: false).text(for: try Samples.event(SessionScheduled.self))
        #expect(text.hasPrefix("2026-11-23 08:00  scheduler.session.scheduled  "))
        #expect(text.contains("session=s-0001"))
        #expect(text.contains("clients=•••"))
    }

    @Test("A type that is not known is masked whole", arguments: forms)
    func unknownType(isJSON: Bool) throws {
        var attributes = try Samples.event(ModuleCompleted.self).attributes
        attributes.type = "dbt.mood.noted.v3"
        let body = Array(#"{"note":"\#(Samples.secret)","session":"\#(Samples.secret)"}"#.utf8)
        let envelope = try Envelope(
            topic: .event(Samples.stream("dbt.mood")), attributes: attributes,
            data: body)
        let text = line(isJSON: isJSON).text(for: envelope)
        #expect(!text.contains(Samples.secret))
    }

    @Test("With a reason a clinical event is shown")
    func revealed() throws {
        let envelope = try Samples.event(
            AttendanceRecorded.self, body: Samples.marked(AttendanceRecorded.self))
        let text = line(isJSON: false, isRevealing: true).text(for: envelope)
        #expect(text.contains(Samples.secret))
        #expect(text.contains("  c-0001  "))
    }

    @Test("Names and contacts are never shown, whatever the reason", arguments: forms)
    func identifyingStaysMasked(isJSON: Bool) throws {
        let line = line(isJSON: isJSON, isRevealing: true)
        let event = try Samples.event(
            IdentityRecorded.self, body: Samples.marked(IdentityRecorded.self),
            subject: Samples.secret)
        let command = try Samples.command(
            RegisterClient.self, body: Samples.marked(RegisterClient.self), subject: Samples.secret)
        #expect(!line.text(for: event).contains(Samples.secret))
        #expect(!line.text(for: command).contains(Samples.secret))
    }

    @Test("A command that lies about its class is masked by its type")
    func lyingClass() throws {
        let honest = try Samples.command(
            RegisterClient.self, body: Samples.marked(RegisterClient.self))
        var attributes = honest.attributes
        attributes.dataclassification = .operational
        let envelope = try Envelope(
            topic: honest.topic, attributes: attributes, data: Array(honest.raw.data))
        let text = line(isJSON: false, isRevealing: true).text(for: envelope)
        #expect(!text.contains(Samples.secret))
    }

    @Test("Of a view only the size is shown, and of an inbox not its token", arguments: forms)
    func replies(isJSON: Bool) throws {
        var attributes = Attributes(
            id: "r", source: "/test/assessment", type: "view.v1",
            time: Timestamp(milliseconds: 0))
        attributes.inreplyto = "q"
        let envelope = try Envelope(
            topic: .inbox(of: "cli-anna", token: "0123abcd", from: .assessment),
            attributes: attributes, data: Array(#"{"name":"\#(Samples.secret)"}"#.utf8))
        let text = line(isJSON: isJSON, isRevealing: true).text(for: envelope)
        #expect(!text.contains(Samples.secret))
        #expect(!text.contains("0123abcd"))
    }

    @Test("An answer shows what became of the command, and masks its guidance")
    func answers() throws {
        let answer = Answer(outcome: .accepted, events: ["a", "b"], guidance: [Samples.secret])
        let envelope = try Envelope(
            topic: .inbox(of: "cli-anna", token: "t", from: .assessment),
            attributes: Attributes(
                id: "r", source: "/test/assessment", type: Answer.type,
                time: Timestamp(milliseconds: 0)),
            data: JSONText.encode(answer))
        let text = line(isJSON: false).text(for: envelope)
        #expect(text.contains("events=2 guidance=••• outcome=accepted"))
    }

    @Test("A body cannot draw on the terminal")
    func controlCharacters() throws {
        let body = Array(#"{"session":"\u001b[31m\u009b","reason":"a\nb"}"#.utf8)
        let envelope = try Samples.event(SessionCancelled.self, body: body)
        let text = line(isJSON: false).text(for: envelope)
        #expect(text.unicodeScalars.allSatisfy { $0.properties.generalCategory != .control })
    }
}
