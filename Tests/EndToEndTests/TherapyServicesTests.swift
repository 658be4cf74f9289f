import Foundation
import Messages
import Testing

extension RealProcesses {
    @Suite("What a therapy declares, in the clinic's own services", .timeLimit(.minutes(10)))
    struct TherapyServicesTests {
        private static let card = "lifeline.diary-card"

        @Test(
            "A card is due, its danger stands without the therapy, and people confirm what it proposes"
        )
        func taken() async throws {
            try await RunningClinic.with("taken", plugins: []) { clinic in
                let source = Programs.root.appending(path: "Tests/Therapies/lifeline").path
                try await typed("plugin add \(source)", in: clinic)
                try await clinic.up()
                let deeds = Deeds(clinic)
                try await deeds.advance(to: "2026-10-06T10:00")
                try await deeds.bringIn("m-1")
                try await deeds.place("m-1")
                let stay = try await deeds.wait(for: Enrollments()) { stays in
                    stays.first { $0.client == "m-1" }
                }
                let clinician = stay.clinician.text
                try await danger(as: clinician, in: clinic, deeds)
                try await practice(as: clinician, in: clinic)
                try await consent(as: clinician, in: clinic, deeds)
                try await proposals(as: clinician, in: clinic, deeds)
                try await flag(as: clinician, in: clinic, deeds)
                let verdict = try await clinic.checked()
                #expect(verdict.code == 0, "\(verdict.output)\(verdict.errors)")
            }
        }

        /// Types a line as a person does.
        @discardableResult
        private func typed(_ line: String..., in clinic: RunningClinic) async throws -> String {
            let words = line.count > 1 ? line : line[0].split(separator: " ").map(String.init)
            let result = try await clinic.cairn(words)
            try #require(result.code == 0, "\(words): \(result.errors)")
            return result.output
        }

        private func duty(
            _ deeds: Deeds, _ holds: @escaping (DutyLine) -> Bool
        ) async throws -> DutyLine {
            try await deeds.wait(for: OpenDuties(client: "m-1")) { $0.first(where: holds) }
        }

        /// Does a duty by the command that its person's sheet prints for it.
        private func doesAsPrinted(
            _ duty: OpenDuty, by choice: String, in clinic: RunningClinic, _ deeds: Deeds
        ) async throws {
            let commands = try await clinic.printed(for: duty)
            let command = try #require(commands.first { $0.contains(choice) }, "\(commands)")
            let result = try await clinic.types(command)
            #expect(result.code == 0, "\(command): \(result.output)")
            _ = try await deeds.wait(for: OpenDuties()) { lines in
                lines.contains { $0.duty.duty == duty.duty } ? nil : true
            }
        }

        /// Of whoever is not in treatment here what it proposes is its host's own duty.
        private func flag(as clinician: String, in clinic: RunningClinic, _ deeds: Deeds)
            async throws
        {
            try await deeds.bringIn("m-2")
            try await wait(for: "the therapy to hear of the client") {
                try await clinic.cairn(
                    "therapy", "record", "lifeline", "log-crisis", "m-2", "minutes=4",
                    "sign=Sleeps badly", "--as", clinician
                ).code == 0
            }
            let flag = try await deeds.wait(for: OpenDuties(client: "m-2")) { lines in
                lines.first { $0.duty.kind == .flag }
            }
            #expect(flag.owner == "lifeline" && flag.duty.about == "propose-step-up")
            try await doesAsPrinted(flag.duty, by: "therapy close", in: clinic, deeds)
        }

        /// While the therapy is stopped its card is due, and the danger in it an alert.
        private func danger(as clinician: String, in clinic: RunningClinic, _ deeds: Deeds)
            async throws
        {
            _ = try await duty(deeds) { $0.duty.about == Self.card && $0.owner == .assessment }
            try await clinic.waits(for: "ready", of: "lifeline")
            try await typed("stop lifeline", in: clinic)
            try await clinic.waits(for: "stopped", of: "lifeline")
            let today = try await typed("today --ahead --as \(clinician)", in: clinic)
            #expect(today.contains("cairn form \(Self.card) m-1 --as \(clinician)"), "\(today)")
            #expect(try await typed("forms", in: clinic).contains(Self.card))
            let refused = try await clinic.cairn(
                "form", "lifeline.dairy-card", "m-1", "--answers", "4,3,yes", "--as", clinician)
            #expect(refused.code == 64 && refused.errors.contains("Did you mean \(Self.card)?"))
            let handed = try await typed(
                "form \(Self.card) m-1 --answers 4,3,yes --as \(clinician)", in: clinic)
            #expect(handed.contains("urges 7 (stormy)"), "\(handed)")
            #expect(handed.contains("Now: The client told of self-harm"), "\(handed)")
            let alerts = try await deeds.ask(OpenAlerts()).filter { $0.client == "m-1" }
            #expect(alerts.map(\.kind) == [.suicideRisk])

            // The therapy sees the same once it is back: it is no second alert, and no second duty.
            try await typed("start lifeline", in: clinic)
            try await wait(for: "its alert, taken over") {
                let history = try await clinic.history()
                return try !history.all(AlertRaised.self).isEmpty
                    && !history.all(ConcernRaised.self).isEmpty
            }
            #expect(try await deeds.ask(OpenAlerts()).filter { $0.client == "m-1" }.count == 1)
            _ = try await deeds.wait(for: OpenDuties(client: "m-1")) { lines in
                lines.contains { $0.owner == "lifeline" } ? nil : true
            }
            let alert = try #require(alerts.first).alert
            try await typed(
                "alerts", "ack", alert.text, "--action", "Stayed, and went through the screen.",
                "--as", clinician, in: clinic)
            #expect(try await deeds.ask(OpenAlerts()).allSatisfy { $0.client != "m-1" })
            let shown = try await typed(
                "client", "measures", "m-1", "--instrument", Self.card, "--reveal", "Session.",
                "--as", clinician, in: clinic)
            #expect(shown.contains("Urge and misery 0-10"), "\(shown)")
        }

