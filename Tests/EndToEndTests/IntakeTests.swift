import Foundation
import Messages
import Testing

extension RealProcesses {
    @Suite("Intake", .timeLimit(.minutes(5)))
    struct IntakeTests {
        @Test("An intake of over seven days is told, also if the clock leaps over all of them")
        func overdue() async throws {
            try await RunningClinic.with("intake") { clinic in
                try await clinic.up()
                let sent = try await clinic.cairn(
                    "send", RegisterClient.type, "--as", "fd1",
                    "--body", try JSONText.readable(RegisterClient.example))
                #expect(sent.code == 0, "\(sent.errors)")
                #expect(try await clinic.cairn("advance-clock", "--hours", "192").code == 0)
                try await wait(for: "the intake in the status") {
                    try await clinic.cairn("status").output.contains(
                        "1 client has been in intake for over 7 days")
                }
                // What the status says to do next.
                let list = try await clinic.cairn(
                    "ask", "assessment.intake-list", "--reveal", "a test", "--as", "t01")
                #expect(list.code == 0, "\(list.errors)")
                #expect(list.output.contains("\"due\""))
                // People were told, and had no time: no rule is broken, and the case is named.
                try await wait(for: "a history that is whole") {
                    let checked = try await clinic.checked()
                    return checked.code == 0
                        && checked.output.contains("put down to the clock: intake-limit")
                }
            }
        }
    }
}
