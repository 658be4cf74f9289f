internal import Foundation
internal import Glibc
package import Messages
internal import Platform
package import TherapyContract

/// The room in which a therapy's program runs: what it sees, and what it may use.
///
/// It sees the system's programs and libraries, its own approved folder, and an empty `/tmp`; of
/// devices it has five, of descriptors five. It has no network, none of the clinic's files, and a
/// view of no process but its own. All but `/tmp` is read-only: `/proc` too, for as root a write to
/// `/proc/sys` would reach the machine.
package struct Sandbox: Hashable, Sendable {
    /// Where a program finds its own folder.
    package static let folder = "/therapy"
    /// Processes and threads at most.
    package static let processLimit = 64
    /// Open files and sockets at most.
    package static let fileLimit = 128
    /// Bytes of `/tmp`, and of one file in it.
    package static let temporaryBytes = 16 << 20

    private let confinement: Confinement
    private let clinic: String

    /// - Parameter clinic: the clinic's folder, which stays hidden wherever it lies.
    package init(confinement: Confinement, hiding clinic: String) {
        self.confinement = confinement
        self.clinic = clinic
    }

    /// How a therapy is started.
    ///
    /// - Parameters:
    ///   - contract: says the command and the limits. Its check has passed.
    ///   - folder: the approved copy of its folder.
    ///   - interpreters: those by which it may run.
    ///   - search: where an interpreter is looked for besides the system's own folders.
    ///   - group: the group of the kernel's that it is to begin in; `nil` for none.
    /// - Throws: ``ProgramMissing``.
    package func arguments(
        for contract: PluginContract, in folder: String,
        allowing interpreters: AllowedInterpreters = AllowedInterpreters(),
        searching search: [String], within group: ControlGroup? = nil
    ) throws(ProgramMissing) -> [String] {
        guard let name = contract.command.first else { throw ProgramMissing.fromFolder }
        let rest = contract.command.dropFirst()
        let place = confinement.isConfined ? Self.folder : folder
        let command: [String]
        var seen: [String] = []
        if let entry = interpreters.entry(for: name) {
            guard let path = Interpreter.path(of: entry, searching: search) else {
                throw ProgramMissing.interpreter(entry)
            }
            command = limited([path] + rest, memory: contract.limits.memoryMB)
            // What a path leads to may lie elsewhere, with its files beside it.
            seen = prefix(of: path) + (resolved(path).map(prefix) ?? [])
        } else {
            guard access("\(folder)/\(name)", F_OK) == 0 else {
                throw ProgramMissing.unknown(name, allowed: interpreters.names)
            }
            guard access("\(folder)/\(name)", X_OK) == 0 else { throw ProgramMissing.fromFolder }
            command = limited(["\(place)/\(name)"] + rest, memory: contract.limits.memoryMB)
        }
        let whole = arguments(around: command, folder: folder, binding: seen)
        return group?.arguments(around: whole) ?? whole
    }

    private func resolved(_ path: String) -> String? {
        guard let found = realpath(path, nil) else { return nil }
        defer { free(found) }
        return String(cString: found)
    }

    /// What it needs of the system's variables, and no other.
    package static func environment(hasRuntime runtime: String?) -> [String: String] {
        var variables = [
            "PATH": "/usr/bin:/bin", "HOME": "/tmp", "TMPDIR": "/tmp", "LANG": "C.UTF-8",
            "TZ": "UTC",
            // The same history gives the same state: sets come in one order.
            "PYTHONHASHSEED": "0", "PYTHONDONTWRITEBYTECODE": "1", "PYTHONUNBUFFERED": "1",
        ]
        variables["LD_LIBRARY_PATH"] = runtime
        return variables
    }

    /// Where the Swift runtime lies that this process itself runs on; `nil` where it is a part of it.
    package static let runtime: String? = {
        guard let maps = FileHandle(forReadingAtPath: "/proc/self/maps") else { return nil }
        defer { try? maps.close() }
        // The kernel says no size and gives a page at a time: `String(contentsOfFile:)` ends there.
        var bytes = Data()
        while let part = try? maps.read(upToCount: 1 << 16), !part.isEmpty { bytes += part }
        let paths = String(decoding: bytes, as: UTF8.self).split(separator: "\n").compactMap {
            line in line.firstIndex(of: "/").map { String(line[$0...]) }
        }
        return paths.first { $0.hasSuffix("/libswiftCore.so") }.map {
            URL(fileURLWithPath: $0).deletingLastPathComponent().path
        }
    }()

    /// Whether the kernel is asked to keep limits: it is by `prlimit`, of util-linux.
    package static var keepsLimits: Bool { Interpreter.system("prlimit") != nil }

    /// A command with the limits that the kernel keeps for it.
    private func limited(_ command: [String], memory: Int) -> [String] {
        guard let prlimit = Interpreter.system("prlimit") else { return command }
        // Written memory, stacks of threads included; what it holds is watched more closely.
        let bytes = (memory * 2 + 512) << 20
        return [
            prlimit, "--core=0", "--nofile=\(Self.fileLimit)", "--nproc=\(Self.processLimit)",
            "--fsize=\(Self.temporaryBytes)", "--data=\(bytes)", "--",
        ] + command
    }

    /// The whole command line.
    func arguments(around command: [String], folder: String?, binding more: [String]) -> [String] {
        let runtime = Self.runtime.map { $0.hasPrefix("/usr/") ? [] : [$0] } ?? []
        guard case .bubblewrap(let program) = confinement else {
            // It begins in its own folder as in the room, for there it reads its contract.
            let moved = folder.flatMap { folder in
                Interpreter.system("env").map { [$0, "-C", folder] + command }
            }
            let start = moved ?? command
            guard let setpriv = Interpreter.system("setpriv") else { return start }
            return [setpriv, "--pdeathsig", "KILL", "--no-new-privs", "--"] + start
        }
        var words = [
            program, "--unshare-all", "--unshare-user", "--disable-userns", "--die-with-parent",
            "--new-session", "--clearenv", "--cap-drop", "ALL", "--hostname", "therapy",
            "--ro-bind", "/usr", "/usr",
        ]
        for link in ["bin", "sbin", "lib", "lib64", "lib32"] where isLink("/\(link)") {
            words += ["--symlink", "usr/\(link)", "/\(link)"]
        }
        words += ["--ro-bind-try", "/etc/alternatives", "/etc/alternatives"]
        for path in Set(runtime + more).sorted() where !path.hasPrefix("/usr/") {
            words += ["--ro-bind", path, path]
        }
        // Before what is hidden: the clinic's own copy of it lies in the clinic's folder.
        if isSeen(with: runtime + more) { words += ["--tmpfs", clinic] }
        if let folder { words += ["--ro-bind", folder, Self.folder] }
        words += ["--proc", "/proc", "--remount-ro", "/proc"]
        words += ["--size", "\(1 << 16)", "--tmpfs", "/dev"]
        for device in ["null", "zero", "full", "random", "urandom"] {
            words += ["--dev-bind", "/dev/\(device)", "/dev/\(device)"]
        }
        words += ["--remount-ro", "/dev"]
        words += ["--size", "\(Self.temporaryBytes)", "--tmpfs", "/tmp"]
        words += ["--remount-ro", "/"]
        words += ["--chdir", folder == nil ? "/tmp" : Self.folder]
        for (name, value) in Self.environment(hasRuntime: Self.runtime).sorted(by: {
            $0.key < $1.key
        }) {
            words += ["--setenv", name, value]
        }
        return words + ["--"] + command
    }

    /// Where an interpreter's own files lie, beside its program.
    private func prefix(of path: String) -> [String] {
        guard !path.hasPrefix("/usr/"), !path.hasPrefix("/bin/") else { return [] }
        let folder = URL(fileURLWithPath: path).deletingLastPathComponent()
        let library = folder.deletingLastPathComponent().appendingPathComponent("lib").path
        return [folder.path] + (access(library, R_OK) == 0 ? [library] : [])
    }

    /// Whether the clinic's folder lies in something that a program sees.
    private func isSeen(with paths: [String]) -> Bool {
        (["/usr"] + paths).contains { clinic == $0 || clinic.hasPrefix("\($0)/") }
    }

    private func isLink(_ path: String) -> Bool {
        var status = stat()
        return lstat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFLNK
    }
}

