internal import Foundation

/// What a process holds, and what it uses while nothing is asked of it.
struct ProcessUsage {
    /// The command line.
    var words: [String]
    var pid: Int32
    /// MiB: its share of what it has in memory, pages of several processes divided among them;
    /// what nobody else has; and all.
    var proportional, own, resident: Double
    /// Part of one core.
    var processor: Double

    /// Its program's name.
    var name: String { words.first?.split(separator: "/").last.map(String.init) ?? "" }

    /// All processes that work in a folder, by name, over some seconds.
    static func measure(in folder: String, seconds: Double) throws -> [ProcessUsage] {
        try measure(
            try FileManager.default.contentsOfDirectory(atPath: "/proc")
                .compactMap { Int32($0) }.filter { works($0, in: folder) }, seconds: seconds
        ).sorted { $0.name < $1.name }
    }

    /// Some processes, over some seconds.
    static func measure(_ processes: [Int32], seconds: Double) throws -> [ProcessUsage] {
        let before = processes.map { Stage.processorTime($0) }
        let start = nanosecondsNow
        pause(seconds: seconds)
        let time = Double(nanosecondsNow - start)
        return zip(processes, before).map { pid, used in
            ProcessUsage(
                words: words(of: pid), pid: pid,
                proportional: memory(pid, ["Pss"]),
                own: memory(pid, ["Private_Clean", "Private_Dirty"]),
                resident: memory(pid, ["Rss"]),
                processor: Double(Stage.processorTime(pid) - used) / time)
        }
    }

    /// Whether a process works in that folder.
    private static func works(_ pid: Int32, in folder: String) -> Bool {
        guard pid != getpid() else { return false }
        let words = words(of: pid)
        guard !words.isEmpty else { return false }
        return words.dropFirst().contains { $0 == folder || $0.hasPrefix("\(folder)/") }
            || (try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/\(pid)/cwd"))?
                .hasPrefix(folder) == true
    }

    private static func words(of pid: Int32) -> [String] {
        let data = FileManager.default.contents(atPath: "/proc/\(pid)/cmdline") ?? Data()
        return data.split(separator: 0).map { String(decoding: $0, as: UTF8.self) }
    }

    /// The sum of some lines of `smaps_rollup`, in MiB.
    private static func memory(_ pid: Int32, _ lines: Set<String>) -> Double {
        let path = "/proc/\(pid)/smaps_rollup"
        guard let text = try? String(contentsOfFile: path, encoding: .utf8) else { return .nan }
        let kibibytes = text.split(separator: "\n").compactMap { line -> Double? in
            let words = line.split(whereSeparator: { $0 == " " || $0 == ":" })
            guard words.count > 1, lines.contains(String(words[0])) else { return nil }
            return Double(words[1])
        }
        return kibibytes.reduce(0, +) / 1024
    }
}

/// The command line tool of this build.
struct Tool {
    private let program: String

    init() throws {
        let own = try FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")
        folder = URL(fileURLWithPath: own).deletingLastPathComponent().path
        program = "\(folder)/cairn"
    }

    /// Where the programs of this build are.
    let folder: String

    /// Runs it; throws where it does not end well.
    func call(_ arguments: String...) throws {
        try Tool.run([program] + arguments)
    }

    /// Runs any program to its end, without a word from it.
    static func run(_ words: [String], in folder: String? = nil) throws {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = words
        process.currentDirectoryURL = folder.map { URL(fileURLWithPath: $0) }
        process.standardOutput = FileHandle.nullDevice
        process.standardError = FileHandle.nullDevice
        try process.run()
        process.waitUntilExit()
        guard process.terminationStatus == 0 else {
            throw BenchmarkError("\(words.prefix(3).joined(separator: " ")) failed")
        }
    }
}
