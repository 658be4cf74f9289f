package import ClinicFiles
internal import Foundation
internal import Glibc
internal import HashChain
package import Messages

/// What the clinic's files say now, which may be something else than what is in force.
package struct FolderCondition {
    /// What is wrong with the files that describe it.
    package var faults: [Advice] = []
    /// The digest of what `clinic.yaml` says; `nil` where it cannot be read.
    package var digest: String?
    /// Whether they are the clinic's own, and not copies on another computer.
    package var areHome = true
    /// The room that is left on the folder's disk; `nil` where the system does not tell.
    package var freeBytes: Int64?

    /// The logs in whose place something lies that is no plain file.
    package var strangeLogs: [String] = []

    package init() {}

    /// Reads them.
    package init(in folder: ClinicFolder) {
        freeBytes = FolderCondition.room(at: folder.path)
        areHome = folder.inForce != nil
        digest = (try? folder.clinic())?.digest
        if areHome { faults = OpenedClinic.faults(in: folder) }
        strangeLogs = FolderCondition.strangers(in: folder.logs)
    }

    private static func strangers(in folder: String) -> [String] {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
        return names.filter { $0.hasSuffix(".log") }.sorted().map { "\(folder)/\($0)" }.filter {
            var found = stat()
            return stat($0, &found) == 0 && found.st_mode & S_IFMT != S_IFREG
        }
    }

    private static func room(at path: String) -> Int64? {
        var found = statvfs()
        guard statvfs(path, &found) == 0 else { return nil }
        return Int64(clamping: UInt64(found.f_bavail) &* UInt64(found.f_frsize))
    }
}
