import AssessmentCore
import Foundation
import Journal
import JournalDoubles
import JournalSQLite
import Messages
import TestSupport
import Testing

@testable import PeerBench
@testable import PeerKit

@Suite("A form that is retracted, with what goes with it")
struct RetractedFormTests {
    @Test("The snapshot of an orderly stop is used at the next start")
    func orderlyStop() throws {
        let folder = try TemporaryFolder()
        var first = try open(folder)
        let retraction = try retractedForm(of: &first)
        let retracted = try answer(
            Wish(id: "w-3").raw(retraction), from: &first)
        #expect(retracted.outcome == .accepted)
        // The score was entered in error with its form.
        #expect(first.engine.retracted.count == 2)
        try #require(first.snapshotDraft).keep()
        let position = first.position
        first.journal.close()

        let second = try open(folder)
        #expect(second.beginning.unfit == nil)
        #expect(second.beginning.snapshot == position)
        second.journal.close()
    }

    @Test("Where its fold is long, the state is derived beside the loop without the score too")
    func beside() throws {
        let folder = try TemporaryFolder()
        var peer = try open(folder, loopFoldLimit: 1)
        let retraction = try retractedForm(of: &peer)
        let command = try Wish(id: "w-3").raw(retraction)
        #expect(Bench.Sent(peer.receive([command], wall: 2_000_000)).answers.isEmpty)
        var answers: [Answer] = []
        for _ in 1...2 {
            let fold = peer.beginFold()
            peer.settle(try #require(fold).run { _, _ in })
            answers += Bench.Sent(peer.receive([], wall: 2_000_000)).answers
        }
        #expect(answers.map(\.outcome) == [.accepted])
        #expect(!peer.isAwaitingFold && peer.engine.unfolded.isEmpty)
        // Nothing is recorded of the client now, so that the registration can go too.
        let registration = try peer.journal.everything().first
        let last = Retraction(
            event: try Envelope(try #require(registration).raw).id, reason: "Mixed up.")
        _ = peer.receive(
            [try Wish(id: "w-4").raw(Retract<AssessmentContract>(retraction: last))],
            wall: 2_000_000)
        let whole = try open(folder, on: peer.journal)
        #expect(whole.engine.core == peer.engine.core)
        peer.journal.close()
    }

    private static let answers = Dictionary(
        uniqueKeysWithValues: (1...9).map { ("\($0)", ItemAnswer(value: 0)) })

    private var registration: RegisterClient {
        RegisterClient(
            client: "c-1", name: "Ann", contact: "none", ages: .adult, language: "en",
            commitments: [], consent: true)
    }

    /// Has a client registered and a form submitted, and says how the form is taken back.
    private func retractedForm(of peer: inout Peer<Intake>) throws
        -> Retract<AssessmentContract>
    {
        _ = try answer(Wish(id: "w-1").raw(registration), from: &peer)
        let submission = SubmitQuestionnaire(
            client: "c-1", instrument: "phq-9", answers: Self.answers)
        let form = try answer(Wish(id: "w-2").raw(submission), from: &peer)
        let event = try #require(form.events.first)
        return Retract<AssessmentContract>(
            retraction: Retraction(event: event, reason: "Mixed up."))
    }

    private func answer(_ command: RawMessage, from peer: inout Peer<Intake>) throws -> Answer {
        let turn = peer.receive([command], wall: 2_000_000)
        return try #require(Bench.Sent(turn).answers.first)
    }

    @Test("It is what the whole history says without both, as another build finds")
    func confirmed() throws {
        let folder = try TemporaryFolder()
        var first = try open(folder)
        let retraction = try retractedForm(of: &first)
        _ = try answer(
            Wish(id: "w-3").raw(retraction), from: &first)
        try #require(first.snapshotDraft).keep()
        first.journal.close()

        var second = try open(folder, build: "two")
        let comparison = second.beginComparison()
        let task = try #require(comparison)
        let result = try task.run { _, _ in }
        #expect(
            StateText(of: result.state.engine.core).description
                == StateText(of: second.engine.core).description)
        second.settle(result)
        #expect(second.health.foldFault == nil)
        #expect(second.snapshotDraft?.author.build == "two")
        second.journal.close()
    }

    private func open(
        _ folder: TemporaryFolder, build: String = "one", loopFoldLimit: Int64? = nil,
        on open: (any JournalStore)? = nil
    ) throws -> Peer<Intake> {
        let journal =
            try open
            ?? SQLiteJournal.open(
                folder: folder.path,
                identity: JournalIdentity(
                    clinic: "small", kind: "rehearsal", identity: .assessment), key: Bench.key)
        var settings = PeerSettings()
        settings.loopFoldLimit = loopFoldLimit
        return try Peer(
            engine: Engine(
                core: Intake(), identity: .assessment, clinic: SmallClinic.clinic(),
                mode: SmallClinic.mode()),
            journal: journal, token: "inbox-1", wall: 1_000_000, seed: 1,
            settings: settings, build: build)
    }
}
