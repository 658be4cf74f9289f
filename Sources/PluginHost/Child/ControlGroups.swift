internal import Foundation
internal import Glibc
internal import Platform

/// Where this process may make control groups of the kernel's: what a program and all that it starts
/// may use together is limited there, whoever runs it.
///
/// Version 2 is used where the process is in a group that is delegated to it, as systemd does with
/// `Delegate=yes`; version 1, where it may make groups below its own, as root may.
package struct ControlGroups: Hashable, Sendable {
    /// What a group limits.
    package enum Controller: String, CaseIterable, Sendable { case memory, pids }

    /// A folder below which groups are made, and the version of its files.
    struct Place: Hashable, Sendable {
        var folder: String
        var version: Int
    }

    let places: [Controller: Place]

    /// None.
    package init() { places = [:] }

    /// Those of this process, as far as the kernel really keeps a limit in one.
    package static func found() -> ControlGroups {
        let membership = (try? String(contentsOfFile: "/proc/self/cgroup", encoding: .utf8)) ?? ""
        let groups = ControlGroups(membership: membership, below: "/sys/fs/cgroup")
        return groups.works ? groups : ControlGroups()
    }

    /// - Parameters:
    ///   - membership: `/proc/self/cgroup`.
    ///   - root: where the kernel's tree of groups is.
    init(membership: String, below root: String) {
        var places: [Controller: Place] = [:]
        for line in membership.split(separator: "\n") {
            let parts = line.split(
                separator: ":", maxSplits: 2, omittingEmptySubsequences: false)
            guard parts.count == 3 else { continue }
            let path = parts[2] == "/" ? "" : String(parts[2])
            if parts[0] == "0", parts[1].isEmpty {
                guard let folder = Self.delegated("\(root)\(path)", below: root) else { continue }
                for controller in Self.passedOn(by: folder) {
                    places[controller] = Place(folder: folder, version: 2)
                }
            }
            // Of a machine with both versions a controller is in one of them.
            for name in parts[1].split(separator: ",") {
                let folder = "\(root)/\(name)\(path)"
                guard let controller = Controller(rawValue: String(name)),
                    access("\(folder)/cgroup.procs", W_OK) == 0
                else { continue }
                places[controller] = Place(folder: folder, version: 1)
            }
        }
        self.places = places
    }

    /// Which limits the kernel keeps here.
    package var controllers: Set<Controller> { Set(places.keys) }

    /// Makes a group; `nil` where none can be made.
    ///
    /// - Parameters:
    ///   - name: of no other group that is there now.
    ///   - memoryBytes: what all in it may hold, their files in memory too.
    package func make(_ name: String, memoryBytes: Int64, processes: Int) -> ControlGroup? {
        guard !places.isEmpty else { return nil }
        var group = ControlGroup()
        for (controller, place) in places.sorted(by: { $0.key.rawValue < $1.key.rawValue }) {
            let folder = "\(place.folder)/\(name)"
            guard mkdir(folder, 0o755) == 0 || errno == EEXIST else {
                group.remove()
                return nil
            }
            group.add(Place(folder: folder, version: place.version), of: controller)
        }
        guard group.limit(memoryBytes: memoryBytes, processes: processes) else {
            group.remove()
            return nil
        }
        return group
    }

    /// Takes away what hosts left behind that are gone: groups whose name ends with the number of a
    /// process that is not there.
    package func clear() {
        for folder in Set(places.values.map(\.folder)) {
            let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
            for name in names where name.hasPrefix(Self.prefix) {
                guard let pid = name.split(separator: "-").last.flatMap({ pid_t($0) }),
                    kill(pid, 0) != 0, errno == ESRCH
                else { continue }
                rmdir("\(folder)/\(name)")
            }
        }
    }

    /// What a group of this process is called.
    package static func name(of plugin: String) -> String { "\(prefix)\(plugin)-\(getpid())" }
    private static let prefix = "cairn-therapy-"

    /// Whether a process really gets in: tried out once.
    private var works: Bool {
        guard let group = make("\(Self.prefix)try-\(getpid())", memoryBytes: 64 << 20, processes: 8)
        else { return false }
        defer { group.remove() }
        guard let program = Interpreter.system("true") else { return false }
        return ChildSpawn.run(group.arguments(around: [program])) == 0
    }

    // MARK: - Version 2

    /// The group of version 2 below which others can be made: one that holds no process itself.
    private static func delegated(_ own: String, below root: String) -> String? {
        // Who is in a group of its own within a delegated one, as `DelegateSubgroup=` makes it.
        let above = URL(fileURLWithPath: own).deletingLastPathComponent().path
        if above.hasPrefix("\(root)/"), isOurs(above), processes(in: above).isEmpty { return above }
        guard isOurs(own), isMarked(own) else { return nil }
        // Only a group without processes passes controllers on: all of them move into one below.
        let below = "\(own)/clinic"
        guard mkdir(below, 0o755) == 0 || errno == EEXIST else { return nil }
        for _ in 0..<10 {
            let left = processes(in: own)
            guard !left.isEmpty else { return own }
            for pid in left { _ = write("\(pid)", to: "\(below)/cgroup.procs") }
        }
        return nil
    }

    private static func isOurs(_ folder: String) -> Bool {
        ["cgroup.procs", "cgroup.subtree_control"].allSatisfy {
            access("\(folder)/\($0)", W_OK) == 0
        }
    }

    /// Whether whoever runs the machine handed the group over: systemd marks those that it delegates.
    private static func isMarked(_ folder: String) -> Bool {
        guard let readAttribute else { return false }
        return ["user.delegate", "trusted.delegate"].contains { name in
            var byte: UInt8 = 0
            return readAttribute(folder, name, &byte, 1) == 1 && byte == UInt8(ascii: "1")
        }
    }

    /// `getxattr`, which no module of the system's C library shows to Swift.
    private static let readAttribute: ReadAttribute? = dlsym(nil, "getxattr").map {
        unsafeBitCast($0, to: ReadAttribute.self)
    }
    private typealias ReadAttribute =
        @convention(c) (UnsafePointer<CChar>, UnsafePointer<CChar>, UnsafeMutableRawPointer, Int) ->
        Int

    private static func processes(in folder: String) -> [pid_t] {
        let text = (try? String(contentsOfFile: "\(folder)/cgroup.procs", encoding: .utf8)) ?? ""
        return text.split(separator: "\n").compactMap { pid_t($0) }
    }

    /// The controllers that a group gives to those below it, once it was asked to.
    private static func passedOn(by folder: String) -> [Controller] {
        let file = "\(folder)/cgroup.subtree_control"
        func given() -> Set<String> {
            let words = (try? String(contentsOfFile: file, encoding: .utf8)) ?? ""
            return Set(words.split(whereSeparator: \.isWhitespace).map(String.init))
        }
        let before = given()
        for controller in Controller.allCases where !before.contains(controller.rawValue) {
            _ = write("+\(controller.rawValue)", to: file)
        }
        let after = given()
        return Controller.allCases.filter { after.contains($0.rawValue) }
    }

    /// Writes a word into a file of the kernel's that is there.
    static func write(_ word: String, to file: String) -> Bool {
        let descriptor = open(file, O_WRONLY | O_CLOEXEC)
        guard descriptor >= 0 else { return false }
        defer { close(descriptor) }
        let bytes = Array(word.utf8)
        return Glibc.write(descriptor, bytes, bytes.count) == bytes.count
    }
}
