internal import BenchmarkPeers
internal import Foundation

/// A folder, a board and the processes of one measurement; all of it goes with ``end()``.
final class Stage {
    let folder: String
    let board: Board
    private var children: [Int32] = []
    private let program: String

    init() throws {
        folder = "\(try Stage.parent())/\(Stage.nextNumber())"
        try FileManager.default.createDirectory(
            atPath: folder, withIntermediateDirectories: true)
        board = try Board(path: "\(folder)/board")
        program = try FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")
    }

    /// Beside the build, and so on a real disk: /tmp may be memory, where fsync costs nothing.
    private static func parent() throws -> String {
        let folder =
            ProcessInfo.processInfo.environment["CAIRN_BENCHMARK_FOLDER"]
            ?? "/var/tmp/cairn-benchmark"
        try FileManager.default.createDirectory(
            atPath: folder, withIntermediateDirectories: true)
        return folder
    }

    private static func nextNumber() -> String { "\(getpid())-\(nanosecondsNow % 100_000_000)" }

    /// Starts this program again, in a role.
    @discardableResult
    func start(_ role: Role, _ settings: [String: String] = [:]) throws -> Int32 {
        let all = settings.merging(
            ["board": "\(folder)/board", "run": folder]
        ) { own, _ in own }
        return try start(
            [program, "role", role.rawValue] + all.sorted { $0.key < $1.key }.map { "\($0)=\($1)" })
    }

    /// Another program of this build.
    func program(_ name: String) -> String {
        URL(fileURLWithPath: program).deletingLastPathComponent().appending(path: name).path
    }

    /// Starts any program; what it says goes to the stage's log.
    @discardableResult
    func start(_ arguments: [String], setting: String? = nil) throws -> Int32 {
        var pointers: [UnsafeMutablePointer<CChar>?] = arguments.map { strdup($0) } + [nil]
        let extra = setting.map { strdup($0) } ?? nil
        defer {
            for pointer in pointers { free(pointer) }
            free(extra)
        }
        let pid = pointers.withUnsafeMutableBufferPointer {
            board_start($0.baseAddress, extra, "\(folder)/log")
        }
        guard pid > 0 else { throw BenchmarkError("cannot start \(arguments[0])") }
        children.append(pid)
        return pid
    }

    /// Makes a certificate for `localhost` that lasts a day, and its key, in the stage's folder.
    func makeCertificate() throws -> (own: String, key: String) {
        let files = (own: "\(folder)/certificate.pem", key: "\(folder)/key.pem")
        let pid = try start([
            "openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256",
            "-nodes", "-days", "1", "-subj", "/CN=localhost", "-addext",
            "subjectAltName=DNS:localhost", "-out", files.own, "-keyout", files.key,
        ])
        try wait(for: "a certificate by openssl") { board_has_ended(pid) != 0 }
        children.removeAll { $0 == pid }
        guard FileManager.default.fileExists(atPath: files.own) else {
            throw BenchmarkError("openssl made no certificate; is it installed?")
        }
        return files
    }

    /// Ends one process at once.
    func kill(_ pid: Int32, signal: Int32 = SIGKILL) {
        board_end(pid, signal)
        children.removeAll { $0 == pid }
    }

    /// Throws if a process ended that should not have.
    func checkChildren() throws {
        for pid in children where board_has_ended(pid) != 0 {
            children.removeAll { $0 == pid }
            let log = (try? String(contentsOfFile: "\(folder)/log", encoding: .utf8)) ?? ""
            throw BenchmarkError("a process ended: \(log.suffix(300))")
        }
    }

    /// Kills what was started, last first, and removes the folder.
    func end() {
        for pid in children.reversed() { board_end(pid, SIGKILL) }
        children = []
        try? FileManager.default.removeItem(atPath: folder)
    }

    /// Nanoseconds of processor time of a process.
    static func processorTime(_ pid: Int32) -> Int64 { board_processor_time(pid) }

    /// Runs a measurement on a stage of its own.
    static func with<Result>(_ body: (Stage) throws -> Result) throws -> Result {
        let stage = try Stage()
        defer { stage.end() }
        return try body(stage)
    }
}
