import Foundation
import Glibc
import Journal
import Messages
import PeerKit
import Supervisor
import SupervisorCore
import TestSupport
import Testing

@testable import cairn_supervisor

@Suite("The record of processes", .timeLimit(.minutes(2)))
struct RecordTests {
    let clinic: TestClinic
    init() throws { clinic = try TestClinic() }

    @Test("What happens while the journal is full is recorded once it works again, in order")
    func keptOverFault() async throws {
        let bench = try RecordBench(
            clinic, [script("good", "exec sleep 1000"), script("bad", "exit 1")], pageLimit: 100)
        try await bench.supervising {
            try await bench.control.becomes("given-up", "bad")
            try bench.fill()
            // Four starts and ends of the one, a start of the other; all were seen by now.
            try await eventually("all changes were collected") {
                bench.unrecordedCount == 4 * 3 - 1 + 1 + 2
            }
            let before = bench.unrecordedCount
            try await bench.turn()
            #expect(bench.unrecordedCount == before, "kept, not lost")
            #expect(try bench.recorded("process") == [])
            let pid = try #require(await bench.control.status(of: "good")?.pid)
            kill(pid, SIGKILL)
            try await eventually("its end and its return were collected") {
                bench.unrecordedCount == before + 3
            }
            try await bench.turn()
            #expect(bench.unrecordedCount == before + 3)
            try await bench.turn(after: 31_000)
            #expect(bench.unrecordedCount == 0)
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

    @Test("How far a long start is can be asked for, and not what a plugin says of itself")
    func progress() async throws {
        let text = """
            notify("STATUS=folding 1 of 2 entries")
            notify("EXTEND_TIMEOUT_USEC=60000000")
            time.sleep(1000)
            """
        let bench = try RecordBench(clinic, [python("assessment", text), python("cbt", text)])
        try await bench.supervising {
            try await eventually("both have said it") {
                let said = await bench.control.snapshot().map(\.text)
                return said == Array(repeating: "folding 1 of 2 entries", count: 2)
            }
            try await bench.turn()
            let told = try #require(try bench.record.answer(Processes()) as? [ProcessStatus])
            #expect(told.map(\.detail) == ["folding 1 of 2 entries", nil])
        }
    }

    @Test("Hours that begin while the journal is full are struck once it works again, in order")
    func hoursOverFault() async throws {
        // 300 ms before an hour begins: after its first failure the journal is left alone for 500.
        let bench = try RecordBench(
            clinic, [], kind: .live, wall: 1_795_442_399_700, pageLimit: 100)
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

    @Test("What is too long for an event is named, and takes no hour with it")
    func unrecordable() async throws {
        let bench = try RecordBench(clinic, [], kind: .live)
        let version = String(repeating: "9", count: 400_000)
        let hours = try bench.core.strikes(
            [Timestamp(milliseconds: 1_795_442_400_000)], timeZone: "America/Chicago")
        try await bench.supervising {
            let turn = bench.observe([PluginAdmitted(plugin: "wordy", version: version)] + hours)
            let struck = try bench.recorded("clock")
            #expect(turn.unrecordable.count == 1)
            #expect(turn.unrecordable.first?.problem.contains("plugin-admitted") == true)
            #expect(struck == ["day-began", "2026-11-23T14:00:00.000Z"])
            #expect(bench.peer.counters["observations.failed"] == 1)
        }
    }

    @Test("After a jump of more than 26 hours nothing is struck until a person confirms it")
    func jump() async throws {
        let bench = try RecordBench(clinic, [], kind: .live)
        try await bench.supervising {
            try await bench.turn()
            let start = try #require(bench.core.lastHour?.utc)
            #expect(try bench.clock() == ClockStatus(lastHour: start))
            // Longer than one turn strikes.
            let hours = ProcessRegister.longestAdvance + 60
            try await bench.turn(after: Int64(hours) * 3_600_000)
            let last = start.advanced(byHours: hours)
            let waiting = try bench.clock()
            #expect(waiting.lastHour == start)
            #expect(waiting.problem?.contains("\(hours) hours") == true)
            #expect(waiting.remedy?.contains("cairn clock confirm --through \(last)") == true)

            let tooLate = try bench.give(ConfirmClock(through: last.advanced(byHours: 1)))
            #expect(tooLate.outcome == .refused)
            #expect(try bench.give(ConfirmClock(through: start)).outcome == .refused)
            try await bench.turn()
            #expect(bench.core.lastHour?.utc == start)

            #expect(try bench.give(ConfirmClock(through: last)).outcome == .accepted)
            for _ in 1...3 { try await bench.turn() }
            #expect(
                try bench.recorded("clock").filter { $0.hasSuffix("Z") }
                    == (0...hours).map { start.advanced(byHours: $0).description })
            #expect(try bench.clock() == ClockStatus(lastHour: last))
            #expect(try bench.give(ConfirmClock(through: last)).outcome == .refused)

            try await bench.turn(after: -30 * 3_600_000)
            #expect(bench.core.lastHour?.utc == last, "a step back strikes nothing")
        }
    }

    @Test("A rehearsal's clock is not to be confirmed")
    func rehearsalClock() async throws {
        let bench = try RecordBench(clinic, [])
        try await bench.supervising {
            let answer = try bench.give(ConfirmClock(through: Timestamp(milliseconds: 0)))
            #expect(answer.outcome == .refused)
            #expect(answer.refusal?.remedy.contains("advance-clock") == true)
            try await bench.turn(after: 100 * 3_600_000)
            #expect(try bench.clock() == ClockStatus(lastHour: nil))
        }
    }

    @Test("A crash that is mended is no absence; a restart that does not become ready is one")
    func absence() async throws {
        let once = python(
            "cbt",
            """
            if not os.path.exists("\(clinic.file("fails"))"): notify("READY=1")
            time.sleep(1000)
            """)
        let bench = try RecordBench(clinic, [once])
        try await bench.supervising {
            try await bench.control.becomes("ready", "cbt")
            try await bench.turn()
            let first = try #require(await bench.control.status(of: "cbt")?.pid)
            kill(first, SIGKILL)
            try await eventually("it is away") {
                await bench.control.status(of: "cbt")?.pid != first
            }
            try await bench.turn()
            try await bench.control.becomes("ready", "cbt")
            try await bench.turn(after: AbsenceWatch.grace.milliseconds * 2)
            #expect(try !bench.recorded("process").contains("absent"))

            let second = try #require(await bench.control.status(of: "cbt")?.pid)
            _ = FileManager.default.createFile(atPath: clinic.file("fails"), contents: nil)
            kill(second, SIGKILL)
            try await eventually("it is started again") {
                let status = await bench.control.status(of: "cbt")
                return status?.pid != second && status?.state.word == "starting"
            }
            try await bench.turn()
            try await bench.turn(after: AbsenceWatch.grace.milliseconds - 1)
            #expect(try !bench.recorded("process").contains("absent"))
            for _ in 0..<3 { try await bench.turn() }
            #expect(try bench.recorded("process").count { $0 == "absent" } == 1)
        }
    }

    @Test("A wall clock that is set back by an hour delays neither a look around nor an absence")
    func setBack() async throws {
        let bench = try RecordBench(
            clinic, [script("breathing", "exec sleep 1000"), python("late", "time.sleep(1000)")])
        try await bench.supervising {
            try await bench.control.becomes("starting", "late")
            try await bench.turn()
            try clinic.place("1")
            try await bench.turn(after: -3_600_000)
            // It is read beside the loop.
            try await eventually("it was found") {
                try await bench.turn(after: 2_000)
                return try bench.recorded("plugin").contains("found")
            }
            try await bench.turn(after: AbsenceWatch.grace.milliseconds)
            #expect(try bench.recorded("process").count { $0 == "absent" } == 1)
        }
    }

    @Test("A wish about a process that does not run here is refused, with those that do")
    func unknown() async throws {
        let bench = try RecordBench(clinic, [script("good", "exec sleep 1000")])
        try await bench.supervising {
            for wish in [
                StartProcess(process: "gone"), StopProcess(process: "gone"),
                RestartProcess(process: "gone"),
            ] as [any Command] {
                let answer = try bench.give(wish)
                #expect(answer.outcome == .refused)
                #expect(answer.refusal?.problem.contains("gone") == true)
                #expect(answer.refusal?.remedy.contains("good") == true)
            }
            #expect(bench.core.wishCount == 0)
            #expect(try bench.give(StopProcess(process: "good")).outcome == .accepted)
        }
    }

    @Test("The hub cannot be stopped, for nothing could start it again; it can be restarted")
    func hubStays() async throws {
        let bench = try RecordBench(clinic, [script("hub", "exec sleep 1000")])
        try await bench.supervising {
            let answer = try bench.give(StopProcess(process: .hub))
            #expect(answer.outcome == .refused)
            #expect(answer.refusal?.remedy.contains("cairn down") == true)
            #expect(try bench.give(RestartProcess(process: .hub)).outcome == .accepted)
        }
    }

    @Test("Wishes are carried out once; of those of one turn the newest about each process")
    func wishes() async throws {
        let bench = try RecordBench(
            clinic, [script("a", "exec sleep 1000"), script("b", "exec sleep 1000")])
        try await bench.supervising {
            try bench.give(StopProcess(process: "b"))
            try await bench.turn()
            #expect(await bench.control.state(of: "b")?.word != "stopped", "of an earlier run")
            try await bench.control.becomes("ready", "a")
            for _ in 0..<100 {
                try bench.give(StopProcess(process: "a"))
                try bench.give(StartProcess(process: "a"))
            }
            try bench.give(StopProcess(process: "a"))
            #expect(
                bench.core.wishes(after: 1) == [OperatorWished(process: "a", wish: .stop)])
            #expect(bench.core.wishes(after: 0).map(\.process) == ["b", "a"])
            try await bench.turn()
            try await bench.control.becomes("stopped", "a")
            try await bench.control.start("a")
            try await bench.turn()
            try await bench.control.becomes("ready", "a")
        }
    }

    @Test("The heartbeat says who does not run until a person acts")
    func heartbeat() async throws {
        let bench = try RecordBench(
            clinic,
            [
                script("bad", "exit 78"), script("good", "exec sleep 1000"),
                script("idle", "exec sleep 1000"),
            ])
        try await bench.supervising {
            try await bench.turn()
            try bench.give(StopProcess(process: "idle"))
            try await bench.turn()
            try await bench.control.becomes("stopped", "idle")
            try await bench.control.becomes("failed", "bad")
            try await bench.control.becomes("ready", "good")
            try await bench.turn()
            let beat = bench.peer.heartbeat(incarnation: "first", version: "1", state: .ready)
            #expect(beat.stopped == ["bad", "idle"])
        }
    }
}
