import ClinicArchive
import Foundation
import Journal
import JournalDoubles
import Messages
import PeerKit
import TestSupport
import Testing

@testable import PeerBench

@Suite("Commands of a journal that is restored")
struct RestoredCommandTests {
    private let saved: SavedClinic
    private let clients: [Envelope]

    /// A backup, and behind it a client about whom somebody is asked, and one who causes an event too.
    init() async throws {
        saved = try SavedClinic()
        clients = try ["en", "es", "en"].enumerated().map { [saved] number, language in
            try saved.event(
                ClientRegistered(
                    client: ClientID("c-\(number + 1)"), ages: .adult, language: language,
                    commitments: [], owner: "t01"), by: .assessment)
        }
        for owner: Identity in [.assessment, .simulator, .peerGroups, .ledger] {
            _ = try saved.journal(of: owner)
        }
        _ = try await saved.save()
        for client in clients { try saved.decide([client], by: .assessment) }
        try saved.read(clients)
    }

    /// The simulator, as a process that began at some hour.
    private func caller(hour: Int = 0) throws -> Peer<Caller> {
        var mode = saved.mode
        mode.startsAt = try #require(
            Moment(
                startOf: LocalDate(year: 2026, month: 11, day: 23), hour: hour,
                timeZone: "America/Chicago"))
        return try Peer(
            engine: Engine(
                core: Caller(), identity: .simulator, clinic: SmallClinic.clinic(), mode: mode),
            journal: saved.journal(of: .simulator), token: "inbox-s", wall: 1_000_000, seed: 1)
    }

    private func desk() throws -> Peer<Desk> {
        try Peer(
            engine: Engine(
                core: Desk(), identity: .peerGroups, clinic: SmallClinic.clinic(),
                mode: saved.mode),
            journal: saved.journal(of: .peerGroups), token: "inbox-p", wall: 1_000_000, seed: 1)
    }

    private func restore() throws -> Restoration.Report {
        try saved.destroy(.simulator)
        return try Restoration.run(
            [.simulator], from: Backup(at: saved.backup), in: saved.folder)
    }

    @Test("One that was all that its cause brought about is sent again, and takes effect once")
    func sentAgain() throws {
        var first = try caller()
        let sent = Bench.Sent(first.receive([clients[0].raw], wall: 1_000_001)).commands
        var asked = try desk()
        let effect = Bench.Sent(asked.receive(sent.map(\.raw), wall: 1_000_001))
        #expect(effect.events.count == 1)
        // The answer does not arrive, and the process loses its journal.
        let report = try restore()
        #expect(report.losses == [])
        #expect(report.journals.map(\.inputs) == [0])

        var second = try caller(hour: 5)
        let again = Bench.Sent(second.receive([clients[0].raw], wall: 2_000_000)).commands
        #expect(again.map(\.id) == sent.map(\.id))
        var later = try desk()
        let answered = Bench.Sent(later.receive(again.map(\.raw), wall: 2_000_000))
        #expect(answered.events.isEmpty)
        #expect(answered.answers == effect.answers)
        saved.stop()
    }

    @Test("What was asked upon inputs that are not decided on again is named, with what arrived")
    func named() throws {
        var first = try caller()
        let turn = Bench.Sent(first.receive(clients.map(\.raw), wall: 1_000_001))
        let sent = turn.commands
        #expect(sent.count == 3)
        #expect(turn.events.count == 1)
        try saved.read(turn.events)
        var asked = try desk()
        _ = asked.receive([sent[0].raw, sent[2].raw], wall: 1_000_001)

        // The second caused an event, so the first was handled as well; the third may not have been.
        let report = try restore()
        #expect(
            report.losses == [
                "commands of simulator upon assessment.client 1 to 2: one that was not answered yet"
                    + " is not sent again; answered were 1 at peer-groups"
            ])
        var second = try caller(hour: 5)
        let again = Bench.Sent(second.receive(clients.map(\.raw), wall: 2_000_000)).commands
        #expect(again.map(\.id) == [sent[2].id])
        #expect(second.engine.core.clients == ["c-1", "c-2", "c-3"])
        saved.stop()
    }

    @Test("A backup that is older than the receivers remember says so")
    func old() async throws {
        saved.stop()
        let old = try Backup(at: saved.backup).manifest.takenAt.advanced(byHours: -48)
        try FileManager.default.removeItem(atPath: saved.backup)
        _ = try await saved.save(at: old)
        let losses = try restore().losses
        #expect(losses.count == 1)
        #expect(losses.first?.contains("more than 48 hours ago") == true)
    }

    @Test("Ids follow from who is asked what, and upon which input; live, from the key too")
    func ids() throws {
        let keys = [JournalKey.random(), JournalKey.random()]
        func ids(_ kind: ClinicMode.Kind, _ key: JournalKey, _ language: String) throws
            -> [MessageID]
        {
            var mode = saved.mode
            mode.kind = kind
            var author = Author(.assessment)
            let raw = try author.event(
                ClientRegistered(
                    client: "c-1", ages: .adult, language: language, commitments: [], owner: "t01"))
            var peer = try Peer(
                engine: Engine(
                    core: Caller(), identity: .aftercare, clinic: SmallClinic.clinic(), mode: mode),
                journal: MemoryJournal(
                    identity: JournalIdentity(
                        clinic: "small", kind: kind.rawValue, identity: .aftercare), key: key),
                token: "t", wall: 1, seed: .random(in: .min ... .max))
            let now = DecisionTime.world(mode.startsAt)
            return Bench.Sent(peer.receive([raw], wall: 2, now: now)).commands.map(\.id)
        }
        for kind: ClinicMode.Kind in [.rehearsal, .live] {
            let one = try ids(kind, keys[0], "en")
            #expect(one.count == 1)
            #expect(try ids(kind, keys[0], "en") == one)
            #expect(try ids(kind, keys[0], "fr") != one)
            #expect(try (ids(kind, keys[1], "en") == one) == (kind == .rehearsal))
            let two = try ids(kind, keys[0], "twice")
            #expect(Set(two).count == 2)
            // One cause has one beginning, 36 characters in all.
            #expect(Set((one + two).map { $0.text.prefix(18) }).count == 1)
            #expect((one + two).allSatisfy { $0.text.count == 36 })
        }
    }
}
