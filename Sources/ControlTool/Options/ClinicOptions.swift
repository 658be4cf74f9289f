internal import ArgumentParser
internal import ClinicClient
internal import ClinicFiles
internal import Foundation
internal import Messages

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
    func folder() throws -> ClinicFolder {
        try OpenedClinic.folder(
            path, environment: ProcessInfo.processInfo.environment,
            current: FileManager.default.currentDirectoryPath)
    }
}

extension OpenedClinic {
    /// Reads the folder that is meant; what is wrong with the files of a clinic that is up is said.
    ///
    /// - Parameter path: as given by the person; `nil` to look at CAIRN_CLINIC and around.
    init(path: String?) throws {
        try self.init(
            reading: OpenedClinic.folder(
                path, environment: ProcessInfo.processInfo.environment,
                current: FileManager.default.currentDirectoryPath))
        if folder.inForce != nil, let advice = OpenedClinic.faults(in: folder).first {
            Terminal.standard.note(advice.description)
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
            throw ClientError.usage(
                Advice(
                    "No clinic was named, and this folder is not one.",
                    remedy: "Give `--clinic FOLDER`, set CAIRN_CLINIC, or go into the folder."))
        }
        return here
    }
}
