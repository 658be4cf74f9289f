internal import ArgumentParser
internal import ClinicClient
internal import ClinicFiles
internal import ClinicalRules
internal import Messages

/// Asks for a level of care, and decides on one.
struct PlaceCommand: Act {
    static let configuration = CommandConfiguration(
        commandName: "place", abstract: "Say which level of care is indicated and why, or decide.",
        discussion: """
            Without a level it recommends one from what is known, or names what is missing. With the \
            level that is indicated it confirms it; with another one, and the reason, it places the \
            client there. The level is typed either way: nobody confirms what they have not seen. For \
            example:

                cairn place c1 --as t01

                cairn place c1 --all --as t01

                cairn place c1 2.1 --as t01

                cairn place c1 2.5 Relapsed twice at this level. --as t01

                cairn place c1 3.7 --available 2.1 --interim "Groups here, a call each day" --as t01

                cairn place c1 2.1 --from 3.5 --program "Oak House" --transfer 2026-12-04 --as t01
            """)

    @OptionGroup var visitor: VisitOptions

    @Argument(help: ClientWord.help)
    var client: ClientWord

    @Argument(
        help: "The level that you choose, such as 2.1.",
        completion: .list(LevelOfCare.known.map(\.rawValue)))
    var level: String?

    @Argument(help: "Why it is not the indicated one: the rest of the line.")
    var reason: [String] = []

    @Option(
        help: ArgumentHelp(
            "The same as one word: "
                + PlacementReason.known.map(\.rawValue).joined(separator: ", ") + ".",
            valueName: "word"))
    var code: String?

    @Option(
        help: ArgumentHelp("The level that can be had now, if it is another.", valueName: "level"))
    var available: String?

    @Option(
        help: ArgumentHelp(
            "What is done until the chosen level can be had.", valueName: "text"))
    var interim: String?

    @Option(
        help: ArgumentHelp("The residential level that the client comes from.", valueName: "level"))
    var from: String?

    @Option(help: ArgumentHelp("The program that the client comes from.", valueName: "text"))
    var program: String?

    @Option(
        help: ArgumentHelp(
            "The day of the transfer from there: \(DayWord.coming).", valueName: "day"),
        transform: DayWord.parse)
    var transfer: DayWord?

    @Flag(help: "Also what else was read for the recommendation, and all that would change it.")
    var all = false

    func validate() throws {
        guard !all || level == nil else {
            throw ValidationError("--all explains a recommendation: leave the level out.")
        }
    }

    func act(as actor: Actor, in opened: OpenedClinic, over session: inout BusSession) async throws
        -> Output
    {
        let client = try client.id()
        guard let level else {
            let answer = try await session.send(RecommendPlacement(client: client), as: actor)
            let rest = try await all ? basis(of: client, as: actor, over: &session) : []
            return Output(answer.guidance + rest, notes: [opened.banner])
        }
        let chosen: LevelOfCare = try ShortForm.of(level, naming: "level")
        let view = try await session.ask(PlacementView(client: client), as: actor)
        guard let recommended = view.recommended else {
            throw ClientError.refused(
                Advice(
                    "No recommendation waits for a decision.",
                    remedy: "Ask for one with `cairn place \(client)`."))
        }
        let answer = try await session.send(
            ConfirmPlacement(
                client: client, placement: recommended.placement, level: chosen,
                overrideReason: reason.isEmpty ? nil : reason.joined(separator: " "),
                reasonCode: try code.map { try ShortForm.of($0, naming: "reason") },
                available: try available.map { try ShortForm.of($0, naming: "level") },
                interim: interim, stepDown: try await stepDown(in: opened, over: &session)),
            as: actor)
        let indicated = recommended.level
        let note = chosen == indicated ? "as indicated" : "\(indicated) was indicated"
        return Output(
            ["\(client) is placed at level \(chosen), \(note), by \(actor.staff)."]
                + answer.guidance)
    }

    /// All that the recommendation has recorded beside its reasons.
    private func basis(
        of client: ClientID, as actor: Actor, over session: inout BusSession
    ) async throws -> [String] {
        let view = try await session.ask(PlacementView(client: client), as: actor)
        guard let recommended = view.recommended else { return [] }
        let changes = recommended.counterfactuals
        let details = recommended.details ?? []
        return (changes.isEmpty ? [] : ["", "All that would change it:"] + changes)
            + (details.isEmpty ? [] : ["", "What else was read:"] + details)
    }

    /// Where the client comes from: all three are said, or none.
    private func stepDown(
        in opened: OpenedClinic, over session: inout BusSession
    ) async throws -> StepDown? {
        guard from != nil || program != nil || transfer != nil else { return nil }
        guard let from, let program, let transfer else {
            throw ClientError.usage(
                Advice(
                    "Only a part was given of where the client comes from.",
                    remedy: "Give `--from LEVEL`, `--program TEXT` and `--transfer DAY`."))
        }
        return StepDown(
            level: try ShortForm.of(from, naming: "level"), program: program,
            transfer: await transfer.date(looking: .next, in: opened, over: &session))
    }
}
