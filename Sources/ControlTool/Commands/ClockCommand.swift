internal import ArgumentParser
internal import ClinicClient
internal import Messages
internal import Platform

/// The clock of a live clinic, where it needs a person.
struct ClockCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "clock",
        abstract: "Say how the clinic's clock stands, or that a long jump of it is right.",
        subcommands: [ShowClockCommand.self, ConfirmClockCommand.self],
        defaultSubcommand: ShowClockCommand.self)
}

/// Says how the clock stands, and whom it waits for.
struct ShowClockCommand: Visit {
    static let configuration = CommandConfiguration(
        commandName: "show",
        abstract: "Say which hour was struck last, and who is behind (default).",
        discussion: "Ends with 1 if an hour waits for somebody, or the clock for a person.")

    @OptionGroup var visitor: VisitOptions

    func visit(_ opened: OpenedClinic, over session: inout BusSession) async throws -> Output {
        _ = await session.hearEveryone(of: opened.clinic)
        let report = ClockReport(
            clock: try await session.ask(ClockView()), heard: session.heard.mapValues(\.heartbeat),
            timeZone: opened.clinic.timeZone, now: WallClock.now)
        return Output(report.lines, ending: report.isWrong ? .wrong : .done)
    }
}

/// Confirms a jump.
struct ConfirmClockCommand: Act {
    static let isOperators = true
    static let configuration = CommandConfiguration(
        commandName: "confirm",
        abstract:
            "Strike the hours that were missed, once the machine's clock is known to be right.",
        discussion: """
            More than 26 hours without a stroke may be a long outage or a wrong clock, and an hour \
            that was struck cannot be taken back. `cairn status` names the hour to confirm. \
            Without --as, the first administrator of clinic.yaml acts, else a director.
            """)

    @OptionGroup var visitor: VisitOptions

    @Option(
        help:
            "The last hour to strike: 2026-10-12T08:00 on the clinic's clock, a day, or a time in UTC."
    )
    var through: String

    func act(as actor: Actor, in opened: OpenedClinic, over session: inout BusSession) async throws
        -> Output
    {
        let zone = opened.clinic.timeZone
        let command = try ConfirmClockCommand.command(through, timeZone: zone)
        try await session.send(command, as: actor)
        let last = AdvanceClockCommand.words(for: command.through, timeZone: zone)
        return Output(
            "The hours up to \(last) are struck now, in order.",
            notes: [AdvanceClockCommand.note(on: through, timeZone: zone)])
    }

    /// The command for a time that a person gave.
    static func command(_ text: String, timeZone: String) throws -> ConfirmClock {
        guard let time = AdvanceClockCommand.time(text, timeZone: timeZone) else {
            throw ClientError.usage(
                Advice(
                    "Could not read the hour up to which to go.",
                    remedy: "Give `--through` with 2026-10-12T08:00 or a time in UTC."))
        }
        // A live clinic's hours are those of UTC, and the last full one is meant.
        return ConfirmClock(through: time.fullHour)
    }
}
