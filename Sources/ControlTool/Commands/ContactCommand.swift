internal import ArgumentParser
internal import ClinicClient
internal import Messages

/// Writes down contacts with clients.
struct ContactCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "contact",
        abstract: "Write down who was reached, tried or heard of, and end a follow-up.",
        discussion: """
            At any time, planned or not, also late. What was due is done by it. For example:

                cairn contact reached c1 Fine, works again. --as cm1

                cairn contact tried c1 --channel text --as cm1

                cairn contact used c1 The mother phoned. --as fd1
            """,
        subcommands: [
            ContactReachedCommand.self, ContactTriedCommand.self, ContactUsedCommand.self,
            ContactEndCommand.self, ContactAgreeCommand.self, ContactShowCommand.self,
        ])
}

/// Whose contact it is, and what is said of it.
struct ContactOptions: ParsableArguments {
    @OptionGroup var visitor: VisitOptions

    @Argument(help: ClientWord.help)
    var client: ClientWord

    @Argument(help: "What was said, or how it went: the rest of the line.")
    var note: [String] = []

    var words: String { note.joined(separator: " ") }
}

/// When a contact happened, by which way, and who made it.
struct ContactDetails: ParsableArguments {
    @Option(
        help: ArgumentHelp("By which way (default: phone).", valueName: "channel"),
        completion: .list(ContactChannel.known.map(\.rawValue)))
    var channel = ContactChannel.phone.rawValue

    @Option(
        help: ArgumentHelp(
            "When, on the clinic's clock: 18:30, \"yesterday 18:30\" or 2026-10-05T18:30"
                + " (default: now).", valueName: "time"),
        transform: MomentWord.parse)
    var at: MomentWord?

    @Option(help: ArgumentHelp("Who spoke or tried (default: who acts).", valueName: "staff"))
    var by: String?

    /// The command that says all of it.
    func record(
        _ options: ContactOptions, isReached: Bool, in opened: OpenedClinic,
        over session: inout BusSession
    ) async throws -> RecordContact {
        let now = await opened.now(over: &session).local
        let happened = try at.map { word in
            let local = word.local(at: now, looking: .last)
            guard let moment = Moment(local, timeZone: opened.clinic.timeZone) else {
                throw ClientError.usage(
                    Advice(
                        "The clinic's time zone is not known here.",
                        remedy: "Mend timeZone in clinic.yaml: `cairn check` says how."))
            }
            return moment.utc
        }
        return try RecordContact(
            client: options.client.id(), isReached: isReached, returnToUse: false,
            note: options.words,
            channel: ShortForm.of(channel, naming: "channel"), direction: .outgoing,
            happened: happened,
            by: by.map { try ShortForm.staff($0, in: opened.clinic) })
    }
}

/// Writes down a conversation.
struct ContactReachedCommand: Act {
    static let configuration = CommandConfiguration(
        commandName: "reached", abstract: "Write down that a client was reached.",
        discussion: """
            The outreach ends, and the next contact follows by the cadence: in half the time after \
            `--risk high`, within 24 hours after `--used`.
            """)

    @OptionGroup var options: ContactOptions
    @OptionGroup var details: ContactDetails

    @Flag(help: "The client began it.")
    var incoming = false

    @Option(help: "How long it took.")
    var minutes: Int?

    @Option(
        help: ArgumentHelp(
            "How the risk of a return to use is judged: low, moderate or high.", valueName: "risk"),
        completion: .list(ContactRisk.known.map(\.rawValue)))
    var risk: String?

    @Flag(help: "The client told of a return to use.")
    var used = false

    var visitor: VisitOptions { options.visitor }

    func act(as actor: Actor, in opened: OpenedClinic, over session: inout BusSession) async throws
        -> Output
    {
        var command = try await details.record(
            options, isReached: true, in: opened, over: &session)
        command.direction = incoming ? .incoming : .outgoing
        command.minutes = minutes
        command.risk = try risk.map { try ShortForm.of($0, naming: "risk") }
        command.returnToUse = used
        let answer = try await session.send(command, as: actor)
        return Output(["The contact is written down."] + answer.guidance)
    }
}

/// Writes down an attempt in vain.
struct ContactTriedCommand: Act {
    static let configuration = CommandConfiguration(
        commandName: "tried", abstract: "Write down that a client was tried, and not reached.",
        discussion: """
            An attempt on the day of a contact, or after it, climbs one rung of the outreach. It says \
            what to try next, when, and whose it is.
            """)

    @OptionGroup var options: ContactOptions
    @OptionGroup var details: ContactDetails

    var visitor: VisitOptions { options.visitor }

    func act(as actor: Actor, in opened: OpenedClinic, over session: inout BusSession) async throws
        -> Output
    {
        let command = try await details.record(
            options, isReached: false, in: opened, over: &session)
        let answer = try await session.send(command, as: actor)
        return Output(["The attempt is written down."] + answer.guidance)
    }
}

/// Reports a return to use.
struct ContactUsedCommand: Act {
    static let configuration = CommandConfiguration(
        commandName: "used", abstract: "Report that a client returned to use, whatever the source.",
        discussion: """
            In treatment or after it. A screen and a contact follow within 24 hours, and the level \
            of care is judged anew.
            """)

    @OptionGroup var options: ContactOptions

    var visitor: VisitOptions { options.visitor }

    func act(as actor: Actor, in opened: OpenedClinic, over session: inout BusSession) async throws
        -> Output
    {
        let answer = try await session.send(
            ReportReturnToUse(client: options.client.id(), account: options.words), as: actor)
        return Output(["The return to use is reported."] + answer.guidance)
    }
}

/// Ends a follow-up.
struct ContactEndCommand: Act {
    static let configuration = CommandConfiguration(
        commandName: "end", abstract: "End the contact with a client, for a reason that you sign.",
        discussion: """
            ENDING is one of: \(FollowUpEnding.known.map(\.rawValue).joined(separator: ", ")). After \
            `do-not-call` a letter goes out each quarter. The door stays open: a client who phones or \
            comes back is followed up again.
            """)

    @OptionGroup var visitor: VisitOptions

    @Argument(help: ClientWord.help)
    var client: ClientWord

    @Argument(
        help: "How it ended.", completion: .list(FollowUpEnding.known.map(\.rawValue)))
    var ending: String

    @Argument(help: "What is known, and from whom: the rest of the line.")
    var reason: [String]

    func act(as actor: Actor, in opened: OpenedClinic, over session: inout BusSession) async throws
        -> Output
    {
        let command = CloseFollowUp(
            client: try client.id(), ending: try ShortForm.of(ending, naming: "ending"),
            reason: reason.joined(separator: " "))
        let answer = try await session.send(command, as: actor)
        return Output(["The ending is signed by \(actor.staff)."] + answer.guidance)
    }
}
