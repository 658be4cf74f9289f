internal import ArgumentParser
internal import Planning

/// The commands of `cairn-scheduler` that work on files.
struct PlanningCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "cairn-scheduler", abstract: "Plan a week from a file, without a clinic.",
        subcommands: [SolveCommand.self, AnalyzeCommand.self])

    /// The words that ask for one of them.
    static let names = ["solve", "analyze"]
}

/// `cairn-scheduler solve`: a week planned from a file, without a clinic.
struct SolveCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "solve", abstract: "Plan a week from a file of schema iop-week/1.",
        discussion: """
            The same problem, seed and number of iterations give the same plan, byte for byte. \
            Ctrl-C ends the search and writes the best plan so far. With --published, what people \
            know is dear to change, unless the problem has weights of its own.
            """)

    @Option(help: "The problem: JSON of schema iop-week/1.")
    var problem: String
    @Option(help: "The plan that people know: it changes only where it has to.")
    var published: String?
    @Option(help: "Where chance begins.")
    var seed: UInt64 = 1
    @Option(help: "Seconds that the search may take.")
    var seconds: Double?
    @Option(help: "Moves that the search tries: as a limit, the same on each machine.")
    var iterations: Int?
    @Option(help: "Searches side by side; the plan depends on their number.")
    var chains: Int = 2
    @Option(help: "Where the plan goes; `-` for standard output.")
    var out: String

    private static let secondsInDay: Double = 24 * 60 * 60

    func validate() throws {
        guard (seconds == nil) != (iterations == nil) else {
            throw ValidationError("Give either --seconds or --iterations.")
        }
        guard seconds ?? 1 > 0, seconds ?? 1 <= Self.secondsInDay, iterations ?? 1 > 0 else {
            throw ValidationError("Give a number above 0, and at most a day.")
        }
        guard (1...64).contains(chains) else {
            throw ValidationError("Give 1 to 64 --chains.")
        }
    }

    func run() async throws {
        let published = try published.map { try PlanningFiles.published(at: $0) }
        let problem = try PlanningFiles.problem(at: self.problem, published: published)
        let budget = seconds.map { SolveOptions.Budget.seconds($0) } ?? .iterations(iterations ?? 1)
        var options =
            published == nil
            ? SolveOptions(seed: seed, budget: budget)
            : .replanning(seed: seed, budget: budget)
        options.chains = chains
        let chosen = options
        let progress = SolveProgressLine()
        let search = Task {
            await Planning.solve(
                problem, from: published, options: chosen,
                now: { PlanningFiles.secondsOnClock }, onImprove: { progress.show($0) })
        }
        let interrupts = Interrupts { search.cancel() }
        PlanningFiles.tell("Searching; Ctrl-C ends it and keeps the best plan so far.")
        let result = await search.value
        interrupts.end()
        progress.end()
        try PlanningFiles.write(PlanFile.text(of: result.plan), to: out)
        PlanningFiles.tell(
            (result.wasCancelled ? "Stopped; the best plan so far costs " : "The plan costs ")
                + "\(result.analysis.total) points after \(result.moves) moves.")
        tellRest(result, problem, beside: published)
    }

    /// What has no place, and what is different from what people know: how much, and where it is told.
    private func tellRest(_ result: SolveResult, _ problem: Problem, beside published: Plan?) {
        let needs = explain(problem, result.plan, most: 0).count
        let told = published.map { changes(in: problem, from: $0, to: result.plan).count }
        let words = [
            needs > 0 ? "\(needs) needs have no place." : "Every need has a place.",
            told.map { "\($0) changes of what is published." },
        ].compactMap(\.self)
        PlanningFiles.tell(words.joined(separator: " "))
        guard needs > 0 || told ?? 0 > 0, out != "-" else { return }
        let known = self.published.map { " --published \($0)" } ?? ""
        PlanningFiles.tell(
            "Each with its reason: cairn-scheduler analyze --problem \(self.problem) --plan \(out)"
                + known)
    }
}
