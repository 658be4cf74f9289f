import Foundation
import TestSupport
import Testing

/// The executable `cairn-hub`, run on a clinic's folder of its own.
final class HubProcess {
    private let process = Process()
    private let errors = Pipe()
    private let listener: NoticeListener

    init(clinic: URL, _ options: [String] = []) throws {
        let socket = clinic.appending(path: "notice-\(UUID().uuidString.prefix(8))")
        listener = NoticeListener(path: socket.path)
        let products = URL(filePath: "/proc/self/exe").resolvingSymlinksInPath()
            .deletingLastPathComponent()
        process.executableURL = products.appending(path: "cairn-hub")
        process.arguments = ["--clinic", clinic.path] + options
        process.environment = ["NOTIFY_SOCKET": socket.path]
        process.standardError = errors
        process.standardOutput = FileHandle.nullDevice
        try process.run()
        // A hub that should have refused to begin would otherwise keep its test waiting for ever.
        DispatchQueue.global().asyncAfter(deadline: .now() + 40) { [process] in
            if process.isRunning { process.terminate() }
        }
    }

    deinit {
        if process.isRunning { kill(process.processIdentifier, SIGKILL) }
    }

    func waitUntilReady() {
        while listener.next() != "READY=1" {}
    }

    /// The next state that is told.
    func nextNotice() -> String { listener.next() }

    /// Sends a signal, waits for the end, and tells the exit status.
    func end(by signal: Int32) -> Int32 {
        kill(process.processIdentifier, signal)
        process.waitUntilExit()
        return process.terminationStatus
    }

    /// What it logged, once it has ended.
    func log() -> String {
        String(decoding: errors.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
    }

    /// Waits for an end by itself, and tells the exit status and what was complained of.
    func complaint() -> (status: Int32, text: String) {
        let data = errors.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        return (process.terminationStatus, String(decoding: data, as: UTF8.self))
    }
}

/// A folder for one test, which is removed afterwards.
func withClinicFolder(_ body: (URL) async throws -> Void) async throws {
    let folder = URL.temporaryDirectory.appending(path: "hub-\(UUID().uuidString.prefix(8))")
    try FileManager.default.createDirectory(
        at: folder.appending(path: "keys"), withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    try TestClinic(at: folder).prepare()
    try await body(folder)
}
