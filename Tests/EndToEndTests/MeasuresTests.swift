import Foundation
import Messages
import Testing

extension RealProcesses {
    @Suite("Forms and measures, over a real bus", .timeLimit(.minutes(5)))
    struct MeasuresTests {
        @Test("Forms fall due, use that rose is reviewed and screened, and a trend is shown")
        func measures() async throws {
            try await RunningClinic.with("measures", plugins: []) { clinic in
                try await clinic.up()
                let deeds = Deeds(clinic)
                try await deeds.advance(to: "2026-10-06T10:00")
                try await deeds.bringIn("m-1")
                try await deeds.place("m-1")
                let stay = try await deeds.wait(for: Enrollments()) { stays in
                    stays.first { $0.client == "m-1" }
                }
                try await fallDue(stay.clinician, in: clinic, deeds)
                try await noAlerts(deeds)
                try await worse(deeds, in: clinic)
                try await shown(in: clinic, deeds)
            }
        }

        private func forms(_ deeds: Deeds) async throws -> [String: OpenDuty] {
            let lines = try await deeds.ask(OpenDuties(client: "m-1"))
            return Dictionary(
                lines.filter { $0.duty.kind == .fillForm }.map { ($0.duty.about, $0.duty) }
            ) { first, _ in first }
        }

        /// The primary clinician has them all, as one visit.
        private func fallDue(_ clinician: StaffID, in clinic: RunningClinic, _ deeds: Deeds)
            async throws
        {
            let weekly = try await deeds.wait(for: OpenDuties(client: "m-1")) { lines in
                lines.first { $0.duty.about == "bam-iop" }?.duty
            }
            #expect(weekly.person == clinician)
            let due = try await forms(deeds)
            #expect(
                Set(due.keys).isSuperset(of: ["audit", "phq-9", "gad-7", "who-5", "barc-10"]))
            let today = try await clinic.cairn("today", "--ahead", "--as", clinician.text)
            #expect(today.output.contains("forms in one visit of m-1"), "\(today.output)")
        }

        /// Forms behind which no danger can hide raise no alert, and are done.
        private func noAlerts(_ deeds: Deeds) async throws {
            for (id, count, value) in [("who-5", 5, 3), ("barc-10", 10, 4), ("audit", 10, 0)] {
                try await deeds.give(
                    SubmitQuestionnaire(
                        client: "m-1", instrument: id,
                        answers: Dictionary(
                            uniqueKeysWithValues: (1...count).map {
                                ("\($0)", ItemAnswer(value: value))
                            })))
            }
            #expect(try await !deeds.ask(OpenAlerts()).contains { $0.client == "m-1" })
            _ = try await deeds.wait(for: OpenDuties(client: "m-1")) { lines in
                lines.contains { ["who-5", "barc-10", "audit"].contains($0.duty.about) }
                    ? nil : true
            }
        }

        private func weekly(use: Int) -> SubmitQuestionnaire {
            let keys = (1...17).filter { $0 != 7 }.map(String.init)
            var answers = Dictionary(uniqueKeysWithValues: keys.map { ($0, ItemAnswer(value: 0)) })
            for key in ["4", "5", "6"] { answers[key] = ItemAnswer(value: use) }
            for key in ["A", "B", "C", "D", "E", "F", "G"] {
                answers["7\(key)"] = ItemAnswer(value: 0)
            }
            return SubmitQuestionnaire(client: "m-1", instrument: "bam-iop", answers: answers)
        }

