internal import ArgumentParser
internal import ClinicArchive
internal import ClinicClient
internal import ClinicFiles
internal import Messages

/// Brings journals back.
struct RestoreCommand: LocalWork {
    static let configuration = CommandConfiguration(
        commandName: "restore", abstract: "Bring journals back from a backup and the ledger.",
        discussion: """
            Each journal is taken from the backup; what its process published since then comes \
            from the ledger, and is not decided again. The processes must be stopped. What is \
            replaced is kept beside. An interrupted restore is given again.
            """)

    @Argument(help: "The folder that `cairn backup` made.")
    var backup: String

    @Argument(help: "Whose journals.", transform: ArgumentParsing.identity)
    var identities: [Identity] = []

    @Flag(help: "All journals of the backup; also into a folder that has nothing but `keys`.")
    var all = false

    @OptionGroup var visitor: VisitOptions

    func validate() throws {
        guard all == identities.isEmpty else {
            throw ValidationError("Give the names of the processes, or --all.")
        }
    }

    func work() throws -> Output {
        let backup = try Backup(at: backup)
        let folder = try visitor.clinic.folder()
        let report: Restoration.Report
        do {
            report = try Restoration.run(
                all ? backup.manifest.owners : identities, from: backup, in: folder)
        } catch ArchiveError.absent(let identity) {
            throw Reworded(
                ArchiveError.absent(identity), of: identity.text,
                in: backup.manifest.owners.map(\.text))
        }
        let journals = report.journals.map { journal in
            "\(journal.identity): \(journal.saved) entries from the backup,"
                + " \(journal.events) events since then, \(journal.inputs) inputs noted again,"
                + " \(journal.commands) commands answered."
        }
        let kept = report.journals.compactMap(\.kept).map { "What was there is kept as \($0)." }
        return Output(
            journals + report.losses.map { "NOT restored: \($0)" },
            notes: kept + report.remarks
                + ["Next: start what was stopped, or `cairn up \(folder.path)`."])
    }
}
