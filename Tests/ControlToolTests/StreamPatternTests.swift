import Messages
import Testing

@testable import ClientSamples
@testable import ClinicClient
@testable import cairn

@Suite("A pattern of streams")
struct StreamPatternTests {
    @Test("A service's pattern takes its streams, corrections too, and no other's")
    func ofService() throws {
        let streams = try StreamPattern("scheduler.>").builtInStreams.map(\.description)
        #expect(
            streams == [
                "scheduler.attendance", "scheduler.conflict", "scheduler.correction",
                "scheduler.enrollment", "scheduler.offering", "scheduler.session",
                "scheduler.staff",
            ])
    }

    @Test(
        "Streams that name clients are in no pattern",
        arguments: [">", "assessment.>", "*.identity"])
    func identifying(text: String) throws {
        let streams = try StreamPattern(text).builtInStreams
        #expect(!streams.contains(Samples.stream("assessment.identity")))
    }

    @Test("A star stands for one word")
    func star() throws {
        let streams = try StreamPattern("*.correction").builtInStreams.map(\.owner)
        #expect(streams == [.aftercare, .assessment, .peerGroups, .scheduler, .treatment])
    }

    @Test("A third word chooses one fact")
    func fact() throws {
        let pattern = try StreamPattern("scheduler.session.cancelled")
        #expect(pattern.takes(try Samples.event(SessionCancelled.self)))
        #expect(!pattern.takes(try Samples.event(SessionScheduled.self)))
    }

    @Test("What is no event is taken by whom it concerns")
    func others() throws {
        let pattern = try StreamPattern("scheduler.>")
        #expect(pattern.takes(try Samples.command(PlanWeek.self, body: [])))
        #expect(!pattern.takes(try Samples.command(RegisterClient.self, body: [])))
        #expect(pattern.takes(try Samples.heartbeat(of: .scheduler)))
        #expect(!pattern.takes(try Samples.heartbeat(of: .hub)))
    }

    @Test(
        "What is no pattern is refused",
        arguments: [
            "", "scheduler", "a.b.c.d", "a.b.c.>", "Scheduler.>", "a..b", "event.a.>", ">.a",
        ])
    func refused(text: String) {
        #expect(throws: ClientError.self) { try StreamPattern(text) }
    }

    @Test("A pattern with its class is refused with the one that was meant")
    func withClass() throws {
        let error = #expect(throws: ClientError.self) { try StreamPattern("event.scheduler.>") }
        #expect(error?.advice.remedy.contains("`scheduler.>`") == true)
    }
}
