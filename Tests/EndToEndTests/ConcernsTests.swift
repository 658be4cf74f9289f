import Foundation
import Messages
import Testing

extension RealProcesses {
    @Suite("A danger is a case", .timeLimit(.minutes(5)))
    struct ConcernsTests {
        @Test("Harmless answers erase nothing; a clinician closes it; nobody forgets either")
        func concerns() async throws {
            try await RunningClinic.with("concerns", plugins: []) { clinic in
                try await clinic.up()
                let deeds = Deeds(clinic)
                try await deeds.advance(to: "2026-10-06T10:00")
                try await deeds.bringIn("e-4")
                try await deeds.bringIn("e-5")
                try await erased("e-4", in: clinic, deeds)
                try await told(of: "e-5", in: clinic)
                try await unforgotten("e-4", in: clinic, deeds)
                try await corrected("e-4", in: clinic, deeds)
                try await unacknowledged("e-4", in: clinic, deeds)
            }
        }

        private func values(_ items: [String: Int]) -> [String: ItemAnswer] {
            items.mapValues { ItemAnswer(value: $0) }
        }

        /// What a later form by the front desk would have made of severe withdrawal and of a high
        /// suicide screen.
        private func erased(_ client: ClientID, in clinic: RunningClinic, _ deeds: Deeds)
            async throws
        {
            let questions = IntakeQuestion.known.map {
                ($0.rawValue, ItemAnswer(value: $0 == .recentDailyDrinking ? 1 : 0))
            }
            try await deeds.give(
                AnswerIntake(client: client, answers: Dictionary(uniqueKeysWithValues: questions)))
            let severe = Dictionary(uniqueKeysWithValues: (1...10).map { ("\($0)", 2) })
            let screen = ["q1", "q2", "q3", "q4", "q5", "q6", "q6_3m"]
            for (instrument, answers) in [
                ("ciwa-ar", values(severe)), ("ciwa-ar", values(["1": 1])),
                (
                    "c-ssrs-screener",
                    values(Dictionary(uniqueKeysWithValues: screen.map { ($0, 1) }))
                ),
            ] {
                try await deeds.give(
                    SubmitQuestionnaire(client: client, instrument: instrument, answers: answers))
            }
            let clear = try await clinic.cairn(
                "send", SubmitQuestionnaire.type, "--as", "fd1", "--body",
                try JSONText.readable(
                    SubmitQuestionnaire(
                        client: client, instrument: "c-ssrs-screener",
                        answers: values(["q1": 0, "q2": 0, "q6": 0]))))
            #expect(clear.output.contains("lower no danger: suicide-risk"), "\(clear.errors)")
            for dimension in 1...6 {
                try await deeds.give(
                    RateDimension(
                        client: client, edition: "asam-3", dimension: dimension,
                        rating: dimension == 5 ? 1 : 0, evidence: []))
            }
            try await deeds.give(RecommendPlacement(client: client))
            let waiting = try #require(
                try await deeds.ask(IntakeList()).first { $0.client == client })
            #expect(waiting.indicated == .emergency)
            let placement = try #require(waiting.placement)
            for level in [LevelOfCare.outpatient, .partialHospitalization] {
                let refused = try await deeds.refused(
                    ConfirmPlacement(
                        client: client, placement: placement, level: level,
                        overrideReason: "Seems ok."))
                #expect(refused.contains("does not treat"), "\(refused)")
            }
            // Contacts come in half the time.
            _ = try await deeds.wait(for: NextContacts()) { contacts in
                contacts.first {
                    $0.client == client && $0.reason?.contains("a concern is open") == true
                }
            }
        }

