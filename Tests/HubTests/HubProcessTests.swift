import Bus
import ClinicFiles
import Foundation
import Messages
import Testing

@Suite("The process cairn-hub", .timeLimit(.minutes(1)), .serialized)
struct HubProcessTests {
    @Test(
        "says that it is ready when bound, then beats, and stops with 0",
        arguments: [SIGTERM, SIGINT])
    func lifetime(signal: Int32) async throws {
        try await withClinicFolder { clinic in
            let hub = try HubProcess(clinic: clinic)
            hub.waitUntilReady()
            #expect(hub.nextNotice() == "WATCHDOG=1")
            #expect(hub.end(by: signal) == 0)
        }
    }

    @Test("keeps its sockets in a folder that is closed to other users")
    func folder() async throws {
        try await withClinicFolder { clinic in
            let run = clinic.appending(path: "run")
            try FileManager.default.createDirectory(
                at: run, withIntermediateDirectories: true,
                attributes: [.posixPermissions: 0o755])
            let hub = try HubProcess(clinic: clinic)
            hub.waitUntilReady()
            let attributes = try FileManager.default.attributesOfItem(atPath: run.path)
            #expect(attributes[.posixPermissions] as? Int == 0o700)
            #expect(hub.end(by: SIGTERM) == 0)
        }
    }

    @Test("begins where a killed hub left its socket files")
    func staleSockets() async throws {
        try await withClinicFolder { clinic in
            let killed = try HubProcess(clinic: clinic)
            killed.waitUntilReady()
            #expect(killed.end(by: SIGKILL) == SIGKILL)
            let socket = clinic.appending(path: "run/in.sock").path
            #expect(FileManager.default.fileExists(atPath: socket))
            let next = try HubProcess(clinic: clinic)
            next.waitUntilReady()
            #expect(next.end(by: SIGTERM) == 0)
        }
    }

    @Test("refuses a clinic that has a living hub, which goes on")
    func second() async throws {
        try await withClinicFolder { clinic in
            let first = try HubProcess(clinic: clinic)
            first.waitUntilReady()
            let (status, text) = try HubProcess(clinic: clinic).complaint()
            #expect(status == 78)
            #expect(text.contains("Another hub of this clinic is running."))
            let beat = try await heartbeat(from: clinic)
            #expect(beat.identity == .hub)
            #expect(beat.version == CairnVersion.text)
            #expect(first.end(by: SIGTERM) == 0)
        }
    }

    @Test("refuses an address that is none, and says why")
    func noAddress() async throws {
        try await withClinicFolder { clinic in
            let hub = try HubProcess(clinic: clinic, ["--listen", "127.0.0.1:5555"])
            let (status, text) = hub.complaint()
            #expect(status == 78)
            #expect(text.contains("What --listen gives is not tcp://HOST:PORT."))
        }
    }

    @Test("refuses a clinic without keys, and says how to make them")
    func noKeys() async throws {
        try await withClinicFolder { clinic in
            try FileManager.default.removeItem(at: clinic.appending(path: "keys/hub.json"))
            let (status, text) = try HubProcess(clinic: clinic).complaint()
            #expect(status == 78)
            #expect(text.contains("cairn keys new hub"))
        }
    }

    @Test("refuses a folder whose path is too long for a socket")
    func tooLong() async throws {
        try await withClinicFolder { clinic in
            let long = clinic.appending(path: String(repeating: "x", count: 100))
            try FileManager.default.createDirectory(at: long, withIntermediateDirectories: true)
            let hub = try HubProcess(clinic: clinic, ["--clinic", long.path])
            let (status, text) = hub.complaint()
            #expect(status == 78)
            #expect(text.contains("the limit is 107"))
        }
    }

    @Test("refuses a folder that is not there")
    func missing() async throws {
        try await withClinicFolder { clinic in
            let hub = try HubProcess(
                clinic: clinic, ["--clinic", clinic.appending(path: "none").path])
            let (status, text) = hub.complaint()
            #expect(status == 78)
            #expect(text.contains("does not exist"))
        }
    }

    @Test("tells in its heartbeat what passed, by class and sender")
    func counts() async throws {
        try await withClinicFolder { clinic in
            let hub = try HubProcess(clinic: clinic)
            hub.waitUntilReady()
            let bus = try BusConnection(TestClinic(at: clinic).keys.credentials(of: .scheduler))
            let frame = Frame(
                RawMessage(
                    topic: Array("event.scheduler.session".utf8), attributes: [1], data: [2]))
            var counters: [String: Int64] = [:]
            while counters["from-event-scheduler"] == nil {
                try await bus.publish([frame])
                counters = try await heartbeat(from: clinic).counters
            }
            #expect(counters["messages"] ?? 0 >= 1)
            #expect(counters["bytes"] == (counters["messages"] ?? 0) * Int64(frame.bytes.count))
            await bus.close()
            #expect(hub.end(by: SIGTERM) == 0)
        }
    }

    /// The next heartbeat that a newcomer hears.
    private func heartbeat(from clinic: URL) async throws -> Heartbeat {
        let bus = try BusConnection(TestClinic(at: clinic).keys.credentials(of: .ledger))
        await bus.subscribe("status.hub.")
        var heard: [Frame] = []
        while heard.isEmpty {
            heard = try #require(await bus.receive(waitingAtMost: .seconds(5)))
        }
        await bus.close()
        let envelope = try #require(try heard[0].read().single)
        #expect(envelope.address == .heartbeat(.hub))
        #expect(envelope.attributes.type == "heartbeat.v1")
        return try JSONText.decode(Heartbeat.self, from: envelope.raw.data)
    }
}
