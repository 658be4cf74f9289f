import Foundation
import Messages
import Testing

extension RealProcesses {
    @Suite("Treatment, as people write it down", .timeLimit(.minutes(5)))
    struct TreatmentTests {
        @Test("A plan, medication, tests and an end by short commands, and nothing by JSON")
        func treatment() async throws {
            try await RunningClinic.with("treatment", plugins: []) { clinic in
                try await clinic.up()
                let deeds = Deeds(clinic)
                try await deeds.advance(to: "2026-10-06T08:00")
                try await deeds.bringIn("t-1")
                try await deeds.place("t-1")
                try await plan(in: clinic, deeds)
                try await medication(in: clinic, deeds)
                try await tests(in: clinic, deeds)
                try await drawn(in: clinic, deeds)
                try await end(in: clinic, deeds)
                try await clinic.isGreen()
            }
        }

        /// The duty, the command that its sheet names, and the signature.
        private func plan(in clinic: RunningClinic, _ deeds: Deeds) async throws {
            let duty = try await deeds.wait(for: OpenDuties(client: "t-1")) { lines in
                lines.first { $0.duty.kind == .signTreatmentPlan }?.duty
            }
            let person = try #require(duty.person)
            let today = try await clinic.cairn("today", "--ahead", "--as", person.text)
            #expect(today.output.contains("cairn plan write t-1"), "\(today.output)")
            let blank = try await clinic.cairn("plan", "write", "t-1", "--as", "t01")
            #expect(blank.code == 65 && blank.errors.contains("blank"), "\(blank.errors)")
            try await clinic.does(
                "plan", "write", "t-1", "--problem", "Drinks alone", "--goal", "I want to sleep",
                "--objective", "2026-11-20 Two meetings a week", "--agreed", "--as", "t01")
            _ = try await deeds.wait(for: OpenDuties(client: "t-1")) { lines in
                lines.contains { $0.duty.kind == .signTreatmentPlan } ? nil : true
            }
            let care = try await deeds.ask(ClientCare(client: "t-1"))
            #expect(care.signed?.review == LocalDate(year: 2026, month: 11, day: 5))
            let early = try await clinic.does(
                "plan", "review", "t-1", "Sleeps", "well.", "--as", "t01")
            #expect(early.contains("The next review is by 2026-11-05"))
        }

        /// What is prescribed, refilled, and looked at masked and plain.
        private func medication(in clinic: RunningClinic, _ deeds: Deeds) async throws {
            let started = try await clinic.does(
                "medication", "start", "t-1", "buprenorphine", "--for", "opioid-use-disorder",
                "--by", "md1", "--until", "2026-10-10", "--as", "rn1")
            #expect(started.contains("does not count as use"))
            let duty = try await deeds.wait(for: OpenDuties(client: "t-1")) { lines in
                lines.first { $0.duty.kind == .arrangeRefill }?.duty
            }
            let today = try await clinic.cairn(
                "today", "--ahead", "--as", try #require(duty.person).text)
            let step = "medication refill t-1 \(duty.about)"
            #expect(today.output.contains("cairn \(step) DAY"), "\(today.output)")
            try await clinic.does(
                step.split(separator: " ").map(String.init) + [
                    "2026-12-10", "--as", "rn1",
                ])
            let masked = try await clinic.does("client", "care", "t-1", "--as", "t01")
            #expect(!masked.contains("buprenorphine") && !masked.contains("sleep"))
            let plain = try await clinic.does(
                "client", "care", "t-1", "--as", "t01", "--reveal", "A test.")
            #expect(plain.contains("buprenorphine") && plain.contains("I want to sleep"))
            #expect(plain.contains("until 2026-12-10"))
        }

        /// A prescribed finding is none; an unexpected one is a person's, and then everybody's.
        private func tests(in clinic: RunningClinic, _ deeds: Deeds) async throws {
            try await clinic.does("test", "collector", "t-1", "female", "--as", "rn1")
            try await clinic.does("test", "order", "t-1", "Asked", "for.", "--as", "rn1")
            try await clinic.does("test", "collected", "t-1", "--as", "rn1")
            let first = try await clinic.does(
                "test", "result", "t-1", "presumptive", "buprenorphine", "--as", "rn1")
            #expect(first.contains("prescribed: it is not use"))
            try await clinic.does("test", "order", "t-1", "Again.", "--as", "rn1")
            try await clinic.does("test", "collected", "t-1", "--as", "rn1")
            let look = try await clinic.does(
                "test", "result", "t-1", "presumptive", "buprenorphine", "fentanyl", "--as", "rn1")
            #expect(look.contains("laboratory"))
            try await clinic.does("test", "result", "t-1", "confirmed", "fentanyl", "--as", "rn1")
            _ = try await deeds.wait(for: OpenDuties(client: "t-1")) { lines in
                lines.first { $0.duty.kind == .judgeTest }
            }
            #expect(
                try await deeds.ask(NextContacts()).first { $0.client == "t-1" }?.situation
                    != .returnToUse)
            try await clinic.does(
                "test", "judge", "t-1", "return-to-use", "Told", "it.", "--as", "t01")
            _ = try await deeds.wait(for: ClientTimeline(client: "t-1")) { lines in
                lines.first {
                    (try? $0.type) == "aftercare.contact.return-to-use-reported.v1"
                }
            }
            let nothing = try await clinic.cairn("test", "collected", "t-1", "--as", "rn1")
            #expect(nothing.code == 65 && nothing.errors.contains("cairn client care"))
        }

