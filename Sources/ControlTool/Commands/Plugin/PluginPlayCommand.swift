internal import ArgumentParser
internal import ClinicClient
internal import Foundation
internal import Messages
internal import TherapyTools

/// Plays a therapy with invented clients, or against what a clinic recorded.
struct PluginPlayCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "play",
        abstract: "Play a therapy with invented clients, and see what it does.",
        discussion: """
            A rehearsal of this therapy alone, without a clinic. The same seed plays the same weeks.

            With --from it is told what a clinic published instead: the lines of `cairn export`, or \
            of `cairn history STREAM --json --reveal REASON`. Clients get other ids and what \
            somebody wrote is masked before the therapy is told; only that is shown from which \
            something follows. docs/plugins/authoring.md says what stays.
            """)

    @Argument(help: "The therapy's folder.", completion: .directory)
    var folder: String

    @Option(help: "How many weeks, from 1 to 104.")
    var weeks = 8

    @Option(help: "The seed of what happens.")
    var seed: UInt64 = 1

    @Option(help: "How many clients, from 1 to 30.")
    var clients = 3

    @Option(
        name: .customLong("from"),
        help: ArgumentHelp("A file with what a clinic published.", valueName: "file"),
        completion: .file())
    var recording: String?

    @Flag(help: "Play again each time when a file of the folder has changed, until Ctrl-C.")
    var watch = false

    func validate() throws {
        guard (1...104).contains(weeks) else { throw ValidationError("--weeks takes 1 to 104.") }
        guard (1...30).contains(clients) else { throw ValidationError("--clients takes 1 to 30.") }
    }

    func run() async throws {
        guard watch else { return try await play() }
        let watched = WatchedFolder(folder)
        let terminal = Terminal.standard
        while true {
            // Before it is read: what changes meanwhile is played next.
            let mark = watched.mark
            do { try await play() } catch let fault as any Remediable {
                terminal.note(fault.advice.description)
            }
            terminal.note("Waiting for a change in \(folder.printable(upTo: 200)).")
            try await watched.changes(from: mark)
        }
    }

    private func play() async throws {
        let staged = try StagedPlugin(folder)
        let contract = try PluginReading.contract(staged.folder, of: folder)
        let program = Program(contract, in: staged.folder, by: PluginReading.confinement)
        let terminal = Terminal.standard
        let log: String
        if let recording {
            guard let bytes = FileManager.default.contents(atPath: recording) else {
                throw ClientError.usage(
                    Advice(
                        "\(recording.printable(upTo: 200)) cannot be read.",
                        remedy: "Check the path."))
            }
            let traffic = try RecordedTraffic(
                String(decoding: bytes, as: UTF8.self), for: contract)
            if traffic.maskedCount > 0 {
                terminal.note(
                    "Not told, for what they say is masked in the file: \(traffic.maskedCount) of the"
                        + " facts that it reads. Take them with --reveal REASON.")
            }
            log = try await PlayedMoments(program).play(
                traffic.moments, for: traffic.people, showingAll: false
            ) { try terminal.line($0) }
        } else {
            log = try await PlayedWeeks(program, seed: seed, clients: clients)
                .play(weeks: weeks) { try terminal.line($0) }
        }
        for line in log.split(separator: "\n").prefix(100) {
            terminal.note("log: \(line.printable(upTo: 200))")
        }
    }
}
