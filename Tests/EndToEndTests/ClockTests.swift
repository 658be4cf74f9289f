import Foundation
import Testing

extension RealProcesses {
    @Suite("A live clinic, and a machine whose clock is set", .timeLimit(.minutes(5)))
    struct ClockTests {
        @Test("Set back or far ahead it makes the status red, and what is printed mends it")
        func isSet() async throws {
            try await RunningClinic.with("live", plugins: [], kind: "live") { clinic in
                let machine = try await Machine(beside: clinic)
                let up = try await machine.cairn("up", clinic.path)
                try #require(up.code == 0, "\(up.errors)")
                try await machine.isGreen()

                // Two hours back: it has struck an hour that has yet to come.
                try machine.set(by: -2 * 3600)
                let back = try await machine.turnsRed("THE CLOCK WAITS FOR A PERSON")
                #expect(
                    back.contains("1 hours behind") || back.contains("2 hours behind"), "\(back)")
                #expect(back.contains("timedatectl"), "\(back)")
                // Who runs goes on beating, and nothing was started again for it.
                #expect(Status(back)?["scheduler"]?.state == "ready", "\(back)")
                try machine.set(by: 0)
                try await machine.isGreen()

                // Two days on: a person says whether that is right.
                try machine.set(by: 50 * 3600)
                let ahead = try await machine.turnsRed("THE CLOCK WAITS FOR A PERSON")
                let remedy = try #require(
                    ahead.firstMatch(of: /`cairn (clock confirm --through [^`]*)`/), "\(ahead)"
                ).output.1
                let confirmed = try await machine.cairn(
                    remedy.split(separator: " ").map(String.init) + ["--clinic", clinic.path])
                #expect(confirmed.code == 0, "\(confirmed.errors)")
                try await machine.isGreen()
                #expect(try await machine.cairn("down", clinic.path).code == 0)
            }
        }

        /// What runs on it takes the time from a clock of its own.
        private struct Machine {
            let clinic: RunningClinic
            private let offset: URL
            private let library: URL

            init(beside clinic: RunningClinic) async throws {
                self.clinic = clinic
                let place = clinic.folder.deletingLastPathComponent()
                offset = place.appending(path: "offset")
                library = place.appending(path: "clock.so")
                try set(by: 0)
                let source = Programs.root.appending(path: "Tests/Proof/Chaos/clock.c").path
                // Every Swift toolchain has it.
                let built = try await clinic.start(
                    "/usr/bin/env", ["clang", "-shared", "-fPIC", "-o", library.path, source]
                ).finish()
                try #require(built.code == 0, "\(built.errors)")
            }

            func set(by seconds: Int) throws {
                try "\(seconds)\n".write(to: offset, atomically: true, encoding: .utf8)
            }

            func cairn(_ arguments: String...) async throws -> Execution.Result {
                try await cairn(arguments)
            }

            func cairn(_ arguments: [String]) async throws -> Execution.Result {
                try await clinic.start(
                    "cairn", arguments,
                    on: ["LD_PRELOAD=\(library.path)", "CLOCK_OFFSET=\(offset.path)"]
                ).finish()
            }

            /// What the status says once it is red for that.
            func turnsRed(_ words: String) async throws -> String {
                var last: Execution.Result?
                do {
                    try await wait(for: words, upTo: .seconds(60)) {
                        last = try await cairn("status", "--clinic", clinic.path)
                        return last?.code == 1 && last?.output.contains(words) == true
                    }
                } catch { throw TestFault("\(error)\n\(last.map { "\($0)" } ?? "")") }
                return last?.output ?? ""
            }

            func isGreen(sourceLocation: SourceLocation = #_sourceLocation) async throws {
                var last: Execution.Result?
                do {
                    try await wait(for: "a green status", upTo: .seconds(60)) {
                        last = try await cairn("status", "--clinic", clinic.path)
                        return last?.code == 0
                    }
                } catch {
                    Issue.record(
                        "\(last.map { "\($0)" } ?? "")", sourceLocation: sourceLocation)
                }
            }
        }
    }
}
