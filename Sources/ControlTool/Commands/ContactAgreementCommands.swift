internal import ArgumentParser
internal import ClinicClient
internal import Messages

/// Records how a client agreed to be contacted.
struct ContactAgreeCommand: Act {
    static let configuration = CommandConfiguration(
        commandName: "agree", abstract: "Write down how a client agreed to be contacted.",
        discussion: """
            By which way, whether a message may be left, and when. It stands in each contact that is \
            due, and replaces what was agreed before. The number or address stays with the client's \
            name: `cairn client show`. For example:

                cairn contact agree 3 phone --message no --hours 17:00-19:00 --as cm1

                cairn contact agree 3 text --message yes --as cm1
            """)

    @OptionGroup var visitor: VisitOptions

    @Argument(help: ClientWord.help)
    var client: ClientWord

    @Argument(
        help: "By which way.", completion: .list(ContactChannel.known.map(\.rawValue)))
    var channel: String

    @Option(
        help: ArgumentHelp(
            "Whether a message may be left, or a letter sent: yes or no.", valueName: "yes|no"),
        transform: ArgumentParsing.yesOrNo)
    var message: Bool

    @Option(
        parsing: .upToNextOption,
        help: ArgumentHelp(
            "When: 17:00-19:00 on each weekday, or \"mon 17:00-19:00\"; at any time if left out.",
            valueName: "times"))
    var hours: [String] = []

    func act(as actor: Actor, in opened: OpenedClinic, over session: inout BusSession) async throws
        -> Output
    {
        let id = try client.id()
        let channel: ContactChannel = try ShortForm.of(channel, naming: "channel")
        let standing = try await session.ask(ContactCardView(client: id), as: actor)
        let answer = try await session.send(
            AgreeContact(
                client: id, replaces: standing?.agreement?.event, channel: channel,
                mayLeaveMessage: message, hours: try Self.times(hours)), as: actor)
        return Output(["The agreement is written down."] + answer.guidance)
    }

    /// A time without a day is one of each weekday.
    private static func times(_ words: [String]) throws -> [WeeklyTime] {
        let workdays: [Weekday] = [.mon, .tue, .wed, .thu, .fri]
        return try WeeklyTimes.read(
            words.flatMap { word in
                word.first?.isNumber == true ? workdays.map { "\($0.rawValue) \(word)" } : [word]
            })
    }
}

/// Shows how a client is contacted.
struct ContactShowCommand: Look {
    static let configuration = CommandConfiguration(
        commandName: "show", abstract: "Show how a client agreed to be contacted, and when is next."
    )

    @OptionGroup var looking: LookOptions

    @Argument(help: ClientWord.help)
    var client: ClientWord

    var scope: String { "contact show" }
    var subject: ClientID? { try? client.id() }

    func fetch(in opened: OpenedClinic, over session: inout BusSession) async throws -> ContactCard
    {
        let card = try await session.ask(
            ContactCardView(client: client.id()), as: visitor.person.named(in: opened))
        guard let card else { throw ClientError.nothingKnown }
        return card
    }

    func show(_ card: ContactCard, in sight: Sight, over session: inout BusSession) async throws
        -> Output
    {
        let next = card.next.map { day in
            "The next contact is on \(sight.isRevealing ? day.description : Masking.mask), by "
                + "\(card.owner?.text ?? "nobody")."
        }
        let agreed = card.agreement.map {
            sight.isRevealing ? $0.sentence : "Agreed: \(Masking.mask)"
        }
        return Output([
            agreed ?? "Nothing is agreed yet: ask, and give `cairn contact agree`.",
            next ?? "Nobody follows the client up now.",
        ])
    }
}
