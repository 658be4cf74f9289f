/// How long and how often things are measured.
struct Plan {
    let isShort: Bool

    var rounds: Int { isShort ? 3 : 5 }
    /// Seconds that one measurement takes in its steady state.
    var window: Double { isShort ? 0.25 : 1 }
    var trips: Int { isShort ? 1_000 : 5_000 }
    var events: Int { isShort ? 50_000 : 1_000_000 }
}

/// One part of the report, by the name that `--only` takes.
struct Scenario: Sendable {
    let name: String
    let run: @Sendable (Plan) throws -> [Row]

    static let all = [
        Scenario(name: "durable", run: DurablePublish.run),
        Scenario(name: "forwarding", run: Forwarding.run),
        Scenario(name: "brokers", run: EndToEnd.run),
        Scenario(name: "receiving", run: Receiving.run),
        Scenario(name: "round-trip", run: RoundTrip.run),
        Scenario(name: "history", run: Rebuilding.run),
        Scenario(name: "cold-start", run: ColdStart.run),
        Scenario(name: "recovery", run: Recovery.run),
        Scenario(name: "idle", run: IdleClinic.run),
    ]
}
