internal import Foundation
internal import Journal
internal import Locking
package import Messages
internal import Yams

/// A clinic is a folder: its description, its keys, journals, logs, plugins and sockets.
package struct ClinicFolder: Hashable, Sendable {
    /// Absolute, without a slash at its end.
    package let path: String

    /// Takes a path as a person types it: relative, or with `..`. Nothing is read.
    package init(path: String) { self.path = URL(fileURLWithPath: path).standardizedFileURL.path }

    /// What the clinic is, written by a person; see ``clinic()``.
    package var configuration: String { path + "/clinic.yaml" }
    /// What the folder is for, written by `cairn init`; see ``mode()``.
    package var modeFile: String { path + "/clinic.json" }
    /// A journal for each service.
    package var journals: String { path + "/journals" }
    /// A log for each process.
    package var logs: String { path + "/logs" }
    /// A folder for each therapy of the clinic's own.
    package var plugins: String { path + "/plugins" }
    /// Sockets and locks of the processes that run now.
    package var run: String { path + "/run" }

    /// Reads and checks `clinic.yaml`.
    package func clinic() throws -> Clinic {
        guard let text = try? String(contentsOfFile: configuration, encoding: .utf8) else {
            throw ClinicError.missing(configuration)
        }
        let clinic: Clinic
        do { clinic = try YAMLDecoder().decode(Clinic.self, from: text) } catch {
            throw ClinicError.unreadable(configuration, ClinicFolder.place(of: error))
        }
        let faults = ClinicCheck.faults(in: clinic)
        guard faults.isEmpty else { throw ClinicError.contradictory(configuration, faults) }
        return clinic
    }

    /// Reads what the folder is for, as `cairn init` fixed it.
    package func mode() throws -> ClinicMode {
        guard let data = FileManager.default.contents(atPath: modeFile) else {
            throw ClinicError.notAClinic(path)
        }
        guard let mode = try? JSONText.decode(ClinicMode.self, from: Array(data)) else {
            throw ClinicError.unreadable(modeFile, "it is not what `cairn init` wrote")
        }
        return mode
    }

    /// Makes the folder and what belongs in it, closed to everyone else (0700).
    package func create(configuration text: String, mode: ClinicMode) throws {
        let files = FileManager.default
        guard !files.fileExists(atPath: modeFile) else { throw ClinicError.exists(path) }
        let closed: [FileAttributeKey: Any] = [.posixPermissions: 0o700]
        for folder in [path, journals, logs, plugins, run, path + "/keys"] {
            let isNew = !files.fileExists(atPath: folder)
            try files.createDirectory(
                atPath: folder, withIntermediateDirectories: true, attributes: closed)
            if isNew { FolderOwner.keep(folder: folder) }
        }
        try write(text, to: configuration)
        try write(JSONText.readable(mode), to: modeFile)
    }

    private func write(_ text: String, to file: String) throws {
        do { try DurableFile.replace(file, with: Array(text.utf8)) } catch {
            throw KeyError.notWritable(file)
        }
    }

    /// Refuses to run a clinic as root that belongs to somebody else: what it wrote, its journals
    /// too, would be root's, and the clinic could not be run by its owner again.
    package func requireOwner() throws {
        guard let owner = FolderOwner.otherOwner(ofFolder: path) else { return }
        throw ClinicError.ofAnotherUser(path, owner)
    }

    /// Where in the file the first fault is, without repeating a value.
    private static func place(of error: any Error) -> String {
        switch error {
        case DecodingError.keyNotFound(let key, let context):
            "\(key.stringValue) is missing at \(name(context.codingPath))"
        case DecodingError.typeMismatch(_, let context),
            DecodingError.valueNotFound(_, let context),
            DecodingError.dataCorrupted(let context):
            "\(name(context.codingPath)): \(sentence(context.debugDescription))"
        default: "it is not YAML: \(error)"
        }
    }

    /// Without its full stop: it goes on in another sentence.
    private static func sentence(_ text: String) -> Substring {
        text.hasSuffix(".") ? text.dropLast() : text[...]
    }

    private static func name(_ path: [any CodingKey]) -> String {
        guard !path.isEmpty else { return "the top level" }
        return path.map { $0.intValue.map { "\($0)" } ?? $0.stringValue }.joined(separator: ".")
    }
}
