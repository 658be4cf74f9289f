internal import ArgumentParser
internal import Foundation
internal import Messages
internal import ServiceKit

/// Which clinic a command is about.
struct ClinicOptions: ParsableArguments {
    @Option(
        name: .customLong("clinic"),
        help: "The clinic's folder (default: CAIRN_CLINIC, or the current folder).")
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
        mode = try folder.mode()
        clinic = try folder.clinic()
    }

    /// Decides which folder is meant, without reading more than whether it is a clinic.
    static func folder(_ path: String?, environment: [String: String], current: String) throws
        -> ClinicFolder
    {
        if let path = path ?? environment["CAIRN_CLINIC"] { return ClinicFolder(path: path) }
        let here = ClinicFolder(path: current)
        guard FileManager.default.fileExists(atPath: here.modeFile) else {
            throw ToolError.usage(
                Advice(
                    "It is not said which clinic is meant, and this folder is none.",
                    remedy: "Give `--clinic FOLDER`, set CAIRN_CLINIC, or go into the folder."))
        }
        return here
    }

    /// What every view begins with in a rehearsal; `nil` in a live clinic.
    var banner: String? {
        mode.isRehearsal ? "REHEARSAL: nobody in this clinic is a real client." : nil
    }
}
