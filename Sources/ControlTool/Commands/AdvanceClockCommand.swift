internal import ArgumentParser
internal import Messages
internal import ServiceKit

/// Advances a rehearsal's clock.
struct AdvanceClockCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "advance-clock", abstract: "Strike a rehearsal's next hours.",
        discussion: "Without --as, the first administrator of clinic.yaml acts, else a director.")

    @OptionGroup var clinic: ClinicOptions
    @OptionGroup var person: PersonOptions

    @Option(help: "How many hours.")
    var hours: Int?

    @Option(
        help: "Up to this hour: 2026-10-12T08:00 on the clinic's clock, a day, or a time in UTC.")
    var to: String?

    func run() async throws {
        let place = try clinic.open()
        guard place.mode.isRehearsal else { throw ClinicError.rehearsalOnly }
        let actor = try person.operating(in: place.clinic)
        let now = try await place.visit(as: person) { session in
            guard await session.hears(.supervisor, within: BusSession.silence) else {
                throw ToolError.notRecorded(.supervisor)
            }
            let clock = session.heard[.supervisor]?.heartbeat.clock ?? place.mode.startsAt.utc
            let last = try AdvanceClockCommand.target(
                hours: hours, to: to, after: clock, timeZone: place.clinic.timeZone)
            var next = clock
            while next < last {
                // In steps of a day: one answer then never waits for a fortnight's work.
                next = min(last, next.advanced(byHours: 24))
                try await session.give(AdvanceClock(to: next), as: actor, within: .seconds(60))
            }
            return last
        }
        let moment = Moment(now, timeZone: place.clinic.timeZone)
        try Terminal.standard.line("It is \(moment?.local.description ?? now.description) now.")
        if let banner = place.banner { Terminal.standard.note(banner) }
    }

    /// The last hour to strike.
    static func target(hours: Int?, to: String?, after clock: Timestamp, timeZone: String) throws
        -> Timestamp
    {
        switch (hours, to) {
        case (let hours?, nil) where hours > 0: return clock.advanced(byHours: hours)
        case (nil, let text?):
            guard let time = hour(text, timeZone: timeZone) else { break }
            guard time > clock else {
                throw ToolError.refused(
                    Advice("The clock is past that hour.", remedy: "Give a later one."))
            }
            return time
        default: break
        }
        throw ToolError.usage(
            Advice(
                "It is not said how far.",
                remedy: "Give `--hours 24`, or `--to` with 2026-10-12T08:00 or a day."))
    }

    /// The last full hour at a time that a person gave.
    static func hour(_ text: String, timeZone: String) -> Timestamp? {
        let date = LocalDate(text).map { LocalDateTime(date: $0, time: TimeOfDay(minutes: 0)) }
        let local = LocalDateTime(text) ?? date
        let time =
            local.flatMap {
                Moment(startOf: $0.date, hour: $0.time.minutes / 60, timeZone: timeZone)?.utc
            } ?? Timestamp(text)
        return time.map { Timestamp(milliseconds: $0.milliseconds / 3_600_000 * 3_600_000) }
    }
}
