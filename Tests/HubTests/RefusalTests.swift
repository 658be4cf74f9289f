import Bus
import ClinicFiles
import Foundation
import Messages
import Testing

@Suite("Whom a hub refuses, it names in its heartbeat", .timeLimit(.minutes(2)), .serialized)
struct RefusalTests {
    private func withHub(_ body: (TestClinic, BusConnection) async throws -> Void) async throws {
        try await withClinicFolder { folder in
            let clinic = try TestClinic(at: folder)
            let hub = try HubProcess(clinic: folder)
            hub.waitUntilReady()
            let watcher = try await clinic.join(.ledger, hearing: "status.hub.")
            try await body(clinic, watcher)
            await watcher.close()
            #expect(hub.end(by: SIGTERM) == 0)
        }
    }

    /// The hub's heartbeat once somebody is named in it for a reason.
    private func heartbeat(
        _ watcher: BusConnection, naming identity: Identity?, for reason: PeerRefusal.Reason
    ) async throws -> (beat: Heartbeat, refusal: PeerRefusal) {
        while true {
            for frame in try #require(await watcher.receive(waitingAtMost: .seconds(20))) {
                guard let envelope = try? frame.read().single,
                    envelope.address == .heartbeat(.hub),
                    let beat = try? JSONText.decode(Heartbeat.self, from: envelope.raw.data),
                    let found = beat.refusals?.first(where: {
                        $0.identity == identity && $0.reason == reason
                    })
                else { continue }
                return (beat, found)
            }
        }
    }

    @Test("Keys that nobody knows count together, and name nobody")
    func unknown() async throws {
        try await withHub { clinic, watcher in
            let hubKey = try clinic.keys.hubKeys().publicKey
            let known = try clinic.keys.credentials(of: .scheduler)
            for _ in 1...2 {
                let stranger = try BusConnection(
                    PeerCredentials(
                        identity: .scheduler, address: known.address, slot: known.slot,
                        keys: KeyPair.generate(), hubKey: hubKey))
                while await !stranger.isRefused {
                    _ = await stranger.receive(waitingAtMost: .milliseconds(50))
                }
                await stranger.close()
            }
            var times: Int64 = 0
            while times < 2 {
                let found = try await heartbeat(watcher, naming: nil, for: .unknownKey)
                times = found.refusal.count
                #expect(found.refusal.since <= found.refusal.last)
                #expect(found.beat.state == .ready)
            }
        }
    }

    @Test("A message in another's name is refused, and its sender named")
    func forged() async throws {
        try await withHub { clinic, watcher in
            let scheduler = try await clinic.join(.scheduler)
            try await scheduler.say("event.assessment.client")
            let found = try await heartbeat(watcher, naming: .scheduler, for: .forged)
            #expect(found.refusal.count == 1)
            await scheduler.close()
        }
    }

    @Test("A message of protocol 1 is refused, and a person is told who speaks it")
    func partCount() async throws {
        try await withClinicFolder { folder in
            let clinic = try TestClinic(at: folder)
            let hub = try HubProcess(clinic: folder)
            hub.waitUntilReady()
            let watcher = try await clinic.join(.ledger, hearing: "status.hub.", "event.")
            let old = try RawPublisher(clinic.keys.credentials(of: .scheduler))
            var found: (Heartbeat, PeerRefusal)?
            // It has no way to know that the hub hears it, so it goes on until it is named.
            while found == nil {
                try old.send([Array("event.scheduler.session.scheduled".utf8), [1], [2]])
                let batch = try #require(await watcher.receive(waitingAtMost: .milliseconds(50)))
                let singles = batch.compactMap { try? $0.read().single }
                found = try singles.compactMap { envelope in
                    let beat = try JSONText.decode(Heartbeat.self, from: envelope.raw.data)
                    return beat.refusals?.first.map { (beat, $0) }
                }.last
            }
            let (beat, refusal) = try #require(found)
            #expect(refusal.identity == .scheduler)
            #expect(refusal.reason == .partCount)
            #expect(beat.counters["refused-part-count"] ?? 0 > 0)
            #expect(beat.protocols == 2...2)
            await watcher.close()
            #expect(hub.end(by: SIGTERM) == 0)
            #expect(
                hub.log().contains(
                    "dropped a message of scheduler: it has 3 parts; it speaks protocol 1, and this"
                        + " hub 2"))
        }
    }

    @Test("A reader that asked for too much is suspended, and the hub is degraded")
    func suspended() async throws {
        try await withHub { clinic, watcher in
            let reader = try await clinic.join(.aftercare)
            for number in 0...1_100 { await reader.subscribe("event.scheduler.x\(number).") }
            let found = try await heartbeat(watcher, naming: .aftercare, for: .suspended)
            #expect(found.beat.state == .degraded)
            await reader.close()
        }
    }
}
