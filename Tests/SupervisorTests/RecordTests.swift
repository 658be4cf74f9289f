import Glibc
import Journal
import Messages
import ServiceKit
import Supervisor
import SupervisorCore
import Testing

@testable import cairn_supervisor

@Suite("The record of processes", .timeLimit(.minutes(2)))
struct RecordTests {
    let clinic: TestClinic
    init() throws { clinic = try TestClinic() }

    @Test("What happens while the journal is full is recorded once it works again, in order")
    func keptOverFault() async throws {
        let bench = try RecordBench(
            clinic, [script("good", "exec sleep 1000"), script("bad", "exit 1")], limitPages: 100)
        try await bench.supervising {
            try await bench.control.becomes("given-up", "bad")
            try bench.fill()
            // Four starts and ends of the one, a start of the other; all were seen by now.
            try await eventually("all changes were collected") {
                bench.record.unrecordedCount == 4 * 3 - 1 + 1 + 2
            }
            let before = bench.record.unrecordedCount
            try await bench.turn()
            #expect(bench.record.unrecordedCount == before, "kept, not lost")
            #expect(try bench.recorded("process") == [])
            let pid = try #require(await bench.control.status(of: "good")?.pid)
            kill(pid, SIGKILL)
            try await eventually("its end and its return were collected") {
                bench.record.unrecordedCount == before + 3
            }
            try await bench.turn()
            #expect(bench.record.unrecordedCount == before + 3)
            try await bench.turn(after: 31_000)
            #expect(bench.record.unrecordedCount == 0)
            let recorded = try bench.recorded("process")
            #expect(
                recorded.filter { $0.hasPrefix("good") } == [
                    "good started", "good ready", "good stopped", "good started", "good ready",
                ])
            let cycle = ["bad started", "bad ready", "bad stopped"]
            #expect(
                recorded.filter { $0.hasPrefix("bad") }
                    == cycle + cycle + cycle + ["bad started", "bad ready", "bad given-up"])
            try await bench.turn()
            #expect(try bench.recorded("process") == recorded, "once")
            #expect(try bench.journal.verify().damage == nil)
        }
    }

    @Test("Hours that begin while the journal is full are struck once it works again, in order")
    func hoursOverFault() async throws {
        // 300 ms before an hour begins: after its first failure the journal is left alone for 500.
        let bench = try RecordBench(
            clinic, [], kind: .live, wall: 1_795_442_400_000 - 300, limitPages: 100)
        try await bench.supervising {
            try await bench.turn()
            #expect(try bench.recorded("clock") == ["day-began", "2026-11-23T13:00:00.000Z"])
            try bench.fill()
            try await bench.turn(after: 400)
            #expect(try bench.recorded("clock").count == 2)
            try await bench.turn(after: 3 * 3_600_000)
            #expect(
                try bench.recorded("clock").dropFirst(2) == [
                    "2026-11-23T14:00:00.000Z", "2026-11-23T15:00:00.000Z",
                    "2026-11-23T16:00:00.000Z", "2026-11-23T17:00:00.000Z",
                ])
        }
    }
}
