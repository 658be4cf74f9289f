import Journal
import JournalDoubles
import JournalSQLite
import Messages
import PeerKit
import TestSupport
import Testing

@testable import PeerBench

@Suite("An event that was entered in error")
struct RetractionTests {
    private var assessment = Author(.assessment)
    private var scheduler = Author(.scheduler)

    @Test("Its service says so, and derives its state again without it")
    func own() throws {
        let bench = try Bench()
        let wrong = try #require(bench.receive(try Wish().forbid()).events.first)
        bench.receive(try Wish(id: "wish-2").forbid("c-3", "c-4"))
        let sent = bench.receive(try Wish(id: "wish-3").retract(wrong.id))

        #expect(sent.answers.first?.outcome == .accepted)
        #expect(sent.answers.first?.events == sent.events.map(\.id))
        let correction = try #require(sent.events.first)
        #expect(correction.attributes.type == "peer-groups.correction.entered-in-error.v1")
        let said = try JSONText.decode(EnteredInError.self, from: correction.raw.data)
        #expect(said.event == wrong.id)
        #expect(said.client == "c-1")
        #expect(bench.core.forbidden.map(\.first) == ["c-3"])
        let later = try bench.restarted()
        #expect(later.core == bench.core)
        #expect(later.peer.engine.heads == bench.peer.engine.heads)
    }

    @Test("In one batch with what comes before and after, order holds")
    func oneBatch() throws {
        let bench = try Bench()
        let wrong = try #require(bench.receive(try Wish().forbid()).events.first)
        let sent = bench.receive(
            try Wish(id: "wish-2").forbid("c-3", "c-4"), try Wish(id: "wish-3").retract(wrong.id),
            try Wish(id: "wish-4").forbid("c-5", "c-6"))
        #expect(sent.answers.map(\.outcome) == [.accepted, .accepted, .accepted])
        #expect(bench.core.forbidden.map(\.first) == ["c-3", "c-5"])
        #expect(try bench.restarted().core == bench.core)
    }

    @Test("Once is enough: a second time, a correction, a stranger's event are refused")
    mutating func refused() throws {
        let bench = try Bench()
        let registered = try assessment.registered("c-1")
        bench.receive(registered)
        let wrong = try #require(bench.receive(try Wish().forbid()).events.first)
        let first = bench.receive(try Wish(id: "wish-2").retract(wrong.id))
        let correction = try #require(first.events.first)
        for id in [wrong.id, correction.id, "unknown", try Envelope(registered).id] {
            let sent = bench.receive(try Wish(id: MessageID("again-\(id)")).retract(id))
            #expect(sent.answers.first?.outcome == .refused)
            #expect(sent.answers.first?.refusal?.remedy.isEmpty == false)
            #expect(sent.events.isEmpty)
        }
    }

    @Test("What the core does not permit stays")
    mutating func notPermitted() throws {
        let bench = try Bench()
        let seat = bench.receive(
            try assessment.registered("c-1"), try scheduler.enrolled("c-1")
        ).events.first
        let sent = bench.receive(try Wish().retract(try #require(seat).id))
        #expect(sent.answers.first?.refusal?.problem == "A seat is not retracted.")
        #expect(bench.core.seated == ["c-1"])
    }

    @Test("Whoever took it in derives its state again, and draws the consequences")
    mutating func dependants() throws {
        let bench = try Bench()
        let wrong = try scheduler.enrolled("c-1")
        bench.receive(
            try assessment.registered("c-1"), try assessment.registered("c-2"), wrong,
            try scheduler.enrolled("c-2"))
        #expect(bench.core.seated == ["c-1", "c-2"])
        let correction = try scheduler.correction(of: wrong)
        let sent = bench.receive(correction)
        #expect(sent.events.map(\.attributes.type) == ["peer-groups.membership.left.v1"])
        #expect(sent.events.first?.attributes.causationid == (try Envelope(correction).id))
        #expect(bench.core.enrolled == ["c-2"])
        #expect(bench.core.seated == ["c-2"])
        let later = try bench.restarted()
        #expect(later.core == bench.core)
        #expect(later.receive(correction).events.isEmpty)
    }

    @Test("A correction that overtakes what it corrects leaves nothing of it")
    mutating func overtakes() throws {
        let bench = try Bench()
        let wrong = try scheduler.enrolled("c-1")
        bench.receive(try assessment.registered("c-1"), try scheduler.correction(of: wrong))
        bench.receive(wrong)
        #expect(bench.core.enrolled == [])
        #expect(bench.core.seated == [])
        #expect(try bench.restarted().core == bench.core)
    }

    @Test("Several that come together fold the history once, and each has its consequences")
    mutating func several() throws {
        let folds = Folds()
        let bench = try Bench(settings: folds.settings)
        let wrong = try (1...3).map { try scheduler.enrolled(ClientID("c-\($0)")) }
        for number in 1...4 {
            bench.receive(try assessment.registered(ClientID("c-\(number)")))
        }
        bench.receive(wrong + [try scheduler.enrolled("c-4")])
        let before = folds.count
        let corrections = try wrong.map { try scheduler.correction(of: $0) }
        let sent = bench.receive(corrections)
        #expect(folds.count == before + 1)
        #expect(sent.events.count == 3)
        #expect(bench.core.seated == ["c-4"])
        let later = try bench.restarted()
        #expect(later.core == bench.core)
        #expect(later.peer.engine.heads == bench.peer.engine.heads)
    }

    @Test("Nothing is folded again for the sake of what never came in")
    mutating func neverCame() throws {
        let folds = Folds()
        let bench = try Bench(settings: folds.settings)
        let wrong = try scheduler.enrolled("c-1")
        bench.receive(try assessment.registered("c-1"))
        let before = folds.count
        bench.receive(try scheduler.correction(of: wrong))
        #expect(folds.count == before)
        bench.receive(wrong)
        #expect(bench.core.enrolled == [])

        let taken = try scheduler.enrolled("c-1")
        bench.receive(taken)
        bench.receive(try scheduler.correction(of: taken))
        #expect(folds.count == before + 1)
        #expect(bench.core.enrolled == [])
        #expect(try bench.restarted().core == bench.core)
    }

    @Test("A correction and its consequences are recorded together or not at all")
    mutating func together() throws {
        let folder = try TemporaryFolder()
        let full = try SQLiteJournal.open(
            folder: folder.path, identity: Bench.identity, key: Bench.key, pageLimit: 100)
        let bench = try Bench(full, clinicName: .large)
        let wrong = try scheduler.enrolled("c-1")
        bench.receive(try assessment.registered("c-1"), wrong)
        try bench.fill()
        let before = try bench.journal.everything()
        let correction = try scheduler.correction(of: wrong)
        bench.receive(correction)
        bench.journal.close()

        let roomy = try Bench(
            SQLiteJournal.open(folder: folder.path, identity: Bench.identity, key: Bench.key))
        let said = try roomy.journal.everything().dropFirst(before.count)
        try #require([0, 2].contains(said.count))
        if said.isEmpty { roomy.receive(correction) }
        #expect(roomy.core.seated == [])
        roomy.journal.close()
    }
}
