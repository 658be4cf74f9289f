import Foundation
import Messages
import Testing

extension RealProcesses {
    /// One clinic for all of it: gates, what the client reads, waits and overrides.
    @Suite("Placement", .timeLimit(.minutes(5)))
    struct PlacementTests {
        private static let client: ClientID = "g-1"

        @Test("A gate is somebody's, is cleared by whoever may, and the level that waited is had")
        func gates() async throws {
            try await RunningClinic.with("gates", plugins: []) { clinic in
                try await clinic.up()
                let deeds = Deeds(clinic)
                try await deeds.advance(to: "2026-10-06T10:00")
                try await deeds.bringIn(Self.client)
                try await deeds.know(Self.client, yes: [.seizureHistory])
                try await held(clinic, deeds)
                try await cleared(clinic, deeds)
                try await waits(clinic, deeds)
                try await page(clinic)
                let overrides = try await clinic.cairn("overrides", "--as", "dir")
                #expect(overrides.output.contains("too few to say"), "\(overrides.errors)")
                #expect(!overrides.output.names(Self.client))
                let front = try await clinic.cairn("overrides", "--as", "t01")
                #expect(front.code != 0)
            }
        }

        private func standing(_ deeds: Deeds) async throws -> PlacementStanding {
            try await deeds.wait(for: PlacementView(client: Self.client)) { standing in
                standing.recommended == nil ? nil : standing
            }
        }

        /// The level is what the ratings say; a fit of long ago holds it, and one clinician alone
        /// confirms nothing past it.
        private func held(_ clinic: RunningClinic, _ deeds: Deeds) async throws {
            try await deeds.give(RecommendPlacement(client: Self.client))
            let recommended = try #require(try await standing(deeds).recommended)
            #expect(recommended.level == .intensiveOutpatient)
            #expect(recommended.hardStops == ["withdrawal-history"])
            let refused = try await confirm(recommended, in: clinic)
            #expect(refused.code != 0 && refused.errors.contains("withdrawal-history"))
            let duty = try await deeds.wait(for: OpenDuties()) { lines in
                lines.first { $0.duty.kind == .clearGate }
            }
            #expect(duty.duty.about == "withdrawal-history")
        }

        /// The command that the duty's person is told, with its words filled in.
        private func cleared(_ clinic: RunningClinic, _ deeds: Deeds) async throws {
            let command = [
                "gate", "g-1", "withdrawal-history", "medical", "One", "fit", "fifteen", "years",
                "ago,", "none", "since.", "--as",
            ]
            let front = try await clinic.cairn(command + ["t01"])
            #expect(front.code != 0 && front.errors.contains("prescriber"), "\(front.errors)")
            let nurse = try await clinic.cairn(command + ["rn1"])
            #expect(nurse.code == 0, "\(nurse.errors)")
            _ = try await deeds.wait(for: OpenDuties()) { lines in
                lines.contains { $0.duty.kind == .clearGate } ? nil : true
            }
        }

        private func waits(_ clinic: RunningClinic, _ deeds: Deeds) async throws {
            let explained = try await clinic.cairn("place", "g-1", "--all", "--as", "t01")
            #expect(explained.output.contains("What else was read:"), "\(explained.errors)")
            #expect(explained.output.contains("All that would change it:"), "\(explained.output)")
            let both = try await clinic.cairn("place", "g-1", "2.1", "--all", "--as", "t01")
            #expect(both.code == 64 && both.errors.contains("leave the level out"))
            let recommended = try #require(try await standing(deeds).recommended)
            let confirmed = try await confirm(recommended, in: clinic, available: .outpatient)
            #expect(confirmed.code == 0, "\(confirmed.errors)")
            let duty = try await deeds.wait(for: OpenDuties()) { lines in
                lines.first { $0.duty.kind == .interimCare }
            }
            #expect(duty.duty.words.contains("A call each Tuesday."))
            let still = try await clinic.cairn(
                "wait", "g-1", "still", "Came", "on", "Tuesday.", "--as", "cm1")
            #expect(still.code == 0 && still.output.contains("still waits"), "\(still.errors)")
            let over = try await clinic.cairn(
                "wait", "g-1", "over", "A", "seat", "is", "free.", "--as", "cm1")
            #expect(over.code == 0 && over.output.contains("waits no longer"), "\(over.errors)")
        }

        private func confirm(
            _ recommended: PlacementRecommended, in clinic: RunningClinic,
            available: LevelOfCare? = nil
        ) async throws -> Execution.Result {
            let waiting = available.map {
                ["--available", $0.rawValue, "--interim", "A call each Tuesday."]
            }
            return try await clinic.cairn(
                ["place", "g-1", recommended.level.rawValue, "--as", "t01"] + (waiting ?? []))
        }

        private func page(_ clinic: RunningClinic) async throws {
            let masked = try await clinic.cairn("client", "page", "g-1", "--as", "t01")
            #expect(masked.code == 0 && masked.output.contains("side by side"), "\(masked.errors)")
            #expect(!masked.output.contains("A call each Tuesday."))
            let page = try await clinic.cairn(
                "client", "page", "g-1", "--language", "es", "--as", "t01", "--reveal",
                "We read it together.")
            #expect(page.code == 0, "\(page.errors)")
            #expect(page.output.contains("atención ambulatoria intensiva"))
            #expect(page.output.contains("A call each Tuesday."))
            let other = try await clinic.cairn("client", "page", "g-1", "--language", "fr")
            #expect(other.code == 64 && other.errors.contains("en, es"))
            let nobody = try await clinic.cairn("client", "page", "g-77", "--as", "t01")
            #expect(nobody.code != 0)
        }
    }
}

extension Deeds {
    /// Answers, forms and ratings that ask for intensive outpatient care.
    func know(_ client: ClientID, yes: [IntakeQuestion]) async throws {
        let answers = IntakeQuestion.known.map { question in
            (question.rawValue, ItemAnswer(value: yes.contains(question) ? 1 : 0))
        }
        try await give(
            AnswerIntake(
                client: client, answers: Dictionary(uniqueKeysWithValues: answers)))
        let no = ItemAnswer(value: 0)
        try await give(
            SubmitQuestionnaire(
                client: client, instrument: "c-ssrs-screener",
                answers: ["q1": no, "q2": no, "q6": no]))
        for (index, rating) in [0, 0, 1, 1, 2, 1].enumerated() {
            try await give(
                RateDimension(
                    client: client, edition: "asam-3", dimension: index + 1, rating: rating,
                    evidence: []))
        }
    }
}
