import ClinicFiles
import Foundation
import Glibc
import Messages
import Supervisor
import SupervisorCore
import Testing

@Suite("Logs", .timeLimit(.minutes(2)))
struct LogTests {
    let clinic: TestClinic
    init() throws { clinic = try TestClinic() }

    @Test("Both outputs of a process are kept, with its last words, across restarts")
    func collected() async throws {
        try await clinic.supervising([
            script("noisy", "echo to-output; echo to-error >&2; printf last-words; exit 1")
        ]) { control in
            try await control.becomes("given-up", "noisy")
            let tail = LogTail(clinic: clinic.folder)
            try await eventually("all four runs are in the log") {
                let text = tail.lines(100, of: "noisy").joined(separator: "\n")
                return ["to-output", "to-error", "last-words"].allSatisfy {
                    text.split(separator: $0, omittingEmptySubsequences: false).count == 5
                }
            }
            #expect(tail.lines(100, of: "noisy").contains { $0.contains("exited with code 1") })
        }
    }

    @Test("What is no plain file is no log: its process starts all the same, and is read past")
    func strange() async throws {
        let files = FileManager.default
        try files.createDirectory(atPath: clinic.folder.logs, withIntermediateDirectories: true)
        let path = clinic.folder.log(of: "noisy")
        #expect(mkfifo(path, 0o600) == 0)
        try await clinic.supervising([script("noisy", "echo lost; exit 1")]) { control in
            try await control.becomes("given-up", "noisy")
            #expect(LogTail(clinic: clinic.folder).lines(10, of: "noisy").isEmpty)
            try files.removeItem(atPath: path)
            try await control.start("noisy")
            try await eventually("a log begun anew") {
                LogTail(clinic: clinic.folder).lines(100, of: "noisy").contains("lost")
            }
        }
    }

    @Test("A log is bounded, and its tail goes over the rotation")
    func bounded() async throws {
        let many = "i=0; while [ $i -lt 5000 ]; do echo line-$i; i=$((i+1)); done; exec sleep 1000"
        try await clinic.supervising([script("chatty", many)], logLimit: 20_000) { control in
            let tail = LogTail(clinic: clinic.folder)
            try await eventually("the last line") {
                tail.lines(3, of: "chatty").contains("line-4999")
            }
            // Notes of the supervisor's own stand among them.
            let lines = tail.lines(1400, of: "chatty").filter { $0.hasPrefix("line-") }
            let isWhole = lines.suffix(1300) == (3700..<5000).map { "line-\($0)" }[...]
            #expect(isWhole, "it has \(lines.count) lines, from \(lines.first ?? "none") on")
            for path in [clinic.folder.log(of: "chatty"), clinic.folder.olderLog(of: "chatty")] {
                #expect(try size(of: path) <= 20_000 + 65_536)
            }
            try await control.stop("chatty")
        }
    }

    @Test("The supervisor's own log is bounded, and what is printed goes on in the new one")
    func own() throws {
        try FileManager.default.createDirectory(
            atPath: clinic.folder.logs, withIntermediateDirectories: true)
        let path = clinic.folder.log(of: .supervisor)
        let printing = open(path, O_WRONLY | O_CREAT | O_APPEND, 0o600)
        let elsewhere = open(clinic.file("elsewhere"), O_WRONLY | O_CREAT | O_APPEND, 0o600)
        defer { for descriptor in [printing, elsewhere] { close(descriptor) } }
        func put(_ text: String, _ descriptor: Int32) {
            _ = write(descriptor, text, text.utf8.count)
        }
        let log = OwnLog(
            clinic: clinic.folder, limit: 100, descriptors: [printing, elsewhere])
        for line in 0..<60 {
            put("line-\(line)\n", printing)
            put("no\n", elsewhere)
            log.keepInPlace()
        }
        let tail = LogTail(clinic: clinic.folder)
        let lines = tail.lines(100, of: .supervisor)
        #expect(lines == (60 - lines.count..<60).map { "line-\($0)" })
        #expect((14..<30).contains(lines.count), "it has two files, each a little over the limit")
        #expect(clinic.lines(of: "elsewhere").count == 60, "another's file is left alone")
    }

    @Test("A log that nobody here prints into is left alone")
    func ofAnother() throws {
        try FileManager.default.createDirectory(
            atPath: clinic.folder.logs, withIntermediateDirectories: true)
        try String(repeating: "x", count: 200).write(
            toFile: clinic.folder.log(of: .supervisor), atomically: true, encoding: .utf8)
        OwnLog(clinic: clinic.folder, limit: 100).keepInPlace()
        #expect(!FileManager.default.fileExists(atPath: clinic.folder.olderLog(of: .supervisor)))
    }

    @Test("A process that left no log has no lines")
    func none() {
        #expect(LogTail(clinic: clinic.folder).lines(10, of: "nobody") == [])
    }
}
