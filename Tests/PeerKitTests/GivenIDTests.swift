import AssessmentCore
import Journal
import JournalDoubles
import Messages
import TestSupport
import Testing

@testable import PeerBench
@testable import PeerKit

@Suite("Whose ids a clinic takes")
struct GivenIDTests {
    private func peer(_ kind: ClinicMode.Kind) throws -> Peer<Intake> {
        let mode = ClinicMode(
            clinic: "small", kind: kind, startsAt: try SmallClinic.mode().startsAt, seed: 1)
        return try Peer(
            engine: Engine(
                core: Intake(), identity: .assessment, clinic: SmallClinic.clinic(), mode: mode),
            journal: MemoryJournal(
                identity: JournalIdentity(
                    clinic: "small", kind: kind.rawValue, identity: .assessment)),
            token: "inbox-1", wall: 1_000_000, seed: 1)
    }

    private func answer(
        to id: ClientID?, _ wish: String, from peer: inout Peer<Intake>
    ) throws -> Answer {
        let command = RegisterClient(
            client: id, name: "Ann \(wish)", contact: "none", ages: .adult, language: "en",
            commitments: [], consent: true)
        let turn = peer.receive([try Wish(id: MessageID(wish)).raw(command)], wall: 2_000_000)
        return try #require(Bench.Sent(turn).answers.first)
    }

    @Test("A live clinic gives its ids itself, and once; a rehearsal takes those of a play too")
    func modes() throws {
        var live = try peer(.live)
        #expect(try answer(to: "c-7", "w-1", from: &live).outcome == .refused)
        #expect(try answer(to: nil, "w-2", from: &live).guidance == ["The client is c-0001."])
        // The same command again is the same client.
        #expect(try answer(to: nil, "w-2", from: &live).outcome == .accepted)
        #expect(try answer(to: nil, "w-3", from: &live).guidance == ["The client is c-0002."])
        var rehearsal = try peer(.rehearsal)
        #expect(try answer(to: "c-7", "w-1", from: &rehearsal).outcome == .accepted)
        #expect(try answer(to: nil, "w-2", from: &rehearsal).guidance == ["The client is c-0008."])
    }
}
