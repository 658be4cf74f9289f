internal import ArgumentParser
internal import ClinicClient
internal import Messages

/// Looks at events that could not be handled, and says what becomes of them.
struct ParkedCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "parked",
        abstract: "See the events that a process could not handle; retry or discard them.",
        discussion: """
            An event whose handling failed is set aside with the later ones of its client or \
            group; everything else goes on. Mend the cause, then retry the first of them: what \
            waits behind it follows in order. An event that is discarded is never handled there.
            """,
        subcommands: [
            ParkedListCommand.self, ParkedShowCommand.self, ParkedRetryCommand.self,
            ParkedDiscardCommand.self,
        ], defaultSubcommand: ParkedListCommand.self)
}

/// Which parked event is meant.
struct ParkedOptions: ParsableArguments {
    @Argument(help: "The process that parked it.", transform: ArgumentParsing.identity)
    var process: Identity

    @Argument(help: "The stream that it comes from.", transform: ArgumentParsing.stream)
    var stream: EventStream

    @Argument(help: "Its sequence in the stream.")
    var sequence: Int64

    var place: EventPlace { EventPlace(stream: stream, sequence: sequence) }
}

/// Lists what is parked.
struct ParkedListCommand: Look {
    static let configuration = CommandConfiguration(
        commandName: "list", abstract: "List the events with which a retry can begin.",
        discussion: "Each with its reason; a reason to look shows whom they are about.")

    @OptionGroup var looking: LookOptions

    @Argument(help: "Only of this process.", transform: ArgumentParsing.identity)
    var process: Identity?

    @Flag(help: "Those that wait behind another too.")
    var all = false

    var scope: String { "parked list" }

    /// What is parked, by who parked it.
    func fetch(in opened: OpenedClinic, over session: inout BusSession) async throws -> [(
        peer: Identity, events: [ParkedEvent]
    )] {
        let actor = try visitor.person.operating(in: opened)
        var peers = [process].compactMap(\.self)
        if peers.isEmpty {
            _ = await session.hearEveryone(of: opened.clinic)
            peers = session.heard.values.filter { heard in
                heard.heartbeat.counters.contains {
                    $0.key.hasPrefix(Heartbeat.parked) && $0.value > 0
                }
            }.map(\.heartbeat.identity).sorted()
        }
        var found: [(peer: Identity, events: [ParkedEvent])] = []
        for peer in peers {
            var known = 0
            while true {
                let list = try await session.ask(ParkedEvents(after: known), of: peer, as: actor)
                found.append((peer, list.events.filter { all || $0.waitsFor == nil }))
                known += list.events.count
                if list.events.isEmpty || known >= list.count { break }
            }
        }
        return found
    }

    func show(
        _ parked: [(peer: Identity, events: [ParkedEvent])], in sight: Sight,
        over session: inout BusSession
    ) async throws -> Output {
        var view = ParkedLines(timeZone: sight.timeZone, isRevealing: sight.isRevealing)
        for (peer, events) in parked { view.add(events, of: peer) }
        return view.isEmpty ? Output("Nothing is parked.") : Output(view.lines)
    }
}

/// Shows one parked event.
struct ParkedShowCommand: Look {
    static let configuration = CommandConfiguration(
        commandName: "show", abstract: "Show one parked event, its body masked without a reason.")

    @OptionGroup var looking: LookOptions
    @OptionGroup var which: ParkedOptions

    @Flag(help: "A line of JSON.")
    var json = false

    var scope: String { "parked show \(which.process) \(which.place)" }

    func fetch(in opened: OpenedClinic, over session: inout BusSession) async throws -> ParkedList {
        try await session.ask(
            ParkedEvents(event: which.place), of: which.process,
            as: visitor.person.operating(in: opened))
    }

    func show(_ list: ParkedList, in sight: Sight, over session: inout BusSession) async throws
        -> Output
    {
        guard let event = list.events.first, let message = event.message else {
            throw ClientError.noAnswer(which.process)
        }
        return try Output(
            sight.form(isJSON: json).text(for: Envelope(message.raw)),
            notes: [
                "Parked because: \(event.reason)",
                event.waitsFor.map { "It waits for \($0)." },
                event.behind > 0 ? "Behind it: \(event.behind)." : nil,
            ])
    }
}

/// Has a parked event handled again.
struct ParkedRetryCommand: Act {
    static let configuration = CommandConfiguration(
        commandName: "retry",
        abstract: "Handle a parked event again, and what waits behind it.",
        discussion: "If it fails again, all stays as it was and the reason is printed.")

    @OptionGroup var visitor: VisitOptions
    @OptionGroup var which: ParkedOptions

    func act(as actor: Actor, in opened: OpenedClinic, over session: inout BusSession) async throws
        -> Output
    {
        let answer = try await session.send(
            RetryParked(event: which.place), to: which.process, as: actor)
        return Output(
            "\(which.place) is handled at \(which.process); events that followed:"
                + " \(answer.events.count).")
    }
}

/// Lets go of a parked event.
struct ParkedDiscardCommand: Act {
    static let configuration = CommandConfiguration(
        commandName: "discard",
        abstract: "Let go of one parked event; who did so and why is recorded.",
        discussion: """
            What waits behind it stays parked: retry it afterwards. With `--all` in place of a \
            sequence, all that is parked of a plugin's stream goes at once.
            """)

    @OptionGroup var visitor: VisitOptions

    @Argument(help: "The process that parked it.", transform: ArgumentParsing.identity)
    var process: Identity

    @Argument(help: "The stream that it comes from.", transform: ArgumentParsing.stream)
    var stream: EventStream

    @Argument(help: "Its sequence in the stream; not with --all.")
    var sequence: Int64?

    @Flag(help: "All that is parked of the stream, which is a plugin's.")
    var all = false

    @Option(help: "Why it is let go.")
    var reason: String

    func validate() throws {
        guard all == (sequence == nil) else {
            throw ValidationError("Give the sequence of an event, or --all.")
        }
    }

    func act(as actor: Actor, in opened: OpenedClinic, over session: inout BusSession) async throws
        -> Output
    {
        let first = try await first(as: actor, over: &session)
        let count = try await session.send(
            DiscardParked(event: first, reason: reason, all: all ? true : nil), to: process,
            as: actor
        ).events.count
        let what = all ? "\(count) events of \(stream)" : "\(stream) \(sequence ?? 0)"
        return Output("\(process) lets go of \(what).")
    }

    /// The event that is meant, or the first that is parked of the stream.
    private func first(as actor: Actor, over session: inout BusSession) async throws -> EventPlace {
        if let sequence { return EventPlace(stream: stream, sequence: sequence) }
        var known = 0
        while true {
            let list = try await session.ask(ParkedEvents(after: known), of: process, as: actor)
            if let found = list.events.first(where: { $0.place.stream == stream }) {
                return found.place
            }
            known += list.events.count
            guard !list.events.isEmpty, known < list.count else { break }
        }
        throw ClientError.refused(
            Advice(
                "Nothing of \(stream) is parked at \(process).",
                remedy: "See `cairn parked list`."))
    }
}
