internal import ArgumentParser
internal import Messages
internal import ServiceKit

/// Saves a clinic, and looks at what was saved.
struct BackupCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "backup", abstract: "Save a clinic's journals, while it runs or not.",
        subcommands: [WriteBackupCommand.self, VerifyBackupCommand.self],
        defaultSubcommand: WriteBackupCommand.self)
}

/// Makes a backup.
struct WriteBackupCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "write",
        abstract: "Save a clinic's journals into a new folder (default).",
        discussion: """
            It holds every journal, clinic.yaml and the plugins' manifests, and no key: without \
            the clinic's folder `keys`, kept apart, it is worth nothing. The ledger is copied last, \
            once it has read what the other copies hold. The backup is read again when it is \
            written; it ends with 1 if anything is missing in it.
            """)

    @Argument(help: "The folder to make; it must not be there.")
    var folder: String

    @OptionGroup var clinic: ClinicOptions
    @OptionGroup var person: PersonOptions

    @Option(
        name: .customLong("wait"), help: "How long to wait for a ledger that lags, in seconds.",
        transform: Reading.seconds)
    var waitSeconds = 60

    func run() async throws {
        let place = try clinic.open()
        let terminal = Terminal.standard
        // A person's folder has no journal.
        let keys = KeyFolder(of: place.folder)
        if let joined = keys.joined, joined.isPerson { try keys.requireOwn() }
        let isUp = SupervisorProcess(folder: place.folder).pid != nil
        let backup = try await BackupWriter.write(
            to: folder, of: place.folder, mode: place.mode,
            patience: isUp ? .seconds(waitSeconds) : .zero)
        let manifest = backup.manifest
        let entries = manifest.journals.values.reduce(0) { $0 + $1.entries }
        try terminal.line(
            "Saved \(manifest.journals.count) journals with \(entries) entries in \(backup.path).")
        terminal.note(
            "The keys are not in it. Keep a copy of \(place.folder.path)/keys in another place:"
                + " whoever has both can read everything, and without them nobody can.")
        for sentence in manifest.elsewhere ?? [] { terminal.note(sentence) }
        for gap in manifest.gaps { terminal.note(gap) }
        guard manifest.isClosed else {
            terminal.note(
                "It is NOT closed: what was decided last may be missing. See that the ledger runs"
                    + " and is whole (`cairn status`, `cairn journal verify --all`), and make another."
            )
            throw ArgumentParser.ExitCode(Ending.wrong.rawValue)
        }
    }
}

/// Reads a backup again.
struct VerifyBackupCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "verify", abstract: "Read a backup again: every file, every entry.",
        discussion: "It ends with 1 if anything is not as it was written.")

    @Argument(help: "The folder that `cairn backup` made.")
    var folder: String

    @OptionGroup var clinic: ClinicOptions
    @OptionGroup var person: PersonOptions

    func run() throws {
        let backup = try Backup(at: folder)
        let faults = try backup.faults(keysOf: clinic.place())
        let terminal = Terminal.standard
        let manifest = backup.manifest
        try terminal.line("\(manifest.clinic), \(manifest.kind), of \(manifest.takenAt).")
        let rows = manifest.owners.map { [$0.text, "\(manifest.journals[$0.text]?.entries ?? 0)"] }
        for line in Columns([["JOURNAL", "ENTRIES"]] + rows).lines { try terminal.line(line) }
        for sentence in manifest.elsewhere ?? [] { try terminal.line(sentence) }
        for gap in manifest.gaps { try terminal.line(gap) }
        for fault in faults { terminal.note(fault) }
        try terminal.line(faults.isEmpty ? "It is as it was written." : "It is DAMAGED.")
        if !faults.isEmpty { throw ArgumentParser.ExitCode(Ending.wrong.rawValue) }
    }
}