/// The program of a therapy is not there.
package enum ProgramMissing: Remediable, Equatable {
    /// It is to lie in the therapy's folder, and cannot be run there.
    case fromFolder
    /// The clinic allows the interpreter, and it is not where it should be.
    case interpreter(String)
    /// It is neither in the folder nor an interpreter that the clinic allows.
    case unknown(String, allowed: [String])

    package var advice: Advice {
        switch self {
        case .fromFolder:
            Advice(
                "The therapy's program is not in its folder, or cannot be run.",
                remedy: "Put it there, give it the right to be run, and `cairn plugin upgrade`.")
        case .interpreter(let entry):
            Advice(
                "\(entry) is not installed here.",
                remedy: "Install it, then `cairn restart` the therapy; or write its path under"
                    + " `interpreters` in clinic.yaml, then `cairn reload`.")
        case .unknown(let name, let allowed):
            Advice(
                "\(name.printable(upTo: 100)) is no program of the therapy's folder, and no"
                    + " interpreter that the clinic allows"
                    + " (\(allowed.isEmpty ? "it allows none" : allowed.joined(separator: ", "))).",
                remedy: "Write it under `interpreters` in clinic.yaml, then `cairn reload`; or put"
                    + " the program into the folder, and `cairn plugin upgrade`.")
        }
    }
}
