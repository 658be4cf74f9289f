import Bus
import Messages
import Synchronization
import TestSupport
import Testing

@testable import ClientSamples
@testable import ClinicClient

@Suite("A visit to the bus")
struct BusSessionTests {
    private let bus = FakeBus()
    private let nurse = Actor(staff: "rn1", role: .nurse)

    @Test("A command to a service that is not heard is not even sent")
    func notRecorded() async throws {
        let witness = bus.hub.connect(as: "witness")
        witness.listen(to: "command.")
        var session = try await bus.session()
        await #expect(throws: ClientError.notRecorded(.assessment)) {
            try await session.send(AcknowledgeAlert.example, as: nurse)
        }
        #expect(witness.drain().isEmpty)
    }

    @Test("A question waits for no heartbeat, its answer is a sign of life, silence ends it soon")
    func unheard() async throws {
        var session = try await bus.session()
        await #expect(throws: ClientError.noAnswer(.supervisor)) {
            _ = try await session.ask(Processes(), within: .seconds(600))
        }
        var mute = bus.fake(.supervisor) { _, _ in
            (try? JSONText.encode([ProcessStatus]())).map { FakeReply("view.v1", $0) }
        }
        mute.beats = false
        try await bus.beside(mute) { session in
            let processes = try await session.ask(Processes())
            #expect(processes == [])
            #expect(session.heard[.supervisor] == nil && session.isHeard(.supervisor))
        }
    }

    @Test("Who is not heard is asked for a heartbeat, and whoever has spoken is not asked again")
    func asksForHeartbeats() async throws {
        var session = try await bus.session()
        let assessment = bus.hub.connect(as: .assessment)
        assessment.listen(to: "query.")
        #expect(await !session.waitUntilHeard([.assessment, .hub], within: .milliseconds(1)))
        let asked = assessment.drain().flatMap(\.envelopes)
        #expect(asked.compactMap { $0.address.heartbeatRequested } == [Identity.assessment, .hub])
        #expect(asked.allSatisfy { $0.address.sender == "cli-a" })
        #expect(asked.allSatisfy { $0.attributes.type == HeartbeatRequest.type })
        for peer in [Identity.assessment, .hub] {
            bus.hub.connect(as: peer).send(try Samples.heartbeat(of: peer).raw)
        }
        #expect(await session.waitUntilHeard([.assessment, .hub], within: .seconds(600)))
        #expect(assessment.drain().isEmpty)
    }

    @Test("A service that said that it stops is not heard any more")
    func stopping() async throws {
        var session = try await bus.session()
        var beat = Heartbeat(
            identity: .assessment, incarnation: "first", version: "1", state: .stopping)
        beat.progress = 1
        let envelope = try Envelope(
            topic: .heartbeat(of: .assessment),
            attributes: Samples.heartbeat(of: .assessment).attributes,
            data: JSONText.encode(beat))
        bus.hub.connect(as: .assessment).send(envelope.raw)
        await #expect(throws: ClientError.notRecorded(.assessment)) {
            try await session.send(AcknowledgeAlert.example, as: nurse)
        }
    }

    @Test("A peer of another protocol is asked for nothing, and both numbers are told")
    func otherProtocol() async throws {
        var session = try await bus.session()
        var beat = Heartbeat(
            identity: .assessment, incarnation: "first", version: "1", state: .ready)
        beat.protocols = 1...1
        let envelope = try Envelope(
            topic: .heartbeat(of: .assessment),
            attributes: Samples.heartbeat(of: .assessment).attributes,
            data: JSONText.encode(beat))
        let assessment = bus.hub.connect(as: .assessment)
        assessment.listen(to: "command.assessment.")
        assessment.listen(to: "query.assessment.")
        assessment.send(envelope.raw)
        let advice = try #require(WireProtocol.advice(on: .assessment, speaking: 1...1))
        #expect(advice.problem.contains("assessment speaks protocol 1, and this program 2"))
        #expect(advice.remedy.contains("Upgrade assessment"))
        await #expect(throws: ClientError.refused(advice)) {
            try await session.send(AcknowledgeAlert.example, as: nurse)
        }
        assessment.send(envelope.raw)
        await #expect(throws: ClientError.refused(advice)) {
            _ = try await session.ask(OpenAlerts())
        }
        #expect(assessment.drain().isEmpty)
    }

    @Test("A command that gets no answer is sent again under the same id, and counts once")
    func repeats() async throws {
        let ids = SeenRequests()
        let answer = try await bus.beside(
            bus.fake(.assessment) { request, count in
                ids.add(request)
                let answer = Answer(outcome: .accepted, events: ["e"])
                return count < 2 ? nil : FakeReply.encoded(answer)
            }
        ) { try await $0.send(AcknowledgeAlert.example, as: nurse) }
        #expect(answer.events == ["e"])
        #expect(ids.all.count >= 2)
        #expect(Set(ids.all.map(\.id)).count == 1)
    }

    @Test("A command says who acts, in which role, and how long the asker waits")
    func attributes() async throws {
        let ids = SeenRequests()
        try await bus.beside(
            bus.fake(.assessment) { request, _ in
                ids.add(request)
                return FakeReply.encoded(Answer(outcome: .accepted))
            }
        ) { _ = try await $0.send(AcknowledgeAlert.example, as: nurse) }
        let attributes = try #require(ids.all.first?.attributes)
        #expect(attributes.person == nurse)
        #expect(attributes.type == "assessment.acknowledge-alert.v1")
        #expect(attributes.dataclassification == .clinical)
        #expect(attributes.subject == "c-0001")
        #expect(attributes.deadline != nil)
    }

    @Test("A refusal is thrown with its problem and its remedy")
    func refused() async throws {
        let advice = Advice("The alert is not open.", remedy: "See the list.")
        await #expect(throws: ClientError.refused(advice)) {
            try await bus.beside(
                bus.fake(.assessment) { _, _ in FakeReply.encoded(.refused(advice)) }
            ) { _ = try await $0.send(AcknowledgeAlert.example, as: nurse) }
        }
    }

    @Test("Without an answer before the deadline the outcome is unknown, and not a failure")
    func unknown() async throws {
        await #expect(throws: ClientError.outcomeUnknown(.assessment)) {
            try await bus.beside(bus.fake(.assessment) { _, _ in nil }) {
                _ = try await $0.send(AcknowledgeAlert.example, as: nurse, within: .seconds(1))
            }
        }
    }

    @Test("A view that is refused is a refusal, and one that fits is the view")
    func views() async throws {
        let advice = Advice("Not now.", remedy: "Later.")
        await #expect(throws: ClientError.refused(advice)) {
            try await bus.beside(
                bus.fake(.supervisor) { _, _ in
                    (try? JSONText.encode(QueryRefusal(advice))).map {
                        FakeReply(QueryRefusal.type, $0)
                    }
                }
            ) { _ = try await $0.ask(Processes()) }
        }
        let status = ProcessStatus(
            process: .hub, state: "ready", pid: 1, restarts: 0, detail: nil)
        let view = try await bus.beside(
            bus.fake(.supervisor) { _, _ in
                (try? JSONText.encode([status])).map { FakeReply("view.v1", $0) }
            }
        ) { try await $0.ask(Processes()) }
        #expect(view == [status])
    }

    @Test("The ledger's pages are copied one after the other until none follows")
    func copiesPages() async throws {
        let lines = try (1...5).map { number in
            let raw = try Samples.event(DayBegan.self, sequence: Int64(number)).raw
            return LedgerLine(
                position: Int64(number) * 10, topic: String(decoding: raw.topic, as: UTF8.self),
                attributes: String(decoding: raw.attributes, as: UTF8.self),
                data: String(decoding: raw.data, as: UTF8.self))
        }
        let copied = Mutex<[[UInt8]]>([])
        let count = try await bus.beside(
            bus.fake(.ledger) { request, _ in
                let ask = try? JSONText.decode(LedgerExport.self, from: request.raw.data)
                let rest = lines.filter { $0.position > ask?.after ?? 0 }
                let page = Page(
                    items: Array(rest.prefix(2)),
                    next: rest.count > 2 ? rest[1].position : nil)
                return (try? JSONText.encode(page)).map { FakeReply("view.v1", $0) }
            }
        ) { session in
            var copy = LedgerCopy { line in copied.withLock { $0.append(line) } }
            try await copy.extend(over: &session)
            return copy.count
        }
        #expect(count == 5)
        let read = try copied.withLock { $0 }.map { try JSONText.decode(LedgerLine.self, from: $0) }
        #expect(read == lines)
    }

    @Test("Whoever says the same place again is not asked for ever")
    func sameAgain() async throws {
        let page = Page(
            items: [LedgerLine(position: 7, topic: "t", attributes: "{}", data: "{}")], next: 7)
        await #expect(throws: WireError.badData(type: ClientTimeline.type)) {
            try await bus.beside(
                bus.fake(.ledger) { _, _ in
                    (try? JSONText.encode(page)).map { FakeReply("view.v1", $0) }
                }
            ) { session in
                _ = try await session.ask(ClientTimeline(client: "c-1"))
            }
        }
    }
}
