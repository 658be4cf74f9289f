internal import ClinicClient
internal import ClinicFiles
internal import Foundation
internal import Messages

/// The files that make a clinic: no result is written over them.
enum ClinicsOwn {
    /// What lies in a clinic's folder and is the clinic's.
    private static let files = ["clinic.yaml", "clinic.json"]
    private static let folders = ["keys", "journals", "run", "logs", "plugins"]

    /// Refuses a path that is, or leads to, a file of a clinic's own, or whose name would make a
    /// clinic of the folder that it lies in.
    ///
    /// - Throws: ``ClientError/usage(_:)``.
    static func refuse(_ path: String) throws {
        let file = URL(fileURLWithPath: path).standardizedFileURL
        for place in [file, file.resolvingSymlinksInPath()] {
            guard isOwn(place) || place.lastPathComponent == "clinic.json" else { continue }
            throw ClientError.usage(
                Advice(
                    "\(path) is a file of a clinic's own, or would be taken for one.",
                    remedy: "Choose another name or another folder, such as"
                        + " \(NSTemporaryDirectory())checked-\(place.lastPathComponent)."))
        }
    }

    private static func isOwn(_ file: URL) -> Bool {
        var folder = file.deletingLastPathComponent()
        if files.contains(file.lastPathComponent), isClinic(folder) { return true }
        while folder.path != "/" {
            let parent = folder.deletingLastPathComponent()
            if folders.contains(folder.lastPathComponent), isClinic(parent) { return true }
            folder = parent
        }
        return false
    }

    private static func isClinic(_ folder: URL) -> Bool {
        FileManager.default.fileExists(atPath: ClinicFolder(path: folder.path).modeFile)
    }
}
