/// How long and how often things are measured.
struct Plan {
    let isShort: Bool
    /// How many rounds were asked for; `nil` for as many as a figure needs.
    var wantedRounds: Int?

    var rounds: Int { wantedRounds ?? (isShort ? 3 : 5) }
    /// Where the goal is near one, and the machine's own noise as large as the difference.
    var closeRounds: Int { wantedRounds ?? (isShort ? 3 : 11) }
    /// Seconds that one measurement takes in its steady state.
    var window: Double { isShort ? 0.25 : 1 }
    var trips: Int { isShort ? 1_000 : 5_000 }
    var events: Int { isShort ? 50_000 : 1_000_000 }
}

/// One part of the report, by the name that `--only` takes.
struct Scenario: Sendable {
    let name: String
    /// What its rows say that they are, in the first column: by it they are found again in a page.
    /// No two scenarios share one. A row that begins with `…` goes with the row before it.
    let subjects: [String]
    let run: @Sendable (Plan) throws -> [Row]

    /// In the order of the table.
    static let all = [
        Scenario(name: "durable", subjects: [DurablePublish.subject], run: DurablePublish.run),
        Scenario(
            name: "forwarding", subjects: [false, true].map(Forwarding.subject(isEncrypted:)),
            run: Forwarding.run),
        Scenario(
            name: "brokers", subjects: [false, true].map(EndToEnd.subject(isEncrypted:)),
            run: EndToEnd.run),
        Scenario(name: "receiving", subjects: [Receiving.subject], run: Receiving.run),
        Scenario(name: "round-trip", subjects: [RoundTrip.subject], run: RoundTrip.run),
        Scenario(
            name: "history", subjects: [Rebuilding.rebuild, Rebuilding.replay],
            run: Rebuilding.run),
        Scenario(name: "timeline", subjects: [TimelineReading.subject], run: TimelineReading.run),
        Scenario(name: "cold-start", subjects: [ColdStart.subject], run: ColdStart.run),
        Scenario(name: "recovery", subjects: [Recovery.subject], run: Recovery.run),
        Scenario(name: "idle", subjects: [IdleClinic.subject], run: IdleClinic.run),
        Scenario(name: "therapies", subjects: Therapies.subjects, run: Therapies.run),
    ]
}
