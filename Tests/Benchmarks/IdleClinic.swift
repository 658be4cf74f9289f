internal import Foundation

/// A whole clinic that waits: what each of its processes holds and uses.
enum IdleClinic {
    static let subject = "idle clinic"

    private struct Usage {
        var name: String
        /// MiB: its share of what it has in memory, pages of several processes divided among them;
        /// what nobody else has; and all.
        var proportional, own, resident: Double
        /// Part of one core.
        var processor: Double
    }

    static func run(_ plan: Plan) throws -> [Row] {
        try Stage.with { stage in
            let programs = try FileManager.default.destinationOfSymbolicLink(
                atPath: "/proc/self/exe"
            )
            .split(separator: "/").dropLast().joined(separator: "/")
            let clinic = "\(stage.folder)/c"
            let tool = "/\(programs)/cairn"
            try call(tool, "init", clinic, "--from", "deploy/examples/small/clinic.yaml")
            // Also after an `up` that gave up waiting: what it started goes on.
            defer { try? call(tool, "down", clinic) }
            try call(tool, "up", clinic)
            pause(seconds: 2)
            let usages = try measure(clinic, seconds: plan.isShort ? 4 : 20)
            let total = usages.reduce(0) { $0 + $1.proportional }
            let busy = usages.reduce(0) { $0 + $1.processor }
            return usages.map { row($0) } + [
                Row(
                    what: subject, setting: "all \(usages.count) processes",
                    ours: "\(Figure.plain(total)) MiB, \(Figure.share(busy)) CPU", against: "")
            ]
        }
    }

    private static func row(_ usage: Usage) -> Row {
        Row(
            what: subject, setting: usage.name,
            ours: "\(Figure.plain(usage.proportional)) MiB, \(Figure.share(usage.processor)) CPU",
            against: "15 MiB", ratio: Spread([usage.proportional / 15]), goal: .atMost(1),
            note: "private \(Figure.plain(usage.own)), resident \(Figure.plain(usage.resident)) MiB"
        )
    }

    private static func call(_ arguments: String...) throws {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: arguments[0])
        process.arguments = Array(arguments.dropFirst())
        process.standardOutput = FileHandle.nullDevice
        process.standardError = FileHandle.nullDevice
        try process.run()
        process.waitUntilExit()
        guard process.terminationStatus == 0 else {
            throw BenchmarkError("cairn \(arguments[1]) failed")
        }
    }

    private static func measure(_ clinic: String, seconds: Double) throws -> [Usage] {
        let processes = try FileManager.default.contentsOfDirectory(atPath: "/proc")
            .compactMap { Int32($0) }
            .compactMap { pid in name(of: pid, in: clinic).map { (pid, $0) } }
            .sorted { $0.1 < $1.1 }
        let before = processes.map { processorTime($0.0) }
        let start = nanosecondsNow
        pause(seconds: seconds)
        let time = Double(nanosecondsNow - start)
        return zip(processes, before).map { process, used in
            Usage(
                name: process.1,
                proportional: memory(process.0, ["Pss"]),
                own: memory(process.0, ["Private_Clean", "Private_Dirty"]),
                resident: memory(process.0, ["Rss"]),
                processor: Double(processorTime(process.0) - used) / time)
        }
    }

    /// A process that works in that folder, by its program's name.
    private static func name(of pid: Int32, in clinic: String) -> String? {
        guard pid != getpid(),
            let data = FileManager.default.contents(atPath: "/proc/\(pid)/cmdline")
        else { return nil }
        let words = data.split(separator: 0).map { String(decoding: $0, as: UTF8.self) }
        let isHere =
            words.dropFirst().contains { $0 == clinic || $0.hasPrefix("\(clinic)/") }
            || FileManager.default.fileExists(atPath: "/proc/\(pid)/cwd")
                && (try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/\(pid)/cwd"))?
                    .hasPrefix(clinic) == true
        guard isHere, let program = words.first?.split(separator: "/").last else { return nil }
        return String(program)
    }

    private static func processorTime(_ pid: Int32) -> Int64 {
        Stage.processorTime(pid)
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
