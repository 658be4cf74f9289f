internal import ArgumentParser
internal import ClinicClient
internal import Messages

/// Shows how often each person chose another level than the indicated one.
struct OverridesCommand: Visit {
    static let configuration = CommandConfiguration(
        commandName: "overrides",
        abstract: "Show how often each person chose another level of care than the indicated one.",
        discussion: """
            Of each person's newest decisions; no client is named. Hardly ever asks whether anybody \
            looks; very often asks whether the rules are trusted. That a level was not to be had is \
            no override.
            """)

    @OptionGroup var visitor: VisitOptions

    @Flag(help: "Print it as JSON.")
    var json = false

    func visit(_ place: OpenedClinic, over session: inout BusSession) async throws -> Output {
        let summary = try await session.ask(
            OverrideRates(), as: visitor.person.named(in: place))
        guard !json else { return Output(try JSONText.readable(summary)) }
        return OverrideReport(summary).output
    }
}
