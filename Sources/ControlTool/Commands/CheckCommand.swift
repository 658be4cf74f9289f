internal import ArgumentParser
internal import Bus
internal import ClinicClient
internal import ClinicFiles
internal import Foundation
internal import Messages

/// Proves a clinic's files before it starts.
struct CheckCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "check", abstract: "Read a clinic's files as `cairn up` will; change nothing.",
        discussion: """
            Names all that is wrong with clinic.yaml, with its lines, with the plugins' manifests, and \
            with what is set for them. It warns of offerings that the clinic could never hold. \
            It looks at files alone, whether the clinic can write its own too, and says nothing of \
            what runs.
            """)

    @Argument(
        help: "The clinic's folder (default: CAIRN_CLINIC, or the current folder).",
        completion: .directory)
    var folder: String?

    func run() throws {
        let opened = try OpenedClinic(path: folder)
        try opened.requireUsable()
        // What is in force while it runs may be older than the file.
        let clinic = try opened.folder.clinic()
        let people = clinic.staff.compactMap { Identity(person: $0.id) }
        for identity in clinic.services + people {
            try HubAddress(clinicFolder: opened.folder.path).check(identity)
        }
        let terminal = Terminal.standard
        for loss in ClinicCheck.losses(in: clinic) { terminal.note(loss) }
        for misfit in TherapySettings(of: clinic, in: opened.folder).misfits {
            terminal.note(misfit.description)
        }
        let faults =
            PluginShelf.leftOut(of: opened.folder, clinic: clinic)
            + TherapySettings(of: clinic, in: opened.folder).faults
        for advice in faults { terminal.complain(advice) }
        guard faults.isEmpty else { return try Output(ending: .configuration).show() }
        try Output("\(clinic.name) can be brought up: `cairn up \(opened.folder.path)`.").show()
    }
}
