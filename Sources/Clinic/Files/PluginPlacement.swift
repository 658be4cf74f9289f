internal import Foundation
internal import Glibc
package import Messages
internal import Platform

/// Puts a plugin's folder into a clinic and takes it out, whole or not at all: under a name that
/// nobody looks at until all of it is on the disk.
package struct PluginPlacement: Sendable {
    private let plugins: String

    package init(in folder: ClinicFolder) { plugins = folder.plugins }

    /// Why nothing was changed.
    package enum Failure: Remediable, Hashable {
        /// A folder of that name is there already.
        case isThere(String)
        /// No folder of that name is there.
        case isMissing(String)
        /// What is to be put there may not be, or cannot be read.
        case content(PluginTree.Fault)
        case refused(SystemFault, String)

        package var advice: Advice {
            switch self {
            case .isThere(let name):
                Advice(
                    "plugins/\(name) is there already.",
                    remedy: "Give `cairn plugin upgrade FOLDER` to have another content of it.")
            case .isMissing(let name):
                Advice(
                    "There is no plugins/\(name).", remedy: "See `cairn plugin list`.")
            case .content(let fault):
                Advice("Could not copy the plugin: \(fault.text).", remedy: "Mend that first.")
            case .refused(let fault, let path): fault.advice(action: "change", at: path)
            }
        }
    }

    /// Puts a new plugin there.
    package func add(_ tree: PluginTree, as name: String) throws(Failure) {
        let target = "\(plugins)/\(name)"
        guard !FileManager.default.fileExists(atPath: target) else { throw .isThere(name) }
        let draft = try copy(tree, as: name)
        // A folder that came there meanwhile, and holds anything, is not replaced.
        guard rename(draft, target) == 0 else {
            let number = errno
            try? FileManager.default.removeItem(atPath: draft)
            throw [EEXIST, ENOTEMPTY].contains(number)
                ? .isThere(name) : .refused(SystemFault(number), target)
        }
        try? DurableFile.sync(plugins)
    }

    /// Puts another content in the place of the one that is there. Whoever is killed between the
    /// two steps leaves the one of before aside, and ``clear()`` puts it back.
    package func replace(_ name: String, with tree: PluginTree) throws(Failure) {
        let target = "\(plugins)/\(name)"
        guard FileManager.default.fileExists(atPath: target) else { throw .isMissing(name) }
        let draft = try copy(tree, as: name)
        let aside = "\(plugins)/\(Self.aside)\(getpid())-\(name)"
        guard rename(target, aside) == 0 else { throw refusal(at: target, removing: draft) }
        guard rename(draft, target) == 0 else {
            let failure = refusal(at: target, removing: draft)
            _ = rename(aside, target)
            throw failure
        }
        try? DurableFile.sync(plugins)
        try? FileManager.default.removeItem(atPath: aside)
    }

    private func refusal(at path: String, removing draft: String) -> Failure {
        let fault = SystemFault(errno)
        try? FileManager.default.removeItem(atPath: draft)
        return .refused(fault, path)
    }

    /// Takes a plugin's folder out, once that is recorded: whoever is killed before leaves it aside,
    /// and ``clear()`` puts it back.
    package func remove(_ name: String, recording record: () async throws -> Void) async throws {
        let target = "\(plugins)/\(name)"
        let aside = "\(plugins)/\(Self.aside)\(getpid())-\(name)"
        guard rename(target, aside) == 0 else {
            throw errno == ENOENT
                ? Failure.isMissing(name) : Failure.refused(SystemFault(errno), target)
        }
        do { try await record() } catch {
            _ = rename(aside, target)
            throw error
        }
        try? FileManager.default.removeItem(atPath: aside)
        try? DurableFile.sync(plugins)
    }

    /// Mends what was left by somebody who was killed meanwhile: drafts go, and a folder that was
    /// to be replaced, and was not, is put back.
    package func clear() {
        let files = FileManager.default
        for name in (try? files.contentsOfDirectory(atPath: plugins)) ?? [] {
            if leftover(name, of: Self.prefix) != nil {
                try? files.removeItem(atPath: "\(plugins)/\(name)")
            } else if let plugin = leftover(name, of: Self.aside) {
                // It fails where the other content is there, and then this one is not wanted.
                if rename("\(plugins)/\(name)", "\(plugins)/\(plugin)") != 0 {
                    try? files.removeItem(atPath: "\(plugins)/\(name)")
                }
            }
        }
    }

    /// The plugin's name in that of a folder which somebody left who is gone.
    private func leftover(_ name: String, of kind: String) -> Substring? {
        guard name.hasPrefix(kind) else { return nil }
        let rest = name.dropFirst(kind.count)
        let owner = rest.prefix { $0.isNumber }
        guard let process = pid_t(owner), kill(process, 0) != 0, errno == ESRCH else { return nil }
        return rest.dropFirst(owner.count + 1)
    }

    private func copy(_ tree: PluginTree, as name: String) throws(Failure) -> String {
        let draft = draft(of: name)
        try? FileManager.default.removeItem(atPath: draft)
        do throws(PluginTree.Fault) { _ = try tree.copy(to: draft) } catch {
            try? FileManager.default.removeItem(atPath: draft)
            throw .content(error)
        }
        return draft
    }

    private func draft(of name: String) -> String { "\(plugins)/\(Self.prefix)\(getpid())-\(name)" }

    private static let prefix = ".placing-"
    private static let aside = ".replaced-"
}
