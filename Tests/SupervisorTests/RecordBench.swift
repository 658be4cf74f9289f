import ClinicFiles
import Foundation
import Journal
import JournalSQLite
import Messages
import PeerKit
import ServiceKit
import Supervisor
import SupervisorCore
import Synchronization
import TestKit
import TestSupport
import Testing

@testable import cairn_supervisor

/// The supervisor's record with real processes and a real journal, and no bus: a test takes the
/// turns, and says what time it is.
final class RecordBench {
    let control: ProcessControl
    let record: ProcessRecord
    let journal: any JournalStore
    private let clinic: Clinic
    private(set) var peer: Peer<ProcessRegister>
    private(set) var wall: Timestamp
    private let collecting: Task<Void, Never>
    private var sent = 0

    init(
        _ place: TestClinic, _ processes: [ProcessSpecification],
        kind: ClinicMode.Kind = .rehearsal,
        wall: Timestamp = 1_795_442_400_000, pageLimit: Int? = nil, holdsPlugins: Bool = false
    ) throws {
        let yaml = Golden.root().appendingPathComponent("deploy/examples/small/clinic.yaml")
        let folder = place.folder
        try String(contentsOf: yaml, encoding: .utf8).write(
            toFile: folder.configuration, atomically: true, encoding: .utf8)
        clinic = try folder.clinic()
        let start = Moment(wall, timeZone: clinic.timeZone)
        let mode = ClinicMode(
            clinic: "small", kind: kind, startsAt: try #require(start), seed: 1)
        self.wall = wall
        journal = try SQLiteJournal.open(
            folder: place.folder.path,
            identity: JournalIdentity(
                clinic: "small", kind: kind.rawValue, identity: .supervisor),
            key: .random(), pageLimit: pageLimit)
        let control = try place.control(processes)
        let record = ProcessRecord(
            control: control,
            plugins: PluginWatch(
                programs: Programs(folder: folder, clinic: clinic, logFormat: .human), mode: mode,
                holdsAll: holdsPlugins),
            mode: mode)
        (self.control, self.record) = (control, record)
        collecting = Task { await record.collect() }
        peer = try Peer(
            engine: Engine(
                core: ProcessRegister(), identity: .supervisor, clinic: clinic, mode: mode),
            journal: journal, token: "inbox-1", wall: wall, seed: 1,
            settings: PeerSettings(
                answering: record.answer, permitting: record.permit, telling: record.tell))
    }

    var core: ProcessRegister { peer.engine.core }
    /// How many events wait for the journal.
    var unrecordedCount: Int { record.state.withLock { $0.unrecorded.count } }

    /// Starts the processes, runs a body, and stops them whatever comes.
    func supervising(_ body: () async throws -> Void) async throws {
        do {
            try await control.start()
            await record.look()
            try await body()
        } catch {
            await end()
            throw error
        }
        await end()
    }

    private func end() async {
        await control.shutdown()
        await collecting.value
        journal.close()
    }

    /// What decisions are dated by at this moment.
    private var now: DecisionTime {
        guard !peer.engine.mode.isRehearsal else { return .lastHour }
        return Moment(wall, timeZone: clinic.timeZone).map(DecisionTime.world) ?? .lastHour
    }

    /// One turn of the loop, so much later than the one before.
    ///
    /// - Parameter beats: what others told of themselves meanwhile.
    @discardableResult
    func turn(after milliseconds: Int64 = 1, hearing beats: [Heartbeat] = []) async throws -> Turn {
        wall += milliseconds
        let frames = try beats.map { beat in
            try Envelope(
                topic: .heartbeat(of: beat.identity),
                attributes: Attributes(
                    id: MessageID("beat-\(wall.milliseconds)"), source: "/small/\(beat.identity)",
                    type: "heartbeat.v1", time: wall), data: try JSONText.encode(beat)
            ).frame
        }
        var turn = peer.receive([], wall: wall, now: now)
        turn.append(try await record.turn(&peer, frames, wall))
        return turn
    }

    /// Has the journal take in what happened, as a turn does.
    func observe(_ events: [any Event]) -> Turn {
        peer.observe(events, id: "seen-1", now: now, wall: wall).turn
    }

    /// Gives a command as somebody of the staff who may.
    @discardableResult
    func give(_ command: some Command) throws -> Answer {
        wall += 1
        sent += 1
        let kind = type(of: command)
        var attributes = Attributes(
            id: MessageID("wish-\(sent)"), source: "/small/cli-anna", type: kind.type,
            time: wall)
        let member = try #require(
            clinic.staff.first { !Set($0.roles).isDisjoint(with: kind.roles) })
        attributes.actor = member.id
        attributes.role = member.roles.first { kind.roles.contains($0) }
        attributes.replytoken = "anna-1"
        attributes.deadline = wall + 30_000
        let frame = try Envelope(
            topic: .command(
                to: kind.receiver, verb: kind.verb, from: #require(Identity(person: member.id))),
            attributes: attributes, data: try JSONText.encode(command)
        ).frame
        let turn = peer.receive([frame], wall: wall, now: now)
        let reply = try #require(try turn.frames.last?.read().single)
        return try JSONText.decode(Answer.self, from: reply.raw.data)
    }

    /// What the supervisor tells of the clock.
    func clock() throws -> ClockStatus {
        try #require(try record.answer(ClockView()) as? ClockStatus)
    }

    /// Leaves room in the journal for something small and for nothing large, and the journal
    /// untouchable until 31 seconds later.
    func fill() throws {
        let large = RecordReveal(scope: "all", reason: String(repeating: "x", count: 50_000))
        while try give(large).outcome == .accepted {}
        try #require(peer.health.storageFault != nil)
    }

    /// The recorded events of one stream, in order: their fact and the process or hour.
    func recorded(_ entity: String) throws -> [String] {
        try journal.entries(after: 0, limit: 10_000).compactMap { entry in
            let envelope = try Envelope(entry.raw)
            guard case .event(let stream) = envelope.address, let fact = envelope.fact,
                stream.entity == entity,
                let type = MessageCatalog.event(type: envelope.attributes.type)
            else { return nil }
            switch try JSONText.decode(type, from: entry.raw.data) {
            case let event as ProcessStarted: return "\(event.process) \(fact)"
            case let event as ProcessReady: return "\(event.process) \(fact)"
            case let event as ProcessStopped: return "\(event.process) \(fact)"
            case let event as ProcessGivenUp: return "\(event.process) \(fact)"
            case let event as HourBegan: return event.moment.utc.description
            default: return String(fact)
            }
        }
    }
}
