internal import ArgumentParser
internal import Bus
internal import ClinicClient
internal import ClinicFiles
internal import Foundation
internal import Messages

/// Makes a clinic's folder.
struct InitCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "init", abstract: "Make a clinic's folder.",
        discussion: """
            What the folder is for is fixed here: a rehearsal, with invented clients and a clock \
            that a person advances, or people's treatment. Each process and each person gets a key; \
            in a live clinic only those who run it, and others by `cairn keys new`.
            """)

    @Argument(help: "The folder to make; its name becomes the clinic's token.")
    var folder: String

    @Option(
        help: "rehearsal or live.", completion: .list(["rehearsal", "live"]),
        transform: ArgumentParsing.kind)
    var kind = ClinicMode.Kind.rehearsal

    @Option(
        help: ArgumentHelp(
            "The clinic.yaml to start from.",
            discussion: "Default: clinic.yaml in the folder if there is one, else CAIRN_EXAMPLE.",
            valueName: "file"),
        completion: .file())
    var from: String?

    @Option(
        help: ArgumentHelp(
            "Make the folder of a join bundle, for what runs on this computer.",
            valueName: "file"),
        completion: .file())
    var bundle: String?

    @Option(
        help: ArgumentHelp(
            "The day on which the rehearsal begins, at 06:00; from 2000 to 2099.",
            valueName: "day"),
        transform: ArgumentParsing.date)
    var starts = LocalDate(year: 2026, month: 10, day: 5)

    @Option(help: "The seed of the rehearsal's chance.")
    var seed: UInt64 = 1

    @Option(
        help: ArgumentHelp(
            "New clients a week in a rehearsal; four weeks' worth come first (default: 2).",
            valueName: "number"))
    var referralsPerWeek: Int?

    func run() throws {
        let folder = ClinicFolder(path: folder)
        guard !FileManager.default.fileExists(atPath: folder.modeFile) else {
            throw ClinicError.exists(folder.path)
        }
        if let bundle { return try join(folder, bundle: bundle) }
        if let referralsPerWeek, !(0...ClinicMode.mostReferrals).contains(referralsPerWeek) {
            throw ValidationError(
                "--referrals-per-week takes 0 to \(ClinicMode.mostReferrals).")
        }
        // A path too long for the hub's sockets is better known before there is data in it.
        let text = try source(for: folder)
        let clinic = try ClinicFolder.clinic(of: text, named: from ?? folder.configuration)
        let people = clinic.staff.compactMap { Identity(person: $0.id) }
        for identity in clinic.services + people {
            try HubAddress(clinicFolder: folder.path).check(identity)
        }
        guard let start = Moment(startOf: starts, hour: 6, timeZone: clinic.timeZone) else {
            throw ClinicError.unreadable(
                folder.configuration, "timeZone \(clinic.timeZone) is not a known zone")
        }
        let mode = ClinicMode(
            clinic: InitCommand.token(of: folder.path), kind: kind, startsAt: start, seed: seed,
            referralsPerWeek: referralsPerWeek)
        try folder.create(
            configuration: mode.isRehearsal ? InitCommand.approving(text, clinic) : text,
            mode: mode)
        try KeyFolder(of: folder).prepare(clinic: clinic, mode: mode)
        let terminal = Terminal.standard
        let what = mode.isRehearsal ? "a rehearsal from \(start.local)" : "a live clinic"
        try terminal.line("Made \(clinic.name) in \(folder.path), \(what).")
        if !mode.isRehearsal {
            terminal.note(
                "Its journals are sealed with the keys in its folder keys: keep a copy of that folder, "
                    + "apart from backups.")
        }
        for loss in ClinicCheck.losses(in: clinic) { terminal.note(loss) }
        terminal.note("Next: cairn up \(folder.path)")
    }

    /// The text of a rehearsal's description: whoever tries a plugin there need approve nothing.
    private static func approving(_ text: String, _ clinic: Clinic) -> String {
        guard clinic.plugins == nil else { return text }
        let policy = Clinic.PluginPolicy.approveAll.rawValue
        return text + (text.hasSuffix("\n") ? "" : "\n")
            + "# For a rehearsal alone: plugins run without a person's approval.\n"
            + "plugins: \(policy)\n"
    }

    private func join(_ folder: ClinicFolder, bundle: String) throws {
        let identity = try KeyFolder(of: folder).join(bundle: bundle)
        try Terminal.standard.line("Made \(folder.path) for \(identity).")
        let next =
            identity.isPerson
            ? "cairn status --clinic \(folder.path)"
            : "cairn-\(identity) --clinic \(folder.path) (a plugin: its own program)"
        Terminal.standard.note("Remove \(bundle). Next: \(next)")
    }

    private func source(for folder: ClinicFolder) throws -> String {
        let isThere = FileManager.default.fileExists(atPath: folder.configuration)
        if from != nil, isThere { throw ClinicError.exists(folder.configuration) }
        let example = ProcessInfo.processInfo.environment["CAIRN_EXAMPLE"]
        guard let path = from ?? (isThere ? folder.configuration : example) else {
            throw ClientError.usage(
                Advice(
                    "The description of the clinic is missing.",
                    remedy: "Give `--from FILE`, such as deploy/examples/small/clinic.yaml, or set"
                        + " CAIRN_EXAMPLE."))
        }
        guard let data = FileManager.default.contents(atPath: path) else {
            throw ClientError.usage(SystemFault(reading: path).advice(action: "read", at: path))
        }
        guard let text = String(bytes: data, encoding: .utf8) else {
            throw ClinicError.unreadable(path, "it is not UTF-8 text")
        }
        return text
    }

    /// The last part of a path as one token: `Austin North` becomes `austin-north`.
    static func token(of path: String) -> String {
        let name = URL(fileURLWithPath: path).lastPathComponent.lowercased()
        let fitting = name.map { $0.isASCII && ($0.isLetter || $0.isNumber) ? $0 : "-" }
        let words = String(fitting).split(separator: "-").joined(separator: "-")
        return words.isEmpty ? "clinic" : words
    }
}
