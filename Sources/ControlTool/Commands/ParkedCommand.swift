internal import ArgumentParser
internal import Messages
internal import ServiceKit

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
    @Argument(help: "The process that parked it.", transform: Reading.identity)
    var process: Identity

    @Argument(help: "The stream that it comes from.", transform: Reading.stream)
    var stream: EventStream

    @Argument(help: "Its sequence in the stream.")
    var sequence: Int64

    var place: EventPlace { EventPlace(stream: stream, sequence: sequence) }
}

/// Lists what is parked.
struct ParkedListCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list", abstract: "List the events with which a retry can begin.")

    @OptionGroup var clinic: ClinicOptions
    @OptionGroup var person: PersonOptions
    @OptionGroup var revealing: RevealOptions

    @Argument(help: "Only of this process.", transform: Reading.identity)
    var process: Identity?

    @Flag(help: "Those that wait behind another too.")
    var all = false

    func run() async throws {
        let place = try clinic.open()
        let terminal = Terminal.standard
        let actor = try person.operating(in: place)
        try await place.visit(as: person) { session in
            let (isRevealing, parked) = try await revealing.look(
                "parked list", by: person, in: place, over: &session
            ) { try await fetch(as: actor, over: &$0) }
            if let banner = place.banner { terminal.note(banner) }
            var view = ParkedLines(timeZone: place.clinic.timeZone, isRevealing: isRevealing)
            for (peer, events) in parked { view.add(events, of: peer) }
            guard !view.isEmpty else { return try terminal.line("Nothing is parked.") }
            try view.lines.forEach(terminal.line)
        }
    }
}

extension ParkedListCommand {
    /// What is parked, by who parked it.
    private func fetch(as actor: Actor, over session: inout BusSession) async throws -> [(
        Identity, [ParkedEvent]
    )] {
        var peers = [process].compactMap(\.self)
        if peers.isEmpty {
            await session.listen(for: .milliseconds(1_300))
            peers = session.heard.values.filter { heard in
                heard.heartbeat.counters.contains {
                    $0.key.hasPrefix(Heartbeat.parked) && $0.value > 0
                }
            }.map(\.heartbeat.identity).sorted()
        }
        var found: [(Identity, [ParkedEvent])] = []
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
}

/// Shows one parked event.
struct ParkedShowCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "show", abstract: "Show one parked event, its body masked without a reason.")

    @OptionGroup var clinic: ClinicOptions
    @OptionGroup var person: PersonOptions
    @OptionGroup var revealing: RevealOptions
    @OptionGroup var which: ParkedOptions

    @Flag(help: "A line of JSON.")
    var json = false

    func run() async throws {
        let place = try clinic.open()
        let terminal = Terminal.standard
        let actor = try person.operating(in: place)
        try await place.visit(as: person) { session in
            let (isRevealing, list) = try await revealing.look(
                "parked show \(which.process) \(which.place)", by: person, in: place,
                over: &session
            ) {
                try await $0.ask(
                    ParkedEvents(event: which.place), of: which.process, as: actor)
            }
            guard let event = list.events.first, let message = event.message else {
                throw ToolError.noAnswer(which.process)
            }
            if let banner = place.banner { terminal.note(banner) }
            let form = MessageLine(
                timeZone: place.clinic.timeZone, isRevealing: isRevealing, isJSON: json)
            try terminal.line(form.text(for: Envelope(message.frames)))
            terminal.note("Parked because: \(event.reason)")
            if let first = event.waitsFor { terminal.note("It waits for \(first).") }
            if event.behind > 0 { terminal.note("Behind it: \(event.behind).") }
        }
    }
}

/// Has a parked event handled again.
struct ParkedRetryCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "retry",
        abstract: "Handle a parked event again, and what waits behind it.",
        discussion: "If it fails again, all stays as it was and the reason is printed.")

    @OptionGroup var clinic: ClinicOptions
    @OptionGroup var person: PersonOptions
    @OptionGroup var which: ParkedOptions

    func run() async throws {
        let place = try clinic.open()
        let actor = try person.named(in: place)
        let answer = try await place.visit(as: person) { session in
            try await session.give(
                RetryParked(event: which.place), to: which.process, as: actor)
        }
        try Terminal.standard.line(
            "\(which.place) is handled at \(which.process); events that followed:"
                + " \(answer.events.count).")
    }
}

/// Lets go of a parked event.
struct ParkedDiscardCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "discard",
        abstract: "Let go of one parked event; who did so and why is recorded.",
        discussion: """
            What waits behind it stays parked: retry it afterwards. With `--all` in place of a \
            sequence, all that is parked of a plugin's stream goes at once.
            """)

    @OptionGroup var clinic: ClinicOptions
    @OptionGroup var person: PersonOptions

    @Argument(help: "The process that parked it.", transform: Reading.identity)
    var process: Identity

    @Argument(help: "The stream that it comes from.", transform: Reading.stream)
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

    func run() async throws {
        let place = try clinic.open()
        let actor = try person.named(in: place)
        let count = try await place.visit(as: person) { session in
            let first = try await self.first(as: actor, over: &session)
            return try await session.give(
                DiscardParked(event: first, reason: reason, all: all ? true : nil), to: process,
                as: actor
            ).events.count
        }
        let what = all ? "\(count) events of \(stream)" : "\(stream) \(sequence ?? 0)"
        try Terminal.standard.line("\(process) lets go of \(what).")
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
        throw ToolError.refused(
            Advice(
                "Nothing of \(stream) is parked at \(process).",
                remedy: "See `cairn parked list`."))
    }
}
