internal import ArgumentParser
internal import ClinicClient
internal import Messages
internal import Platform

/// Shows what passes on the bus, live.
struct TapCommand: Look {
    typealias Found = Void

    static let configuration = CommandConfiguration(
        commandName: "tap", abstract: "Show what passes on the bus, live.",
        discussion: """
            A pattern is of streams, without the class of the message: `scheduler.>`, \
            `scheduler.session`, `scheduler.session.cancelled`, `*.catalog`, `>`. Streams that a \
            plugin announces later are followed as they come. Replies go to their askers alone.

            What it tells of clients is masked; names and contacts are never shown, whatever the \
            reason. It repairs nothing: what passes too fast is counted at the end, and is in the \
            ledger. Ctrl-C ends it.
            """)

    @OptionGroup var looking: LookOptions

    @Argument(help: "Which streams.")
    var pattern = ">"

    @Flag(help: "A line of JSON for each message.")
    var json = false

    @Flag(help: "Show commands, queries and heartbeats too.")
    var all = false

    /// The hub speaks each second: after two it is said that it does not.
    private static let patience = Duration.seconds(2)

    var scope: String { "tap \(pattern)" }

    func visit(_ opened: OpenedClinic, over session: inout BusSession) async throws -> Output {
        // Who may see nothing of it looks at nothing.
        _ = try TapSight(of: StreamPattern(pattern), in: opened, by: session)
        return try await look(at: opened, over: &session)
    }

    func open() throws -> OpenedClinic {
        _ = try StreamPattern(pattern)
        return try visitor.open()
    }

    func show(_ found: Void, in sight: Sight, over session: inout BusSession) async throws
        -> Output
    {
        let terminal = Terminal.standard
        let pattern = try StreamPattern(pattern)
        let stop = await StopSignal(waking: session.wake)
        var line = sight.form(isJSON: json)
        line.openFields = await session.openFields(in: sight.opened)
        var tap = Tap(pattern, showsAll: all, line: line, terminal: terminal)
        await session.subscribe(tap.start())
        try TapSight(of: pattern, in: sight.opened, by: session).notes.forEach(terminal.note)
        terminal.note("Following \(pattern); Ctrl-C ends it.")
        var isHubHeard = true
        while !stop.isRequested {
            let wait = Duration.milliseconds(250)
            guard let batch = await session.receive(waitingAtMost: wait) else { break }
            let visit = session
            await session.subscribe(try tap.show(batch) { visit.isOwn($0) })
            try OutputWatch.check()
            if isHubHeard != (session.silence(of: .hub) < TapCommand.patience) {
                isHubHeard.toggle()
                terminal.note(isHubHeard ? "The hub is back." : "The hub is silent; waiting.")
            }
        }
        return Output(notes: [tap.summary])
    }
}
