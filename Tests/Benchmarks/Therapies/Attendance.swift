internal import ArgumentParser
internal import BenchmarkPeers
internal import Bus
internal import ClinicFiles
internal import Foundation
internal import Messages
internal import PeerKit
internal import ServiceKit

/// Records attendance as the scheduler would, and watches what a therapy makes of it.
struct Attendance: Sendable {
    /// Places on the board: who records, and who watches.
    static let recorder = 0
    static let watch = 1
    /// Places of numbers: facts of a commit, microseconds between two, and two moments.
    static let batch = 2
    static let pause = 3
    static let firstAsk = 4
    static let toldAt = 5

    /// One fact of so many is of a session of the therapy: its client goes on by a module.
    static let share = 8
    private static let clients = 80

    private let settings: RoleSettings
    private let board: Board

    init(_ settings: RoleSettings) throws {
        self.settings = settings
        board = try settings.board()
    }

    /// Plans a session of the therapy and another one, and records attendance up to the number on
    /// the board.
    func record() async throws {
        let board = board
        let options = try ServiceOptions.parse(["--clinic", settings.text("clinic")])
        let planned = try Self.sessions()
        let process = ServiceProcess(AttendanceKeeper(), as: .scheduler, options: options)
        await process.run(
            waking: { wake in
                Thread.detachNewThread {
                    while true {
                        board_sleep_microseconds(max(200, board[.elapsed(Self.pause)]))
                        if board[.sent] < board[.go] { wake() }
                    }
                }
            },
            beside: { peer, received, wall in
                if board[.elapsed(Self.firstAsk)] == 0, Self.isAsked(in: received) {
                    board[.elapsed(Self.firstAsk)] = nanosecondsNow
                }
                guard peer.isReady else { return Turn() }
                guard board[.joined(Self.recorder)] != 0 else {
                    let (turn, isRecorded) = peer.observe(
                        planned, id: "planned", now: .lastHour, wall: wall)
                    board[.joined(Self.recorder)] = isRecorded ? 1 : 0
                    return turn
                }
                let sent = board[.sent]
                let count = min(board[.elapsed(Self.batch)], board[.go] - sent)
                guard count > 0 else { return Turn() }
                let (turn, isRecorded) = peer.observe(
                    (sent..<(sent + count)).map(Self.fact), id: MessageID("load-\(sent)"),
                    now: .lastHour, wall: wall)
                if isRecorded { board.add(count, to: .sent) }
                return turn
            })
    }

    /// Tells the board where the therapy stands, by its host's heartbeats.
    func watch() async throws {
        guard let therapy = Identity(TaughtTherapy.id),
            let stream = EventStream(owner: .scheduler, entity: AttendanceRecorded.entity)
        else { return }
        let folder = ClinicFolder(path: settings.text("clinic"))
        // Whoever may hear everybody's signs of life.
        let bus = try BusConnection(KeyFolder(of: folder).credentials(of: .supervisor))
        await listen(to: therapy, stream, over: bus)
    }

    private func listen(
        to therapy: Identity, _ stream: EventStream, over bus: isolated BusConnection
    )
        async
    {
        bus.subscribe("status.\(therapy).")
        while let frames = await bus.receive(waitingAtMost: .seconds(10)) {
            for frame in frames {
                guard let envelope = try? frame.read().single,
                    let beat = try? JSONText.decode(Heartbeat.self, from: envelope.raw.data)
                else { continue }
                let told: Set<TherapyStatus.Program> = [.ready, .none]
                let isTold = beat.therapy.map { told.contains($0.program) } ?? false
                if isTold { board[.elapsed(Self.toldAt)] = nanosecondsNow }
                board[.joined(Self.watch)] = isTold && beat.state == .ready ? 1 : 0
                board[.received(Self.watch)] = beat.positions[stream] ?? 0
            }
        }
    }

    private static func isAsked(in frames: [Frame]) -> Bool {
        frames.contains { frame in
            guard case .query(_, let name, _) = (try? frame.read())?.single?.address else {
                return false
            }
            return name.first == "replay"
        }
    }

    private static func sessions() throws -> [any Event] {
        var own = try SessionScheduled.example
        own.session = "s-own"
        own.therapy = Identity(TaughtTherapy.id)
        own.offering = TaughtTherapy.offering
        var other = own
        other.session = "s-other"
        (other.therapy, other.offering) = (nil, nil)
        return [own, other]
    }

    private static func fact(_ number: Int64) -> any Event {
        let isOwn = number % Int64(share) == 0
        // Each client in turn, of the therapy's sessions and of the others.
        let client = number / Int64(share) % Int64(clients) + 1
        return AttendanceRecorded(
            client: ClientID("c-\(client)"), session: isOwn ? "s-own" : "s-other",
            status: .present, minutes: 60)
    }
}

/// Publishes sessions and attendance, and remembers nothing.
private struct AttendanceKeeper: Core {
    enum Contract: CoreContract {
        static let publishes: [any Event.Type] = [SessionScheduled.self, AttendanceRecorded.self]
    }

    mutating func apply(_ fact: Fact) {}
    func react(to fact: Fact, in context: inout Context) throws -> Decision { Decision() }
    func decide(_ command: any Command, by actor: Actor, in context: inout Context) throws
        -> Decision
    { Decision() }
    func answer(_ query: any Query, in context: Context) throws -> any Codable & Sendable { "" }
}
