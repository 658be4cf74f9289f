import Messages
import Testing

@testable import Bus

@Suite("Keys, over real sockets", .timeLimit(.minutes(1)))
struct KeyTests {
    @Test("a key that the hub does not know is refused, and its owner learns it")
    func unknown() async throws {
        try await withTestHub { hub in
            let stranger = try BusConnection(
                hub.credentials(of: "peer", keys: KeyPair.generate()))
            while await stranger.receive(waitingAtMost: .seconds(5)) != nil {}
            #expect(await stranger.isRefused)
            await stranger.close()
        }
    }

    @Test("a known key at another identity's door is refused, and hears nothing")
    func wrongDoor() async throws {
        try await withTestHub { hub in
            let thief = try BusConnection(
                hub.credentials(of: "reader", keys: hub.keys(of: "peer")))
            for prefix in ["status.", "e."] { await thief.subscribe(prefix) }
            while await thief.receive(waitingAtMost: .seconds(5)) != nil {}
            #expect(await thief.isRefused)
            await thief.close()
        }
    }

    @Test("a hub with another key than ours is not the hub")
    func falseHub() async throws {
        try await withTestHub { hub in
            let deceived = try BusConnection(
                hub.credentials(hubKey: KeyPair.generate().publicKey))
            await deceived.subscribe("status.")
            let honest = try hub.connect()
            try await honest.join("peer")
            // The hub has beaten by now, and everything goes to everyone.
            for _ in 0..<3 { try await honest.settle("peer") }
            let heard = try #require(await deceived.receive(waitingAtMost: .milliseconds(200)))
            #expect(heard.isEmpty)
            await deceived.close()
            await honest.close()
        }
    }

    @Test("without a key nothing is let in")
    func noKey() async throws {
        try await withTestHub { hub in
            let credentials = PeerCredentials(measuring: "peer", address: hub.address, slot: 0)
            let naked = try BusConnection(credentials)
            for prefix in ["status.", "e."] { await naked.subscribe(prefix) }
            let honest = try hub.connect()
            try await honest.join("peer")
            await honest.subscribe("e.")
            try await honest.settle("peer")
            try await naked.publish([
                Frame(RawMessage(topic: Array("e.x".utf8), attributes: [], data: []))
            ])
            for _ in 0..<3 { try await honest.settle("peer") }
            let heard = try #require(await honest.receive(waitingAtMost: .milliseconds(200)))
            #expect(heard.isEmpty)
            let known = try #require(await naked.receive(waitingAtMost: .milliseconds(200)))
            #expect(known.isEmpty)
            await naked.close()
            await honest.close()
        }
    }

    /// libzmq lets every key in where nobody answers its questions, and where an answer fails open.
    @Test("a reader that sends anything but subscriptions is suspended; nobody else notices")
    func upstream() async throws {
        try await withTestHub { hub in
            let honest = try hub.connect(as: "reader")
            try await honest.join("reader")
            await honest.subscribe("e.")
            try await honest.settle("reader")
            let mallory = try Socket(.hubIncoming, in: Context())
            try mallory.limit(queueing: 1_000)
            let credentials = try hub.credentials(of: "peer")
            try mallory.present(credentials.curve)
            try mallory.connect(to: hub.address.outgoing(to: "peer", slot: 0))
            try mallory.send([1] + Array("e.".utf8))
            // Heard once, so that the door was open.
            let event = Frame(RawMessage(topic: Array("e.x".utf8), attributes: [1], data: [2]))
            while try mallory.receive(keeping: 3) == nil { try await honest.publish([event]) }
            try mallory.send(Array("no subscription".utf8))
            // Once its socket is closed, no event comes any more, and those on their way end.
            var silentRounds = 0
            while silentRounds < 3 {
                try await honest.publish([event])
                try await honest.settle("reader")
                var came = false
                while try mallory.receive(keeping: 3) != nil { came = true }
                silentRounds = came ? 0 : silentRounds + 1
            }
            try await honest.publish([event])
            var heard: [Frame] = []
            while !heard.contains(event) {
                heard += try #require(await honest.receive(waitingAtMost: .seconds(5)))
            }
            await honest.close()
        }
    }
}
