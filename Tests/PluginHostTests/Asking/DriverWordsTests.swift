internal import Messages
internal import PluginHostCore
internal import Testing
internal import TherapyContract

@Suite("What a therapy's log is told of each failure")
struct DriverWordsTests {
    private static let facts = (1...4).map { FakeJournal.fact("f-\($0)") }

    private func notes(of vice: FakeTherapy.Vice) throws -> [String] {
        var bench = DriverBench(Self.facts, vices: ["f-2": vice])
        try bench.run()
        #expect(bench.journal.setAside == ["f-2"])
        return bench.notes
    }

    @Test(
        "Which question, for how long, how it ended, how often, and what comes next",
        arguments: [
            (FakeTherapy.Vice.hangs, "did not answer in time, asked for 5 s: react"),
            (.babbles, "what it wrote is no answer, asked for 0 ms: react"),
            (.fails, "it answered that it could not, asked for 0 ms: react"),
            (.ends, "The program ended, asked for 0 ms: react"),
            (.asksTooMuch, "it asked for what it may not, upon scheduler.attendance.recorded f-2"),
        ])
    func failure(_ vice: FakeTherapy.Vice, words: String) throws {
        let notes = try notes(of: vice)
        #expect(notes.contains { $0.contains(words) }, "\(notes)")
        #expect(notes.contains { $0.hasPrefix("It failed once. It is started again in 1 s") })
        #expect(
            notes.contains {
                $0.hasPrefix("It failed ") && $0.contains("goes on without the fact f-2")
            }, "\(notes)")
    }

    @Test("Which rule of the pipe was broken is told, and the program's own words are marked")
    func rules() throws {
        #expect(
            try notes(of: .babbles).contains {
                $0.contains("A line of the pipe is no JSON object with a whole number n.")
            })
        #expect(try notes(of: .fails).contains("quote: no"))
        #expect(try !notes(of: .hangs).contains { $0.hasPrefix("quote:") })
    }

    @Test("That it is not run any more is told with the reason")
    func quarantine() throws {
        var bench = DriverBench(
            Self.facts,
            vices: Dictionary(uniqueKeysWithValues: Self.facts.map { ($0.id.text, .ends) }))
        bench.settings.failureLimit = 2
        bench = DriverBench(Self.facts, settings: bench.settings, vices: bench.vices)
        try bench.run()
        #expect(bench.isQuarantined)
        #expect(
            bench.notes.last
                == "It is not run any more. It failed 2 times in a row.")
    }

    @Test("No client stands in it")
    func nobody() throws {
        for vice in [FakeTherapy.Vice.hangs, .babbles, .fails, .ends, .asksTooMuch] {
            #expect(try notes(of: vice).allSatisfy { !$0.contains("c-0001") })
        }
    }

    @Test("What stands behind a fact with a consequence is not told over and over")
    func batches() throws {
        var bench = DriverBench((1...64).map { FakeJournal.fact("f-\($0)") })
        try bench.run()
        #expect(bench.driver.isCaughtUp && bench.journal.own.count == 64)
        // Each alone, but for the first question; not 64, 63, 62 and so on.
        #expect(bench.factsAsked <= 2 * 64 + 8)
        var quiet = DriverBench(
            (1...640).map { FakeJournal.fact("f-\($0)", type: FakeJournal.session) })
        try quiet.run()
        // Eight, sixteen, thirty-two, then sixty-four at a time.
        #expect(quiet.questions <= 24)
    }
}