        /// What it gave the client to practise is seen, and reported.
        private func practice(as clinician: String, in clinic: RunningClinic) async throws {
            func shown() async throws -> String {
                try await typed(
                    "client", "show", "m-1", "--reveal", "Session.", "--as", clinician, in: clinic)
            }
            try await wait(for: "what is to be practised") {
                try await shown().contains("lifeline breathe (Breathe out slowly)")
            }
            let near = try await clinic.cairn(
                "therapy", "report", "lifeline", "m-1", "braethe", "--as", clinician)
            #expect(near.code == 64 && near.errors.contains("Did you mean breathe?"))
            try await typed("therapy report lifeline m-1 breathe --as \(clinician)", in: clinic)
            try await wait(for: "the client's word") { try await shown().contains(": done") }
            let week = try await typed("week --as \(clinician)", in: clinic)
            #expect(week.contains("Practice due this week: 1, 1 done"), "\(week)")
        }

        /// Without a consent its circle is not planned, and it is said why; with one it is, until the
        /// consent is taken back: then somebody tells the client.
        private func consent(as clinician: String, in clinic: RunningClinic, _ deeds: Deeds)
            async throws
        {
            func shown() async throws -> String {
                try await typed(
                    "client", "show", "m-1", "--reveal", "Session.", "--as", clinician, in: clinic)
            }
            let before = try await shown()
            #expect(before.contains("The consent video is not live."), "\(before)")
            #expect(
                try await typed("week --as \(clinician)", in: clinic).contains("lifeline circle in")
            )
            try await typed("consent give m-1 video --as \(clinician)", in: clinic)
            try await wait(for: "the circle") {
                try await typed("week --as \(clinician)", in: clinic).contains("process (lifeline)")
            }
            let known = try await shown()
            #expect(known.contains("consent") && known.contains("video: counts"), "\(known)")
            #expect(known.contains("lifeline circle is not for mania."), "\(known)")
            try await typed("consent withdraw m-1 video --as fd1", in: clinic)
            let told = try await deeds.wait(for: OpenDuties()) { lines in
                lines.first { $0.duty.kind == .tellChange }
            }
            #expect(
                try await !typed("week --as \(clinician)", in: clinic).contains(
                    "process (lifeline)"))
            try await doesAsPrinted(told.duty, by: "session told", in: clinic, deeds)
            let listed = try await typed(
                "consent", "list", "m-1", "--reveal", "Session.", "--as", clinician, in: clinic)
            #expect(listed.contains("video") && listed.contains("taken back on"), "\(listed)")
        }

        /// A step up is confirmed by a change of phase, and a line of the plan by a signature.
        private func proposals(as clinician: String, in clinic: RunningClinic, _ deeds: Deeds)
            async throws
        {
            try await typed("phase change m-1 p2 Well. --as \(clinician)", in: clinic)
            try await typed(
                "therapy", "record", "lifeline", "log-crisis", "m-1", "minutes=9",
                "sign=Skips meals", "--as", clinician, in: clinic)
            let review = try await duty(deeds) {
                $0.duty.kind == .review && $0.owner == .scheduler
                    && $0.duty.words.contains("lifeline proposes more care")
            }
            #expect(review.duty.person?.text == clinician)
            try await typed("phase change m-1 p1 Agreed. --as \(clinician)", in: clinic)
            _ = try await deeds.wait(for: OpenDuties(client: "m-1")) { lines in
                lines.contains { $0.duty.kind == .review || $0.owner == "lifeline" } ? nil : true
            }
            for phase in ["p2", "p3"] {
                try await typed("phase change m-1 \(phase) Well. --as \(clinician)", in: clinic)
            }
            _ = try await duty(deeds) { $0.duty.kind == .signPlan }
            let plan = try await typed(
                "care-plan", "show", "m-1", "--reveal", "Session.", "--as", clinician, in: clinic)
            #expect(plan.contains("Skips meals (lifeline)") && plan.contains("Not signed yet."))
            try await typed(
                "care-plan", "sign", "m-1", "lapse-plan=Calls Ana.", "--as", clinician, in: clinic)
        }
    }
}
