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

                cairn place c1 2.1 --as t01

                cairn place c1 2.5 Relapsed twice at this level. --as t01
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

    func act(as actor: Actor, in place: OpenedClinic, over session: inout BusSession) async throws
        -> Output
    {
        let client = try client.id()
        guard let level else {
            let answer = try await session.send(RecommendPlacement(client: client), as: actor)
            return Output(answer.guidance, notes: [place.banner])
        }
        let known = PlacementPolicy.current.levels
        let chosen = LevelOfCare(rawValue: level)
        guard known.contains(chosen) else {
            let words = known.map(\.rawValue)
            throw ClientError.usage(
                Advice(
                    "There is no level of that name.",
                    remedy: NearMiss.question(level, in: words)
                        + "Levels are: \(words.joined(separator: ", "))."))
        }
        let waiting = try await session.ask(IntakeList()).first { $0.client == client }
        guard let placement = waiting?.placement, let indicated = waiting?.indicated else {
            throw ClientError.refused(
                Advice(
                    "No recommendation waits for a decision.",
                    remedy: "Ask for one with `cairn place \(client)`."))
        }
        let answer = try await session.send(
            ConfirmPlacement(
                client: client, placement: placement, level: chosen,
                overrideReason: reason.isEmpty ? nil : reason.joined(separator: " ")), as: actor)
        let note = chosen == indicated ? "as indicated" : "\(indicated) was indicated"
        return Output(
            ["\(client) is placed at level \(chosen), \(note), by \(actor.staff)."]
                + answer.guidance)
    }
}
