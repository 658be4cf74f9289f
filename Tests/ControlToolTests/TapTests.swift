import Bus
import Messages
import TestSupport
import Testing

@testable import ClientSamples
@testable import ClinicClient
@testable import cairn

@Suite("The tap")
struct TapTests {
    private func tap(_ pattern: String, showsAll: Bool = false, on paper: Paper) throws -> Tap {
        Tap(
            try StreamPattern(pattern), showsAll: showsAll,
            line: MessageLine(timeZone: Samples.timeZone), terminal: paper.terminal)
    }

    @Test("It shows what is published on the streams of the pattern, and no more")
    func overTheBus() async throws {
        let hub = InMemoryHub()
        let publisher = hub.connect(as: .scheduler)
        let paper = Paper()
        var tap = try tap("scheduler.>", on: paper)
        var session = BusSession(hub.connect(as: "cli-a"), clinic: "test", identity: "cli-a")
        #expect(try await session.join(within: .seconds(5)))
        await session.subscribe(tap.start())
        publisher.send(try Samples.event(WeekPlanned.self).raw)
        publisher.send(try Samples.event(GroupFormed.self).raw)
        publisher.send(
            try Samples.command(PlanWeek.self, body: JSONText.encode(PlanWeek.example)).raw)
        let batch = try #require(await session.receive(waitingAtMost: .seconds(5)))
        #expect(try tap.show(batch) { session.isOwn($0) } == [])
        #expect(paper.lines.count == 1)
        #expect(paper.text.contains("scheduler.session.week-planned"))
        #expect(paper.text.contains("minutes=•••"))
    }

    @Test("A stream that a heartbeat announces is followed once, by its owner's word alone")
    func discovers() throws {
        var tap = try tap("cbt.>", on: Paper())
        _ = tap.start()
        let progress = Samples.stream("cbt.progress")
        let beat = try Samples.heartbeat(
            of: "cbt", heads: [progress: 1, Samples.stream("dbt.mood"): 1])
        #expect(try tap.show([beat.contents]) { _ in false } == ["event.cbt.progress\n"])
        #expect(try tap.show([beat.contents]) { _ in false } == [])
    }

    @Test("The stream that names clients is not followed, even if it is announced")
    func neverIdentifying() throws {
        var tap = try tap(">", on: Paper())
        let prefixes = tap.start()
        let identity = Samples.stream("assessment.identity")
        let beat = try Samples.heartbeat(of: .assessment, heads: [identity: 4])
        #expect(!prefixes.contains(identity.subscription))
        #expect(try tap.show([beat.contents]) { _ in false } == [])
    }

    @Test("Commands, replies and heartbeats are shown when all is wanted")
    func showsAll() throws {
        let paper = Paper()
        var tap = try tap("scheduler.>", showsAll: true, on: paper)
        #expect(Set(["command.", "query.", "inbox."]).isSubset(of: tap.start()))
        let command = try Samples.command(PlanWeek.self, body: JSONText.encode(PlanWeek.example))
        _ = try tap.show(
            [Samples.heartbeat(of: .scheduler), command].map { $0.contents }
        ) { _ in false }
        #expect(paper.text.contains("heartbeat scheduler"))
        #expect(paper.text.contains("command scheduler.plan-week from cli-anna"))
    }

    @Test("What passed unseen is counted, and a repeat is not")
    func countsGaps() throws {
        var tap = try tap(">", on: Paper())
        let batch = try [1, 2, 5, 5, 6].map {
            try Samples.event(DayBegan.self, sequence: $0).contents
        }
        _ = try tap.show(batch) { _ in false }
        #expect(tap.summary == "5 messages shown; 2 events passed too fast to be shown.")
    }

    @Test("Numbers that nobody can have reached do not end it")
    func absurdNumbers() throws {
        let paper = Paper()
        var tap = try tap(">", showsAll: true, on: paper)
        let events = try [1, 1 << 53 - 1, 1, 1 << 53 - 1].map {
            try Samples.event(DayBegan.self, sequence: $0)
        }
        let heads: [EventStream: Int64] = [
            Samples.stream("cbt.progress"): .max, Samples.stream("cbt.practice"): .max,
        ]
        let batch = try events + [Samples.heartbeat(of: "cbt", heads: heads)]
        _ = try tap.show(batch.map(\.contents)) { _ in false }
        #expect(paper.lines.count == 5)
    }

    @Test("A reader that went away ends the tap")
    func brokenPipe() throws {
        let gone = Terminal { _, _ in throw OutputGone() }
        var tap = Tap(
            try StreamPattern(">"), showsAll: false,
            line: MessageLine(timeZone: Samples.timeZone), terminal: gone)
        let batch = [try Samples.event(DayBegan.self).contents]
        #expect(throws: OutputGone.self) { try tap.show(batch) { _ in false } }
    }
}
