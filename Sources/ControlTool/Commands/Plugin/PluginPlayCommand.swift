internal import ArgumentParser
internal import Messages
internal import TherapyTools

/// Plays a therapy with invented clients.
struct PluginPlayCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "play",
        abstract: "Play a therapy with invented clients, and see what it does.",
        discussion: """
            A rehearsal of this therapy alone, without a clinic. The same seed plays the same weeks.
            """)

    @Argument(help: "The therapy's folder.", completion: .directory)
    var folder: String

    @Option(help: "How many weeks, from 1 to 104.")
    var weeks = 8

    @Option(help: "The seed of what happens.")
    var seed: UInt64 = 1

    @Option(help: "How many clients, from 1 to 30.")
    var clients = 3

    func validate() throws {
        guard (1...104).contains(weeks) else { throw ValidationError("--weeks takes 1 to 104.") }
        guard (1...30).contains(clients) else { throw ValidationError("--clients takes 1 to 30.") }
    }

    func run() async throws {
        let staged = try StagedPlugin(folder)
        let program = Program(
            try PluginReading.contract(staged.folder, of: folder), in: staged.folder,
            by: PluginReading.confinement)
        let terminal = Terminal.standard
        let log = try await PlayedWeeks(program, seed: seed, clients: clients)
            .play(weeks: weeks) { try terminal.line($0) }
        for line in log.split(separator: "\n").prefix(100) {
            terminal.note("log: \(line.printable(upTo: 200))")
        }
    }
}
