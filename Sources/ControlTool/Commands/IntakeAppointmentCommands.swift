internal import ArgumentParser
internal import ClinicClient
internal import Messages

/// Books an appointment for an intake.
struct AppointmentIntakeCommand: Act {
    static let configuration = CommandConfiguration(
        commandName: "intake",
        abstract: "Book the intake of somebody who was referred, or move it to another time.",
        discussion: """
            It stands in `cairn session list`, and the intake's duties fall due with it. Once it has \
            begun, write down what became of it: `cairn appointment came` or `missed`. For example:

                cairn appointment intake 2 fri 10:00 --with t01 --as fd1

                cairn appointment intake 2 mon 9 --with t02 --moves --as fd1
            """)

    @OptionGroup var visitor: VisitOptions

    @Argument(help: ClientWord.help)
    var client: ClientWord

    @Argument(help: "The day: today, fri (the next one), or a date.", transform: DayWord.parse)
    var day: DayWord

    @Argument(help: "When, on the clinic's clock: 10:00 or 10.", transform: TimeWord.parse)
    var time: TimeOfDay

    @Option(help: ArgumentHelp("With whom of the staff.", valueName: "staff"))
    var with: String

    @Option(
        help: ArgumentHelp("By which way.", valueName: "channel"),
        completion: .list(ContactChannel.known.map(\.rawValue)))
    var channel = ContactChannel.inPerson.rawValue

    @Flag(help: "It replaces the one that is booked.")
    var moves = false

    func act(as actor: Actor, in opened: OpenedClinic, over session: inout BusSession) async throws
        -> Output
    {
        let id = try client.id()
        let person = try ShortForm.staff(with, in: opened.clinic)
        let channel: ContactChannel = try ShortForm.of(channel, naming: "channel")
        let date = await day.date(looking: .next, in: opened, over: &session)
        let at = LocalDateTime(date: date, time: time)
        try await checkFree(person, at: at, as: actor, over: &session)
        let standing =
            try await moves
            ? session.ask(IntakeAppointments(), as: actor).last { $0.client == id }?.appointment
            : nil
        guard !moves || standing != nil else {
            throw ClientError.refused(
                Advice(
                    "The client has no intake appointment that could be moved.",
                    remedy: "Leave `--moves` out."))
        }
        let answer = try await session.send(
            BookAppointment(
                client: id, replaces: standing, with: person.text, at: at,
                place: channel.rawValue, purpose: .intake), as: actor)
        return Output(
            ["The intake is on \(date.weekday.rawValue) \(date) at \(time) with \(person)."]
                + answer.guidance)
    }

    /// Aftercare knows no sessions: whoever leads one then is told of here.
    private func checkFree(
        _ person: StaffID, at: LocalDateTime, as actor: Actor, over session: inout BusSession
    ) async throws {
        let lines = try? await session.ask(CalendarView(week: at.date.weekStart), as: actor)
        let other = lines?.first {
            $0.clinician == person && $0.start <= at && at < $0.end
        }
        guard let other else { return }
        throw ClientError.refused(
            Advice(
                "\(person) leads \(other.holder) from \(other.start.time) to \(other.end.time).",
                remedy: "Agree on another time, or name somebody else."))
    }
}

/// Whose intake it was, and what else is to be said.
struct AppointmentOutcomeOptions: ParsableArguments {
    @OptionGroup var visitor: VisitOptions

    @Argument(help: ClientWord.help)
    var client: ClientWord

    @Argument(help: "What else is to be said: the rest of the line.")
    var note: [String] = []

    /// Records what became of the one that is open.
    func record(
        _ outcome: AppointmentOutcome, as actor: Actor, over session: inout BusSession
    ) async throws -> Output {
        let id = try client.id()
        guard
            let open = try await session.ask(IntakeAppointments(), as: actor).first(where: {
                $0.client == id
            })
        else {
            throw ClientError.refused(
                Advice(
                    "No intake appointment of this client is open.",
                    remedy: "`cairn session list` shows those of the day; without one, write the"
                        + " contact down: `cairn contact reached`."))
        }
        let answer = try await session.send(
            RecordAppointment(
                client: id, appointment: open.appointment, outcome: outcome,
                note: note.joined(separator: " ")), as: actor)
        return Output(["It is written down: \(outcome)."] + answer.guidance)
    }
}

/// Records that a client came to the intake.
struct AppointmentCameCommand: Act {
    static let configuration = CommandConfiguration(
        commandName: "came", abstract: "Write down that the client came to the intake.")

    @OptionGroup var options: AppointmentOutcomeOptions

    var visitor: VisitOptions { options.visitor }

    func act(as actor: Actor, in opened: OpenedClinic, over session: inout BusSession) async throws
        -> Output
    {
        try await options.record(.came, as: actor, over: &session)
    }
}

/// Records that a client did not come to the intake.
struct AppointmentMissedCommand: Act {
    static let configuration = CommandConfiguration(
        commandName: "missed", abstract: "Write down that the client did not come to the intake.",
        discussion: "Somebody gets in touch on the next shift.")

    @OptionGroup var options: AppointmentOutcomeOptions

    var visitor: VisitOptions { options.visitor }

    func act(as actor: Actor, in opened: OpenedClinic, over session: inout BusSession) async throws
        -> Output
    {
        try await options.record(.missed, as: actor, over: &session)
    }
}
