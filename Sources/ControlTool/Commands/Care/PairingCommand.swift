internal import ArgumentParser
internal import ClinicClient
internal import Messages

/// Keeps clients apart.
struct PairingCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "pairing", abstract: "Keep two clients apart, or let them meet again.",
        discussion: """
            For example:

                cairn pairing forbid 4 9 Violence in the past. --as t01
            """,
        subcommands: [PairingForbidCommand.self, PairingAllowCommand.self])
}

/// Which two clients, and why.
struct PairingOptions: ParsableArguments {
    @OptionGroup var visitor: VisitOptions

    @Argument(help: "One of the two: c-0001, c1 or 1.")
    var first: ClientWord

    @Argument(help: "The other.")
    var second: ClientWord

    @Argument(help: "Why: the rest of the line.")
    var reason: [String]

    var words: String { reason.joined(separator: " ") }
}

/// Keeps two clients apart.
struct PairingForbidCommand: Act {
    static let configuration = CommandConfiguration(
        commandName: "forbid", abstract: "Keep two clients apart: in groups, and when they come.")

    @OptionGroup var options: PairingOptions

    var visitor: VisitOptions { options.visitor }

    func act(as actor: Actor, in opened: OpenedClinic, over session: inout BusSession) async throws
        -> Output
    {
        let (first, second) = (try options.first.id(), try options.second.id())
        let answer = try await session.send(
            ForbidPairing(first: first, second: second, reason: options.words), as: actor)
        return Output(["\(first) and \(second) are kept apart."] + answer.guidance)
    }
}

/// Lets two clients meet again.
struct PairingAllowCommand: Act {
    static let configuration = CommandConfiguration(
        commandName: "allow", abstract: "Let two clients meet again.")

    @OptionGroup var options: PairingOptions

    var visitor: VisitOptions { options.visitor }

    func act(as actor: Actor, in opened: OpenedClinic, over session: inout BusSession) async throws
        -> Output
    {
        let (first, second) = (try options.first.id(), try options.second.id())
        let rule = try await session.ask(Memberships()).compactMap(\.apart).first {
            Set([$0.first, $0.second]) == [first, second]
        }
        guard let rule else {
            throw ClientError.refused(
                Advice("The two are not kept apart.", remedy: "Nothing needs to be done."))
        }
        let answer = try await session.send(
            AllowPairing(
                first: rule.first, second: rule.second, rule: rule.rule, reason: options.words),
            as: actor)
        return Output(["\(first) and \(second) may meet."] + answer.guidance)
    }
}