        private func worse(_ deeds: Deeds, in clinic: RunningClinic) async throws {
            try await deeds.give(weekly(use: 0))
            try await deeds.advance(to: "2026-10-13T10:00")
            let again = try await deeds.wait(for: OpenDuties(client: "m-1")) { lines in
                lines.first { $0.duty.about == "bam-iop" }?.duty
            }
            #expect(again.due.description.hasPrefix("2026-10-1"))
            try await deeds.give(weekly(use: 4))
            // From 0 to 12: a review within 72 hours, and a screen within 24.
            let review = try await deeds.wait(for: OpenDuties(client: "m-1")) { lines in
                lines.first { $0.duty.kind == .review }?.duty
            }
            #expect(review.due <= review.since.advanced(byHours: 72))
            let screen = try await deeds.wait(for: OpenDuties(client: "m-1")) { lines in
                lines.first { $0.duty.about == "c-ssrs-screener" }?.duty
            }
            #expect(screen.due == screen.since.advanced(byHours: 24))
            let clear = SubmitQuestionnaire(
                client: "m-1", instrument: "c-ssrs-screener",
                answers: ["q1", "q2", "q6"].reduce(into: [:]) { $0[$1] = ItemAnswer(value: 0) })
            try await deeds.give(clear)
            _ = try await deeds.wait(for: OpenDuties(client: "m-1")) { lines in
                lines.contains { $0.duty.about == "c-ssrs-screener" } ? nil : true
            }
            try await deeds.advance(to: "2026-10-14T10:00")
            let told = try await clinic.cairn(
                "contact", "used", "m-1", "A", "sister", "phoned.", "--as", "fd1")
            #expect(told.code == 0, "\(told.errors)")
            let lapse = try await deeds.wait(for: OpenDuties(client: "m-1")) { lines in
                lines.first {
                    $0.duty.about == "c-ssrs-screener" && $0.duty.words.contains("return to use")
                }?.duty
            }
            #expect(lapse.due <= lapse.since.advanced(byHours: 24))
        }

        private func shown(in clinic: RunningClinic, _ deeds: Deeds) async throws {
            let call = ["client", "measures", "m-1", "--instrument", "bam-iop", "--as", "t01"]
            let masked = try await clinic.cairn(call)
            #expect(masked.code == 0, "\(masked.errors)")
            #expect(masked.output.contains("•••"))
            let hidden = masked.output.split(separator: "\n").first { $0.hasPrefix("use 0-12") }
            #expect(hidden?.split(separator: " ").suffix(2) == ["•••", "•••"])
            let drawing = clinic.folder.deletingLastPathComponent().appending(path: "trend.svg")
            let refused = try await clinic.cairn(call + ["--svg", drawing.path])
            #expect(refused.code == 64 && refused.errors.contains("--reveal"))
            let named = try await clinic.cairn(
                call + ["--svg", "m-1.svg", "--reveal", "A test."])
            #expect(named.code == 64 && named.errors.contains("whom the drawing is about"))
            let revealed = try await clinic.cairn(
                call + ["--svg", drawing.path, "--reveal", "A test."])
            #expect(revealed.code == 0, "\(revealed.errors)")
            let lines = revealed.output.split(separator: "\n")
            let use = try #require(lines.first { $0.hasPrefix("use 0-12") })
            #expect(use.split(separator: " ").suffix(2) == ["0", "12"], "\(revealed.output)")
            #expect(lines.allSatisfy { $0.count <= 100 })
            #expect(!revealed.output.contains("total"))
            let svg = try String(contentsOf: drawing, encoding: .utf8)
            #expect(svg.contains("</svg>") && !svg.contains("m-1"))
            // A form that was another client's is not shown any more.
            let wrong = try await deeds.last(QuestionnaireScored.self, of: "m-1")
            #expect(!wrong.text.isEmpty)
            let form = try await deeds.ask(Measures(client: "m-1", instrument: "bam-iop"))
            #expect(form.map { $0.scores["use"] } == [0, 12])
            #expect(form.flatMap(\.changes).allSatisfy { $0.trend == .notKnown })
            let nobody = try await clinic.cairn("client", "measures", "m-9", "--as", "t01")
            #expect(nobody.code == 65 && !nobody.errors.contains("m-9"))
            let slip = try await clinic.cairn(
                "client", "measures", "m-1", "--instrument", "bam-ipo", "--as", "t01")
            #expect(slip.code == 64 && slip.errors.contains("Did you mean bam-iop?"))
        }
    }
}
