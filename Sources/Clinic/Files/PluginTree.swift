internal import Foundation
internal import Glibc
internal import HashChain
internal import Messages
internal import Platform

/// All that a plugin's folder holds: plain files in folders, within bounds, and their hash.
///
/// What is approved is this and nothing else, so whatever could lead elsewhere or change behind a
/// person's back is refused: links, what is no plain file, and what everybody may write.
package struct PluginTree: Sendable {
    /// A file of it.
    struct File: Hashable, Sendable {
        /// Below the folder, such as `parts/card.py`.
        var name: String
        var isExecutable: Bool
        var size: Int
    }

    /// The most bytes of all files together.
    package static let limitBytes = 64 << 20
    /// The most files.
    package static let limitFiles = 2_000
    /// How many folders may lie in one another.
    static let limitDepth = 16

    /// Why a folder is none: what is the matter with a file or a folder of it.
    package struct Fault: Error, Hashable {
        /// Below the folder; `nil` for the folder itself.
        let name: String?
        /// The rest of a sentence that begins with what is named.
        let phrase: String

        /// What is the matter, a clause.
        package var text: String { "\(name ?? "the folder") \(phrase)" }
    }

    /// The folder.
    let path: String
    /// By name, in the order of their bytes.
    let files: [File]
    /// Another text for each state of the files, as far as the system tells without reading them.
    package let fingerprint: String

    /// Lists a folder, and reads no file of it.
    package init(listing path: String) throws(Fault) {
        var walk = PluginTreeWalk(root: path)
        try walk.enter(nil, depth: 0)
        self.path = path
        files = walk.files.sorted { $0.name.utf8.lexicographicallyPrecedes($1.name.utf8) }
        fingerprint = HashChain.digest(of: Array(walk.marks.sorted().joined(separator: "\n").utf8))
    }

    /// SHA-256 of all that it holds, as lower-case hex: of a line for each file, with its name,
    /// whether it can be run, and the hash of its bytes.
    package func hash() throws(Fault) -> String { try read { _, _ throws(Fault) in } }

    /// Copies it into a new folder, for its user alone, and gives the hash of what was copied. All
    /// of it is on the disk then.
    package func copy(to target: String) throws(Fault) -> String {
        var folders: Set<String> = [target]
        try PluginTree.make(folder: target)
        for file in files {
            var folder = target
            for part in file.name.split(separator: "/").dropLast() {
                folder += "/\(part)"
                if folders.insert(folder).inserted { try PluginTree.make(folder: folder) }
            }
        }
        let hash = try read { (file, bytes) throws(Fault) in
            let place = "\(target)/\(file.name)"
            do throws(DurableFile.Failure) { try DurableFile.create(place, with: bytes) } catch {
                throw Fault(name: file.name, phrase: PluginTree.uncopied(error.errno))
            }
            guard !file.isExecutable || chmod(place, 0o700) == 0 else {
                throw Fault(name: file.name, phrase: PluginTree.uncopied(errno))
            }
        }
        do throws(DurableFile.Failure) {
            for folder in folders { try DurableFile.sync(folder) }
            try DurableFile.sync(folderOf: target)
        } catch { throw Fault(name: nil, phrase: PluginTree.uncopied(error.errno)) }
        return hash
    }

    /// Whether it holds a file of that name.
    func holds(_ name: String) -> Bool { files.contains { $0.name == name } }

    /// Whether it holds a file of that name that can be run.
    func holds(program name: String) -> Bool {
        files.contains { $0.name == name && $0.isExecutable }
    }

    /// Reads each file, and gives the hash of all.
    private func read(_ take: (File, [UInt8]) throws(Fault) -> Void) throws(Fault) -> String {
        var lines = ""
        for file in files {
            let bytes: [UInt8]
            do throws(PlainFile.Fault) {
                bytes = try PlainFile.read("\(path)/\(file.name)", limit: PluginTree.limitBytes)
            } catch { throw Fault(name: file.name, phrase: error.phrase) }
            guard bytes.count == file.size else {
                throw Fault(name: file.name, phrase: "is just being written")
            }
            try take(file, bytes)
            let mark = file.isExecutable ? "x" : "-"
            lines += "\(mark) \(HashChain.digest(of: bytes)) \(file.name)\n"
        }
        return HashChain.digest(of: Array(lines.utf8))
    }

    private static func make(folder path: String) throws(Fault) {
        guard mkdir(path, 0o700) == 0 else {
            throw Fault(name: nil, phrase: PluginTree.uncopied(errno))
        }
        FolderOwner.keep(folder: path)
    }

    private static func uncopied(_ number: Int32) -> String {
        "cannot be copied: \(SystemFault(number).text)"
    }
}
