import Foundation
import Messages
import Testing

extension RealProcesses {
    @Suite("More than one clinic, and less than a whole one", .timeLimit(.minutes(10)))
    struct TwoClinicsTests {
        @Test("Two clinics at once on one machine share nothing")
        func twoAtOnce() async throws {
            try await RunningClinic.with("north", seed: 1) { north in
                try await RunningClinic.with("south", seed: 2) { south in
                    try await north.up()
                    try await south.up()
                    let plays = [try north.play(weeks: 1), try south.play(weeks: 1)]
                    for play in plays {
                        let result = try await play.finish(upTo: .seconds(400))
                        #expect(result.code == 0, "\(result.errors)")
                    }
                    for clinic in [north, south] {
                        let sources = try await clinic.history().sources()
                        #expect(sources.count > 5)
                        #expect(sources.allSatisfy { $0.hasPrefix("/\(clinic.name)/") })
                        #expect(try await clinic.checked().code == 0)
                    }
                    // Another seed, other people.
                    let stays = try await (
                        north.history().all(QuestionnaireScored.self),
                        south.history().all(QuestionnaireScored.self)
                    )
                    #expect(stays.0 != stays.1)
                }
            }
        }

        @Test("A service that is started by hand joins, and the work goes on")
        func startedByHand() async throws {
            try await RunningClinic.with("hand") { clinic in
                try await clinic.up()
                #expect(try await clinic.cairn("stop", "scheduler").code == 0)
                let scheduler = try clinic.start("cairn-scheduler", ["--clinic", clinic.path])
                defer { scheduler.signal(SIGKILL) }
                let status = try await clinic.waits(for: "ready", of: "scheduler")
                #expect(status["scheduler"]?.detail.contains("outside the supervisor") == true)

                try await clinic.played(weeks: 1)
                #expect(scheduler.isRunning)
                #expect(try await !clinic.history().all(WeekPlanned.self).isEmpty)
                scheduler.signal(SIGTERM)
                #expect(try await scheduler.finish().code == 0)
            }
        }

        @Test("A clinic without aftercare is told what it gives up, and passes its week")
        func withoutAftercare() async throws {
            try await RunningClinic.with("without", leavingOut: "aftercare") { clinic in
                let up = try await clinic.cairn("up")
                #expect(up.code == 0, "\(up.errors)")
                #expect(up.errors.contains("Without aftercare: nobody keeps in touch"))
                #expect(try await clinic.status()?["aftercare"] == nil)
                try await clinic.played(weeks: 1)
                let history = try await clinic.history()
                #expect(try !history.all(AttendanceRecorded.self).isEmpty)
                #expect(try !history.sources().contains("/without/aftercare"))
            }
        }
    }
}
