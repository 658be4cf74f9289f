internal import Foundation
internal import Glibc

/// Whether this machine can shut a therapy's program in, and how.
package enum Confinement: Hashable, Sendable {
    /// By `bubblewrap`, at this path.
    case bubblewrap(String)
    /// Not at all; the rest of a sentence says why.
    case none(String)

    package var isConfined: Bool { if case .bubblewrap = self { true } else { false } }

    /// Tries it out: what the kernel refuses is found before a program is to run.
    ///
    /// - Parameter clinic: the clinic's folder, which no program sees.
    package static func found(hiding clinic: String) -> Confinement {
        guard let path = Interpreter.system("bwrap") else {
            return .none("bubblewrap (bwrap) is not installed")
        }
        let confinement = Confinement.bubblewrap(path)
        let probe = Sandbox(confinement: confinement, hiding: clinic)
        guard let program = Interpreter.system("true"),
            ChildSpawn.run(probe.arguments(around: [program], folder: nil, binding: [])) == 0
        else { return .none("the kernel does not let bubblewrap make namespaces") }
        return confinement
    }
}

/// Where an interpreter that a clinic allows lies on this machine.
package enum Interpreter {
    private static let systemFolders = ["/usr/bin", "/usr/local/bin", "/bin"]

    /// A program of the system's own.
    static func system(_ name: String) -> String? {
        systemFolders.map { "\($0)/\(name)" }.first { access($0, X_OK) == 0 }
    }

    /// The program that an interpreter's name stands for; the system's own first. `nil` for none.
    package static func path(of name: String, searching folders: [String]) -> String? {
        if let system = system(name) { return system }
        for folder in folders {
            let path = "\(folder)/\(name)"
            if access(path, X_OK) == 0 { return shim(path, name) ?? path }
        }
        return nil
    }

    /// What a `pyenv` shim, a script that finds an interpreter, would find.
    private static func shim(_ path: String, _ name: String) -> String? {
        let folder = URL(fileURLWithPath: path).deletingLastPathComponent()
        guard folder.lastPathComponent == "shims" else { return nil }
        let root = folder.deletingLastPathComponent()
        guard
            let text = try? String(
                contentsOf: root.appendingPathComponent("version"), encoding: .utf8),
            let version = text.split(separator: "\n").first
        else { return nil }
        let found = root.appendingPathComponent("versions/\(version)/bin/\(name)").path
        return access(found, X_OK) == 0 ? found : nil
    }
}
