internal import ArgumentParser
internal import ClinicClient
internal import Messages

/// Lists what people recorded about a client, and takes back what was wrong.
struct CorrectCommand: Look {
    static let configuration = CommandConfiguration(
        commandName: "correct", abstract: "Take back what was recorded about a client in error.",
        discussion: """
            Without a number it lists what people recorded, each with its number, which stays the \
            same. With a number and a reason it marks that as entered in error: everybody who relied \
            on it follows. What may not be taken back is refused, with what to do instead. For example:

                cairn correct c1 --reveal "A wrong form." --as t01

                cairn correct c1 42 Answers of another client. --as t01
            """)

    @OptionGroup var looking: LookOptions

    @Argument(help: ClientWord.help)
    var client: ClientWord

    @Argument(help: "Which, by its number in the list.")
    var number: Int64?

    @Argument(help: "What was wrong with it: the rest of the line.")
    var reason: [String] = []

    var scope: String { "correct" }
    var subject: ClientID? { try? client.id() }

    func run() async throws {
        guard let number else { return try await goThere() }
        let (client, opened) = (try client.id(), try open())
        let actor = try visitor.person.named(in: opened)
        try await opened.visit(as: visitor.person) {
            try await retract(number, of: client, as: actor, over: &$0)
        }.read(in: opened).show()
    }

    func fetch(in opened: OpenedClinic, over session: inout BusSession) async throws -> [LedgerLine]
    {
        let lines = try await session.ask(ClientTimeline(client: client.id()))
        guard !lines.isEmpty else { throw ClientError.nothingKnown }
        return lines
    }

    func show(_ lines: [LedgerLine], in sight: Sight, over session: inout BusSession) async throws
        -> Output
    {
        let form = sight.form(isJSON: false)
        let open = try Correctable.among(lines)
        guard !open.isEmpty else { return Output("There is nothing that could be taken back.") }
        return .table(open.map { ["\($0.position)", form.text(for: $0.envelope)] })
    }

    private func retract(
        _ number: Int64, of client: ClientID, as actor: Actor, over session: inout BusSession
    ) async throws -> Output {
        guard !reason.isEmpty else {
            throw ClientError.usage(
                Advice("The reason is missing.", remedy: "Say what was wrong with it."))
        }
        let lines = try await session.ask(
            ClientTimeline(client: client, after: number - 1, limit: 1))
        guard let line = try lines.first.flatMap(Correctable.init), line.position == number else {
            throw ClientError.refused(
                Advice(
                    "The client has nothing of that number that could be taken back.",
                    remedy: "See `cairn correct \(client)`."))
        }
        let answer = try await session.retract(
            line.envelope.id, of: line.contract, because: reason.joined(separator: " "), as: actor)
        return Output(["\(number) is marked as entered in error."] + answer.guidance)
    }
}

/// What of a client's history a person recorded, and may have recorded in error.
struct Correctable {
    /// Its place in the ledger, which stays.
    let position: Int64
    let envelope: Envelope
    /// Whose it is.
    let contract: any ServiceContract.Type

    /// `nil` for what its owner does not take back as such: a correction, and a duty, which follows
    /// from what is recorded.
    init?(_ line: LedgerLine) throws {
        (position, envelope) = (line.position, try line.envelope)
        guard case .event(let stream) = envelope.address, envelope.attributes.person != nil,
            let type = MessageCatalog.event(type: envelope.attributes.type),
            type != EnteredInError.self,
            !MessageCatalog.dutyEvents.contains(where: { $0 == type }),
            let contract = MessageCatalog.contracts.first(where: {
                $0.service == stream.owner && $0.isCorrectable
            })
        else { return nil }
        self.contract = contract
    }

    /// Those that stand, the first first.
    static func among(_ lines: [LedgerLine]) throws -> [Correctable] {
        let corrected = Set(try lines.compactMap { try $0.envelope.corrected })
        return try lines.compactMap(Correctable.init).filter { !corrected.contains($0.envelope.id) }
    }
}

extension Envelope {
    /// The event that it says was entered in error.
    fileprivate var corrected: MessageID? {
        guard MessageCatalog.event(type: attributes.type) == EnteredInError.self else { return nil }
        return try? JSONText.decode(EnteredInError.self, from: raw.data).event
    }
}

extension BusSession {
    fileprivate mutating func retract<Contract: ServiceContract>(
        _ event: MessageID, of contract: Contract.Type, because reason: String, as actor: Actor
    ) async throws -> Answer {
        try await send(
            Retract<Contract>(retraction: Retraction(event: event, reason: reason)), as: actor)
    }
}
