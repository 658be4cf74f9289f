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

    func run() async throws {
        let pattern = try StreamPattern(pattern)
        let place = try clinic.open()
        let terminal = Terminal.standard
        try await place.visit(as: person) { session in
            let isRevealing = try await revealing.record(
                scope: "tap \(pattern)", by: person, in: place.clinic, over: &session)
            let stop = await StopSignal(waking: session.wake)
            let line = MessageLine(
                timeZone: place.clinic.timeZone, isRevealing: isRevealing, isJSON: json)
            var tap = Tap(pattern, showsAll: all, line: line, terminal: terminal)
            await session.subscribe(tap.start())
            if let banner = place.banner { terminal.note(banner) }
            terminal.note("Following \(pattern); Ctrl-C ends it.")
            var isHubHeard = true
            while !stop.isRequested {
                guard let batch = await session.receive(waitingAtMost: .seconds(1)) else { break }
                let visit = session
                await session.subscribe(try tap.show(batch) { visit.isOwn($0) })
                if isHubHeard != session.isHeard(.hub) {
                    isHubHeard.toggle()
                    terminal.note(isHubHeard ? "The hub is back." : "The hub is silent; waiting.")
                }
            }
            terminal.note(tap.summary)
        }
    }
}
