import Foundation
import Messages
import Testing

extension RealProcesses {
    @Suite("A clinic's first weeks", .timeLimit(.minutes(10)))
    struct WalkTests {
        @Test("Three weeks pass over real sockets, and an independent checker finds all rules kept")
        func threeWeeks() async throws {
            try await RunningClinic.with("walk") { clinic in
                try await clinic.up()
                let play = try await clinic.played(weeks: 3)
                #expect(play.output.contains("REHEARSAL"))
                #expect(play.output.contains("Services given up"))

                let verdict = try await clinic.checked()
                #expect(verdict.code == 0, "\(verdict.output)\(verdict.errors)")
                #expect(verdict.output.contains("all kept"))

                let history = try await clinic.history()
                let sessions = try history.all(SessionScheduled.self)
                #expect(sessions.contains { $0.therapy == "cbt" && !$0.clients.isEmpty })
                #expect(try !history.all(ModuleCompleted.self).isEmpty)
                try await foldsBeside(history, in: clinic)
                try await tellsProgress(in: clinic)
                try await startsAfterUpgrades(in: clinic)
            }
        }

        @Test(
            "A clinic that is down runs nothing, and its history goes on when it is up again")
        func downAndUp() async throws {
            try await RunningClinic.with("rest") { clinic in
                try await clinic.up()
                try await clinic.played(weeks: 1)
                let running = try await clinic.cairn("journal", "verify", "--all")
                #expect(running.code == 0, "\(running.output)\(running.errors)")
                #expect(try await clinic.cairn("down").code == 0)
                let stopped = try await clinic.cairn("journal", "verify", "assessment")
                #expect(stopped.code == 0 && stopped.output.contains("assessment.identity"))
                let lines = try await clinic.cairn("journal", "export", "assessment")
                #expect(lines.output.hasPrefix("{\"journal\":{\"clinic\":\"rest\""))
                // The guard looks a few times before it goes.
                try await wait(for: "the end of all processes") { clinic.processes().isEmpty }
                try expectSealed(clinic)
                try await clinic.up()
                let log = try #require(try clinic.logs().first { $0.name == "scheduler.log" })
                let start = try #require(
                    log.text.split(separator: "\n").last { $0.contains("folded") })
                #expect(!start.contains("from=0 "), "from its snapshot: \(start)")
                try await clinic.played(weeks: 2)
                let verdict = try await clinic.checked()
                #expect(verdict.code == 0, "\(verdict.output)\(verdict.errors)")
            }
        }

        /// What is on disk shows streams, and neither bodies nor who acted.
        private func expectSealed(_ clinic: RunningClinic) throws {
            let place = clinic.folder.appending(path: "journals")
            let names = try FileManager.default.contentsOfDirectory(atPath: place.path)
            #expect(names.contains("scheduler.snapshot"))
            var all = Data()
            for name in names { all += try Data(contentsOf: place.appending(path: name)) }
            #expect(all.firstRange(of: Data("scheduler.attendance".utf8)) != nil)
            for word in ["\"client\"", "cli-t0", "event.scheduler.attendance"] {
                #expect(all.firstRange(of: Data(word.utf8)) == nil, "\(word)")
            }
        }
    }
}
