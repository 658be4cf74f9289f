internal import ArgumentParser
internal import Messages
internal import ServiceKit

/// The clock of a live clinic, where it needs a person.
struct ClockCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "clock", abstract: "Say that a long jump of a live clinic's clock is right.",
        subcommands: [ConfirmClockCommand.self])
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
        let actor = try person.operating(in: place.clinic)
        let command = try ConfirmClockCommand.command(through, timeZone: place.clinic.timeZone)
        _ = try await place.visit(as: person) { try await $0.give(command, as: actor) }
        try Terminal.standard.line("The hours up to \(through) are struck now, in order.")
    }

    /// The command for a time that a person gave.
    static func command(_ text: String, timeZone: String) throws -> ConfirmClock {
        guard let hour = AdvanceClockCommand.hour(text, timeZone: timeZone) else {
            throw ToolError.usage(
                Advice(
                    "It is not said up to which hour.",
                    remedy: "Give `--through` with 2026-10-12T08:00 or a time in UTC."))
        }
        return ConfirmClock(through: hour)
    }
}
