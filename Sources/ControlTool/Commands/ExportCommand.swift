internal import ArgumentParser
internal import Messages
internal import ServiceKit

/// Writes the ledger's lines to a file.
struct ExportCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "export", abstract: "Write the history as JSON lines, as it was published.",
        discussion: """
            Each line has position, topic, attributes and data, the last two as published. In a \
            rehearsal this needs no reason; elsewhere it needs `--reveal REASON`.
            """)

    @OptionGroup var clinic: ClinicOptions
    @OptionGroup var person: PersonOptions
    @OptionGroup var revealing: RevealOptions

    @Option(help: "Where to (default: standard output).")
    var output: String?

    @Option(help: "Go on after this position, as an export that ended in the middle says.")
    var after: Int64 = 0

    @Option(help: "Write the clinic's description as JSON to this file too.")
    var clinicJson: String?

    @Option(help: "Write the last event of each stream, as its owner tells it, to this file too.")
    var heads: String?

    func run() async throws {
        let place = try clinic.open()
        if let clinicJson {
            try OutputFile.write(JSONText.readable(place.clinic) + "\n", to: clinicJson)
        }
        let file = try OutputFile(output)
        let count = try await place.visit(as: person) { session in
            if !place.mode.isRehearsal, revealing.reveal == nil {
                throw ToolError.refused(
                    Advice(
                        "The history tells of clients.",
                        remedy: "Give `--reveal REASON --as STAFF`."
                    ))
            }
            _ = try await revealing.look(
                "export", by: person, in: place, over: &session
            ) { try await $0.ask(LedgerExport(after: 0, limit: 1)) }
            var copy = LedgerCopy(after: after) { try file.line($0) }
            do { try await copy.extend(over: &session) } catch let error as any Remediable
                where output == nil && copy.count > 0
            {
                try file.finish()
                throw PartlyShown(
                    copy.count, goOnWith: "--after \(copy.position)", after: error)
            }
            if let heads {
                let last = try await copy.catchUp(over: &session)
                try OutputFile.write(JSONText.readable(last) + "\n", to: heads)
            }
            return copy.count
        }
        try file.finish()
        Terminal.standard.note("\(count) lines.")
        if let banner = place.banner { Terminal.standard.note(banner) }
    }
}
