import ArgumentParser
import Bus
import Messages
import TestSupport
import Testing

@testable import ClientSamples
@testable import ClinicClient
@testable import cairn

@Suite("What a command does on its visit to the bus")
struct RevealTests {
    private let bus = FakeBus()
    private let nurse = Actor(staff: "rn1", role: .nurse)

    @Test("Nothing is shown when the wish to look is not recorded")
    func revealNeedsARecord() async throws {
        let options = try RevealOptions.parse(["--reveal", "on call"])
        let person = Person("rn1")
        let opened = try Samples.opened()
        var session = try await bus.session()
        await #expect(throws: ClientError.notRecorded(.supervisor)) {
            try await options.look("tap >", by: person, in: opened, over: &session) { _ in }
        }
    }

    @Test("The wish to look is recorded with scope, reason and person, before anything is shown")
    func revealIsRecorded() async throws {
        let ids = SeenRequests()
        let isRevealing = try await bus.beside(
            bus.fake(.supervisor) { request, _ in
                ids.add(request)
                return FakeReply.encoded(Answer(outcome: .accepted))
            }
        ) { session in
            try await RevealOptions.parse(["--reveal", "on call"]).look(
                "tap >", at: "c-0001", by: Person("rn1"),
                in: Samples.opened(), over: &session
            ) { _ in }.isRevealing
        }
        #expect(isRevealing)
        let request = try #require(ids.all.first)
        #expect(request.attributes.person == nurse)
        #expect(
            try JSONText.decode(RecordReveal.self, from: request.raw.data)
                == RecordReveal(
                    scope: "tap >", reason: "on call", client: "c-0001", outcome: .shown))
    }

    @Test("An empty reason is none")
    func emptyReason() async throws {
        var session = try await bus.session()
        let options = try RevealOptions.parse(["--reveal", " "])
        let person = Person("rn1")
        let opened = try Samples.opened()
        await #expect(throws: ClientError.self) {
            try await options.look("tap >", by: person, in: opened, over: &session) { _ in }
        }
    }

    @Test("What came before a long answer ended in the middle is handed over, and told of")
    func inTheMiddle() async throws {
        let advice = Advice("It is busy.", remedy: "Ask again in 2 s.")
        let first = Page(
            items: [LedgerLine(position: 7, topic: "t", attributes: "{}", data: "{}")], next: 7)
        var got: [Int64] = []
        let error = await #expect(throws: ClientError.self) {
            try await bus.beside(
                bus.fake(.ledger) { question, _ in
                    let asked = try? JSONText.decode(
                        ClientTimeline.self, from: question.raw.data)
                    return asked?.after == nil
                        ? (try? JSONText.encode(first)).map { FakeReply("view.v1", $0) }
                        : (try? JSONText.encode(QueryRefusal(advice))).map {
                            FakeReply(QueryRefusal.type, $0)
                        }
                }
            ) { session in
                try await session.pages(of: ClientTimeline(client: "c-1")) {
                    got += $0.items.map(\.position)
                }
            }
        }
        #expect(got == [7])
        let told = PartlyShown(1, goOnWith: "--after 7", after: try #require(error))
        #expect(told.ending == .refused)
        #expect(told.advice.problem == "1 line shown, and then: It is busy.")
        #expect(told.advice.remedy == "Ask again in 2 s. Go on with `--after 7`.")
    }
}
