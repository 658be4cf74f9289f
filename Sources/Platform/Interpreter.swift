internal import Foundation
internal import Glibc

/// Where a program lies on this machine by which others are run.
package enum Interpreter {
    private static let systemFolders = ["/usr/bin", "/usr/local/bin", "/bin"]

    /// A program of the system's own.
    package static func system(_ name: String) -> String? {
        systemFolders.map { "\($0)/\(name)" }.first(where: isProgram)
    }

    /// Where this process looks for programs besides.
    package static var searched: [String] {
        (ProcessInfo.processInfo.environment["PATH"] ?? "").split(separator: ":").map(String.init)
    }

    /// The program that a name or a path stands for; of a name the system's own first. `nil` for none
    /// that can be run.
    package static func path(of entry: String, searching folders: [String]) -> String? {
        guard !entry.hasPrefix("/") else { return found(entry) }
        if let system = system(entry) { return system }
        return folders.lazy.compactMap { found("\($0)/\(entry)") }.first
    }

    private static func found(_ path: String) -> String? {
        isProgram(path) ? shim(path) ?? path : nil
    }

    private static func isProgram(_ path: String) -> Bool {
        var status = stat()
        return stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFREG
            && access(path, X_OK) == 0
    }

    /// What a `pyenv` shim, a script that finds an interpreter, would find.
    private static func shim(_ path: String) -> String? {
        let file = URL(fileURLWithPath: path)
        let folder = file.deletingLastPathComponent()
        guard folder.lastPathComponent == "shims" else { return nil }
        let root = folder.deletingLastPathComponent()
        guard
            let text = try? String(
                contentsOf: root.appendingPathComponent("version"), encoding: .utf8),
            let version = text.split(separator: "\n").first
        else { return nil }
        let found = root.appendingPathComponent("versions/\(version)/bin/\(file.lastPathComponent)")
        return isProgram(found.path) ? found.path : nil
    }
}
