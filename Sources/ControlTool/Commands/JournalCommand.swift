internal import ArgumentParser
internal import ClinicArchive
internal import ClinicClient
internal import ClinicFiles
internal import Messages

/// What a process has decided and taken in, read from its file.
struct JournalCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "journal", abstract: "Check a journal, or write it out for a checker.",
        discussion: """
            `verify` and `export` read the file as it is at that moment, while its process runs or \
            not.
            """,
        subcommands: [
            VerifyJournalCommand.self, ExportJournalCommand.self, IndexJournalCommand.self,
        ])
}

/// Walks journals.
struct VerifyJournalCommand: FolderWork {
    static let configuration = CommandConfiguration(
        commandName: "verify",
        abstract: "Read a whole journal: every entry, every chain, every list.",
        discussion: "It ends with 1 if anything is damaged, and names the first damage.")

    @OptionGroup var visitor: VisitOptions

    @Argument(help: "Whose journal.", transform: ArgumentParsing.identity)
    var identity: Identity?

    @Flag(help: "All journals of the clinic.")
    var all = false

    func validate() throws {
        guard all != (identity != nil) else {
            throw ValidationError("Give the name of a process, or --all.")
        }
    }

    func work(in opened: OpenedClinic) throws -> Output {
        try opened.folder.requireFolders(toWrite: false)
        let owners = identity.map { [$0] } ?? opened.folder.begunJournals
        let terminal = Terminal.standard
        if let identity, !opened.folder.keepsJournal(of: identity) {
            let known = opened.folder.begunJournals.map(\.text)
            throw ClientError.refused(
                Advice(
                    "There is no journal of \(identity).",
                    remedy: known.isEmpty
                        ? "None has begun here: `cairn up` begins them."
                        : NearMiss.question(identity.text, in: known)
                            + "There are: \(known.joined(separator: ", "))."))
        }
        guard !owners.isEmpty else {
            throw ClientError.refused(
                Advice(
                    "No journal has begun here, so there is none to read.",
                    remedy: "A clinic's journals begin with `cairn up`. If this one was up before,"
                        + " see that the disk of \(opened.folder.journals) is mounted."))
        }
        var isDamaged = false
        for owner in owners {
            let walk = JournalWalk(of: owner, in: opened.folder, mode: opened.mode)
            try terminal.line(
                "\(owner): \(walk.entries) entries, \(walk.damage == nil ? "whole" : "DAMAGED")")
            let rows = walk.heads.map { ["  \($0.stream)", "\($0.sequence)", $0.hash] }
            for line in Columns(rows).lines { try terminal.line(line) }
            if let damage = walk.damage {
                isDamaged = true
                terminal.complain(damage)
            }
        }
        return Output(ending: isDamaged ? .wrong : .done)
    }
}

/// Writes a journal out.
struct ExportJournalCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "export", abstract: "Write a journal as JSON lines, as it was published.",
        discussion: """
            It holds all that the process keeps, bytes as published, with cursors, receipts, \
            outbox and what is parked; names and contacts too where it has them. In a rehearsal \
            this needs no reason; elsewhere it needs `--reveal REASON --as STAFF`.
            """)

    @OptionGroup var looking: LookOptions

    @Argument(help: "Whose journal.", transform: ArgumentParsing.identity)
    var identity: Identity

    @Option(
        help: ArgumentHelp(
            "Where to, for its owner alone (default: standard output).", valueName: "file"),
        completion: .file())
    var output: String?

    func run() async throws {
        let opened = try looking.visitor.open()
        try await looking.revealing.recordIfPossible(
            scope: "journal.\(identity)", what: "A journal tells of clients.",
            by: looking.visitor.person, in: opened)
        let export = try JournalExport(of: identity, in: opened.folder, mode: opened.mode)
        defer { export.close() }
        let file = try OutputFile(output)
        let count = try export.write { try file.line($0) }
        try file.finish()
        try Output(notes: ["\(count) lines.", opened.banner]).show()
    }
}

/// Has the ledger's index of names built anew.
struct IndexJournalCommand: FolderWork {
    static let configuration = CommandConfiguration(
        commandName: "index", abstract: "Have the ledger build its index of clients anew.",
        discussion: """
            For when `journal verify ledger` says that the index does not agree with the entries. \
            The ledger must be down; it builds the index when it starts, beside its work.
            """)

    @OptionGroup var visitor: VisitOptions

    func work(in opened: OpenedClinic) throws -> Output {
        guard opened.folder.journalOwners.contains(.ledger) else {
            throw ClientError.refused(
                Advice(
                    "There is no journal of ledger.", remedy: "See `cairn journal verify --all`."))
        }
        try opened.folder.forgetIndex(mode: opened.mode)
        return Output(notes: [
            "The index is thrown away. `cairn start ledger` builds it; until then `cairn client"
                + " timeline` says how far it is."
        ])
    }
}
