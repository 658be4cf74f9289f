internal import ArgumentParser
internal import ClinicClient
internal import Messages

/// Writes the ledger's lines to a file.
struct ExportCommand: Look {
    static let configuration = CommandConfiguration(
        commandName: "export", abstract: "Write the history as JSON lines, as it was published.",
        discussion: """
            Each line has position, topic, attributes and data, the last two as published. In a \
            rehearsal this needs no reason; elsewhere it needs `--reveal REASON`. A checker needs \
            what `--clinic-json` and `--heads` write beside it.
            """)

    @OptionGroup var looking: LookOptions

    @Option(
        help: ArgumentHelp("Where to (default: standard output).", valueName: "file"),
        completion: .file())
    var output: String?

    @Option(help: "Go on after this position, as an export that ended in the middle says.")
    var after: Int64 = 0

    @Option(
        help: ArgumentHelp(
            "Write the clinic's description as JSON to this file too.", valueName: "file"))
    var clinicJson: String?

    @Option(
        help: ArgumentHelp(
            "Write the last event of each stream, as its owner tells it, to this file too.",
            valueName: "file"))
    var heads: String?

    var scope: String { "export" }

    func visit(_ opened: OpenedClinic, over session: inout BusSession) async throws -> Output {
        if !opened.mode.isRehearsal, looking.revealing.reveal == nil {
            throw ClientError.refused(
                Advice(
                    "The history tells of clients.", remedy: "Give `--reveal REASON --as STAFF`."))
        }
        return try await look(at: opened, over: &session)
    }

    /// Whether the files can be written, and the ledger answers at all, is known before a look is
    /// recorded.
    func fetch(in opened: OpenedClinic, over session: inout BusSession) async throws -> OutputFile {
        if let clinicJson {
            try OutputFile.write(JSONText.readable(opened.clinic) + "\n", to: clinicJson)
        }
        let file = try OutputFile(output)
        _ = try await session.ask(LedgerExport(after: 0, limit: 1))
        return file
    }

    func show(_ file: OutputFile, in sight: Sight, over session: inout BusSession) async throws
        -> Output
    {
        var copy = LedgerCopy(after: after) { try file.line($0) }
        do { try await copy.extend(over: &session) } catch let error as any Remediable
            where output == nil && copy.count > 0
        {
            try file.finish()
            throw PartlyShown(copy.count, goOnWith: "--after \(copy.position)", after: error)
        }
        if let heads {
            let last = try await copy.catchUp(over: &session)
            try OutputFile.write(JSONText.readable(last) + "\n", to: heads)
        }
        try file.finish()
        return Output(notes: ["\(copy.count) lines."])
    }
}
