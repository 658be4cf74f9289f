import Bus
import Messages
import TestSupport
import Testing

@Suite("The in-memory bus")
struct InMemoryHubTests {
    let hub = InMemoryHub(queueLimit: 3)

    func message(_ topic: String, _ text: String = "") -> Frame {
        Frame(RawMessage(topic: Array(topic.utf8), attributes: [], data: Array(text.utf8)))
    }

    @Test("delivers to each subscriber, the sender too, before send returns")
    func synchronous() {
        let alice = hub.connect(as: "alice")
        let bob = hub.connect(as: "bob")
        alice.listen(to: "event.a.")
        bob.listen(to: "event.")
        alice.send(message("event.a.x"))
        alice.send(message("event.b.x"))
        #expect(alice.drain() == [message("event.a.x")])
        #expect(bob.drain() == [message("event.a.x"), message("event.b.x")])
        #expect(bob.drain().isEmpty)
    }

    @Test("drops the newest at the bound, and counts it")
    func bounded() async {
        let alice = hub.connect(as: "alice")
        alice.listen(to: "e.")
        for number in 1...5 { alice.send(message("e.x", "\(number)")) }
        #expect(alice.drain() == ["1", "2", "3"].map { message("e.x", $0) })
        #expect(await alice.droppedCounts == ["queue-full": 2])
    }

    @Test("loses what it is told to lose, and counts it")
    func loss() async {
        let hub = InMemoryHub { frame, subscriber in
            subscriber == "bob" && frame.bytes.suffix(2) == Array("\n\n".utf8)[...]
        }
        let alice = hub.connect(as: "alice")
        let bob = hub.connect(as: "bob")
        for peer in [alice, bob] { peer.listen(to: "e.") }
        alice.send(message("e.x"))
        alice.send(message("e.x", "kept"))
        #expect(alice.drain().count == 2)
        #expect(bob.drain() == [message("e.x", "kept")])
        #expect(await bob.droppedCounts == ["lost": 1])
    }

    @Test("refuses a subscription without its dot")
    func prefix() async {
        await #expect(processExitsWith: .failure) {
            InMemoryHub().connect(as: "alice").listen(to: "event.cbt")
        }
    }

    @Test("keeps a subscription that was made twice until both are ended")
    func unsubscribe() async {
        let alice = hub.connect(as: "alice")
        for _ in 1...2 { await alice.subscribe("e.") }
        await alice.unsubscribe("e.")
        alice.send(message("e.x"))
        #expect(alice.drain().count == 1)
        await alice.unsubscribe("e.")
        alice.send(message("e.x"))
        #expect(alice.drain().isEmpty)
    }
}