        /// Chance draws each day when it begins: nothing tells of a later one.
        private func drawn(in clinic: RunningClinic, _ deeds: Deeds) async throws {
            try await deeds.bringIn("t-2")
            try await deeds.place("t-2")
            try await deeds.advance(to: "2026-10-16T08:00")
            let history = try await clinic.history()
            let days = try history.all(HourBegan.self).map(\.moment)
            var known: [LocalDate] = []
            for line in history.lines {
                guard try line.type == "treatment.urine-test.ordered.v1" else { continue }
                let event = try JSONText.decode(
                    UrineTestOrdered.self, from: Array(line.data.utf8))
                guard event.isDrawn else { continue }
                known.append(event.day)
                let told = try line.read.time
                // An hour earlier than its day begins nobody knows of it.
                let begins = days.first { $0.today == event.day }?.utc
                #expect(begins.map { $0.advanced(byHours: -1) <= told } ?? true)
            }
            #expect(!known.isEmpty)
        }

        /// The program ends with a plan for the time after it and two appointments, and not before.
        private func end(in clinic: RunningClinic, _ deeds: Deeds) async throws {
            for (from, to) in [("p1", "p2"), ("p2", "p3")] as [(PhaseID, PhaseID)] {
                try await deeds.give(
                    ChangePhase(client: "t-2", from: from, to: to, reason: "Talked over."))
            }
            _ = try await deeds.wait(for: CarePlanView(client: "t-2")) { $0 }
            let complete = CompleteProgram(client: "t-2", reason: "The goals are met.")
            let refusal = try await deeds.refused(complete)
            #expect(refusal.contains("cairn care-plan sign"))
            try await clinic.does(
                "care-plan", "sign", "t-2", "coping=Walks. Phones Ben.", "--as", "t01")
            for day in ["20", "27"] {
                try await clinic.does(
                    "appointment", "book", "t-2", "2026-11-\(day)T10:00", "--with", "Dr. Ray",
                    "--place", "her practice", "--as", "cm1")
            }
            try await deeds.giveOnceKnown(complete)
            _ = try await deeds.wait(for: OpenDuties(client: "t-2")) { lines in
                lines.contains { $0.owner == .treatment } ? nil : true
            }
        }

        @Test("A folder of before says what to add, and loses nothing when it is added")
        func added() async throws {
            try await RunningClinic.with("before", plugins: [], leavingOut: "treatment") { clinic in
                let check = try await clinic.start("cairn", ["check", clinic.path]).finish()
                #expect(check.code == 0, "\(check.errors)")
                let told = check.output + check.errors
                #expect(told.contains("Without treatment:") && told.contains("`- treatment`"))
                try await clinic.up()
                let deeds = Deeds(clinic)
                try await deeds.advance(to: "2026-10-06T08:00")
                try await deeds.bringIn("b-1")
                try await deeds.place("b-1")
                try await clinic.edit("clinic.yaml") { text in
                    text.replacing("  - aftercare\n", with: "  - treatment\n  - aftercare\n")
                }
                #expect(try await clinic.cairn("reload").code == 0)
                try await clinic.waits(for: "ready", of: "treatment")
                let duty = try await deeds.wait(for: OpenDuties(client: "b-1")) { lines in
                    lines.first { $0.duty.kind == .signTreatmentPlan }?.duty
                }
                #expect(duty.person != nil)
                try await clinic.isGreen()
            }
        }
    }
}

extension RunningClinic {
    /// Gives a command as a person types it, and expects that it is done; what it said.
    @discardableResult
    fileprivate func does(_ words: String..., sourceLocation: SourceLocation = #_sourceLocation)
        async throws -> String
    {
        try await does(words, sourceLocation: sourceLocation)
    }

    @discardableResult
    fileprivate func does(_ words: [String], sourceLocation: SourceLocation = #_sourceLocation)
        async throws -> String
    {
        let result = try await cairn(words)
        try #require(
            result.code == 0, "\(words.joined(separator: " ")): \(result.errors)",
            sourceLocation: sourceLocation)
        return result.output
    }
}
