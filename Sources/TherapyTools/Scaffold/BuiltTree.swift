internal import Foundation
internal import Platform

/// A checkout of Cairn with what was built in it.
///
/// Its own therapies are programs of the same build, and those in Python use the kit that lies in it:
/// neither is built or copied a second time by hand.
package struct BuiltTree: Sendable {
    /// The checkout's folder.
    package let root: String
    /// The folder of the programs that were built in it.
    let programs: String

    /// The one in which this program was built; `nil` for one that was installed elsewhere.
    package static let own = BuiltTree(programs: RunningProgram.folder)

    /// - Parameter programs: a folder below the checkout's `.build`.
    package init?(programs: String) {
        let parts = programs.split(separator: "/", omittingEmptySubsequences: false)
        guard let place = parts.lastIndex(of: ".build"), place > 1 else { return nil }
        root = parts[..<place].joined(separator: "/")
        self.programs = programs
    }

    /// Whether a folder lies in the checkout: another's is never taken for one of ours.
    func holds(_ folder: String) -> Bool {
        let path = URL(fileURLWithPath: folder).standardizedFileURL.resolvingSymlinksInPath().path
        let own = URL(fileURLWithPath: root).resolvingSymlinksInPath().path
        return path.hasPrefix("\(own)/")
    }

    /// The program of a therapy of the checkout.
    func program(_ name: String) -> String { "\(programs)/\(name)" }

    /// The kit for therapies in Python.
    var pythonKit: String { "\(root)/Plugins/python/\(BuiltTree.pythonModule)" }

    static let pythonModule = "cairn_therapy"
}
