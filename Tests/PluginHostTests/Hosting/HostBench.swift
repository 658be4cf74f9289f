internal import ClinicFiles
internal import Foundation
internal import Journal
internal import JournalSQLite
internal import Messages
internal import PeerKit
internal import PluginHost
internal import PluginHostCore
internal import Synchronization
internal import TestSupport
internal import Testing
internal import TherapyContract

@testable internal import PeerBench
@testable internal import cairn_plugin_host

/// A host with its journal as a file and a real program, and no bus: a test hands it facts and takes
/// the turns.
final class HostBench {
    static let hash = "00"
    static let contract = """
        {"contract": 1, "id": "tally", "version": "1", "title": "Tally",
         "command": ["python3", "tally.py"],
         "facts": [{"name": "seen", "about": "client", "fields": {"count": {"type": "integer"}}}],
         "reads": [{"event": "scheduler.attendance.recorded", "because": "it is counted"}],
         "reactsTo": ["scheduler.attendance.recorded"],
         "history": "from-start", "limits": {"eventsPerMinute": 6000},
         "configuration": {"every": {"type": "integer", "least": 1, "default": 1}}}
        """

    /// Folds the ids of all facts, answers each `every`th attendance with a record that tells how
    /// many facts it had folded by then, and writes down what it was told to go on from.
    static let program = """
        import json, os
        questions = os.fdopen(3, "rb")
        answers = os.fdopen(4, "wb")
        state, every = {"ids": []}, 1
        for line in questions:
            question = json.loads(line)
            ask, reply = question["ask"], {"n": question["n"]}
            if ask == "hello":
                every, reply["protocol"] = question["configuration"]["every"], 1
            elif ask == "restore":
                state = question["state"] or {"ids": []}
                print("goes on from", len(state["ids"]), flush=True)
            elif ask == "apply":
                state["ids"] += [fact["id"] for fact in question["facts"]]
            elif ask == "react":
                reply["reacted"], reply["actions"] = 0, []
                for fact in question["facts"]:
                    state["ids"].append(fact["id"])
                    reply["reacted"] += 1
                    if len(state["ids"]) % every == 0:
                        reply["actions"] = [{"do": "record", "fact": "seen", "client": fact["client"],
                                             "data": {"count": len(state["ids"])}}]
                        break
            elif ask == "state":
                reply["state"] = state
            answers.write(json.dumps(reply).encode() + b"\\n")
            answers.flush()
            if ask == "bye":
                break
        """

    let place: TemporaryFolder
    private(set) var clinic: Clinic
    private var author = Author(.scheduler)
    private let key: JournalKey
    private(set) var journal: any JournalStore
    private(set) var peer: Peer<HostedTherapy>
    private(set) var room: HostRoom
    private var wall: Timestamp = 1_000_000_000
    private(set) var log = HostLog()

    /// - Parameter patience: for how long a turn may wait for its program.
    init(every: Int = 1, snapshotEvery: Int = 4, patience: Duration? = nil) throws {
        var pace = HostRoom.Pace()
        if let patience { (pace.conversation, pace.patience) = (patience, patience) }
        self.pace = pace
        place = try TemporaryFolder()
        key = .random()
        var clinic = try SmallClinic.clinic()
        clinic.therapies = ["tally": ["every": "\(every)"]]
        self.clinic = clinic
        try Self.approve(Self.contract, Self.program, as: Self.hash, in: place)
        journal = try Self.journal(in: place, key)
        (peer, room) = try Self.host(
            journal, clinic, in: place, of: Self.hash, at: wall, snapshotEvery: snapshotEvery,
            pace: pace, log: log)
        self.snapshotEvery = snapshotEvery
        try take()
    }

    private let snapshotEvery: Int
    private let pace: HostRoom.Pace
    /// The content that runs.
    private var hash = HostBench.hash

    /// Puts another content beside the first, as one that was approved.
    func approve(_ contract: String, _ program: String, as hash: String) throws {
        try Self.approve(contract, program, as: hash, in: place)
    }

    private static func approve(
        _ contract: String, _ program: String, as hash: String, in place: TemporaryFolder
    ) throws {
        let copy = ApprovedCopies(of: ClinicFolder(path: place.path)).path(of: "tally", hash)
        try FileManager.default.createDirectory(
            atPath: copy, withIntermediateDirectories: true)
        try Data(contract.utf8).write(to: URL(filePath: "\(copy)/plugin.json"))
        try Data(program.utf8).write(to: URL(filePath: "\(copy)/tally.py"))
    }

    deinit { journal.close() }

    private static func journal(in place: TemporaryFolder, _ key: JournalKey) throws
        -> any JournalStore
    {
        try SQLiteJournal.open(
            folder: place.path,
            identity: JournalIdentity(clinic: "small", kind: "rehearsal", identity: "tally"),
            key: key)
    }

