internal import Foundation
internal import Platform

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
