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

    @Test("a message with another number of frames is dropped and counted, and nothing else is")
    func frameCount() async throws {
        try await withTestHub { hub in
            let reader = try hub.connect()
            try await reader.join("reader")
            await reader.subscribe("e.")
            try await reader.settle("reader")
            let garbler = try RawPublisher(endpoints: hub.endpoints)
            let topic = Array("e.x".utf8)
            let last = Frames(topic: topic, attributes: [], data: Array("last".utf8))
            var received: [Frames] = []
            // The garbler has no way to know that the hub hears it, so it goes on until heard.
            while received.isEmpty {
                try garbler.send([topic, [1], [2]])
                received += try #require(await reader.receive(waitingAtMost: .milliseconds(50)))
            }
            try garbler.send([topic])
            try garbler.send([topic, [1]])
            try garbler.send([topic] + Array(repeating: [], count: 5_000))
            try garbler.send([last.topic, last.attributes, last.data])
            while received.last != last {
                received += try #require(await reader.receive(waitingAtMost: .seconds(5)))
            }
            let good = Frames(topic: topic, attributes: [1], data: [2])
            #expect(received.dropLast().allSatisfy { $0 == good })
            #expect(await reader.droppedCounts == ["frame-count": 3])
            await reader.close()
        }
    }

    @Test("a message over 1 MiB ends the connection of its sender, who comes back")
    func tooBig() async throws {
        try await withTestHub { hub in
            let peer = try hub.connect()
            try await peer.join("peer")
            let big = Frames(
                topic: Array("e.x".utf8), attributes: [], data: Array(repeating: 0, count: 2 << 20))
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

    @Test(
        "an address is checked before any socket sees it",
        arguments: [
            ("tcp://127.0.0.1:5555", BusError.endpointNotLocal),
            ("ipc://relative/path", .endpointNotLocal),
            ("ipc:///" + String(repeating: "x", count: 107), .endpointTooLong(bytes: 108)),
        ])
    func addresses(_ endpoint: String, _ error: BusError) {
        #expect(throws: error) { try HubEndpoints(incoming: endpoint, outgoing: "ipc:///x") }
        #expect(throws: error) { try HubEndpoints(incoming: "ipc:///x", outgoing: endpoint) }
    }

    @Test("the longest path that a socket can have is taken")
    func longestPath() throws {
        let path = "ipc:///" + String(repeating: "x", count: 106)
        _ = try HubEndpoints(incoming: path, outgoing: path)
    }
}
