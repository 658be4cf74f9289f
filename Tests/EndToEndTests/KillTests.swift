import Foundation
import Messages
import Testing

extension RealProcesses {
    @Suite("What is killed", .timeLimit(.minutes(10)))
    struct KillTests {
        @Test(
            "Whoever is killed, four weeks pass, and nothing is lost or done twice")
        func killedInTurn() async throws {
            try await RunningClinic.with("kill") { clinic in
                try await clinic.up()
                // So slow that it outlasts the killing on any machine.
                let play = try clinic.play(weeks: 4, pace: 0.5)
                defer { play.signal(SIGKILL) }
                let victims = [
                    "hub", "assessment", "scheduler", "peer-groups", "treatment", "aftercare",
                    "ledger",
                    "cbt",
                ]
                var status = try await clinic.waits(for: "ready", of: "simulator") {
                    $0.time > "2026-10-05 09:00"
                }
                for victim in victims {
                    try #require(play.isRunning, "the play ended before \(victim) was killed")
                    let pid = try #require(status[victim]?.pid)
                    let before = status.time
                    #expect(kill(pid, SIGKILL) == 0)
                    // Ready again, as another process, and hours later.
                    status = try await clinic.waits(for: "ready", of: victim) {
                        $0.time > before && $0[victim]?.pid.map { $0 != pid } ?? false
                    }
                }
                // The one who plays is killed last, and goes on with what he had begun.
                play.signal(SIGKILL)
                _ = try await play.finish()
                try await clinic.played(weeks: 4)

                let verdict = try await clinic.checked()
                #expect(verdict.code == 0, "\(verdict.output)\(verdict.errors)")
                let history = try await clinic.history()
                #expect(try history.all(ProcessGivenUp.self) == [])
                try isOnce(history.all(HourBegan.self).map(\.moment.utc))
                try isOnce(history.all(ClientRegistered.self).map(\.client))
                try isOnce(
                    history.all(AttendanceRecorded.self).map { "\($0.client) \($0.session)" })
                try isOnce(history.all(ModuleCompleted.self).map { "\($0.client) \($0.module)" })
                #expect(try history.all(WeekPlanned.self).count >= 4)
            }
        }

        @Test("A supervisor that is killed leaves no orphan, and the clinic comes up where it was")
        func supervisorKilled() async throws {
            try await RunningClinic.with("orphan") { clinic in
                try await clinic.up()
                try await clinic.played(weeks: 1)
                #expect(clinic.processes().count > 7)
                #expect(kill(try clinic.supervisor(), SIGKILL) == 0)
                try await wait(for: "the end of all processes") { clinic.processes().isEmpty }

                try await clinic.up()
                try await clinic.played(weeks: 2)
                let verdict = try await clinic.checked()
                #expect(verdict.code == 0, "\(verdict.output)\(verdict.errors)")
            }
        }

        private func isOnce<Key: Hashable>(
            _ keys: [Key], sourceLocation: SourceLocation = #_sourceLocation
        ) {
            #expect(!keys.isEmpty, sourceLocation: sourceLocation)
            #expect(Set(keys).count == keys.count, sourceLocation: sourceLocation)
        }
    }
}
