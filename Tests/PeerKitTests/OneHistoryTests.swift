import Foundation
import Journal
import Messages
import PeerKit
import TestSupport
import Testing

@testable import PeerBench

@Suite("The same beginning gives the same history")
struct OneHistoryTests {
    private static let hours = 0..<(14 * 24)
    static let first = Result { try History(seed: 1, hours: hours) }

    @Test("Two weeks of the small clinic happen: people are placed, seated and met")
    func happens() throws {
        let history = try Self.first.get()
        let facts = Set(
            try history.entries(of: .ledger).map { try Envelope($0.raw).attributes.type })
        for type in [
            "assessment.client.registered.v1", "assessment.placement.confirmed.v1",
            "scheduler.enrollment.opened.v1", "peer-groups.membership.joined.v1",
            "scheduler.session.scheduled.v1", "scheduler.attendance.recorded.v1",
            "aftercare.contact.due.v1", "supervisor.clock.hour-began.v1",
        ] {
            #expect(facts.contains(type))
        }
        #expect(history.unsettled == [])
        for (identity, journal) in history.journals {
            #expect(try journal.parked() == [], "parked by \(identity)")
            #expect(try journal.verify().damage == nil, "journal of \(identity)")
        }
    }

    @Test("The ledger keeps every event of every stream that does not identify a client")
    func complete() throws {
        let history = try Self.first.get()
        let kept = Dictionary(grouping: try history.entries(of: .ledger).map(\.raw), by: \.topic)
        for (identity, _) in history.journals where identity != .ledger {
            let own = try history.entries(of: identity).filter(\.isOwn).map(\.raw)
            for (topic, raw) in Dictionary(grouping: own, by: \.topic) {
                let isIdentifying =
                    try Envelope(raw[0]).attributes.dataclassification == .identifying
                #expect(kept[topic] ?? [] == (isIdentifying ? [] : raw))
            }
        }
    }

    // In a process of its own the order of every dictionary is another one.
    @Test("One seed, one history: another process comes to the same bytes")
    func repeats() async throws {
        let result = try await #require(
            processExitsWith: .success, observing: [\.standardOutputContent]
        ) {
            print("digest:\(try History(seed: 1, hours: Self.hours).digest())")
        }
        let output = String(decoding: result.standardOutputContent, as: UTF8.self)
        #expect(output.contains("digest:\(try Self.first.get().digest())\n"))
    }

    @Test("Another seed gives another history")
    func differs() throws {
        let days = 0..<48
        #expect(
            try History(seed: 2, hours: days).digest() != History(seed: 1, hours: days).digest())
    }

    @Test(
        "A core that is folded from its journal equals the one that stopped",
        arguments: WholeClinic.folding)
    func rebuilt(identity: Identity) throws {
        let history = try Self.first.get()
        let core = try #require(history.cores[identity] as? any Core & Equatable)
        try expect(core, of: identity, in: history)
    }

    private func expect<Service: Core & Equatable>(
        _ core: Service, of identity: Identity, in history: History
    ) throws {
        // The simulator's first seed is that of a core without arguments.
        let fresh = Service()
        let peer = try Peer(
            engine: Engine(
                core: fresh, identity: identity, clinic: history.clinic, mode: history.mode),
            journal: try #require(history.journals[identity]), token: "again", wall: 0, seed: 0)
        #expect(peer.engine.core == core)
        #expect(peer.engine.core != fresh)
        #expect(peer.engine.heads == history.heads[identity])
        #expect(peer.openRequestCount == 0)
    }
}
