internal import ArgumentParser
internal import ClinicClient
internal import Messages

/// Tells who of the staff is away, and who leads sessions instead.
struct StaffCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "staff",
        abstract: "Tell who of the staff is away, and who leads their sessions.",
        discussion: """
            A member who is away gets no duty: what is due before the return passes to a colleague. Each \
            planned session that nobody leads then is somebody's duty. Why a person is away is not \
            asked. For example, at ten past eight:

                cairn staff away t01 --as fd1

                cairn staff away t01 --from mon --to 2026-10-23 --as t01

                cairn staff cover p1-01 mon 9 t02 --as dir
            """,
        subcommands: [
            StaffAwayCommand.self, StaffBackCommand.self, StaffCoverCommand.self,
            StaffListCommand.self,
        ])
}

/// Tells that somebody is away.
struct StaffAwayCommand: Act {
    static let configuration = CommandConfiguration(
        commandName: "away", abstract: "Tell that somebody is away: today, or on the days given.",
        discussion: "It answers with the sessions that have to be covered or cancelled.")

    @OptionGroup var visitor: VisitOptions

    @Argument(help: "Who is away.")
    var staff: String

    @Option(
        help: ArgumentHelp("The first day: \(DayWord.coming) (default: today).", valueName: "day"),
        transform: DayWord.parse)
    var from: DayWord?

    @Option(
        help: ArgumentHelp(
            "The last day, which is one of them (default: the first one).", valueName: "day"),
        transform: DayWord.parse)
    var to: DayWord?

    func act(as actor: Actor, in opened: OpenedClinic, over session: inout BusSession) async throws
        -> Output
    {
        let staff = try ShortForm.staff(staff, in: opened.clinic)
        let today = await opened.now(over: &session).today
        let first = from?.date(on: today, looking: .next)
        let answer = try await session.send(
            RecordAway(
                staff: staff, from: first, through: to?.end(of: first ?? today, on: today)),
            as: actor)
        return Output(["\(staff) is away."] + answer.guidance)
    }
}

/// Tells that somebody is back.
struct StaffBackCommand: Act {
    static let configuration = CommandConfiguration(
        commandName: "back",
        abstract: "Tell that somebody is back sooner than was told, or was never away.",
        discussion: "What passed to a colleague stays with the colleague.")

    @OptionGroup var visitor: VisitOptions

    @Argument(help: "Who is back.")
    var staff: String

    @Option(
        help: ArgumentHelp(
            "The first day of work: \(DayWord.coming) (default: today).", valueName: "day"),
        transform: DayWord.parse)
    var from: DayWord?

    func act(as actor: Actor, in opened: OpenedClinic, over session: inout BusSession) async throws
        -> Output
    {
        let staff = try ShortForm.staff(staff, in: opened.clinic)
        let first = await from?.date(looking: .next, in: opened, over: &session)
        let answer = try await session.send(RecordBack(staff: staff, from: first), as: actor)
        return Output(["\(staff) is back."] + answer.guidance)
    }
}

/// Gives a session to another clinician.
struct StaffCoverCommand: Act {
    static let configuration = CommandConfiguration(
        commandName: "cover", abstract: "Have another clinician lead a session.")

    @OptionGroup var visitor: VisitOptions

    @Argument(
        help: ArgumentHelp(
            "\(SessionWord.help) Then who leads it.", valueName: "session-and-clinician"))
    var words: [String]

    func act(as actor: Actor, in opened: OpenedClinic, over bus: inout BusSession) async throws
        -> Output
    {
        guard let last = words.last, words.count > 1,
            let word = SessionWord.read(words.dropLast(), in: opened.clinic)
        else {
            throw ClientError.usage(
                Advice(
                    "No session was named, or nobody to lead it.",
                    remedy: "Give both: `cairn staff cover p1-01 mon 9 t02`."))
        }
        let clinician = try ShortForm.staff(last, in: opened.clinic)
        let search = await SessionSearch(opened, as: actor, over: &bus, looking: .next) { typed in
            "cairn staff cover \(typed) \(clinician)"
        }
        let found = try await search.found(word, over: &bus)
        let answer = try await bus.send(
            CoverSession(session: found, clinician: clinician), as: actor)
        return Output(["\(clinician) leads \(found)."] + answer.guidance)
    }
}

/// Shows who is away.
struct StaffListCommand: Visit {
    static let configuration = CommandConfiguration(
        commandName: "list", abstract: "Show who is away today or later.")

    @OptionGroup var visitor: VisitOptions

    func visit(_ opened: OpenedClinic, over session: inout BusSession) async throws -> Output {
        let lines = try await session.ask(StaffAwayView())
        guard !lines.isEmpty else { return Output(["Nobody is away."]) }
        let rows = lines.map { [$0.staff.text, $0.from.description, $0.through.description] }
        return Output(Columns([["WHO", "FROM", "THROUGH"]] + rows).lines)
    }
}
