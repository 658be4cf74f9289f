internal import Foundation
internal import Glibc
package import Messages
internal import Platform
package import TherapyContract

/// `plugins/.approved`: the content of each plugin that a person approved, under its hash, where
/// only the clinic's user can write. What runs is run from here.
///
/// A copy is there whole or not at all: it is made beside its place and renamed. What a crash left
/// behind is taken away by ``clear(butFor:)``.
package struct ApprovedCopies: Sendable {
    private let path: String

    package init(of folder: ClinicFolder) { path = folder.plugins + "/.approved" }

    /// Why there is no copy.
    package enum Failure: Error, Hashable {
        /// The folder holds another content than the one that was approved.
        case otherContent
        /// It cannot be made, or read.
        case fault(PluginTree.Fault)
    }

    /// Where the copy of a content is.
    package func path(of plugin: Identity, _ hash: String) -> String {
        "\(path)/\(plugin)/\(hash)"
    }

    /// Whether there is a copy; whether it is whole, ``check(_:_:)`` tells.
    package func holds(_ plugin: Identity, _ hash: String) -> Bool {
        FileManager.default.fileExists(atPath: path(of: plugin, hash))
    }

    /// The contract in a copy; `nil` where there is none that can be read. Whether the copy is what was
    /// approved, ``check(_:_:)`` tells.
    package func contract(of plugin: Identity, _ hash: String) -> PluginContract? {
        let file = path(of: plugin, hash) + "/plugin.json"
        guard let bytes = try? PlainFile.read(file, limit: PluginContract.limitBytes) else {
            return nil
        }
        return try? JSONText.decode(PluginContract.self, from: bytes)
    }

    /// Refuses a copy that is not what was approved.
    package func check(_ plugin: Identity, _ hash: String) throws(Failure) {
        let found: String
        do throws(PluginTree.Fault) {
            found = try PluginTree(listing: path(of: plugin, hash)).hash()
        } catch { throw .fault(error) }
        guard found == hash else { throw .otherContent }
    }

    /// Makes the copy of an approved content. It may be there: then nothing is done.
    ///
    /// - Parameter source: a folder that is to hold that content; it may change meanwhile.
    package func make(
        _ plugin: Identity, _ hash: String, from source: String
    ) throws(Failure) {
        guard !holds(plugin, hash) else { return }
        let draft = "\(path)/\(plugin)/.\(hash)"
        let copied: String
        do throws(PluginTree.Fault) {
            let tree = try PluginTree(listing: source)
            try makeFolder(path)
            try makeFolder("\(path)/\(plugin)")
            // Of somebody who was killed while making it.
            try? FileManager.default.removeItem(atPath: draft)
            copied = try tree.copy(to: draft)
        } catch { throw .fault(error) }
        guard copied == hash else {
            try? FileManager.default.removeItem(atPath: draft)
            throw .otherContent
        }
        guard rename(draft, path(of: plugin, hash)) == 0 else { throw .fault(refusal) }
        try? DurableFile.sync(folderOf: draft)
    }

    /// Takes away every copy but those that are approved, and what is left of a crash.
    package func clear(butFor approved: [Identity: Set<String>]) {
        let files = FileManager.default
        for plugin in (try? files.contentsOfDirectory(atPath: path)) ?? [] {
            let folder = "\(path)/\(plugin)"
            let hashes = Identity(plugin).flatMap { approved[$0] }
            guard let hashes else {
                if plugin != ApprovedList.name { try? files.removeItem(atPath: folder) }
                continue
            }
            let names = (try? files.contentsOfDirectory(atPath: folder)) ?? []
            for name in names where !hashes.contains(name) {
                try? files.removeItem(atPath: "\(folder)/\(name)")
            }
        }
    }

    /// Makes the folder itself, should it not be there.
    func makeRoom() throws {
        do throws(PluginTree.Fault) { try makeFolder(path) } catch {
            throw ClinicError.refused(SystemFault(errno), "make", path)
        }
    }

    private func makeFolder(_ folder: String) throws(PluginTree.Fault) {
        guard mkdir(folder, 0o700) == 0 else {
            guard errno == EEXIST, chmod(folder, 0o700) == 0 else { throw refusal }
            return
        }
        FolderOwner.keep(folder: folder)
    }

    private var refusal: PluginTree.Fault {
        PluginTree.Fault(
            name: nil, phrase: "cannot be copied to plugins/.approved: \(SystemFault(errno).text)")
    }
}
