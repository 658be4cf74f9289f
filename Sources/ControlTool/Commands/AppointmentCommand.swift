internal import ArgumentParser
internal import ClinicClient
internal import Messages

/// Books appointments for intakes and for after treatment.
struct AppointmentCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "appointment",
        abstract: "Book a client's intake, and the appointments after treatment.",
        discussion: """
            The program does not end without the first two after it. For example:

                cairn appointment intake c-0001 fri 10:00 --with t01 --as fd1

                cairn appointment book c-0001 2026-12-20T10:00 --with "Dr. Ray" --place "her practice" \
            --as cm1
            """,
        subcommands: [
            AppointmentIntakeCommand.self, AppointmentCameCommand.self,
            AppointmentMissedCommand.self, AppointmentBookCommand.self,
            AppointmentListCommand.self, AppointmentCancelCommand.self,
        ])
}

/// Books an appointment.
struct AppointmentBookCommand: Act {
    static let configuration = CommandConfiguration(
        commandName: "book",
        abstract: "Book an appointment after treatment, or another in the place of one.")

    @OptionGroup var visitor: VisitOptions

    @Argument(help: ClientWord.help)
    var client: ClientWord

    @Argument(
        help: "When, on the clinic's clock: fri 10:00, or 2026-12-20T10:00.")
    var time: [String]

    @Option(help: ArgumentHelp("With whom.", valueName: "text"))
    var with: String

    @Option(help: ArgumentHelp("Where, or by which way.", valueName: "text"))
    var place: String

    @Option(
        help: ArgumentHelp(
            "The appointment that it replaces: its id, the beginning or the end of it.",
            valueName: "id"))
    var replaces: String?

    func act(as actor: Actor, in clinic: OpenedClinic, over session: inout BusSession) async throws
        -> Output
    {
        let id = try client.id()
        let word = try MomentWord.read(time)
        let at = word.local(at: await clinic.now(over: &session).local, looking: .next)
        let before: AppointmentID? =
            if let replaces { try await session.appointment(replaces, of: id, as: actor) } else {
                nil
            }
        let answer = try await session.send(
            BookAppointment(client: id, replaces: before, with: with, at: at, place: place),
            as: actor)
        return Output(["The appointment is booked."] + answer.guidance)
    }
}

/// Lists what is booked.
struct AppointmentListCommand: Look {
    static let configuration = CommandConfiguration(
        commandName: "list", abstract: "Show what is booked for a client.")

    @OptionGroup var looking: LookOptions

    @Argument(help: ClientWord.help)
    var client: ClientWord

    var scope: String { "appointment list" }
    var subject: ClientID? { try? client.id() }

    func fetch(in opened: OpenedClinic, over session: inout BusSession) async throws
        -> [BookedAppointment]
    {
        try await session.ask(
            AppointmentsView(client: client.id()), as: visitor.person.named(in: opened))
    }

    func show(
        _ booked: [BookedAppointment], in sight: Sight, over session: inout BusSession
    ) async throws -> Output {
        guard !booked.isEmpty else { return Output("No appointments.") }
        let rows = booked.map { appointment in
            [appointment.appointment.text, (appointment.purpose ?? .afterTreatment).rawValue]
                + ["\(appointment.at)", appointment.with, appointment.place].map {
                    sight.isRevealing ? $0.printable(upTo: 200) : Masking.mask
                }
        }
        return .table([["APPOINTMENT", "FOR", "WHEN", "WITH", "WHERE"]] + rows)
    }
}

/// Cancels an appointment.
struct AppointmentCancelCommand: Act {
    static let configuration = CommandConfiguration(
        commandName: "cancel", abstract: "Write down that an appointment will not be held.")

    @OptionGroup var visitor: VisitOptions

    @Argument(help: ClientWord.help)
    var client: ClientWord

    @Argument(
        help: "The appointment's id, its beginning or its end: see `cairn appointment list`.")
    var appointment: String

    @Argument(help: "Why: the rest of the line.")
    var reason: [String]

    func act(as actor: Actor, in opened: OpenedClinic, over session: inout BusSession) async throws
        -> Output
    {
        let id = try client.id()
        let answer = try await session.send(
            CancelAppointment(
                client: id,
                appointment: try await session.appointment(appointment, of: id, as: actor),
                reason: reason.joined(separator: " ")), as: actor)
        return Output(["The appointment is cancelled."] + answer.guidance)
    }
}

extension BusSession {
    /// The appointment that somebody means.
    fileprivate mutating func appointment(
        _ typed: String, of client: ClientID, as actor: Actor
    ) async throws -> AppointmentID {
        try ShortForm.id(
            typed, in: await ask(AppointmentsView(client: client), as: actor).map(\.appointment),
            naming: "appointment of the client", more: "See `cairn appointment list`.")
    }
}
