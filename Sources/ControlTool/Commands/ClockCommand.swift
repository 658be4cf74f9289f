internal import ArgumentParser
internal import Messages
internal import ServiceKit

/// The clock of a live clinic, where it needs a person.
struct ClockCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "clock",
        abstract: "Say how the clinic's clock stands, or that a long jump of it is right.",
        subcommands: [ShowClockCommand.self, ConfirmClockCommand.self],
        defaultSubcommand: ShowClockCommand.self)
}

/// Says how the clock stands, and whom it waits for.
struct ShowClockCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "show",
        abstract: "Say which hour was struck last, and who is behind (default).",
        discussion: "Ends with 1 if an hour waits for somebody, or the clock for a person.")

    @OptionGroup var clinic: ClinicOptions
    @OptionGroup var person: PersonOptions

    func run() async throws {
        let place = try clinic.open()
        let report = try await place.visit(as: person) { session in
            await session.listen(for: .milliseconds(1_300))
            let clock = try await session.ask(ClockView())
            return ClockReport(
                clock: clock, heard: session.heard.mapValues(\.heartbeat),
                timeZone: place.clinic.timeZone, now: WallClock.now)
        }
        for line in report.lines { try Terminal.standard.line(line) }
        if report.isWrong { throw ArgumentParser.ExitCode(Ending.wrong.rawValue) }
    }
}

/// Confirms a jump.
struct ConfirmClockCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "confirm",
        abstract:
            "Strike the hours that were missed, once the machine's clock is known to be right.",
        discussion: """
            More than 26 hours without a stroke may be a long outage or a wrong clock, and an hour \
            that was struck cannot be taken back. `cairn status` names the hour to confirm. \
            Without --as, the first administrator of clinic.yaml acts, else a director.
            """)

    @OptionGroup var clinic: ClinicOptions
    @OptionGroup var person: PersonOptions

    @Option(
        help:
            "The last hour to strike: 2026-10-12T08:00 on the clinic's clock, a day, or a time in UTC."
    )
    var through: String

    func run() async throws {
        let place = try clinic.open()
        let actor = try person.operating(in: place)
        let command = try ConfirmClockCommand.command(through, timeZone: place.clinic.timeZone)
        _ = try await place.visit(as: person) { try await $0.give(command, as: actor) }
        let zone = place.clinic.timeZone
        if let note = AdvanceClockCommand.note(on: through, timeZone: zone) {
            Terminal.standard.note(note)
        }
        let last = AdvanceClockCommand.words(for: command.through, timeZone: zone)
        try Terminal.standard.line("The hours up to \(last) are struck now, in order.")
    }

    /// The command for a time that a person gave.
    static func command(_ text: String, timeZone: String) throws -> ConfirmClock {
        guard let time = AdvanceClockCommand.time(text, timeZone: timeZone) else {
            throw ToolError.usage(
                Advice(
                    "It is not said up to which hour.",
                    remedy: "Give `--through` with 2026-10-12T08:00 or a time in UTC."))
        }
        // A live clinic's hours are those of UTC, and the last full one is meant.
        let hours = time.milliseconds / 3_600_000
        return ConfirmClock(through: Timestamp(milliseconds: hours * 3_600_000))
    }
}
