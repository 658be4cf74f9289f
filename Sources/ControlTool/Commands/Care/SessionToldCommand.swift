internal import ArgumentParser
internal import ClinicClient
internal import Messages

/// Says that those were told whom a change of a session concerns.
struct SessionToldCommand: Act {
    static let configuration = CommandConfiguration(
        commandName: "told",
        abstract: "Say that all whom a change of a planned session concerns were told.",
        discussion: """
            It ends the duties tell-change of that session. For example:

                cairn session told p1-01 mon 9 --as t01
            """)

    @OptionGroup var visitor: VisitOptions

    @Argument(help: "\(SessionWord.help)")
    var session: [String]

    func act(
        as actor: Actor, in opened: OpenedClinic, over bus: inout BusSession
    ) async throws -> Output {
        guard let word = SessionWord.read(session, in: opened.clinic) else {
            throw ClientError.usage(
                Advice(
                    "No session is named.",
                    remedy: "It looks like p1-01 mon 9, today 09:00, or an id of"
                        + " `cairn session list`."))
        }
        let search = await SessionSearch(opened, as: actor, over: &bus, looking: .next) { typed in
            "cairn session told \(typed)"
        }
        let found = try await search.found(word, over: &bus)
        let answer = try await bus.send(TellSession(session: found), as: actor)
        return Output(["Those whom it concerns know of \(found)."] + answer.guidance)
    }
}
