internal import ArgumentParser
internal import ClinicClient
internal import Messages

/// Looks at who chose another level than the indicated one.
struct OverridesCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "overrides",
        abstract:
            "Show how often each person overrides the indicated level, or record a look at it.",
        subcommands: [OverridesListCommand.self, OverridesLookCommand.self],
        defaultSubcommand: OverridesListCommand.self)
}

/// Shows how often each person chose another level than the indicated one.
struct OverridesListCommand: Visit {
    static let configuration = CommandConfiguration(
        commandName: "list",
        abstract: "Show how often each person chose another level of care than the indicated one.",
        discussion: """
            Of each person's newest decisions; no client is named. Hardly ever asks whether anybody \
            looks; very often asks whether the rules are trusted. That a level was not to be had is \
            no override.
            """)

    @OptionGroup var visitor: VisitOptions

    @Flag(help: "Print it as JSON.")
    var json = false

    func visit(_ opened: OpenedClinic, over session: inout BusSession) async throws -> Output {
        let summary = try await session.ask(
            OverrideRates(), as: visitor.person.named(in: opened))
        guard !json else { return Output(try JSONText.readable(summary)) }
        return OverrideReport(summary).output
    }
}

/// Records that somebody looked.
struct OverridesLookCommand: Act {
    static let configuration = CommandConfiguration(
        commandName: "look",
        abstract: "Write down what a look at the override rates found: that ends the duty.",
        discussion: """
            A rate that stays outside the limits asks for a look again after as many decisions as \
            alarm at all. For example:

                cairn overrides look t01 confirms unread: we go through five together. --as dir
            """)

    @OptionGroup var visitor: VisitOptions

    @Argument(help: "What was found, and what is done about it: the rest of the line.")
    var words: [String]

    func act(as actor: Actor, in opened: OpenedClinic, over session: inout BusSession) async throws
        -> Output
    {
        let answer = try await session.send(
            ReviewOverrides(words: words.joined(separator: " ")), as: actor)
        return Output(["The look is written down by \(actor.staff)."] + answer.guidance)
    }
}
