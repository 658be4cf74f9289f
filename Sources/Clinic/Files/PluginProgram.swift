internal import Foundation
internal import Glibc
internal import Platform

/// Where the program of a plugin is: in the plugin's own folder, or one of Cairn's own therapies
/// beside Cairn's programs.
package enum PluginProgram {
    /// What the names of Cairn's own therapies begin with. No other of its programs is a plugin's.
    static let ownPrefix = "cairn-plugin-"

    /// The program to run.
    ///
    /// - Parameter beside: the folder of Cairn's own programs.
    /// - Throws: ``PluginFault``, also while the program is not there yet.
    package static func path(
        of manifest: PluginManifest, in folder: String, beside: String = RunningProgram.folder
    ) throws -> String {
        guard let name = manifest.command.first else {
            throw fault(folder, "is not named")
        }
        let path = "\(folder)/\(name)"
        var link = stat()
        guard lstat(path, &link) == 0 else {
            let own = "\(beside)/\(name)"
            guard name.hasPrefix(ownPrefix), access(own, X_OK) == 0 else {
                throw fault(folder, "\(name) is not there yet")
            }
            return own
        }
        guard let real = resolved(path), let inside = resolved(folder) else {
            throw fault(folder, "\(name) is a link that leads nowhere")
        }
        guard real.hasPrefix(inside + "/") else {
            throw fault(folder, "\(name) is a link that leads out of the folder")
        }
        var status = stat()
        guard stat(real, &status) == 0, status.st_mode & S_IFMT == S_IFREG,
            access(real, X_OK) == 0
        else { throw fault(folder, "\(name) is not executable yet") }
        guard status.st_mode & S_IWOTH == 0 else {
            throw fault(folder, "\(name) may be written by everybody")
        }
        return path
    }

    /// Another text for each state of a plugin's files: whoever failed with one may try the next.
    package static func fingerprint(of manifest: PluginManifest?, in folder: String) -> String {
        ["plugin.json", manifest?.command.first ?? ""].map { name in
            var status = stat()
            guard stat("\(folder)/\(name)", &status) == 0 else { return "-" }
            return content(of: status)
                + " \(status.st_mode) \(status.st_ctim.tv_sec).\(status.st_ctim.tv_nsec)"
        }.joined(separator: "/")
    }

    /// Another text for each program that is put into the folder.
    package static func fingerprint(ofProgram manifest: PluginManifest?, in folder: String)
        -> String
    {
        var status = stat()
        guard let name = manifest?.command.first, stat("\(folder)/\(name)", &status) == 0 else {
            return "-"
        }
        return content(of: status)
    }

    private static func content(of status: stat) -> String {
        "\(status.st_ino) \(status.st_size) \(status.st_mtim.tv_sec).\(status.st_mtim.tv_nsec)"
    }

    private static func fault(_ folder: String, _ phrase: String) -> PluginFault {
        PluginFault(folder: PluginShelf.shown(folder), .program(phrase))
    }

    private static func resolved(_ path: String) -> String? {
        guard let real = realpath(path, nil) else { return nil }
        defer { free(real) }
        return String(cString: real)
    }
}
