internal import ArgumentParser
internal import ClinicClient
internal import ClinicFiles
internal import Messages

/// Advances a rehearsal's clock.
struct AdvanceClockCommand: Act {
    static let isOperators = true
    static let configuration = CommandConfiguration(
        commandName: "advance-clock", abstract: "Strike a rehearsal's next hours.",
        discussion: "Without --as, the first administrator of clinic.yaml acts, else a director.")

    @OptionGroup var visitor: VisitOptions

    @Option(help: "How many hours.")
    var hours: Int?

    @Option(
        help: ArgumentHelp(
            "Up to this hour: 18:00, tomorrow, \"mon 8\" or 2026-10-12T08:00 on the clinic's clock,"
                + " or a time in UTC."))
    var to: String?

    func open() throws -> OpenedClinic {
        let opened = try visitor.open()
        guard opened.mode.isRehearsal else { throw ClinicError.rehearsalOnly }
        return opened
    }

    func act(as actor: Actor, in opened: OpenedClinic, over session: inout BusSession) async throws
        -> Output
    {
        guard await session.waitUntilHeard(.supervisor, within: BusSession.silence) else {
            throw ClientError.notRecorded(.supervisor)
        }
        let zone = opened.clinic.timeZone
        let clock = session.heard[.supervisor]?.heartbeat.clock ?? opened.mode.startsAt.utc
        let last = try AdvanceClockCommand.target(
            hours: hours, to: to, after: clock, timeZone: zone)
        var next = clock
        while next < last {
            // In steps of a day: one answer then never waits for a fortnight's work.
            next = min(last, next.advanced(byHours: 24))
            try await session.send(AdvanceClock(to: next), as: actor, within: .seconds(60))
        }
        return Output(
            "It is \(AdvanceClockCommand.words(for: last, timeZone: zone)) now.",
            notes: [
                AdvanceClockCommand.note(on: to, after: clock, timeZone: zone), opened.banner,
            ])
    }

    /// The last hour to strike: a rehearsal's hours are counted from its start, and its zone may be
    /// half an hour from UTC.
    static func target(hours: Int?, to: String?, after clock: Timestamp, timeZone: String) throws
        -> Timestamp
    {
        switch (hours, to) {
        case (let hours?, nil) where hours > 0:
            try requireBound(hours)
            return clock.advanced(byHours: hours)
        case (nil, let text?):
            guard let time = time(text, after: clock, timeZone: timeZone) else { break }
            let hours = time.hours(since: clock)
            guard time > clock, hours > 0 else {
                throw ClientError.refused(
                    Advice(
                        "No full hour is struck up to then: it is"
                            + " \(words(for: clock, timeZone: timeZone)) now.",
                        remedy: "Give a later time."))
            }
            try requireBound(Int(hours))
            return clock.advanced(byHours: Int(hours))
        default: break
        }
        throw ClientError.usage(
            Advice(
                "How far to advance the clock is missing.",
                remedy: "Give `--hours 24`, or `--to` with 2026-10-12T08:00 or a day."))
    }

    /// The most hours that are struck by one command: a year. A rehearsal's clock cannot be set back.
    private static let longest = 366 * 24

    /// Refuses more than anybody would want to see struck at once: a slip of the hand.
    private static func requireBound(_ hours: Int) throws {
        guard hours > longest else { return }
        throw ClientError.refused(
            Advice(
                "That is more than a year from the clinic's clock (\(longest) hours).",
                remedy: "A clock that was set on cannot be set back. Give the command in steps of a"
                    + " year at most."))
    }

    /// A time that a person gave: on the clinic's clock, a day, or in UTC.
    ///
    /// - Parameter clock: what `tomorrow` and the like are counted from; `nil` where a time that was
    ///   printed is meant, and nothing is to be guessed.
    static func time(_ text: String, after clock: Timestamp? = nil, timeZone: String) -> Timestamp?
    {
        local(text, after: clock, timeZone: timeZone)
            .flatMap { Moment($0, timeZone: timeZone)?.utc } ?? Timestamp(text)
    }

    /// A day alone is its beginning.
    private static func local(_ text: String, after clock: Timestamp?, timeZone: String)
        -> LocalDateTime?
    {
        if let exact = LocalDateTime(text) { return exact }
        if let day = LocalDate(text) {
            return LocalDateTime(date: day, time: TimeOfDay(minutes: 0))
        }
        guard let now = clock.flatMap({ Moment($0, timeZone: timeZone) })?.local else { return nil }
        if let day = try? DayWord.parse(text) {
            return LocalDateTime(
                date: day.date(on: now.date, looking: .after), time: TimeOfDay(minutes: 0))
        }
        return (try? MomentWord.parse(text))?.local(at: now, looking: .next)
    }

    /// What to say about a time that the clock does not show once, as on days when it is set.
    static func note(on text: String?, after clock: Timestamp? = nil, timeZone: String)
        -> String?
    {
        guard let text, let local = local(text, after: clock, timeZone: timeZone) else {
            return nil
        }
        return switch Moment.count(at: local, timeZone: timeZone) {
        case 1: nil
        case 0: "\(local) is not on the clock that day: it is set forward over it."
        default:
            "\(local) comes twice that day; the first is taken. Give the second in UTC, such as"
                + " 2026-11-01T07:00:00.000Z."
        }
    }

    /// A moment as people read it, and as nobody can mistake it.
    static func words(for time: Timestamp, timeZone: String) -> String {
        Moment(time, timeZone: timeZone).map { "\($0.local) (\(time))" } ?? "\(time)"
    }
}
