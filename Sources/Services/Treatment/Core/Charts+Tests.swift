internal import Messages

extension Charts {
    /// The tests of a day that begins, and those that lapsed before it.
    ///
    /// A day that is over is not drawn any more, as after an outage: nobody could be called.
    func begin(_ day: LocalDate, in context: inout Context) -> [any Event] {
        guard context.now.today <= day else { return [] }
        let draw = TestDraw(on: day, at: context.clinic, away: duties.away)
        let phases = context.clinic.phases.map(\.id)
        var events: [any Event] = []
        for (client, chart) in charts.sorted(by: { $0.key < $1.key }) {
            guard let stay = chart.stay else { continue }
            for test in chart.tests where test.hasLapsed(by: day) {
                events.append(UrineTestLapsed(client: client, test: test.id))
            }
            let last = chart.tests.last { $0.isDrawn }?.day
            let opened = context.now.localDate(of: stay.opened)
            let place = phases.firstIndex(of: stay.phase) ?? 0
            let isCalled = draw.calls(
                tests: TreatmentTerms.testsInFourWeeks(inPhase: place),
                last: max(last ?? opened, opened), by: &context.identifiers)
            guard isCalled else { continue }
            events.append(
                UrineTestOrdered(
                    client: client, test: context.identifier(), day: day, isDrawn: true))
        }
        return events
    }

    func order(_ command: OrderUrineTest, in context: inout Context) throws -> Decision {
        let (chart, _) = try enrolled(command.client)
        guard !command.reason.isBlank else {
            throw Refusal(
                "A test that a person orders needs a reason.", remedy: "Say it, in a few words.")
        }
        let today = context.now.today
        guard !chart.tests.contains(where: { $0.day == today && $0.collection == nil }) else {
            throw Refusal(
                "A test of today waits to be collected.",
                remedy: "Collect that one: see `cairn client care`.")
        }
        return Decision([
            UrineTestOrdered(
                client: command.client, test: context.identifier(), day: today, isDrawn: false,
                reason: command.reason)
        ])
    }

    func record(_ command: RecordCollection, by actor: Actor, in context: Context) throws
        -> Decision
    {
        let chart = try known(command.client)
        let test = try test(command.test, in: chart)
        guard command.outcome.isKnown else {
            throw Refusal.unknown("outcome", of: CollectionOutcome.known)
        }
        guard test.collection == nil else {
            throw Refusal(
                "It is recorded what became of this test.",
                remedy:
                    "If that is wrong, take it back and record it anew: `cairn correct` shows it "
                    + "with its number.")
        }
        guard command.outcome != .excused || !(command.note ?? "").isBlank else {
            throw Refusal(
                "What is excused needs a reason.", remedy: "Say why it could not be collected.")
        }
        let collector = command.collector ?? actor.staff
        guard let person = context.clinic.staff.first(where: { $0.id == collector }) else {
            throw Refusal(
                "The person who collected is not on the staff.", remedy: "Name one of the staff.")
        }
        if command.outcome == .collected, let wish = chart.collector?.gender,
            let gender = person.gender, wish != gender
        {
            throw Refusal(
                "The client wishes to be collected from by somebody else.",
                remedy: "Name who collected, or record the client's present wish first: "
                    + "`cairn test collector`.")
        }
        let event = CollectionRecorded(
            client: command.client, test: command.test, outcome: command.outcome,
            collector: collector, note: command.note)
        let isCollected = command.outcome == .collected
        return Decision(
            [event],
            guidance: isCollected
                ? ["Write down what it shows: `cairn test result`."]
                : ["It says nothing about use: a person talks it over with the client."])
    }

    func record(_ command: RecordTestResult, in context: Context) throws -> Decision {
        let chart = try known(command.client)
        let test = try test(command.test, in: chart)
        guard command.stage.isKnown else {
            throw Refusal.unknown("stage", of: ResultStage.known)
        }
        guard command.found.allSatisfy(\.isKnown) else {
            throw Refusal.unknown("substance", of: TestedSubstance.known)
        }
        guard test.collection?.outcome == .collected else {
            throw Refusal(
                "The urine is not collected.", remedy: "Record the collection first.")
        }
        guard test.confirmed == nil, command.stage == .confirmed || test.presumptive == nil else {
            throw Refusal(
                "A result of this stage, or a surer one, is recorded.",
                remedy:
                    "If that is wrong, take it back and record it anew: `cairn correct` shows it "
                    + "with its number.")
        }
        var known = test
        let result = Test.Result(found: command.found, time: context.now.utc)
        if command.stage == .confirmed {
            known.confirmed = result
        } else {
            known.presumptive = result
        }
        let unexpected = known.unexpected(beside: chart.medications)
        let event = TestResulted(
            client: command.client, test: command.test, stage: command.stage, found: command.found,
            unexpected: unexpected)
        return Decision([event], guidance: [Charts.words(on: event)])
    }

    private static func words(on result: TestResulted) -> String {
        if result.found.isEmpty { return "Nothing was found." }
        if result.unexpected.isEmpty { return "What was found is prescribed: it is not use." }
        return result.stage == .confirmed
            ? "Talk it over with the client, and decide what it means: `cairn test judge`."
            : "It is a first look: have the laboratory confirm it before anything is decided."
    }

    func judge(_ command: JudgeTest) throws -> Decision {
        let chart = try known(command.client)
        let test = try test(command.test, in: chart)
        guard command.judgement.isKnown else {
            throw Refusal.unknown("judgement", of: TestJudgement.known)
        }
        guard test.isJudgeable(beside: chart.medications) else {
            throw Refusal(
                "There is nothing to decide about this test.",
                remedy: "Of a return to use that was told otherwise write down: `cairn contact "
                    + "used`.")
        }
        guard !command.reason.isBlank else {
            throw Refusal(
                "A decision needs a reason.", remedy: "Say what the client said, in a few words.")
        }
        let isUse = command.judgement == .returnToUse
        return Decision(
            [
                TestJudged(
                    client: command.client, test: command.test, judgement: command.judgement,
                    reason: command.reason)
            ],
            guidance: isUse
                ? ["Aftercare tells everybody: a screen and a contact follow within 24 hours."]
                : [])
    }

    func choose(_ command: ChooseCollector) throws -> Decision {
        let chart = try known(command.client)
        if let gender = command.gender, !gender.isKnown {
            throw Refusal.unknown("gender", of: Gender.known)
        }
        try check(command.replaces, isStanding: chart.collector?.event, of: "wish")
        return Decision([CollectorChosen(client: command.client, gender: command.gender)])
    }

    private func test(_ id: UrineTestID, in chart: Chart) throws -> Test {
        guard let test = chart.tests.first(where: { $0.id == id }) else {
            throw Refusal(
                "No such test is ordered for this client.",
                remedy: "See `cairn client care` for those that are.")
        }
        return test
    }
}

extension Test {
    /// Whether nobody said in time what became of it.
    fileprivate func hasLapsed(by today: LocalDate) -> Bool {
        collection == nil && !isLapsed
            && day.advanced(by: TreatmentTerms.daysToRecordCollection) < today
    }
}
