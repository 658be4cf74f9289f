internal import ArgumentParser
internal import BenchmarkPeers
internal import Journal
internal import Messages
internal import PeerKit
internal import ServiceKit

/// Services as the clinic's are, with cores that do next to nothing.
struct ServiceRoles: Sendable {
    private let settings: RoleSettings
    private let board: Board

    init(_ settings: RoleSettings) throws {
        self.settings = settings
        board = try settings.board()
    }

    private var options: ServiceOptions {
        get throws { try ServiceOptions.parse(["--clinic", settings.text("clinic")]) }
    }

    /// Owns a stream. It says when its history is folded and when it is ready, and records four
    /// events in each turn while the board says go.
    func own() async throws {
        let board = board
        guard let stream = EventStream(owner: .scheduler, entity: "session") else { return }
        let example = try SessionScheduled.example
        let process = ServiceProcess(SessionKeeper(), as: .scheduler, options: try options)
        await process.run(beside: { peer, _, wall in
            let head = peer.engine.heads[stream]?.sequence ?? 0
            if board[.elapsed(0)] == 0 {
                board[.elapsed(1)] = head
                board[.elapsed(0)] = nanosecondsNow
            }
            if board[.joined(0)] == 0, peer.isReady { board[.joined(0)] = nanosecondsNow }
            guard board[.go] != 0, peer.isReady else { return Turn() }
            return peer.observe(
                Array(repeating: example, count: 4),
                id: MessageID("load-\(head)"), now: .lastHour, wall: wall
            ).turn
        })
    }

    /// Reads that stream into a journal of its own, and tells how far it has committed.
    func read() async throws {
        let board = board
        let index = settings.number("index")
        guard let stream = EventStream(owner: .scheduler, entity: "session") else { return }
        // Two that a clinic lets read sessions.
        let identity: Identity = index == 0 ? .aftercare : .ledger
        let process = ServiceProcess(SessionReader(), as: identity, options: try options)
        await process.run(beside: { peer, _, _ in
            let beat = peer.heartbeat(incarnation: "", version: "", state: .ready)
            board[.received(index)] = beat.positions[stream] ?? 0
            if peer.isJoined { board[.joined(1 + index)] = 1 }
            return Turn()
        })
    }
}

/// Publishes sessions and remembers nothing.
private struct SessionKeeper: Core {
    enum Contract: CoreContract {
        static let publishes: [any Event.Type] = [SessionScheduled.self]
    }

    mutating func apply(_ fact: Fact) {}
    func react(to fact: Fact, in context: inout Context) throws -> Decision { Decision() }
    func decide(_ command: any Command, by actor: Actor, in context: inout Context) throws
        -> Decision
    { Decision() }
    func answer(_ query: any Query, in context: Context) throws -> any Codable & Sendable { "" }
}

/// Takes sessions in, and counts them.
private struct SessionReader: Core {
    enum Contract: CoreContract {
        static let reads: [any Event.Type] = [SessionScheduled.self]
    }
    private var count = 0

    init() {}
    mutating func apply(_ fact: Fact) { count += 1 }
    func react(to fact: Fact, in context: inout Context) throws -> Decision { Decision() }
    func decide(_ command: any Command, by actor: Actor, in context: inout Context) throws
        -> Decision
    { Decision() }
    func answer(_ query: any Query, in context: Context) throws -> any Codable & Sendable { "" }
}
