import Foundation
import Messages
import Testing

extension RealProcesses {
    @Suite("Duties", .timeLimit(.minutes(5)))
    struct DutyTests {
        @Test(
            "Danger is a person's from the first moment, seen while assessment is down, and passed on"
        )
        func danger() async throws {
            try await RunningClinic.with("duties", plugins: []) { clinic in
                try await clinic.up()
                let deeds = Deeds(clinic)
                try await deeds.advance(to: "2026-10-06T10:00")
                try await deeds.bringIn("w-1")
                try await deeds.give(
                    SubmitQuestionnaire(
                        client: "w-1", instrument: "ciwa-ar",
                        answers: ["1": .init(value: 7), "2": .init(value: 7), "3": .init(value: 7)])
                )
                let alert = try await deeds.wait(for: OpenDuties()) { lines in
                    lines.first { $0.duty.kind == .acknowledgeAlert }
                }
                // Severe withdrawal is the nurse's, who is there on a Tuesday morning.
                #expect(alert.duty.person == "rn1")
                let today = try await clinic.cairn("today", "--as", "rn1")
                #expect(today.code == 0, "\(today.errors)")
                #expect(today.output.contains("acknowledge-alert w-1: by 2026-10-06 11:00"))
                let step = "cairn alerts ack \(alert.duty.about) --action TEXT --as rn1"
                #expect(today.output.contains(step))
                try await seenWithoutAssessment(alert.duty, in: clinic)
                try await seenWithoutLedger(step, in: clinic)
                try await passedOn(alert.duty, in: clinic, deeds)
                try await done(step, in: clinic, deeds)
            }
        }

        private func seenWithoutAssessment(_ duty: OpenDuty, in clinic: RunningClinic) async throws
        {
            #expect(try await clinic.cairn("stop", "assessment").code == 0)
            try await clinic.waits(for: "stopped", of: "assessment")
            let status = try await clinic.cairn("status")
            #expect(status.code == 1)
            #expect(status.output.contains("Alerts as the ledger has them:"))
            #expect(status.output.contains(duty.about))
            #expect(!status.output.contains("w-1"))
            let json = try await clinic.cairn("today", "--as", "rn1", "--json")
            #expect(json.output.contains("\"duty\" : \"\(duty.duty)\""), "\(json.errors)")
            // Others see that there is one, and not of whom.
            let others = try await clinic.cairn("duties", "--as", "dir")
            #expect(others.output.contains("acknowledge-alert"), "\(others.errors)")
            #expect(!others.output.contains("w-1"))
            let why = try await clinic.cairn("duties", "--as", "dir", "--reveal", "A test.")
            #expect(why.output.contains("w-1"), "\(why.errors)")
            #expect(try await clinic.cairn("start", "assessment").code == 0)
            try await clinic.waits(for: "ready", of: "assessment")
        }

        /// What others tell is shown, and nobody is told that there is nothing to do.
        private func seenWithoutLedger(_ step: String, in clinic: RunningClinic) async throws {
            #expect(try await clinic.cairn("stop", "ledger").code == 0)
            try await clinic.waits(for: "stopped", of: "ledger")
            let today = try await clinic.cairn("today", "--as", "rn1")
            #expect(today.code == 69, "\(today.output)")
            #expect(today.output.contains(step) && today.output.contains("NOT here"))
            let idle = try await clinic.cairn("today", "--as", "ps1")
            #expect(idle.code == 69 && !idle.output.contains("nothing to do"), "\(idle.output)")
            #expect(try await clinic.cairn("start", "ledger").code == 0)
            try await clinic.waits(for: "ready", of: "ledger")
        }

        private func passedOn(_ duty: OpenDuty, in clinic: RunningClinic, _ deeds: Deeds)
            async throws
        {
            try await deeds.advance(to: "2026-10-06T16:00")
            let now = try await deeds.wait(for: OpenDuties()) { lines in
                lines.first { $0.duty.duty == duty.duty && $0.duty.person == "dir" }
            }
            #expect(now.duty.missedBy.first == "rn1")
            #expect(try await clinic.cairn("today", "--as", "dir").output.contains("LATE by"))
            let late = try await clinic.cairn("duties", "--late", "--as", "dir")
            #expect(late.output.contains("rn1"), "\(late.output)")
            let status = try await clinic.cairn("status")
            #expect(status.code == 1)
            #expect(status.output.contains("now with dir"))
        }

        /// The command as it was printed, with its word filled in.
        private func done(_ step: String, in clinic: RunningClinic, _ deeds: Deeds) async throws {
            let words = step.split(separator: " ").dropFirst().map { word in
                word == "TEXT" ? "Called 911, stayed." : String(word)
            }
            let acknowledged = try await clinic.cairn(words)
            #expect(acknowledged.code == 0, "\(acknowledged.errors)")
            _ = try await deeds.wait(for: OpenDuties()) { lines in
                lines.contains { $0.duty.kind == .acknowledgeAlert } ? nil : true
            }
            // What an intake still needs stays somebody's.
            let left = try await clinic.cairn("duties", "--ahead", "--client", "w-1", "--as", "t01")
            #expect(left.output.contains("confirm-placement"), "\(left.output)")
            let week = try await clinic.cairn("week", "--as", "dir")
            #expect(week.output.contains("Everyone has a next step"), "\(week.output)")
        }
    }
}
