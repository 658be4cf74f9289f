import AssessmentCore
import Foundation
import Journal
import Messages
import ServiceKit
import Testing

@Suite("A form that is retracted, with what goes with it")
struct RetractedFormTests {
    @Test("The snapshot of an orderly stop is used at the next start")
    func orderlyStop() throws {
        let folder = try TemporaryFolder()
        var first = try open(folder)
        _ = try answer(Wish(id: "w-1").frames(registration), from: &first)
        let submission = SubmitQuestionnaire(
            client: "c-1", instrument: "phq-9", answers: Self.answers)
        let form = try answer(Wish(id: "w-2").frames(submission), from: &first)
        let retraction = Retraction(event: try #require(form.events.first), reason: "Mixed up.")
        let retracted = try answer(
            Wish(id: "w-3").frames(RetractAssessmentEvent(retraction: retraction)), from: &first)
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

    private static let answers = Dictionary(
        uniqueKeysWithValues: (1...9).map { ("\($0)", ItemAnswer(value: 0)) })

    private var registration: RegisterClient {
        RegisterClient(
            client: "c-1", name: "Ann", contact: "none", ages: .adult, language: "en",
            commitments: [], consent: true)
    }

    private func answer(_ command: Frames, from peer: inout Peer<Intake>) throws -> Answer {
        let turn = peer.receive([command], wall: 2_000_000)
        return try #require(Bench.Sent(turn).answers.first)
    }

    private func open(_ folder: TemporaryFolder) throws -> Peer<Intake> {
        let journal = try Journal.open(
            folder: folder.path,
            identity: JournalIdentity(clinic: "small", kind: "rehearsal", identity: .assessment),
            key: Bench.key)
        return try Peer(
            engine: Engine(
                core: Intake(), identity: .assessment, clinic: SmallClinic.clinic(),
                mode: SmallClinic.mode()),
            journal: journal, token: "inbox-1", wall: 1_000_000, seed: 1, program: "one")
    }
}
