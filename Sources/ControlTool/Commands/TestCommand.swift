internal import ArgumentParser
internal import ClinicClient
internal import Messages

/// Works with urine tests.
struct TestCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "test", abstract: "Write down what becomes of a client's urine tests.",
        discussion: """
            Chance draws the days, each when it begins; `cairn today` says who is to be called in. A \
            positive result is not use: a person decides. For example:

                cairn test collected c-0001 --as rn1

                cairn test result c-0001 presumptive cocaine --as rn1

                cairn test judge c-0001 no-use Poppy seeds, the laboratory agrees. --as t01
            """,
        subcommands: [
            TestCollectedCommand.self, TestRefusedCommand.self, TestMissedCommand.self,
            TestExcusedCommand.self, TestResultCommand.self, TestJudgeCommand.self,
            TestOrderCommand.self, TestCollectorCommand.self,
        ])
}

/// Whose test it is, and which.
struct TestOptions: ParsableArguments {
    @OptionGroup var visitor: VisitOptions

    @Argument(help: ClientWord.help)
    var client: ClientWord

    @Option(
        help: ArgumentHelp(
            "The test by its id, the beginning or the end of it, where more than one waits: see "
                + "`cairn client care`.", valueName: "id"))
    var test: String?

    var id: ClientID { get throws { try client.id() } }

    /// The one test that is meant: the one that was named, or the only one that fits.
    ///
    /// - Parameter step: the command, with what it takes beside the client, for whoever has to choose.
    func found(
        _ step: String, as actor: Actor, over session: inout BusSession,
        where fits: (StandingTest) -> Bool
    ) async throws -> UrineTestID {
        let client = try id
        let tests = try await session.care(of: client, as: actor).tests
        if let test {
            return try ShortForm.id(
                test, in: tests.map(\.test), naming: "test of the client",
                more: "See `cairn client care`.")
        }
        let fit = tests.filter(fits)
        if let found = fit.first, fit.count == 1 { return found.test }
        let words = step.split(separator: " ", maxSplits: 1).map(String.init)
        let ways = fit.map { test in
            let line =
                ["cairn", "test", words[0], client.text] + words.dropFirst()
                + ["--test", test.test.text]
            return "`\(line.joined(separator: " "))` for that of \(test.day)"
        }
        throw ClientError.refused(
            fit.isEmpty
                ? Advice(
                    "No test of the client waits for that.",
                    remedy: "`cairn client care \(client)` shows the tests, and what is next of"
                        + " each.")
                : Advice(
                    "More than one test waits for that.",
                    remedy: "Give one of: \(ways.joined(separator: ", ")).")
        )
    }

    /// Records what became of a test that nobody wrote down yet.
    func record(
        _ outcome: CollectionOutcome, by collector: StaffID? = nil, _ note: [String] = [],
        as actor: Actor, over session: inout BusSession
    ) async throws -> Output {
        let waits = try await session.care(of: id, as: actor).tests.contains {
            $0.next == .collectTest
        }
        // One that lapsed is told late, unless another waits.
        let step = outcome == .excused ? "excused REASON" : outcome.rawValue
        let test = try await found(step, as: actor, over: &session) {
            waits ? $0.next == .collectTest : $0.isLapsed
        }
        let answer = try await session.send(
            RecordCollection(
                client: id, test: test, outcome: outcome, collector: collector,
                note: note.isEmpty ? nil : note.joined(separator: " ")), as: actor)
        return Output(["It is written down: \(outcome)."] + answer.guidance)
    }
}

/// Records that a urine was collected.
struct TestCollectedCommand: Act {
    static let configuration = CommandConfiguration(
        commandName: "collected", abstract: "Write down that a urine was collected.")

    @OptionGroup var options: TestOptions

    @Option(help: ArgumentHelp("Who collected (default: who acts).", valueName: "staff"))
    var by: String?

    var visitor: VisitOptions { options.visitor }

    func act(as actor: Actor, in opened: OpenedClinic, over session: inout BusSession) async throws
        -> Output
    {
        let collector = try by.map { try ShortForm.staff($0, in: opened.clinic) }
        return try await options.record(.collected, by: collector, as: actor, over: &session)
    }
}

/// Records that a client would not give a urine.
struct TestRefusedCommand: Act {
    static let configuration = CommandConfiguration(
        commandName: "refused", abstract: "Write down that the client would not give a urine.")

    @OptionGroup var options: TestOptions

    @Argument(help: "What the client said: the rest of the line.")
    var note: [String] = []

    var visitor: VisitOptions { options.visitor }

    func act(as actor: Actor, in opened: OpenedClinic, over session: inout BusSession) async throws
        -> Output
    {
        try await options.record(.refused, note, as: actor, over: &session)
    }
}

/// Records that a client did not come.
struct TestMissedCommand: Act {
    static let configuration = CommandConfiguration(
        commandName: "missed", abstract: "Write down that the client knew of it and did not come.")

    @OptionGroup var options: TestOptions

    @Argument(help: "How the client was told: the rest of the line.")
    var note: [String] = []

    var visitor: VisitOptions { options.visitor }

