import Foundation
import HashChain
import Messages
import Testing

extension RealProcesses {
    @Suite("Parked events, at the command line", .timeLimit(.minutes(10)))
    struct ParkedTests {
        @Test("What a process ended on twice is named by the status, shown masked, and retried")
        func retried() async throws {
            try await RunningClinic.with("parked") { clinic in
                try await clinic.up()
                #expect(try await clinic.cairn("stop", "aftercare").code == 0)
                try clinic.endedTwice("aftercare", at: "assessment.client", 1)
                let sent = try await clinic.cairn(
                    "send", RegisterClient.type, "--as", "fd1",
                    "--body", try JSONText.readable(RegisterClient.example))
                try #require(sent.code == 0, "\(sent.errors)")
                #expect(try await clinic.cairn("start", "aftercare").code == 0)
                let status = try await clinic.waits(for: "degraded", of: "aftercare")
                #expect(status["aftercare"]?.detail.contains("cairn parked list") == true)

                let place = ["aftercare", "assessment.client", "1"]
                let list = try await clinic.cairn("parked", "list")
                #expect(list.code == 0, "\(list.errors)")
                #expect(list.output.contains("aftercare  assessment.client  1"))
                #expect(list.output.contains("ended twice"))
                let masked = try await clinic.cairn(["parked", "show"] + place)
                let whole = try await clinic.cairn(
                    ["parked", "show"] + place + ["--as", "dir", "--reveal", "It is parked."])
                let client = try #require(try await clinic.history().clients().first)
                #expect(masked.output.contains("assessment.client.registered"))
                #expect(!(list.output + masked.output).names(client))
                #expect(whole.output.contains(client.text), "\(whole.errors)")

                let other = try await clinic.cairn(["parked", "retry"] + place + ["--as", "t01"])
                #expect(other.code == 65)
                let retried = try await clinic.cairn(
                    ["parked", "retry"] + place + ["--as", "dir"])
                #expect(retried.code == 0, "\(retried.errors)")
                try await clinic.waits(for: "ready", of: "aftercare")
                #expect(try await clinic.cairn("parked").output.contains("Nothing is parked."))
            }
        }
    }
}

extension RunningClinic {
    /// Leaves what two processes of a stopped service leave that ended while they decided on one event.
    func endedTwice(_ service: String, at stream: String, _ sequence: Int) throws {
        let event = HashChain.digest(of: Array("\(stream) \(sequence)".utf8))
        let lines = ["", "2 \(event)"] + Array(repeating: "", count: 14)
        try lines.map { $0.padding(toLength: 255, withPad: " ", startingAt: 0) + "\n" }
            .joined().write(
                to: folder.appending(path: "journals/\(service).attempts"), atomically: true,
                encoding: .utf8)
    }
}
