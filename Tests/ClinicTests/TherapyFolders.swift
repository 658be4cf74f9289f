import ClinicFiles
import Foundation
import TestSupport

/// A clinic's folder with plugins in it, which goes with the test.
struct TherapyFolders {
    let place: TemporaryFolder
    var folder: ClinicFolder { ClinicFolder(path: place.path) }

    init() throws {
        place = try TemporaryFolder()
        try FileManager.default.createDirectory(
            atPath: place.path + "/plugins", withIntermediateDirectories: true)
    }

    /// A manifest that fits.
    static func manifest(
        _ id: String, version: String = "1", command: String? = nil
    ) -> String {
        let program = command.map { #""command": ["\#($0)"], "# } ?? ""
        return #"{"contract": 1, "id": "\#(id)", "version": "\#(version)", "title": "T", "#
            + program
            + #""offerings": [{"name": "o", "title": "T", "kind": "skills", "phases": ["p1"], "#
            + #""minutes": 60, "perWeek": 1}]}"#
    }

    /// A manifest of a plugin that would have a key of its own: there are none any more.
    static let withKey =
        #"{"id": "old", "version": "1", "command": ["p"], "reads": [], "sends": [], "#
        + #""sessions": [], "modules": [], "practice": []}"#

    /// Puts a plugin there.
    @discardableResult
    func put(_ name: String, _ manifest: String, files: [String: String] = [:]) throws -> String {
        let path = "\(folder.plugins)/\(name)"
        try write("plugin.json", manifest, in: path)
        for (file, text) in files { try write(file, text, in: path) }
        return path
    }

    func write(_ name: String, _ text: String, in path: String, mode: Int = 0o644) throws {
        let file = URL(filePath: "\(path)/\(name)")
        try FileManager.default.createDirectory(
            at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
        try Data(text.utf8).write(to: file)
        try FileManager.default.setAttributes([.posixPermissions: mode], ofItemAtPath: file.path)
    }
}
