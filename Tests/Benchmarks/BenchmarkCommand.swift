internal import ArgumentParser
internal import Foundation

/// Measures Cairn beside what it could be built on instead, and prints one table.
@main
struct BenchmarkCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "cairn-benchmark",
        abstract: "Measures Cairn beside its peers, in one run, and prints a table.",
        discussion: """
            All configurations of a line take turns in each round; a ratio is the median of the \
            rounds' own ratios, with the least and the greatest. It never fails because something \
            is slow. Use deploy/benchmark, which builds it for release.
            """,
        subcommands: [MeasureCommand.self, RoleCommand.self],
        defaultSubcommand: MeasureCommand.self)
}

/// Runs the scenarios.
struct MeasureCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "measure", abstract: "Run the scenarios (the default).")

    @Flag(help: "Fewer rounds and smaller journals: about five minutes.")
    var short = false

    @Option(help: "So many rounds: with one, a look whether all of it runs, without a spread.")
    var rounds: Int?

    @Option(help: "Only these scenarios, by name; may be repeated.")
    var only: [String] = []

    @Option(
        help: """
            Also put the table between the marks of this Markdown page; with --only, the lines of \
            those scenarios, and leave the others.
            """)
    var write: String?

    func validate() throws {
        if let rounds, rounds < 1 { throw ValidationError("at least one round") }
        for name in only where !Scenario.all.contains(where: { $0.name == name }) {
            let names = Scenario.all.map(\.name).joined(separator: ", ")
            throw ValidationError("there is no scenario \(name); there are: \(names)")
        }
    }

    func run() throws {
        // A page that cannot be written is told of before it is measured for half an hour.
        _ = try write.map(written(to:))
        let plan = Plan(isShort: short, wantedRounds: rounds)
        var table = Table()
        for scenario in Scenario.all where only.isEmpty || only.contains(scenario.name) {
            let start = nanosecondsNow
            FileHandle.standardError.write(Data("\(scenario.name) … ".utf8))
            let rows = try scenario.run(plan)
            table.set(rows, of: scenario)
            let seconds = Figure.plain(Double(nanosecondsNow - start) / 1e9)
            FileHandle.standardError.write(Data("\(seconds) s\n".utf8))
        }
        print(table.text)
        guard let write else { return }
        // Read again: in the meantime somebody may have written there.
        let (page, kept) = try written(to: write)
        var whole = kept
        whole.take(from: table)
        try page.write(whole)
    }

    /// The page, and what stays in its table beside what is measured now.
    private func written(to path: String) throws -> (page: Page, kept: Table) {
        let page = try Page(path: path)
        return (page, only.isEmpty ? Table() : try page.table())
    }
}
