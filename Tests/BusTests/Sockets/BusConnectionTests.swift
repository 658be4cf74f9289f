import Bus
import Messages
import Testing

@Suite("Over real sockets", .timeLimit(.minutes(1)))
struct BusConnectionTests {
    @Test("a peer that connects before the hub is there joins when it comes")
    func hubComesLater() async throws {
        try await withTestHub { hub in
            try await hub.stop()
            let early = try hub.connect()
            async let joined: Void = early.join("early")
            try await hub.start()
            try await joined
            await early.close()
        }
    }

    @Test(
        "a message of more than one part is dropped and counted by the hub, and nothing else is"
    )
    func partCount() async throws {
        try await withTestHub { hub in
            let reader = try hub.connect()
            try await reader.join("reader")
            await reader.subscribe("e.")
            try await reader.settle("reader")
            let garbler = try RawPublisher(hub.credentials())
            let topic = Array("e.x".utf8)
            let last = Frame(RawMessage(topic: topic, attributes: [], data: Array("last".utf8)))
            let good = Frame(RawMessage(topic: topic, attributes: [1], data: [2]))
            var received: [Frame] = []
            // The garbler has no way to know that the hub hears it, so it goes on until heard.
            while received.isEmpty {
                try garbler.send([good.bytes])
                received += try #require(await reader.receive(waitingAtMost: .milliseconds(50)))
            }
            try garbler.send([topic, [1]])
            // As protocol 1 had it.
            try garbler.send([topic, [1], [2]])
            try garbler.send([topic] + Array(repeating: [], count: 5_000))
            try garbler.send([last.bytes])
            while received.last != last {
                received += try #require(await reader.receive(waitingAtMost: .seconds(5)))
            }
            #expect(received.dropLast().allSatisfy { $0 == good })
            #expect(await reader.droppedCounts == [:])
            #expect(hub.misshapenCount == 3)
            await reader.close()
        }
    }

    @Test("a message over 1 MiB ends the connection of its sender, who comes back")
    func tooBig() async throws {
        try await withTestHub { hub in
            let peer = try hub.connect()
            try await peer.join("peer")
            let big = Frame(Array("e.x\n".utf8) + Array(repeating: 0, count: 2 << 20))
            try await peer.publish([big])
            try await peer.settle("peer")
            await peer.close()
        }
    }

    @Test("a connection that nobody holds any longer is closed without being asked")
    func letGo() async throws {
        try await withTestHub { hub in
            for _ in 0..<50 { _ = try hub.connect() }
            let last = try hub.connect()
            try await last.join("last")
            await last.close()
        }
    }

    @Test("an identity's path that is too long for a socket is refused before any socket sees it")
    func pathLength() throws {
        let longest = HubAddress.local(run: "/" + String(repeating: "x", count: 89))
        try longest.check("peer-123")
        #expect(throws: BusError.endpointTooLong(bytes: 108)) { try longest.check("peer-1234") }
    }

    @Test(
        "an address on the network is read, or refused",
        arguments: [
            ("tcp://10.0.0.5:7400", HubAddress.remote(host: "10.0.0.5", port: 7400)),
            ("tcp://[::1]:7400", .remote(host: "[::1]", port: 7400)), ("tcp://:7400", nil),
            ("tcp://host:0", nil), ("tcp://host:65001", nil), ("ipc:///x", nil),
            ("tcp://a;b:7400", nil), ("tcp://host", nil),
        ])
    func addresses(_ text: String, _ address: HubAddress?) {
        #expect(HubAddress(tcp: text) == address)
    }
}
