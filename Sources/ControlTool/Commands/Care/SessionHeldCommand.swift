internal import ArgumentParser
internal import ClinicClient
internal import Messages

/// Records the attendance of a whole session at once.
struct SessionHeldCommand: Act {
    static let configuration = CommandConfiguration(
        commandName: "held",
        abstract: "Write down a whole session at once: everybody came, but those who are named.",
        discussion: """
            It is one record: all of it is written down, or nothing. A client who is written down already \
            stays as it is. For example:

                cairn session held today 09:00 --as t01

                cairn session held p1-01 mon 9 --no-show 3 5 --excused 6 --late 4=45 --as fd1
            """)

    @OptionGroup var visitor: VisitOptions

    @Argument(help: ArgumentHelp(stringLiteral: SessionWord.help))
    var session: [String]

    @Option(
        parsing: .upToNextOption,
        help: ArgumentHelp("Who did not come, and was not excused.", valueName: "client"))
    var noShow: [ClientWord] = []

    @Option(
        parsing: .upToNextOption, help: ArgumentHelp("Who was excused.", valueName: "client"))
    var excused: [ClientWord] = []

    @Option(
        parsing: .upToNextOption,
        help: ArgumentHelp("Who took part from elsewhere.", valueName: "client"))
    var telehealth: [ClientWord] = []

    @Option(
        parsing: .upToNextOption,
        help: ArgumentHelp(
            "Who came late, and the minutes there: 4=45.", valueName: "client=minutes"))
    var late: [String] = []

    @Option(
        parsing: .upToNextOption,
        help: ArgumentHelp(
            "Who left early, and the minutes there: 4=45.", valueName: "client=minutes"))
    var leftEarly: [String] = []

    func act(as actor: Actor, in opened: OpenedClinic, over bus: inout BusSession) async throws
        -> Output
    {
        guard let word = SessionWord.read(session, in: opened.clinic) else {
            throw ClientError.usage(
                Advice(
                    "That is no session.",
                    remedy: "It looks like p1-01 mon 9, today 09:00, or an id of"
                        + " `cairn session list`."))
        }
        let timed =
            try late.map { try Self.timed($0, .late) }
            + leftEarly.map { try Self.timed($0, .leftEarly) }
        let (missing, excused, away) = (
            try noShow.map { try $0.id() }, try excused.map { try $0.id() },
            try telehealth.map { try $0.id() }
        )
        let search = await SessionSearch(opened, as: actor, over: &bus, looking: .last) { typed in
            "cairn session held \(typed)"
        }
        let now = opened.now(heardIn: bus).local
        let lines = try await search.lines(of: word, over: &bus)
        let line = try search.one(
            of: Self.meant(lines.filter(word.fits), at: now), among: lines)
        let whole = line.end.minutesSince1970 - line.start.minutesSince1970
        let records =
            timed + missing.map { Participation(client: $0, status: .noShow, minutes: 0) }
            + excused.map { Participation(client: $0, status: .excused, minutes: 0) }
            + away.map { Participation(client: $0, status: .telehealth, minutes: whole) }
        let answer = try await bus.send(
            RecordSessionAttendance(session: line.session, records: records, others: .present),
            as: actor)
        let named = Set(records.map(\.client) + line.recorded)
        let present = line.expected.filter { !named.contains($0) }.map(\.text)
        return Output(
            [
                "\(line.session) is written down.",
                "present: \(present.isEmpty ? "nobody else" : present.joined(separator: ", "))",
            ] + answer.guidance)
    }

    /// Of those that fit, the ones that have begun, and of these the ones that are still open: what is
    /// over, or to come, is meant only where nothing else is.
    private static func meant(_ fits: [CalendarLine], at now: LocalDateTime) -> [CalendarLine] {
        let begun = fits.filter { $0.start <= now }
        let open = begun.filter { $0.recorded.count < $0.expected.count }
        return open.isEmpty ? (begun.isEmpty ? fits : begun) : open
    }

    private static func timed(_ text: String, _ status: AttendanceStatus) throws -> Participation {
        let parts = text.split(separator: "=").map(String.init)
        guard parts.count == 2, let minutes = Int(parts[1]) else {
            throw ClientError.usage(
                Advice(
                    "Could not read how long \(parts.first ?? text) was there.",
                    remedy: "Give client and minutes: 4=45."))
        }
        return Participation(
            client: try ClientWord(argument: parts[0]).id(), status: status, minutes: minutes)
    }
}
