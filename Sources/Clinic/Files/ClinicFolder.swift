internal import Foundation
internal import Glibc
package import Messages
internal import Platform
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
    /// Who may join, and by which keys; see ``KeyFolder``.
    var keys: String { path + "/keys" }
    /// Sockets and locks of the processes that run now.
    package var run: String { path + "/run" }

    /// Reads and checks `clinic.yaml`.
    package func clinic() throws -> Clinic {
        let clinic = try ClinicFolder.clinic(of: text(of: configuration), named: configuration)
        if let mode = try? mode() { try ClinicCheck.require(clinic, fitsFor: mode, in: self) }
        return clinic
    }

    /// Reads and checks the text of a `clinic.yaml`, and names all that is wrong with it at once.
    ///
    /// - Parameter name: what to call it in an error.
    package static func clinic(of text: String, named name: String) throws -> Clinic {
        let description: DescriptionText
        do { description = try DescriptionText(text) } catch {
            let faults = (error as? DescriptionText.Unreadable)?.faults ?? []
            throw ClinicError.unreadable(name, list(faults))
        }
        let strange = description.faults(against: .clinic)
        let clinic = try? YAMLDecoder().decode(Clinic.self, from: text)
        let contradictions = clinic.map { ClinicCheck.places(in: $0) } ?? []
        let others = contradictions.map {
            DescriptionText.Fault(line: description.line(of: $0.path), words: $0.words)
        }
        guard strange.isEmpty, let clinic else {
            throw ClinicError.unreadable(
                name, list(strange + others, else: "it does not fit the form of a clinic"))
        }
        guard others.isEmpty else {
            throw ClinicError.contradictory(name, others.sorted(by: isEarlier).map(\.text))
        }
        return clinic
    }

    /// The text of a file. Where it cannot be read, the system's own word says why.
    private func text(of file: String) throws -> String {
        let bytes: [UInt8]
        do { bytes = try PlainFile.ofClinic(file) } catch ClinicError.refused(let fault, _, _)
            where fault.number == ENOENT
        { throw ClinicError.missing(file) }
        guard let text = String(bytes: bytes, encoding: .utf8) else {
            throw ClinicError.unreadable(file, "it is not UTF-8 text")
        }
        return text
    }

    private static func list(
        _ faults: [DescriptionText.Fault], else other: String = "it is not YAML"
    )
        -> String
    {
        faults.isEmpty
            ? other : faults.sorted(by: isEarlier).map(\.text).joined(separator: "; ")
    }

    private static func isEarlier(_ left: DescriptionText.Fault, _ right: DescriptionText.Fault)
        -> Bool
    {
        (left.line ?? 0, left.words) < (right.line ?? 0, right.words)
    }

    /// Reads what the folder is for, as `cairn init` fixed it.
    package func mode() throws -> ClinicMode {
        let bytes: [UInt8]
        // A folder that this user may not look into may be a clinic all the same.
        do { bytes = try PlainFile.ofClinic(modeFile) } catch ClinicError.refused(let fault, _, _)
            where fault.number == ENOENT
        { throw ClinicError.notAClinic(path) }
        guard let mode = try? JSONText.decode(ClinicMode.self, from: bytes) else {
            throw ClinicError.unreadable(modeFile, "it is not what `cairn init` wrote")
        }
        return mode
    }

    /// Makes the folder and what belongs in it, closed to everyone else (0700).
    package func create(configuration text: String, mode: ClinicMode) throws {
        let files = FileManager.default
        guard !files.fileExists(atPath: modeFile) else { throw ClinicError.exists(path) }
        for folder in [path, journals, logs, plugins, run, keys] {
            try ClinicFolder.make(folder)
        }
        try write(text, to: configuration)
        try write(JSONText.readable(mode), to: modeFile)
    }

    /// Makes a folder, and each above it that is not there. It may be there.
    private static func make(_ path: String) throws(ClinicError) {
        var folder = ""
        for part in path.split(separator: "/") {
            folder += "/" + part
            if mkdir(folder, 0o700) == 0 {
                FolderOwner.keep(folder: folder)
            } else if errno != EEXIST {
                throw .refused(SystemFault(errno), "make", folder)
            }
        }
        var status = stat()
        guard stat(path, &status) == 0 else { throw .refused(SystemFault(errno), "make", path) }
        guard status.st_mode & S_IFMT == S_IFDIR else {
            throw .refused(SystemFault(ENOTDIR), "make", path)
        }
    }

    private func write(_ text: String, to file: String) throws {
        do { try DurableFile.replace(file, with: Array(text.utf8)) } catch {
            throw ClinicError.refused(SystemFault(error.errno), "write", file)
        }
    }

    /// Makes the folder of the logs, should it be gone.
    package func makeLogs() throws(ClinicError) { try ClinicFolder.make(logs) }

    /// Makes the folders that are made anew when they are gone: they hold nothing that counts.
    package func makePassing() throws(ClinicError) {
        for folder in [run, logs] { try ClinicFolder.make(folder) }
    }

    /// Refuses to work in a folder that this user may not use: whoever could not look into one
    /// would take what is in it for gone.
    ///
    /// - Parameter isWriting: whether something is to be written there; what only reads works on a
    ///   disk that can only be read, too.
    /// - Throws: ``ClinicError``, which names it. Journals that are gone are asked for by those whose
    ///   they are; what else is gone is made anew, but for the keys.
    package func requireFolders(toWrite isWriting: Bool = true) throws(ClinicError) {
        for folder in [path, keys, journals, run, logs] {
            guard access(folder, R_OK | X_OK | (isWriting ? W_OK : 0)) != 0 else { continue }
            guard errno == ENOENT else { throw .refused(SystemFault(errno), "use", folder) }
            guard folder != keys else { throw .missing(folder) }
        }
    }

    /// Refuses to run a clinic as root that belongs to somebody else: what it wrote, its journals
    /// too, would be root's, and the clinic could not be run by its owner again.
    package func requireOwner() throws {
        guard let owner = FolderOwner.otherOwner(ofFolder: path) else { return }
        throw ClinicError.ofAnotherUser(path, owner)
    }
}
