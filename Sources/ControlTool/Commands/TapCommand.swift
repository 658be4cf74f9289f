internal import ArgumentParser
internal import Messages
internal import ServiceKit

/// Shows what passes on the bus, live.
struct TapCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "tap", abstract: "Show what passes on the bus, live.",
        discussion: """
            Patterns are of streams: `scheduler.>`, `scheduler.session`, `*.catalog`, `>`. What it \
            tells of clients is masked; names and contacts are never shown, whatever the reason. \
            It repairs nothing: what passes too fast is counted, and is in the ledger. Ctrl-C \
            ends it.
            """)

    @OptionGroup var clinic: ClinicOptions
    @OptionGroup var person: PersonOptions
    @OptionGroup var revealing: RevealOptions

    @Argument(help: "Which streams.")
    var pattern = ">"

    @Flag(help: "A line of JSON for each message.")
    var json = false

    @Flag(help: "Show commands, queries and heartbeats too.")
    var all = false

    /// The hub speaks each second: after two it is said that it does not.
    private static let patience = Duration.seconds(2)

    func run() async throws {
        let pattern = try StreamPattern(pattern)
        let place = try clinic.open()
        let terminal = Terminal.standard
        try await place.visit(as: person) { session in
            let sight = try TapSight(of: pattern, in: place, by: session)
            let (isRevealing, _) = try await revealing.look(
                "tap \(pattern)", by: person, in: place, over: &session
            ) { _ in }
            let stop = await StopSignal(waking: session.wake)
            let line = MessageLine(
                timeZone: place.clinic.timeZone, isRevealing: isRevealing, isJSON: json)
            var tap = Tap(pattern, showsAll: all, line: line, terminal: terminal)
            await session.subscribe(tap.start())
            if let banner = place.banner { terminal.note(banner) }
            sight.notes.forEach(terminal.note)
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
            terminal.note(tap.summary)
        }
    }
}
