internal import ArgumentParser
internal import Foundation
internal import Messages
internal import ServiceKit

/// Which clinic a command is about.
struct ClinicOptions: ParsableArguments {
    @Option(
        name: .customLong("clinic"),
        help: ArgumentHelp(
            "The clinic's folder (default: CAIRN_CLINIC, or the current folder).",
            valueName: "folder"),
        completion: .directory)
    var path: String?

    /// Reads the folder that was meant.
    func open() throws -> OpenedClinic { try OpenedClinic(path: path) }

    /// The folder that was meant, whatever is in it.
    func place() throws -> ClinicFolder {
        try OpenedClinic.folder(
            path, environment: ProcessInfo.processInfo.environment,
            current: FileManager.default.currentDirectoryPath)
    }
}

/// A clinic's folder, read: what it describes and what it is for.
struct OpenedClinic {
    let folder: ClinicFolder
    let clinic: Clinic
    let mode: ClinicMode

    init(folder: ClinicFolder, clinic: Clinic, mode: ClinicMode) {
        self.folder = folder
        self.clinic = clinic
        self.mode = mode
    }

    /// - Parameter path: as given by the person; `nil` to look at CAIRN_CLINIC and around.
    init(path: String?) throws {
        folder = try OpenedClinic.folder(
            path, environment: ProcessInfo.processInfo.environment,
            current: FileManager.default.currentDirectoryPath)
        guard let inForce = folder.inForce else {
            (mode, clinic) = (try folder.mode(), try folder.clinic())
            return
        }
        (mode, clinic) = (inForce.mode, inForce.clinic)
        if let advice = OpenedClinic.faults(in: folder).first {
            Terminal.standard.note(advice.description)
        }
    }

    /// What is wrong with the files that describe a clinic which is up: it goes on without them.
    static func faults(in folder: ClinicFolder) -> [Advice] {
        let readings: [() throws -> Void] = [
            { _ = try folder.clinic() }, { _ = try folder.mode() },
            { _ = try KeyFolder(of: folder).existingAccessList() },
            { _ = try KeyFolder(of: folder).hubKeys() },
        ]
        return readings.compactMap { reading in
            do { try reading() } catch {
                let advice = (error as? any Remediable)?.advice
                return Advice(
                    advice?.problem ?? "A file of the clinic's cannot be read.",
                    remedy: "The clinic goes on by what is in force (\(folder.inForceText)). "
                        + (advice?.remedy ?? ""))
            }
            return nil
        }
    }

    /// Decides which folder is meant, without reading more than whether it is a clinic.
    static func folder(_ path: String?, environment: [String: String], current: String) throws
        -> ClinicFolder
    {
        if let path = path ?? environment.setting("CAIRN_CLINIC") {
            return ClinicFolder(path: path)
        }
        let here = ClinicFolder(path: current)
        guard FileManager.default.fileExists(atPath: here.modeFile) || here.inForce != nil else {
            throw ToolError.usage(
                Advice(
                    "It is not said which clinic is meant, and this folder is none.",
                    remedy: "Give `--clinic FOLDER`, set CAIRN_CLINIC, or go into the folder."))
        }
        return here
    }

    var keys: KeyFolder { KeyFolder(of: folder) }

    /// What every view begins with in a rehearsal; `nil` in a live clinic.
    var banner: String? {
        mode.isRehearsal ? "REHEARSAL: nobody in this clinic is a real client." : nil
    }
}