    func act(as actor: Actor, in opened: OpenedClinic, over session: inout BusSession) async throws
        -> Output
    {
        try await options.record(.missed, note, as: actor, over: &session)
    }
}

/// Records that a urine could not be collected.
struct TestExcusedCommand: Act {
    static let configuration = CommandConfiguration(
        commandName: "excused", abstract: "Write down why a urine could not be collected.")

    @OptionGroup var options: TestOptions

    @Argument(help: "Why: the rest of the line.")
    var note: [String]

    var visitor: VisitOptions { options.visitor }

    func act(as actor: Actor, in opened: OpenedClinic, over session: inout BusSession) async throws
        -> Output
    {
        try await options.record(.excused, note, as: actor, over: &session)
    }
}

/// Records what a urine showed.
struct TestResultCommand: Act {
    static let configuration = CommandConfiguration(
        commandName: "result", abstract: "Write down what a urine showed.",
        discussion: """
            STAGE is presumptive for a cup or strip, confirmed for the laboratory's word. Name what \
            was found, or nothing: \(TestedSubstance.known.map(\.rawValue).joined(separator: ", ")).
            """)

    @OptionGroup var options: TestOptions

    @Argument(
        help: "How sure it is.", completion: .list(ResultStage.known.map(\.rawValue)))
    var stage: String

    @Argument(
        help: "What was found; nothing if left out.",
        completion: .list(TestedSubstance.known.map(\.rawValue)))
    var found: [String] = []

    var visitor: VisitOptions { options.visitor }

    func act(as actor: Actor, in opened: OpenedClinic, over session: inout BusSession) async throws
        -> Output
    {
        let stage: ResultStage = try ShortForm.of(stage, naming: "stage")
        let found: [TestedSubstance] = try found.map {
            try ShortForm.of($0, naming: "substance")
        }
        let test = try await options.found("result STAGE FOUND", as: actor, over: &session) {
            $0.next == .recordResult
        }
        let answer = try await session.send(
            RecordTestResult(
                client: try options.id, test: test, stage: stage, found: found), as: actor)
        return Output(["The result is written down."] + answer.guidance)
    }
}

/// Decides what a test means.
struct TestJudgeCommand: Act {
    static let configuration = CommandConfiguration(
        commandName: "judge",
        abstract: "Decide what a finding, a refusal or a missed collection means.",
        discussion: """
            JUDGEMENT is return-to-use or no-use. After a return to use a screen and a contact follow \
            within 24 hours, and the level of care is judged anew.
            """)

    @OptionGroup var options: TestOptions

    @Argument(help: "What it means.", completion: .list(TestJudgement.known.map(\.rawValue)))
    var judgement: String

    @Argument(help: "What the client said, and why: the rest of the line.")
    var reason: [String]

    var visitor: VisitOptions { options.visitor }

    func act(as actor: Actor, in opened: OpenedClinic, over session: inout BusSession) async throws
        -> Output
    {
        let judgement: TestJudgement = try ShortForm.of(judgement, naming: "judgement")
        let test = try await options.found("judge DECISION WORDS", as: actor, over: &session) {
            $0.next == .judgeTest || $0.judgement == nil && !$0.unexpected.isEmpty
        }
        let answer = try await session.send(
            JudgeTest(
                client: try options.id, test: test, judgement: judgement,
                reason: reason.joined(separator: " ")), as: actor)
        return Output(["The decision is signed by \(actor.staff)."] + answer.guidance)
    }
}

/// Orders a test that chance did not draw.
struct TestOrderCommand: Act {
    static let configuration = CommandConfiguration(
        commandName: "order", abstract: "Order a test for today, beside those that chance draws.")

    @OptionGroup var visitor: VisitOptions

    @Argument(help: ClientWord.help)
    var client: ClientWord

    @Argument(help: "Why: the rest of the line.")
    var reason: [String]

    func act(as actor: Actor, in opened: OpenedClinic, over session: inout BusSession) async throws
        -> Output
    {
        let answer = try await session.send(
            OrderUrineTest(client: client.id(), reason: reason.joined(separator: " ")),
            as: actor)
        return Output(["The test is ordered for today."] + answer.guidance)
    }
}

/// Records by whom a client wishes to be collected from.
struct TestCollectorCommand: Act {
    static let configuration = CommandConfiguration(
        commandName: "collector", abstract: "Write down by whom a client wishes it to be collected."
    )

    @OptionGroup var visitor: VisitOptions

    @Argument(help: ClientWord.help)
    var client: ClientWord

    @Argument(
        help: "female, male or anybody.",
        completion: .list(Gender.known.map(\.rawValue) + ["anybody"]))
    var wish: String

    func act(as actor: Actor, in opened: OpenedClinic, over session: inout BusSession) async throws
        -> Output
    {
        let id = try client.id()
        let wish = try ShortForm.of(
            wish, in: Gender.known.map(\.rawValue) + ["anybody"], naming: "wish")
        let before = try await session.care(of: id, as: actor).collector
        let answer = try await session.send(
            ChooseCollector(
                client: id, replaces: before?.event,
                gender: wish == "anybody" ? nil : Gender(rawValue: wish)), as: actor)
        return Output(["The wish is written down."] + answer.guidance)
    }
}
