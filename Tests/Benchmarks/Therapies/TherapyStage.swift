internal import ClinicFiles
internal import Foundation
internal import Messages
internal import PluginHost
internal import TherapyContract

/// A clinic's hub, whoever records attendance, and one therapy that is told of it.
struct TherapyStage {
    let clinic: ClinicStage
    private let therapy: TaughtTherapy
    private let hash: String

    /// Nanoseconds of processor time.
    struct Spent {
        var host: Double
        /// The program, and what is around it in its room.
        var child: Double

        static func - (left: Spent, right: Spent) -> Spent {
            Spent(host: left.host - right.host, child: left.child - right.child)
        }
    }

    /// Approves the therapy as the supervisor would, and starts the hub and the other one.
    init(of therapy: TaughtTherapy, on stage: Stage) throws {
        self.therapy = therapy
        clinic = try ClinicStage(on: stage)
        let id = try TherapyStage.identity()
        let source = "\(stage.folder)/\(id)"
        try therapy.write(
            to: source, as: id.text,
            programs: URL(fileURLWithPath: stage.program("cairn-plugin-host"))
                .deletingLastPathComponent().path)
        let found = try TherapyFolder.read(source, for: clinic.folder.clinic())
        hash = try found.tree.hash()
        try FileManager.default.createDirectory(
            atPath: clinic.folder.plugins, withIntermediateDirectories: true)
        try ApprovedCopies(of: clinic.folder).make(id, hash, from: source)
        let content = PluginContent(version: found.contract.version, hash: hash)
        try ApprovedList([
            .init(plugin: id, content: content, permission: found.contract.permission)
        ]).write(in: clinic.folder)
        try clinic.prepareKeys()
        try clinic.startHub()
        try clinic.start(.watch)
    }

    private static func identity() throws -> Identity {
        guard let id = Identity(TaughtTherapy.id) else { throw BenchmarkError("no such id") }
        return id
    }

    private var board: Board { clinic.stage.board }

    /// Has so many facts recorded in all, in commits of so many.
    func record(_ count: Int, batch: Int, every microseconds: Int64) {
        board[.elapsed(Attendance.batch)] = Int64(batch)
        board[.elapsed(Attendance.pause)] = microseconds
        board[.go] = Int64(count)
    }

    /// Starts the one who records attendance.
    func startRecording() throws {
        try clinic.start(.attendance)
        try wait(for: "whoever records attendance", seconds: 60, every: 1_000) {
            try clinic.stage.checkChildren()
            return board[.joined(Attendance.recorder)] != 0
        }
    }

    /// Starts the therapy's host.
    func startHost() throws -> Int32 {
        try clinic.stage.start([
            clinic.stage.program("cairn-plugin-host"), "--clinic", clinic.folder.path, "--plugin",
            TaughtTherapy.id, "--contract", hash,
        ])
    }

    /// Waits until the host has so many facts in its journal, and its program was told all of them.
    func waitUntilTold(_ count: Int, seconds: Double = 120) throws {
        try wait(for: "a therapy that is told \(count) facts", seconds: seconds, every: 1_000) {
            try clinic.stage.checkChildren()
            return board[.received(Attendance.watch)] >= Int64(count)
                && board[.joined(Attendance.watch)] != 0
        }
    }

    /// What host and program have used.
    func spent(_ host: Int32) -> Spent {
        let family = ChildUsage.family(of: host).dropFirst()
        return Spent(
            host: Double(Stage.processorTime(host)),
            child: family.reduce(0) { $0 + Double(max(0, Stage.processorTime($1))) })
    }

    /// Nanoseconds of the monotonic clock at which the host asked for history first.
    var firstAsk: Int64 { board[.elapsed(Attendance.firstAsk)] }
    /// When the program was told all, as its host said last.
    var toldAt: Int64 { board[.elapsed(Attendance.toldAt)] }
}
