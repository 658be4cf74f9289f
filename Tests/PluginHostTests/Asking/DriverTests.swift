internal import Messages
internal import PluginHostCore
internal import Testing
internal import TherapyContract

@Suite struct DriverTests {
    /// Ten facts of which every second causes something.
    private static let mixed = (1...10).map { number in
        FakeJournal.fact(
            "f-\(number)",
            type: number.isMultiple(of: 2) ? FakeJournal.attendance : FakeJournal.session)
    }

    private static var snapshotting: DriverSettings {
        var settings = DriverBench.settings
        settings.snapshotEvery = 4
        settings.quietLimit = 2
        settings.reactBatch = 3
        settings.foldBatch = 3
        return settings
    }

    @Test func eachFactIsReactedToKnowingWhatFollowedFromThoseBefore() throws {
        var bench = DriverBench(Self.mixed)
        try bench.run()
        #expect(bench.journal.own.count == 5)
        #expect(bench.driver.isCaughtUp)
        #expect(
            bench.program?.folded == [
                "f-1", "f-2", "own-f-2-0", "f-3", "f-4", "own-f-4-0", "f-5", "f-6", "own-f-6-0",
                "f-7", "f-8", "own-f-8-0", "f-9", "f-10", "own-f-10-0",
            ])
    }

    @Test(arguments: DriverBench.Crash.allCases)
    func whereverAProcessEndsNothingIsLostAndNothingIsTwice(_ crash: DriverBench.Crash) throws {
        var whole = DriverBench(Self.mixed, settings: Self.snapshotting)
        whole.readLimit = 3
        try whole.run()
        let last = whole.steps
        #expect(last > 30)
        for place in 0...last {
            var bench = DriverBench(Self.mixed, settings: Self.snapshotting)
            bench.readLimit = 3
            try bench.run(crash: crash, behind: place)
            #expect(bench.journal.own == whole.journal.own, "behind \(place)")
            #expect(bench.program?.folded == whole.program?.folded, "behind \(place)")
            #expect(try bench.toldAnew() == whole.program?.folded, "behind \(place)")
            #expect(bench.driver.isCaughtUp, "behind \(place)")
        }
    }

    @Test func liveJournalAndSnapshotGiveOneState() throws {
        for limit in 1...6 {
            var bench = DriverBench(Self.mixed, settings: Self.snapshotting)
            bench.readLimit = limit
            try bench.run()
            #expect(bench.kept != nil)
            #expect(try bench.toldFromKept() == bench.program?.folded, "read by \(limit)")
            #expect(try bench.toldAnew() == bench.program?.folded, "read by \(limit)")
        }
    }

    @Test(arguments: [FakeTherapy.Vice.ends, .hangs, .babbles, .fails, .asksTooMuch])
    func aFactThatIsFatalTwiceIsSetAsideAndTheRestGoesOn(_ vice: FakeTherapy.Vice) throws {
        var bench = DriverBench(Self.mixed, vices: ["f-4": vice])
        try bench.run()
        #expect(bench.journal.setAside == ["f-4"])
        #expect(bench.journal.own.map(\.id.text) == [2, 6, 8, 10].map { "own-f-\($0)-0" })
        #expect(bench.driver.isCaughtUp)
    }

    @Test func aFactThatIsFatalWhenItIsFoldedIsFoundAmongMany() throws {
        let facts = (1...50).map { FakeJournal.fact("f-\($0)", type: FakeJournal.session) }
        var bench = DriverBench(facts, vices: ["f-37": .ends])
        try bench.run()
        #expect(bench.journal.setAside == ["f-37"])
        #expect(bench.program?.folded.count == 49)
    }

    @Test func whoFailsAgainAndAgainIsNotRunAnyMore() throws {
        let facts = (1...30).map { FakeJournal.fact("f-\($0)") }
        let vices = Dictionary(
            uniqueKeysWithValues: facts.map { ($0.id.text, FakeTherapy.Vice.ends) })
        var bench = DriverBench(facts, vices: vices)
        try bench.run()
        #expect(bench.isQuarantined)
        #expect(bench.starts <= bench.settings.failureLimit)
        guard case .quarantined(let reason)? = bench.journal.lines.last else {
            Issue.record("The quarantine is not on record.")
            return
        }
        #expect(!reason.isEmpty)
        let starts = bench.starts
        try bench.run()
        #expect(bench.starts == starts)
    }

    @Test func aProgramThatEndsRestsLongerEachTime() throws {
        let settings = DriverBench.settings
        #expect(settings.pause(after: 1) == .seconds(1))
        #expect(settings.pause(after: 2) == .seconds(2))
        #expect(settings.pause(after: 20) == settings.longestPause)
        var driver = DriverBench.driver(settings, at: SteadyInstant(milliseconds: 0))
        var now = SteadyInstant(milliseconds: 0)
        let clinic = LocalDateTime(
            date: LocalDate(daysSince1970: 0), time: TimeOfDay(minutes: 0))
        #expect(driver.pass(to: now, clinic: clinic) == [.start])
        _ = driver.ended(at: now)
        #expect(driver.pass(to: now, clinic: clinic).isEmpty)
        now = now + .seconds(1)
        #expect(driver.pass(to: now, clinic: clinic) == [.start])
        _ = driver.ended(at: now)
        now = now + .seconds(1)
        #expect(driver.pass(to: now, clinic: clinic).isEmpty)
        now = now + .seconds(1)
        #expect(driver.pass(to: now, clinic: clinic) == [.start])
    }

    @Test func aProgramThatSpeaksUnaskedIsEnded() throws {
        var bench = DriverBench(Self.mixed)
        try bench.run()
        let orders = bench.driver.answered(Array("{\"n\":1}".utf8), at: bench.now)
        #expect(orders.contains(.end))
    }

    @Test func moreThanAMinuteAllowsWaitsForTheNext() throws {
        var settings = DriverBench.settings
        settings.eventsPerMinute = 2
        let facts = (1...7).map { FakeJournal.fact("f-\($0)") }
        var bench = DriverBench(facts, settings: settings)
        try bench.run()
        #expect(bench.journal.own.count == 7)
        #expect(bench.now.milliseconds >= 180_000)
    }

    @Test func factsThatCauseNothingAreCoveredTogether() throws {
        var settings = DriverBench.settings
        settings.quietLimit = 5
        settings.reactBatch = 1
        var bench = DriverBench(
            (1...12).map { FakeJournal.fact("f-\($0)", type: FakeJournal.session) },
            settings: settings)
        try bench.run()
        let words = bench.journal.lines.filter { if case .reacted = $0 { true } else { false } }
        #expect(words == [.reacted(through: "f-5"), .reacted(through: "f-10")])
        bench.clinicHour = 10
        bench.journal.lines.append(
            .fact(FakeJournal.fact("f-13", type: FakeJournal.session)))
        try bench.run()
        #expect(bench.journal.lines.contains(.reacted(through: "f-13")))
    }

    @Test func whatWasEnteredInErrorIsToldAnew() throws {
        for settings in [DriverBench.settings, Self.snapshotting] {
            var bench = DriverBench(Self.mixed, settings: settings)
            try bench.run()
            bench.retract("f-4")
            try bench.run()
            #expect(bench.program?.folded.contains("f-4") == false)
            #expect(bench.program?.folded.contains("own-f-4-0") == false)
            #expect(try bench.toldAnew() == bench.program?.folded)
            if bench.kept != nil {
                #expect(try bench.toldFromKept() == bench.program?.folded)
            }
            #expect(bench.journal.own.count == 4)
        }
    }

    @Test func whoIsToldToStopIsAskedToLeave() throws {
        var bench = DriverBench(Self.mixed)
        try bench.run()
        guard case .send(let line)? = bench.driver.stop(at: bench.now).first else {
            Issue.record("Nothing was asked.")
            return
        }
        #expect(try Question(line: line).ask == .bye)
    }
}
