internal import Foundation
internal import Glibc
internal import Messages

/// Goes through a plugin's folder, and refuses what may not be in it.
struct PluginTreeWalk {
    let root: String
    private(set) var files: [PluginTree.File] = []
    /// What the system tells of each file and folder.
    private(set) var marks: [String] = []
    private var size = 0

    init(root: String) { self.root = root }

    /// Lists a folder and those in it; `nil` for the root.
    mutating func enter(_ folder: String?, depth: Int) throws(PluginTree.Fault) {
        let path = folder.map { "\(root)/\($0)" } ?? root
        guard depth <= PluginTree.limitDepth else {
            throw fault(folder, "lies in more than \(PluginTree.limitDepth) folders")
        }
        let state = try look(at: path, named: folder)
        guard state.st_mode & S_IFMT == S_IFDIR else { throw fault(folder, "is no folder") }
        guard let names = try? FileManager.default.contentsOfDirectory(atPath: path) else {
            throw fault(folder, "cannot be listed")
        }
        for name in names {
            let place = folder.map { "\($0)/\(name)" } ?? name
            guard name.unicodeScalars.allSatisfy(PluginShelf.isPlain), !name.contains("\u{FFFD}")
            else { throw fault(folder, "holds a file whose name is no plain text") }
            let state = try look(at: "\(root)/\(place)", named: place)
            switch state.st_mode & S_IFMT {
            case S_IFDIR: try enter(place, depth: depth + 1)
            case S_IFREG: try add(place, state)
            case S_IFLNK: throw fault(place, "is a link: put the file itself there")
            default: throw fault(place, "is no plain file")
            }
        }
    }

    private mutating func look(at path: String, named name: String?) throws(PluginTree.Fault)
        -> stat
    {
        var state = stat()
        guard lstat(path, &state) == 0 else {
            throw fault(name, "cannot be looked at: \(SystemFault(errno).text)")
        }
        // A link's own rights mean nothing, and it is refused for itself.
        guard state.st_mode & S_IWOTH == 0 || state.st_mode & S_IFMT == S_IFLNK else {
            throw fault(name, "may be written by everybody: take that right away")
        }
        marks.append(
            "\(name ?? "") \(state.st_ino) \(state.st_size) \(state.st_mode)"
                + " \(state.st_mtim.tv_sec).\(state.st_mtim.tv_nsec)"
                + " \(state.st_ctim.tv_sec).\(state.st_ctim.tv_nsec)")
        return state
    }

    private mutating func add(_ name: String, _ state: stat) throws(PluginTree.Fault) {
        size += Int(state.st_size)
        guard size <= PluginTree.limitBytes else {
            throw fault(nil, "holds more than \(PluginTree.limitBytes >> 20) MiB")
        }
        guard files.count < PluginTree.limitFiles else {
            throw fault(nil, "holds more than \(PluginTree.limitFiles) files")
        }
        files.append(
            PluginTree.File(
                name: name, isExecutable: state.st_mode & S_IXUSR != 0, size: Int(state.st_size)))
    }

    private func fault(_ name: String?, _ phrase: String) -> PluginTree.Fault {
        PluginTree.Fault(name: name, phrase: phrase)
    }
}
