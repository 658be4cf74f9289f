import Foundation
import Messages
import Testing

extension RealProcesses {
    @Suite("What the tap shows", .timeLimit(.minutes(10)))
    struct TapTests {
        @Test("A week's planning is seen as it happens, and tells nothing of any client")
        func masked() async throws {
            try await RunningClinic.with("tap") { clinic in
                try await clinic.up()
                let tap = try await following(clinic, "scheduler.>")
                let json = try await following(clinic, "scheduler.>", "--json")
                let play = try clinic.play(weeks: 1)
                // Live: the line is there while the week still passes.
                try await wait(for: "a planned week at the tap") {
                    tap.output.contains("scheduler.session.week-planned")
                }
                #expect(play.isRunning)
                #expect(try await play.finish(upTo: .seconds(400)).code == 0)

                let history = try await clinic.history()
                let clients = try history.clients()
                try await wait(for: "attendance at the tap") {
                    tap.output.contains("scheduler.attendance.recorded")
                }
                #expect(clients.count > 1)
                for tap in [tap, json] {
                    tap.signal(SIGINT)
                    let result = try await tap.finish()
                    #expect(result.code == 0)
                    #expect(result.errors.contains("REHEARSAL"))
                    #expect(result.errors.contains("messages shown"))
                    #expect(clients.filter { result.output.contains($0.text) } == [])
                    let lines = result.output.split(separator: "\n")
                    let attendance = lines.filter { $0.contains("attendance.recorded") }
                    #expect(!attendance.isEmpty)
                    let statuses = Set(try history.all(AttendanceRecorded.self).map(\.status))
                    for line in attendance {
                        #expect(line.contains("•••"))
                        #expect(!statuses.contains { line.contains($0.rawValue) })
                    }
                }
            }
        }

        @Test("Who looks at clients is written down before anything is shown")
        func revealed() async throws {
            try await RunningClinic.with("reveal") { clinic in
                try await clinic.up()
                let tap = try await following(
                    clinic, "scheduler.>", "--reveal", "Asked by the director.", "--as", "t01")
                try await clinic.played(weeks: 1)
                let history = try await clinic.history()
                let disclosures = try history.all(HealthDataRevealed.self)
                #expect(disclosures.map(\.scope) == ["tap scheduler.>"])
                #expect(disclosures.map(\.reason) == ["Asked by the director."])
                tap.signal(SIGINT)
                let result = try await tap.finish()
                #expect(result.code == 0)
                #expect(try history.clients().contains { result.output.contains($0.text) })
            }
        }

        /// A tap that listens.
        private func following(_ clinic: RunningClinic, _ arguments: String...) async throws
            -> Execution
        {
            let tap = try clinic.start("cairn", ["tap"] + arguments + ["--clinic", clinic.path])
            try await wait(for: "the tap") {
                guard tap.isRunning else { throw TestFault(tap.errors) }
                return tap.errors.contains("Following")
            }
            return tap
        }
    }
}
