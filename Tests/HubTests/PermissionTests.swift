import Bus
import ClinicFiles
import Foundation
import Messages
import Testing

/// Attacks on a real hub by peers that hold a valid key.
@Suite("A hub with keys", .timeLimit(.minutes(2)), .serialized)
struct PermissionTests {
    private func withHub(
        plugins: Bool = false, _ body: (TestClinic) async throws -> Void
    ) async throws {
        try await withClinicFolder { folder in
            let clinic = try TestClinic(at: folder)
            if plugins { try clinic.prepare(plugins: true) }
            let hub = try HubProcess(clinic: folder)
            hub.waitUntilReady()
            try await body(clinic)
            #expect(hub.end(by: SIGTERM) == 0)
        }
    }

    @Test("A service that speaks in another's name is not heard, and is named in the heartbeat")
    func forged() async throws {
        try await withHub { clinic in
            let ledger = try await clinic.join(.ledger, hearing: "event.", "status.hub.")
            let scheduler = try await clinic.join(.scheduler)
            // One publisher's messages stay in order: what comes after the forgery proves that it
            // does not come.
            try await scheduler.say(
                "event.assessment.client", "event.scheduler.session")
            #expect(
                try await ledger.hears(until: "event.scheduler.session")
                    == ["event.scheduler.session"])
            var counters: [String: Int64] = [:]
            while counters["refused-forged-scheduler"] == nil {
                for frame in try #require(await ledger.receive(waitingAtMost: .seconds(5))) {
                    guard let envelope = try? frame.read().single,
                        envelope.address == .heartbeat(.hub)
                    else { continue }
                    counters = try JSONText.decode(Heartbeat.self, from: envelope.raw.data)
                        .counters
                }
            }
            #expect(counters["refused-forged-scheduler"] == 1)
            for bus in [ledger, scheduler] { await bus.close() }
        }
    }

    @Test("The hub that is asked for its heartbeat does not wait for the next second")
    func askedToBeat() async throws {
        try await withHub { clinic in
            let visitor = try await clinic.join("cli-t01", hearing: "status.hub.")
            var beats: [Timestamp] = []
            while beats.count < 20 {
                try await visitor.say("query.hub.heartbeat.cli-t01")
                for frame in try #require(await visitor.receive(waitingAtMost: .seconds(5))) {
                    guard let envelope = try? frame.read().single,
                        envelope.address == .heartbeat(.hub)
                    else { continue }
                    beats.append(envelope.attributes.time)
                }
            }
            // By the hub's own word, and far from both: 20 seconds unasked, one if it is asked.
            let first = try #require(beats.first)
            let last = try #require(beats.last)
            #expect(last - first < .seconds(10))
            await visitor.close()
        }
    }

    @Test("A reply reaches the person who asked, and nobody who listens for all replies")
    func replies() async throws {
        try await withHub { clinic in
            let asker = try await clinic.join("cli-t01", hearing: "inbox.cli-t01.")
            let thief = try await clinic.join("cli-t02", hearing: "inbox.", "event.", "command.")
            let aftercare = try await clinic.join(.aftercare)
            try await aftercare.say(
                "inbox.cli-t01.secret.aftercare", "inbox.cli-t02.own.aftercare")
            #expect(
                try await thief.hears(until: "inbox.cli-t02.own.aftercare")
                    == ["inbox.cli-t02.own.aftercare"])
            #expect(
                try await asker.hears(until: "inbox.cli-t01.secret.aftercare")
                    == ["inbox.cli-t01.secret.aftercare"])
            for bus in [asker, thief, aftercare] { await bus.close() }
        }
    }

    @Test("A plugin hears its streams alone, and cannot have another's replayed or commanded")
    func plugin() async throws {
        try await withHub(plugins: true) { clinic in
            let plugin = try await clinic.join(
                "dbt", hearing: "event.", "command.", "query.", "inbox.")
            let scheduler = try await clinic.join(.scheduler, hearing: "query.", "command.")
            let assessment = try await clinic.join(.assessment, hearing: "query.", "command.")
            try await assessment.say("event.assessment.risk")
            try await scheduler.say(
                "event.scheduler.session", "event.scheduler.attendance")
            #expect(
                try await plugin.hears(until: "event.scheduler.attendance")
                    == ["event.scheduler.attendance"])
            try await plugin.say(
                "query.assessment.replay.risk.dbt", "query.scheduler.replay.session.dbt",
                "query.scheduler.week.dbt", "command.scheduler.change-phase.dbt",
                "query.scheduler.replay.attendance.dbt")
            #expect(
                try await scheduler.hears(until: "query.scheduler.replay.attendance.dbt")
                    == ["query.scheduler.replay.attendance.dbt"])
            // A person's command comes to assessment; what the plugin sent before did not.
            let person = try await clinic.join("cli-t01")
            try await person.say("command.assessment.recommend.cli-t01")
            for bus in [plugin, scheduler, assessment, person] { await bus.close() }
        }
    }

    @Test("History is asked for by who may read the stream, in the own name alone")
    func history() async throws {
        try await withHub(plugins: true) { clinic in
            let ledger = try await clinic.join(.ledger, hearing: "query.")
            let plugin = try await clinic.join("dbt")
            let desk = try await clinic.join("cli-fd1")
            let last = "query.ledger.history.scheduler.attendance.dbt"
            try await plugin.say(
                "query.ledger.history.assessment.risk.dbt", "query.ledger.history.dbt.progress.dbt",
                "query.ledger.history.assessment.identity.dbt",
                "query.ledger.history.scheduler.attendance.cli-dir",
                "query.ledger.history.scheduler.attendance.ledger",
                "query.ledger.history.*.*.dbt", "query.ledger.timeline.dbt", last)
            #expect(try await ledger.hearsQueries(until: last) == [last])
            let own = "query.ledger.history.supervisor.process.cli-fd1"
            try await desk.say(
                "query.ledger.history.scheduler.attendance.cli-fd1",
                "query.ledger.history.scheduler.attendance.dbt", own)
            #expect(try await ledger.hearsQueries(until: own) == [own])
            for bus in [ledger, plugin, desk] { await bus.close() }
        }
    }

    @Test("A revoked key is out within seconds; the others come back by themselves")
    func revoked() async throws {
        try await withHub { clinic in
            let leaver = try await clinic.join("cli-t01")
            let ledger = try await clinic.join(.ledger, hearing: "event.")
            let scheduler = try await clinic.join(.scheduler)
            try clinic.revoke("cli-t01")
            while await leaver.receive(waitingAtMost: .seconds(5)) != nil {}
            #expect(await leaver.isRefused)
            try await ledger.settle(.ledger)
            try await scheduler.settle(.scheduler)
            try await scheduler.say("event.scheduler.session")
            let last = "event.scheduler.session"
            #expect(try await ledger.hears(until: last) == [last])
            // Nor does it get a key again by itself.
            try clinic.prepare()
            #expect(throws: (any Error).self) { try clinic.keys.credentials(of: "cli-t01") }
            for bus in [leaver, ledger, scheduler] { await bus.close() }
        }
    }

    @Test("An identity that is new gets in while the hub runs, and a renewed key replaces the old")
    func renewed() async throws {
        try await withHub { clinic in
            try clinic.prepare(plugins: true)
            // The hub looks at its list by itself: until then the key is unknown.
            var plugin = try BusConnection(clinic.keys.credentials(of: "dbt"))
            while true {
                await plugin.subscribe("status.hub.")
                let batch = await plugin.receive(waitingAtMost: .seconds(2))
                if let batch, !batch.isEmpty { break }
                await plugin.close()
                plugin = try BusConnection(clinic.keys.credentials(of: "dbt"))
            }
            await plugin.close()
            let old = try clinic.keys.credentials(of: "cli-t02")
            try clinic.renew("cli-t02")
            let person = try BusConnection(old)
            while await person.receive(waitingAtMost: .seconds(5)) != nil {}
            #expect(await person.isRefused)
            await person.close()
        }
    }
}
