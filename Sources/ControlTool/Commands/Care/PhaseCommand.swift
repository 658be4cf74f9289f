internal import ArgumentParser
internal import ClinicClient
internal import Messages

/// Decides on phases.
struct PhaseCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "phase", abstract: "Keep or change a client's phase, or complete the program.",
        discussion: """
            What a review proposes is in `cairn today`. For example:

                cairn phase keep c1 Two more weeks to settle. --as t01

                cairn phase keep c1 In hospital until Friday. --not-held --as t01

                cairn phase change c1 p2 Six weeks without use. --as t01

                cairn phase complete c1 All goals met. --as t01
            """,
        subcommands: [
            PhaseKeepCommand.self, PhaseChangeCommand.self, PhaseCompleteCommand.self,
        ])
}

/// Leaves a client in the phase.
struct PhaseKeepCommand: Act {
    static let configuration = CommandConfiguration(
        commandName: "keep", abstract: "Leave a client in the phase after a review.")

    @OptionGroup var visitor: VisitOptions

    @Argument(help: ClientWord.help)
    var client: ClientWord

    @Argument(help: "Why, or why the review could not be: the rest of the line.")
    var reason: [String]

    @Flag(help: "The review could not take place: nobody has decided, and it comes again.")
    var notHeld = false

    func act(as actor: Actor, in opened: OpenedClinic, over session: inout BusSession) async throws
        -> Output
    {
        let stay = try await session.stay(of: client.id())
        let answer = try await session.send(
            KeepPhase(
                client: stay.client, phase: stay.phase, reason: reason.joined(separator: " "),
                wasNotHeld: notHeld ? true : nil), as: actor)
        let done =
            notHeld
            ? "The review of \(stay.client) was not held; the phase stays \(stay.phase)."
            : "\(stay.client) stays in \(stay.phase)."
        return Output([done] + answer.guidance)
    }
}

/// Moves a client to another phase.
struct PhaseChangeCommand: Act {
    static let configuration = CommandConfiguration(
        commandName: "change", abstract: "Move a client to another phase.")

    @OptionGroup var visitor: VisitOptions

    @Argument(help: ClientWord.help)
    var client: ClientWord

    @Argument(
        help: "The phase, as clinic.yaml names it: one next to the present one, or the first.")
    var to: String

    @Argument(help: "Why: the rest of the line.")
    var reason: [String]

    func act(as actor: Actor, in opened: OpenedClinic, over session: inout BusSession) async throws
        -> Output
    {
        let phase = try ShortForm.of(to, in: opened.clinic.phases.map(\.id.text), naming: "phase")
        let stay = try await session.stay(of: client.id())
        let answer = try await session.send(
            ChangePhase(
                client: stay.client, from: stay.phase, to: PhaseID(phase),
                reason: reason.joined(separator: " ")), as: actor)
        return Output(
            ["\(stay.client) goes from \(stay.phase) to \(phase)."] + answer.guidance)
    }
}

/// Completes the program.
struct PhaseCompleteCommand: Act {
    static let configuration = CommandConfiguration(
        commandName: "complete", abstract: "End a stay as completed: aftercare follows.")

    @OptionGroup var visitor: VisitOptions

    @Argument(help: ClientWord.help)
    var client: ClientWord

    @Argument(help: "Why: the rest of the line.")
    var reason: [String]

    func act(as actor: Actor, in opened: OpenedClinic, over session: inout BusSession) async throws
        -> Output
    {
        let client = try client.id()
        let answer = try await session.send(
            CompleteProgram(client: client, reason: reason.joined(separator: " ")), as: actor)
        return Output(["\(client) has completed the program."] + answer.guidance)
    }
}

/// Gives clients another clinician.
struct ReassignCommand: Act {
    static let configuration = CommandConfiguration(
        commandName: "reassign",
        abstract: "Give a client, or a whole caseload, another primary clinician.",
        discussion: """
            Without `--to` one is chosen for each client, by language and free caseload. For example:

                cairn reassign t01 On leave from Monday. --as dir

                cairn reassign t01 Speaks Spanish. --client c1 --to t02 --as dir
            """)

    @OptionGroup var visitor: VisitOptions

    @Argument(help: "The clinician now, by id; it may be one who has left.")
    var from: String

    @Argument(help: "Why: the rest of the line.")
    var reason: [String]

    @Option(help: "This client alone: c-0001, c1 or 1.")
    var client: ClientWord?

    @Option(help: ArgumentHelp("The next clinician, by id.", valueName: "staff"))
    var to: String?

    func act(as actor: Actor, in opened: OpenedClinic, over session: inout BusSession) async throws
        -> Output
    {
        // Who has left is on nobody's staff, and may still have a caseload.
        let stays = (try? await session.ask(Enrollments())) ?? []
        let known = Set(opened.clinic.staff.map(\.id.text) + stays.map(\.clinician.text))
        let from = try ShortForm.of(from, in: known.sorted(), naming: "clinician")
        let answer = try await session.send(
            ChangeClinician(
                client: client?.id(), from: StaffID(from),
                to: to.map { try ShortForm.staff($0, in: opened.clinic) },
                reason: reason.joined(separator: " ")), as: actor)
        let count = answer.events.count == 1 ? "1 event" : "\(answer.events.count) events"
        return Output(["Reassigned: \(count) recorded."] + answer.guidance)
    }
}

extension BusSession {
    /// How a client's stay stands.
    fileprivate mutating func stay(of client: ClientID) async throws -> EnrollmentStatus {
        guard let stay = try await ask(Enrollments()).first(where: { $0.client == client }) else {
            throw ClientError.refused(
                Advice(
                    "The client is not in treatment here.",
                    remedy: "See `cairn client show \(client)`."))
        }
        return stay
    }
}
