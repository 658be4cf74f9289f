internal import FoundationEssentials
internal import Glibc

/// The kernel's table of processes, read from /proc.
enum ProcessTable {
    /// One process; its start time tells it from a later one with the same number.
    struct Entry: Hashable {
        var pid: Int32
        var group: Int32
        /// In clock ticks since the machine started.
        var startTicks: UInt64
        /// It ended, and its parent has not noticed yet.
        var isZombie: Bool
    }

    static func entry(of pid: Int32) -> Entry? {
        guard let text = read("/proc/\(pid)/stat").map({ String(decoding: $0, as: UTF8.self) }),
            // A program's name may hold blanks and parentheses; the last one ends it.
            let end = text.lastIndex(of: ")")
        else { return nil }
        let fields = text[text.index(after: end)...].split(separator: " ")
        guard fields.count > 19, let group = Int32(fields[2]), let start = UInt64(fields[19])
        else { return nil }
        return Entry(
            pid: pid, group: group, startTicks: start, isZombie: fields[0] == "Z")
    }

    /// All processes but this one, by number.
    static func others() -> [Entry] {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: "/proc")) ?? []
        let own = getpid()
        return names.compactMap { Int32($0) }.filter { $0 != own }.sorted().compactMap(entry(of:))
    }

    /// The value of a variable in the environment that a process was started with.
    static func variable(_ name: String, of pid: Int32) -> String? {
        let prefix = Array("\(name)=".utf8)
        guard let environment = read("/proc/\(pid)/environ"),
            let pair = environment.split(separator: 0).first(where: { $0.starts(with: prefix) })
        else { return nil }
        return String(decoding: pair.dropFirst(prefix.count), as: UTF8.self)
    }

    /// Changes with each start of the machine, when process numbers begin anew.
    static func bootIdentifier() -> String {
        let bytes = read("/proc/sys/kernel/random/boot_id") ?? []
        return String(decoding: bytes, as: UTF8.self).trimmingSuffix()
    }

    /// Files in /proc have no size in advance.
    private static func read(_ path: String) -> [UInt8]? {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { return nil }
        defer { close(descriptor) }
        var content: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: 16_384)
        while true {
            let count = Glibc.read(descriptor, &chunk, chunk.count)
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { return count == 0 ? content : nil }
            content += chunk[..<count]
        }
    }
}

extension String {
    fileprivate func trimmingSuffix() -> String { String(prefix { $0 != "\n" }) }
}