        /// Whoever hears of a danger tells it in a line, and whoever parts is told what is open.
        private func told(of client: ClientID, in clinic: RunningClinic) async throws {
            let report = try await clinic.cairn(
                "concern", "report", client.text, "danger-to-others", "A", "threat.", "--as", "fd1")
            #expect(report.code == 0, "\(report.errors)")
            // Whoever may act sees what it is and what to do, by their word as by the environment.
            for (person, isTold) in [("rn1", true), ("fd1", false)] {
                let status = try await clinic.cairn("status", "--as", person)
                #expect(
                    status.output.contains("danger-to-others") == isTold, "\(status.output)")
            }
            let misspelt = try await clinic.cairn(
                "concern", "report", client.text, "danger-to-othres", "A", "threat.", "--as", "fd1")
            #expect(misspelt.code != 0 && misspelt.errors.contains("danger-to-others"))
            let declined = try await clinic.cairn(
                "send", DeclineTreatment.type, "--as", "t01", "--body",
                try JSONText.readable(DeclineTreatment(client: client, reason: "Not now.")))
            #expect(declined.output.contains("danger-to-others (now)"), "\(declined.errors)")
        }

        /// Whoever took charge is not done: the close is a duty, and its command works as printed, also
        /// known while assessment is down.
        private func unforgotten(_ client: ClientID, in clinic: RunningClinic, _ deeds: Deeds)
            async throws
        {
            let close = [
                "concern", "close", client.text, "suicide-risk", "--level", "low", "--plan", "yes",
                "--next", "2026-10-12", "Screened.", "--as", "t01",
            ]
            let early = try await clinic.cairn(close)
            #expect(early.code == 65 && early.errors.contains("cairn concern take"))
            let taken = try await clinic.cairn(
                "concern", "take", client.text, "suicide-risk", "Stayed,", "called", "988.", "--as",
                "t01")
            #expect(taken.code == 0, "\(taken.errors)")
            #expect(taken.output.contains("stays open until a clinician closes it"))
            let duty = try await deeds.wait(for: OpenDuties(client: client)) { lines in
                lines.first { $0.duty.kind == .closeConcern }
            }
            #expect(try await clinic.cairn("stop", "assessment").code == 0)
            try await clinic.waits(for: "stopped", of: "assessment")
            let status = try await clinic.cairn("status")
            #expect(status.output.contains("4 OPEN CONCERNS, 3 FOR NOW"), "\(status.output)")
            #expect(!status.output.names(client))
            let listed = try await clinic.cairn("concern", "list", "--as", "t01")
            #expect(listed.output.contains("suicide-risk"), "\(listed.errors)")
            #expect(!listed.output.names(client))
            #expect(try await clinic.cairn("start", "assessment").code == 0)
            try await clinic.waits(for: "ready", of: "assessment")

            let person = try #require(duty.duty.person)
            let today = try await clinic.cairn("today", "--as", person.text)
            let step = try #require(
                today.output.split(separator: "\n").first { $0.contains("cairn concern close") })
            let words = step.split(separator: " ").dropFirst().map { word in
                [
                    "KIND": "suicide-risk", "LEVEL": "moderate", "YES-OR-NO": "yes",
                    "DATE": "2026-10-12", "TEXT": "Screened, means removed.",
                ][String(word)] ?? String(word)
            }
            let closed = try await clinic.cairn(words)
            #expect(closed.code == 0, "\(closed.errors)")
            #expect(closed.output.contains("The next screen is a duty of 2026-10-12"))
            _ = try await deeds.wait(for: OpenDuties(client: client)) { lines in
                lines.first { $0.duty.kind == .screenAgain }
            }
        }

        /// A close that was a mistake is one for every view.
        private func corrected(_ client: ClientID, in clinic: RunningClinic, _ deeds: Deeds)
            async throws
        {
            let wrong = try await deeds.last(ConcernClosed.self, of: client)
            try await deeds.give(
                Retract<AssessmentContract>(retraction: .init(event: wrong, reason: "Another's.")))
            _ = try await deeds.wait(for: OpenConcerns(client: client)) { concerns in
                concerns.first { $0.kind == .suicideRisk && $0.alerts.isEmpty }
            }
            _ = try await deeds.wait(for: OpenDuties(client: client)) { lines in
                lines.contains { $0.duty.kind == .screenAgain } ? nil : true
            }
        }

        /// An alert that nobody takes charge of has a name at each moment, and climbs without a flood.
        private func unacknowledged(_ client: ClientID, in clinic: RunningClinic, _ deeds: Deeds)
            async throws
        {
            let alert = try #require(
                try await deeds.ask(OpenAlerts()).first {
                    $0.client == client && $0.kind == .severeWithdrawal
                })
            let first = try await deeds.ask(OpenDuties(client: client)).first {
                $0.duty.about == alert.alert.text
            }
            #expect(first?.duty.person != nil)
            try await deeds.advance(to: "2026-10-16T10:00")
            let duty = try await deeds.wait(for: OpenDuties(client: client)) { lines in
                lines.first { $0.duty.about == alert.alert.text && $0.duty.person == "dir" }?.duty
            }
            #expect(duty.missedBy.first == first?.duty.missedBy.first ?? first?.duty.person)
            // Ten days were 240 equal repeats.
            let told = try await deeds.ask(ClientTimeline(client: client)).filter {
                $0.topic.hasSuffix("assessment.duty") && $0.data.contains(duty.duty.text)
                    && $0.attributes.contains("escalated")
            }
            #expect((4...40).contains(told.count), "\(told.count)")
            let week = try await clinic.cairn("week", "--as", "dir")
            #expect(week.output.contains("open concerns, 3 for now"), "\(week.output)")
            #expect(week.output.contains("Alerts a day: "))
            let alerts = try await clinic.cairn("alerts", "--as", "t01")
            #expect(alerts.output.contains("See `cairn concern list`."), "\(alerts.errors)")
        }
    }
}
