internal import ArgumentParser
internal import ClinicArchive
internal import ClinicClient
internal import ClinicFiles
internal import Messages

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
            written; it ends with 1 if anything is missing in it. docs/operating/backup.md says \
            more.
            """)

    @Argument(help: "The folder to make; it must not be there.")
    var folder: String

    @OptionGroup var visitor: VisitOptions

    @Option(
        name: .customLong("wait"),
        help: ArgumentHelp(
            "How long to wait for a ledger that lags, in seconds (default: 60).",
            valueName: "seconds"),
        transform: ArgumentParsing.seconds)
    var waitSeconds = 60

    func run() async throws {
        let opened = try visitor.open()
        // A person's folder has no journal.
        if let joined = opened.joined, joined.isPerson { try opened.keys.requireOwn() }
        let isUp = SupervisorProcess(folder: opened.folder).pid != nil
        let backup = try await BackupWriter.write(
            to: folder, of: opened.folder, mode: opened.mode,
            patience: isUp ? .seconds(waitSeconds) : .zero)
        try report(backup, of: opened).show()
    }

    private func report(_ backup: Backup, of opened: OpenedClinic) -> Output {
        let manifest = backup.manifest
        let entries = manifest.journals.values.reduce(0) { $0 + $1.entries }
        let keys =
            "The keys are not in it. Keep a copy of \(opened.folder.path)/keys in another place:"
            + " somebody with both can read everything, and without them nobody can."
        let isOpen =
            "It is NOT closed: what was decided last may be missing. See that the ledger runs"
            + " and is whole (`cairn status`, `cairn journal verify --all`), and make another."
        let remarks = (manifest.elsewhere ?? []) + manifest.gaps
        return Output(
            "Saved \(manifest.journals.count) journals with \(entries) entries in \(backup.path).",
            notes: [keys] + remarks + (manifest.isClosed ? [] : [isOpen]),
            ending: manifest.isClosed ? .done : .wrong)
    }
}

/// Reads a backup again.
struct VerifyBackupCommand: LocalWork {
    static let configuration = CommandConfiguration(
        commandName: "verify", abstract: "Read a backup again: every file, every entry.",
        discussion: "It ends with 1 if anything is not as it was written.")

    @Argument(help: "The folder that `cairn backup` made.")
    var folder: String

    @OptionGroup var visitor: VisitOptions

    func work() throws -> Output {
        let backup = try Backup(at: folder)
        let faults = try backup.faults(keysOf: visitor.clinic.folder())
        let manifest = backup.manifest
        let rows = manifest.owners.map { [$0.text, "\(manifest.journals[$0.text]?.entries ?? 0)"] }
        var lines = ["\(manifest.clinic), \(manifest.kind), of \(manifest.takenAt)."]
        lines += Columns([["JOURNAL", "ENTRIES"]] + rows).lines
        lines += (manifest.elsewhere ?? []) + manifest.gaps
        lines.append(faults.isEmpty ? "It is as it was written." : "It is DAMAGED.")
        return Output(lines, notes: faults, ending: faults.isEmpty ? .done : .wrong)
    }
}