    private static func host(
        _ journal: any JournalStore, _ clinic: Clinic, in place: TemporaryFolder,
        of hash: String, at wall: Timestamp, snapshotEvery: Int, pace: HostRoom.Pace, log: HostLog
    ) throws -> (Peer<HostedTherapy>, HostRoom) {
        let folder = ClinicFolder(path: place.path)
        let approved = try ApprovedTherapy("tally", hash: hash, of: clinic, in: folder)
        let mode = try SmallClinic.mode()
        let peer = try Peer(
            engine: Engine(
                core: HostedTherapy(contract: approved.contract, hash: hash), identity: "tally",
                clinic: clinic, mode: mode, reads: approved.contract.hostReads),
            journal: journal, token: "inbox-1", wall: wall, seed: 1)
        var settings = DriverSettings(approved.contract.limits)
        settings.snapshotEvery = snapshotEvery
        settings.quietLimit = 3
        let room = HostRoom(
            approved, clinic: clinic, mode: mode, folder: folder,
            confinement: Confinement.found(hiding: place.path), mayRunUnconfined: true,
            settings: settings, pace: pace, log: { log.add($0) })
        return (peer, room)
    }

    /// Takes the contract with its settings, as a host does once it is ready.
    func take() throws {
        let settings = room.approved.settings
        let standing = peer.engine.core.standing
        guard standing.settings != settings || standing.hash != hash else { return }
        let count = peer.engine.heads.values.reduce(0) { $0 + $1.sequence }
        let (_, outcome) = peer.record(
            [ContractTaken(version: "1", hash: hash, settings: settings)],
            id: MessageID("taken-\(count)"), upon: nil, now: .lastHour, wall: wall)
        #expect(outcome == .recorded)
    }

    /// Ends the host and its program where they are, and begins anew on the same journal.
    ///
    /// - Parameter content: the hash of the content that runs from now on.
    func restart(every: Int? = nil, as content: String? = nil) async throws {
        await end()
        hash = content ?? hash
        journal.close()
        if let every { clinic.therapies = ["tally": ["every": "\(every)"]] }
        journal = try Self.journal(in: place, key)
        (peer, room) = try Self.host(
            journal, clinic, in: place, of: hash, at: wall, snapshotEvery: snapshotEvery,
            pace: pace,
            log: log)
        try take()
    }

    /// Ends the program.
    func end() async {
        guard let child = room.leave() else { return }
        while !child.fetch().contains(.ended) { try? await Task.sleep(for: .milliseconds(1)) }
    }

    /// So many more attendances, of the client `c-0001`.
    func attend(_ count: Int) throws {
        let events = try (0..<count).map { _ in
            try author.event(
                AttendanceRecorded(
                    client: "c-0001", session: "s-1", status: .present, minutes: 60))
        }
        for part in stride(from: 0, to: events.count, by: 200) {
            wall += 1
            _ = peer.receive(
                try events[part..<min(part + 200, events.count)].map { try Envelope($0).frame },
                wall: wall, now: .lastHour)
            while peer.hasBacklog {
                wall += 1
                _ = peer.receive([], wall: wall, now: .lastHour)
            }
        }
    }

    /// An attendance was entered in error.
    func retract(_ id: MessageID) throws {
        wall += 1
        let type = AttendanceRecorded.type
        _ = peer.receive(
            [
                try Envelope(
                    author.event(
                        EnteredInError(
                            event: id, type: type, client: "c-0001", reason: "Mixed up."))
                ).frame
            ], wall: wall, now: .lastHour)
        while let task = peer.beginFold() { peer.settle(try task.run { _, _ in }) }
    }

    /// One turn.
    func turn() throws {
        wall += 1
        _ = peer.receive([], wall: wall, now: .lastHour)
        while let task = peer.beginFold() { peer.settle(try task.run { _, _ in }) }
        let position = peer.position
        isAtWork = try room.turn(&peer, wall: wall, wake: {}).isAtWork
        commits += peer.position == position ? 0 : 1
    }

    /// In how many turns the journal took something of the room's.
    private(set) var commits = 0

    /// Whether it waited for more at the end of the last turn.
    private(set) var isAtWork = false

    /// Takes turns until the program was told all, or a number of turns is over.
    func run(turns limit: Int = .max) async throws {
        var turns = 0
        let deadline = ContinuousClock.now + .seconds(60)
        while turns < limit {
            try turn()
            turns += 1
            if room.status.program == .ready { return }
            try #require(ContinuousClock.now < deadline, "\(log.lines)")
            try await Task.sleep(for: .milliseconds(1))
        }
    }

    /// What it has recorded, in order: of each the number that it tells.
    func recorded() throws -> [Int64] {
        try journal.entries(ofEntity: RecordAdded.entity).filter(\.isOwn).compactMap { entry in
            guard !peer.engine.retracted.contains(try Envelope(entry.raw).id) else { return nil }
            let record = try JSONText.decode(RecordAdded.self, from: entry.raw.data)
            guard case .integer(let count)? = record.data["count"] else { return nil }
            return count
        }
    }

    var snapshotFile: String { "\(place.path)/tally.program.snapshot" }
}

/// What a host writes into its log.
final class HostLog: Sendable {
    private let text = Mutex<[String]>([])
    var lines: [String] { text.withLock { $0 } }
    func add(_ line: String) { text.withLock { $0.append(line) } }

    /// How many facts each start of the program began with.
    var beginnings: [Int] {
        lines.compactMap { line in
            line.split(separator: "goes on from ").last.flatMap {
                line.contains("goes on") ? Int($0) : nil
            }
        }
    }
}
