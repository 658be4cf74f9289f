internal import Foundation

/// Runs children of this program that try inputs, and says how they ended.
struct Attempts {
    /// How a child ended.
    enum End: Equatable {
        /// It tried all; what failed, by number.
        case done([Failure])
        /// It was ended by an input: a trap, a signal, or a sanitizer's word.
        case crashed(Failure)
    }

    /// An input that failed, and how.
    struct Failure: Equatable {
        /// Its number; `nil` for what no single input did.
        var number: Int?
        var reason: String
    }

    let folder: String
    let seed: UInt64
    let patience: Duration

    /// Tries some numbers of a target.
    func run(_ kind: TargetKind, _ numbers: Range<Int>) throws -> End {
        let progress = "\(folder)/progress"
        try FileManager.default.createDirectory(
            atPath: folder, withIntermediateDirectories: true)
        try Data(count: 8).write(to: URL(fileURLWithPath: progress))
        let arguments = [
            "--target", kind.rawValue, "--seed", "\(seed)", "--from", "\(numbers.lowerBound)",
            "--inputs", "\(numbers.count)", "--progress", progress,
        ]
        let child = try run(arguments, progress: progress)
        let findings = child.output.split(separator: "\n").compactMap { line -> Failure? in
            let words = line.split(separator: " ", maxSplits: 2).map(String.init)
            guard words.count == 3, words[0] == "finding", let number = Int(words[1]) else {
                return nil
            }
            return Failure(number: number < 0 ? nil : number, reason: words[2])
        }
        if let reason = child.reason {
            let number = Attempts.number(in: progress)
            // All were tried: it is the whole run that leaked, and no single input.
            let isOne = number < numbers.upperBound
            return .crashed(Failure(number: isOne ? number : nil, reason: reason))
        }
        return .done(findings)
    }

    /// Tries one input; why it failed, or `nil`.
    func fails(_ kind: TargetKind, _ input: FuzzInput) throws -> String? {
        let file = "\(folder)/candidate"
        try input.write(to: file)
        return try run(["--target", kind.rawValue, "--input", file], progress: nil).reason
    }

    private struct Child {
        var output: String
        /// Why it did not end well.
        var reason: String?
    }

    private func run(_ arguments: [String], progress: String?) throws -> Child {
        let files = ["\(folder)/output", "\(folder)/errors"]
        for file in files { try Data().write(to: URL(fileURLWithPath: file)) }
        let process = Process()
        process.executableURL = URL(
            fileURLWithPath: try FileManager.default.destinationOfSymbolicLink(
                atPath: "/proc/self/exe"))
        process.arguments = ["try"] + arguments
        process.environment = ProcessInfo.processInfo.environment.merging(
            [
                // Freed memory is kept for a while only, or every run would seem a leak. Leaks are seen
                // by what a run holds: Foundation itself leaks when it reads an empty file.
                "ASAN_OPTIONS": "exitcode=99:quarantine_size_mb=16:detect_leaks=0",
                "SWIFT_BACKTRACE": "enable=no",
            ]) { $1 }
        process.standardOutput = try FileHandle(forWritingTo: URL(fileURLWithPath: files[0]))
        process.standardError = try FileHandle(forWritingTo: URL(fileURLWithPath: files[1]))
        try process.run()
        let hangs = wait(for: process, progress: progress)
        let output = try String(contentsOfFile: files[0], encoding: .utf8)
        let errors = String(
            decoding: FileManager.default.contents(atPath: files[1]) ?? Data(), as: UTF8.self)
        return Child(output: output, reason: reason(process, hangs: hangs, errors: errors))
    }

    private func reason(_ process: Process, hangs: Bool, errors: String) -> String? {
        if hangs { return "no end after \(patience)" }
        guard process.terminationStatus != 0 || process.terminationReason == .uncaughtSignal else {
            return nil
        }
        let lines = errors.split(separator: "\n").map(String.init)
        let telling = lines.first {
            $0.contains("Fatal error") || $0.contains("ERROR: ") || $0.contains("Error: ")
        }
        let end =
            process.terminationReason == .uncaughtSignal
            ? "signal \(process.terminationStatus)" : "exit code \(process.terminationStatus)"
        return [end, telling ?? lines.first ?? ""].joined(separator: ", ")
    }

    /// Waits until a child ends or no longer goes on; it is then ended.
    private func wait(for process: Process, progress: String?) -> Bool {
        var last = -1
        var since = ContinuousClock.now
        while process.isRunning {
            usleep(process.isRunning ? 10_000 : 0)
            let number = progress.map(Attempts.number) ?? -1
            if number != last { (last, since) = (number, .now) }
            guard ContinuousClock.now - since > patience else { continue }
            kill(process.processIdentifier, SIGKILL)
            process.waitUntilExit()
            return true
        }
        process.waitUntilExit()
        return false
    }

    private static func number(in file: String) -> Int {
        let bytes = FileManager.default.contents(atPath: file) ?? Data()
        return bytes.prefix(8).reversed().reduce(0) { $0 << 8 | Int($1) }
    }
}
