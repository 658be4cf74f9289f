import Messages
import TestSupport
import Testing

@testable import PeerBench
@testable import PeerKit

@Suite("Views that the loop makes")
struct ViewBookTests {
    private var views = ViewBook()

    private func question(
        _ id: MessageID, by asker: Identity = "cli-anna", token: String = "anna-1"
    ) throws -> Question {
        var wish = Wish(id: id)
        wish.asker = asker
        wish.token = token
        return Question(try Envelope(wish.parked(ParkedEvents())))
    }

    private func frame(_ text: String, bytes: Int = 1) throws -> Frame {
        let topic = Topic.inbox(of: "cli-anna", token: "anna-1", from: .peerGroups)
        let attributes = Attributes(
            id: MessageID(text), source: "/small/peer-groups", type: "test.v1",
            time: Timestamp(milliseconds: 0))
        return try Envelope(
            topic: topic, attributes: attributes,
            data: Array("\"\(String(repeating: "x", count: bytes))\"".utf8)
        ).frame
    }

    @Test("Whoever sends a question again is told the same; the same id of another is another one")
    mutating func again() throws {
        let answer = try frame("one")
        views.keep(answer, for: try question("q-1"))
        #expect(views.known[try question("q-1")] == answer)
        #expect(views.known[try question("q-2")] == nil)
        #expect(views.known[try question("q-1", by: "cli-bert")] == nil)
        #expect(views.known[try question("q-1", token: "anna-2")] == nil, "a later visit")
    }

    @Test("32 answers are kept, and the oldest goes first")
    mutating func bound() throws {
        for number in 1...33 {
            views.keep(try frame("f"), for: try question(MessageID("q-\(number)")))
        }
        #expect(views.known[try question("q-1")] == nil)
        #expect(views.known[try question("q-2")] != nil)
        #expect(views.known[try question("q-33")] != nil)
    }

    @Test("Large answers are kept as far as 4 MiB go")
    mutating func bytes() throws {
        let size = KnownAnswers.mostBytes / 9
        for number in 1...8 {
            views.keep(try frame("f", bytes: size), for: try question(MessageID("q-\(number)")))
        }
        #expect(views.known[try question("q-1")] != nil)
        views.keep(try frame("f", bytes: size), for: try question("q-9"))
        #expect(views.known[try question("q-1")] == nil, "nine and their attributes are too much")
        #expect(views.known[try question("q-2")] != nil)
        #expect(views.known[try question("q-9")] != nil)
    }

    @Test("In one turn 16 are made for an asker; another's and the next turn's are their own")
    mutating func turn() {
        for _ in 1...16 {
            let isMade = views.admits("cli-anna")
            #expect(isMade)
        }
        var isMade = views.admits("cli-anna")
        #expect(!isMade)
        isMade = views.admits("cli-bert")
        #expect(isMade)
        views.beginTurn()
        isMade = views.admits("cli-anna")
        #expect(isMade)
    }
}
