internal import Bus
internal import ClinicFiles
internal import Foundation
internal import Journal
internal import JournalSQLite
internal import Messages
internal import PeerKit

/// A clinic's folder on a stage, and histories for it.
struct ClinicStage {
    let stage: Stage
    let folder: ClinicFolder
    private let mode: ClinicMode
    private static let example = "deploy/examples/small/clinic.yaml"

    init(on stage: Stage) throws {
        self.stage = stage
        folder = ClinicFolder(path: "\(stage.folder)/c")
        guard let text = try? String(contentsOfFile: Self.example, encoding: .utf8) else {
            throw BenchmarkError("run it in the project's folder: \(Self.example) is not here")
        }
        let day = LocalDate(year: 2026, month: 10, day: 5)
        guard let start = Moment(startOf: day, hour: 6, timeZone: "America/Chicago") else {
            throw BenchmarkError("the time zone is not known here")
        }
        mode = ClinicMode(clinic: "bench", kind: .rehearsal, startsAt: start, seed: 1)
        try folder.create(configuration: text, mode: mode)
        try prepareKeys()
    }

    /// Makes the keys of all who take part by now, and the list of what each may do.
    func prepareKeys() throws {
        try KeyFolder(of: folder).prepare(clinic: folder.clinic(), mode: mode)
    }

    /// Starts the clinic's own hub, and waits until its last door is there.
    func startHub() throws {
        try stage.start([stage.program("cairn-hub"), "--clinic", folder.path])
        let doors = try KeyFolder(of: folder).accessList().peers.map {
            "\(folder.run)/to-\($0.identity).sock"
        }
        try wait(for: "the hub") {
            try stage.checkChildren()
            return doors.allSatisfy(FileManager.default.fileExists(atPath:))
        }
    }

    @discardableResult
    func start(_ role: Role, index: Int = 0) throws -> Int32 {
        try stage.start(role, ["clinic": folder.path, "index": "\(index)"])
    }

    func openJournal() throws -> any JournalStore {
        try SQLiteJournal.open(
            folder: folder.journals,
            identity: JournalIdentity(
                clinic: mode.clinic, kind: mode.kind.rawValue, identity: .scheduler),
            key: KeyFolder(of: folder).storageKey(of: .scheduler))
    }

    /// The scheduler's journal with that many sessions of a year.
    func fillJournal(events: Int) throws {
        let journal = try openJournal()
        defer { journal.close() }
        var chain = try Chain(body: Sessions())
        var left = events
        while left > 0 {
            let count = min(left, 1_000)
            try journal.commit((0..<count).map { _ in Effects(events: [try chain.next()]) })
            left -= count
        }
    }

    /// A core's place in this clinic.
    func engine<Service: Core>(_ core: Service) throws -> Engine<Service> {
        Engine(core: core, identity: .scheduler, clinic: try folder.clinic(), mode: mode)
    }
}

/// The bodies of scheduled sessions, five thousand of them in turn.
struct Sessions: Sendable {
    private let before: String
    private let after: String

    init() throws {
        let text = String(decoding: try JSONText.encode(SessionScheduled.example), as: UTF8.self)
        let parts = text.components(separatedBy: "s-0001")
        guard parts.count == 2 else { throw BenchmarkError("the example session has no name") }
        (before, after) = (parts[0], parts[1])
    }

    func body(_ number: Int64) -> [UInt8] { Array("\(before)s-\(number % 5_000)\(after)".utf8) }
}
