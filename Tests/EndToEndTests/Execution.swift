import Foundation

/// A program that runs; what it prints goes to two files, so that nobody has to drain a pipe.
final class Execution: Sendable {
    /// What a program left when it ended.
    struct Result: Sendable {
        /// The exit code; minus the signal that ended it.
        let code: Int32
        let output: String
        let errors: String
    }

    private let process = Process()
    private let outputFile: URL
    private let errorFile: URL

    /// - Parameters:
    ///   - files: a folder for what it prints.
    ///   - folder: its working directory; the project's unless given.
    init(
        _ program: String, _ arguments: [String], files: URL, folder: URL = Programs.root,
        environment: [String: String] = [:]
    ) throws {
        let name = "\(URL(filePath: program).lastPathComponent)-\(UUID().uuidString.prefix(8))"
        outputFile = files.appending(path: name + ".out")
        errorFile = files.appending(path: name + ".err")
        for file in [outputFile, errorFile] {
            guard FileManager.default.createFile(atPath: file.path, contents: nil) else {
                throw TestFault("\(file.path) cannot be written")
            }
        }
        process.executableURL = URL(filePath: program)
        process.arguments = arguments
        process.currentDirectoryURL = folder
        process.environment = ProcessInfo.processInfo.environment
            .filter { !$0.key.hasPrefix("CAIRN_") }.merging(environment) { $1 }
        process.standardInput = FileHandle.nullDevice
        // The program has its own then: of a thousand that stay open here Foundation's `run` ends
        // the process.
        let handles = try [outputFile, errorFile].map { try FileHandle(forWritingTo: $0) }
        defer { for handle in handles { try? handle.close() } }
        (process.standardOutput, process.standardError) = (handles[0], handles[1])
        try process.run()
    }

    var pid: Int32 { process.processIdentifier }
    var isRunning: Bool { process.isRunning }
    /// What it has printed by now.
    var output: String { Execution.text(of: outputFile) }
    var errors: String { Execution.text(of: errorFile) }

    /// Sends a signal, unless it has ended.
    func signal(_ number: Int32) {
        if process.isRunning { kill(process.processIdentifier, number) }
    }

    /// Waits until it ends; at the deadline it is ended.
    func finish(upTo limit: Duration = .seconds(180)) async throws -> Result {
        do {
            try await wait(
                for: "the end of \(process.arguments?.joined(separator: " ") ?? "a program")",
                upTo: limit
            ) { !process.isRunning }
        } catch {
            signal(SIGKILL)
            throw TestFault("\(error)\n\(output.suffix(2_000))\n\(errors.suffix(2_000))")
        }
        let sign: Int32 = process.terminationReason == .uncaughtSignal ? -1 : 1
        return Result(code: sign * process.terminationStatus, output: output, errors: errors)
    }

    /// Waits until it has printed some words. That it ended without them is an error at once, with
    /// what it said instead.
    func prints(_ words: String) async throws {
        try await wait(for: "“\(words)” from \(process.arguments?.joined(separator: " ") ?? "")") {
            // Asked in this order: what a program prints at its end is there once it has ended.
            let isOver = !process.isRunning
            let said = output + errors
            guard isOver, !said.contains(words) else { return said.contains(words) }
            throw TestFault("It ended without “\(words)”: \(said.suffix(2_000))")
        }
    }

    private static func text(of file: URL) -> String {
        String(decoding: FileManager.default.contents(atPath: file.path) ?? Data(), as: UTF8.self)
    }
}
