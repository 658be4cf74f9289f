import Foundation
import Messages
import Testing

// The core of docs/plugins/therapies, played in one clinic: four therapies in Swift, each packed, added
// and shut in as a clinic has it; people in the simulator's weeks, and what staff type.
extension RealProcesses {
    @Suite("Therapies of Cairn's own, in a clinic", .timeLimit(.minutes(10)))
    struct TherapyScenariosTests {
        private static let therapies = ["cbt", "dbt", "motivation", "relapse-prevention"]

        @Test("Each plays its scenario: who moves on, what is somebody's, what is refused")
        func scenarios() async throws {
            try await RunningClinic.with("therapies", plugins: []) { clinic in
                for therapy in Self.therapies { try await clinic.add(therapy) }
                // The least that it takes: a card is handed in weekly, and so most are older.
                try await clinic.edit("clinic.yaml") { $0 + "therapies: {dbt: {card-days: 3}}\n" }
                try await clinic.up()
                for therapy in Self.therapies {
                    try await clinic.waits(for: "ready", of: therapy)
                }
                try await clinic.played(weeks: 3)
                let client = try await practises(in: clinic)
                let deeds = Deeds(clinic)
                try await returnsToUse(client, in: clinic, deeds)
                try await rulers(of: client, in: clinic, deeds)
                try await plan(of: client, in: clinic)
                try await coaching(of: client, in: clinic, deeds)
                try await cards(in: clinic, deeds)
                try await page(in: clinic, deeds)
                let verdict = try await clinic.checked()
                #expect(verdict.code == 0, "\(verdict.output)\(verdict.errors)")
                let history = try await clinic.history()
                #expect(try history.all(FactSetAside.self).isEmpty)
                #expect(try history.all(TherapyQuarantined.self).isEmpty)
            }
        }

        /// CBT: a session gave the practice; done, it finishes the module.
        private func practises(in clinic: RunningClinic) async throws -> ClientID {
            let practice = "functional-analysis-sheet"
            var client: ClientID?
            try await wait(for: "a practice of CBT that a session gave") {
                let history = try await clinic.history()
                let lapsed = Set(try history.all(ReturnToUseReported.self).map(\.client))
                let given = try history.of("cbt", PracticeAssigned.self)
                client =
                    given.last { $0.practice == practice && !lapsed.contains($0.client) }?
                    .client
                return client != nil
            }
            let someone = try #require(client)
            try await types(
                clinic, "report", "cbt", someone.text, "juggling", isTaken: false)
            try await types(clinic, "report", "cbt", someone.text, practice)
            try await follows(in: clinic, "the finished module") { history in
                try history.of("cbt", ModuleCompleted.self).contains {
                    $0.client == someone && $0.module == "functional-analysis"
                }
            }
            // DBT taught the week's module to everybody who came, with a card.
            let cards = try await clinic.history().of("dbt", PracticeAssigned.self)
            #expect(cards.contains { $0.practice == "diary-card" })
            return someone
        }

        /// A return to use reaches all four, and goes with its correction.
        private func returnsToUse(
            _ client: ClientID, in clinic: RunningClinic, _ deeds: Deeds
        ) async throws {
            try await deeds.give(
                ReportReturnToUse(client: client, account: "The client told it in group."))
            try await follows(in: clinic, "what the four make of it") { history in
                func duty(_ therapy: String, _ name: String) throws -> Bool {
                    try history.of(therapy, DutyAsked.self).contains {
                        $0.client == client && $0.name == name
                    }
                }
                return try duty("cbt", "functional-analysis") && duty("dbt", "chain-analysis")
                    && duty("relapse-prevention", "after-lapse")
                    && history.of("motivation", ReviewProposed.self).contains {
                        $0.client == client
                    }
            }
            try await wait(for: "the duty in the list of all") {
                let list = try await clinic.cairn(
                    "duties", "--client", client.text, "--ahead", "--as", "dir", "--reveal",
                    "The test looks.")
                return list.output.contains("Talk of it as one event")
            }
            let told = try await deeds.last(ReturnToUseReported.self, of: client)
            try await deeds.give(
                Retract<AftercareContract>(
                    retraction: .init(event: told, reason: "It was somebody else.")))
            try await follows(in: clinic, "the duties' end") { history in
                try history.of("relapse-prevention", DutyClosed.self).contains {
                    $0.client == client && $0.how == .enteredInError
                }
            }
        }

        /// Motivation: a ruler that fell proposes a conversation, once.
        private func rulers(
            of client: ClientID, in clinic: RunningClinic, _ deeds: Deeds
        ) async throws {
            func reviews(_ history: History) throws -> Int {
                try history.of("motivation", ReviewProposed.self).count { $0.client == client }
            }
            let before = try reviews(try await clinic.history())
            try await records(
                clinic, "motivation", "log-conversation", of: client, "about=readiness")
            for importance in [9, 4, 3] {
                try await deeds.give(
                    SubmitQuestionnaire(
                        client: client, instrument: "readiness-ruler",
                        answers: [
                            "importance": .init(value: importance),
                            "confidence": .init(value: 9), "readiness": .init(value: 9),
                        ]))
            }
            try await follows(in: clinic, "the change plan and the conversation") { history in
                try history.of("motivation", DutyAsked.self).contains {
                    $0.client == client && $0.name == "change-plan"
                } && reviews(history) == before + 1
            }
        }

        /// Relapse prevention: what staff write down stands in the plan.
        private func plan(of client: ClientID, in clinic: RunningClinic) async throws {
            try await records(
                clinic, "relapse-prevention", "map-trigger", of: client,
                "situation=Payday, alone", "risk=9", by: "fd1", isTaken: false)
            try await records(
                clinic, "relapse-prevention", "map-trigger", of: client,
                "situation=Payday, alone", "risk=11", isTaken: false)
            try await records(
                clinic, "relapse-prevention", "map-trigger", of: client,
                "situation=Payday, alone", "risk=9")
            try await records(
                clinic, "relapse-prevention", "write-fifteen-minute-plan", of: client,
                "steps=Leave,Call")
            try await follows(in: clinic, "the lines of the plan") { history in
                try history.of("relapse-prevention", PlanLineAdded.self)
                    .filter { $0.client == client }.map(\.text)
                    == ["Payday, alone", "Leave", "Call"]
            }
        }

        /// DBT: a call in a crisis is an alert until a person takes charge; a promise has a last day.
        private func coaching(
            of client: ClientID, in clinic: RunningClinic, _ deeds: Deeds
        ) async throws {
            try await records(
                clinic, "dbt", "ask-coaching", of: client, "about=crisis", by: "fd1")
            try await follows(in: clinic, "the alert") { history in
                try history.of("dbt", AlertRaised.self).contains {
                    $0.client == client && $0.sign == "crisis-call" && $0.urgency == .now
                }
            }
            // The clinic has it now: a person takes charge of it there.
            let alerts = try await deeds.wait(for: OpenAlerts()) { alerts in
                let own = alerts.filter { $0.client == client }
                return own.isEmpty ? nil : own
            }
            for alert in alerts {
                let result = try await clinic.cairn(
                    "alerts", "ack", alert.alert.text, "--action", "Stayed on the phone.",
                    "--as", "t01")
                try #require(result.code == 0, "\(result.errors)")
            }
            let time = try #require(try await clinic.status()).time
            let today = try #require(LocalDate(String(time.prefix(10))))
            try await records(
                clinic, "dbt", "commit", of: client,
                "until=\(today.advanced(by: 1))")
            try await follows(in: clinic, "the practice for the promise") { history in
                try history.of("dbt", PracticeAssigned.self).contains {
                    $0.client == client && $0.practice == "close-the-ways"
                }
            }
            try await deeds.advance(to: "\(today.advanced(by: 1))T10:00")
            try await follows(in: clinic, "the duty to renew the promise") { history in
                try history.of("dbt", DutyAsked.self).contains {
                    $0.client == client && $0.name == "renew-commitment"
                }
            }
        }

        /// DBT: the card of the week. What it tells of self-harm is the clinic's own alert, a strong urge
        /// is a call on the same day, and whoever came without a card begins the session with one.
        private func cards(in clinic: RunningClinic, _ deeds: Deeds) async throws {
            let history = try await clinic.history()
            let carded = Set(
                try history.of("dbt", PracticeAssigned.self)
                    .filter { $0.practice == "diary-card" }.map(\.client))
            let inDanger = Set(
                try await deeds.ask(OpenAlerts()).map(\.client)
                    + deeds.ask(OpenConcerns()).map(\.client))
            let stays = try await deeds.ask(Enrollments()).filter { carded.contains($0.client) }
            let client = try #require(
                stays.map(\.client).sorted().first { !inDanger.contains($0) })

            // An item on self-harm that has no answer takes the card with it.
            let form = ["form", "dbt.diary-card", client.text, "--as", "t01", "--answers"]
            let short = try await clinic.cairn(form + ["no"])
            #expect(short.code != 0, "\(short.output)")
            // A call that waits from before is over: one of a name is open at a time.
            try await records(clinic, "dbt", "log-coaching", of: client, "minutes=9")
            func calls(_ history: History) throws -> Int {
                try history.of("dbt", DutyAsked.self).count {
                    $0.client == client && $0.name == "phone-coaching"
                        && $0.what.contains("An urge of 4 of 5")
                }
            }
            func waves(_ history: History) throws -> Int {
                try history.of("dbt", PracticeAssigned.self).count {
                    $0.client == client && $0.practice == "ride-the-wave"
                }
            }
            let before = try await clinic.history()
            let urge = try await clinic.cairn(form + ["no,0,1,1,4,1,1,1,1,0,2"])
            #expect(urge.code == 0, "\(urge.errors)")
            try await follows(in: clinic, "the call on the same day, and a practice for urges") {
                try calls($0) == calls(before) + 1 && waves($0) == waves(before) + 1
            }
            #expect(try await deeds.ask(OpenAlerts()).allSatisfy { $0.client != client })
            try await records(clinic, "dbt", "log-coaching", of: client, "minutes=9")

            let harm = try await clinic.cairn(form + ["yes,0,0,0,0,0,0,0,0,0,5"])
            #expect(harm.code == 0 && harm.output.contains("Now: See the client now."), "\(harm)")
            let alerts = try await deeds.wait(for: OpenAlerts()) { alerts in
                let own = alerts.filter { $0.client == client }
                return own.isEmpty ? nil : own
            }
            #expect(alerts.map(\.kind) == [.suicideRisk] && alerts.map(\.urgency) == [.now])
            let taken = try await clinic.cairn(
                "alerts", "ack", client.text, "--action", "Stayed, and screened.", "--as", "t01")
            #expect(taken.code == 0, "\(taken.errors)")
            // The program neither raised nor repeated it.
            let raised = try await clinic.history().of("dbt", AlertRaised.self)
            #expect(raised.allSatisfy { $0.client != client })
            // Somebody came without a card of the last days, which the first session had asked for.
            let asked = try await clinic.history().of("dbt", DutyAsked.self)
            let missing = asked.filter { $0.name == "diary-card" }
            #expect(!missing.isEmpty && missing.allSatisfy { carded.contains($0.client) })
        }

        /// What docs/plugins/host.md prints works in a shell, line by line, about a client of this clinic.
        private func page(in clinic: RunningClinic, _ deeds: Deeds) async throws {
            let text = try String(
                contentsOf: Programs.root.appending(path: "docs/plugins/host.md"), encoding: .utf8)
            let block = try #require(text.components(separatedBy: "```\n").dropFirst().first)
            let lines = block.split(separator: "\n").map(String.init)
            try #require(lines.count > 5 && lines.allSatisfy { $0.hasPrefix("cairn ") })
            let finished = Set(
                try await clinic.history().of("dbt", ModuleCompleted.self)
                    .filter { $0.module == "mindfulness-1" }.map(\.client))
            let client = try #require(
                try await deeds.ask(Enrollments()).map(\.client).sorted()
                    .last { !finished.contains($0) })
            let place = "PATH='\(Programs.folder.path)':$PATH CAIRN_CLINIC='\(clinic.path)' && "
            for line in lines {
                var typed = line.replacing("c-0001", with: client.text)
                if line.contains("\"ID\"") {
                    let id = try await deeds.last(RecordAdded.self, of: client)
                    typed.replace("\"ID\"", with: "\"\(id)\"")
                }
                // What the program asks for comes a moment after what it was told.
                var last: Execution.Result?
                do {
                    try await wait(for: line, upTo: .seconds(30)) {
                        last = try await clinic.start(
                            "/bin/bash", ["-c", "export " + place + typed]
                        ).finish()
                        return last?.code == 0
                    }
                } catch { throw TestFault("\(error)\n\(last?.errors ?? "")") }
            }
            try await follows(in: clinic, "the correction of what was recorded") { history in
                try history.of("dbt", EnteredInError.self).contains { $0.client == client }
            }
        }

        // MARK: How it is typed.

        private func follows(
            in clinic: RunningClinic, _ what: String, _ holds: (History) throws -> Bool
        ) async throws {
            try await wait(for: what, upTo: .seconds(60)) { try holds(await clinic.history()) }
        }

        private func records(
            _ clinic: RunningClinic, _ therapy: String, _ command: String, of client: ClientID,
            _ fields: String..., by staff: String = "t01", isTaken: Bool = true
        ) async throws {
            try await typed(
                clinic, ["record", therapy, command, client.text] + fields, by: staff,
                isTaken: isTaken)
        }

        private func types(
            _ clinic: RunningClinic, _ words: String..., isTaken: Bool = true
        ) async throws {
            try await typed(clinic, words, by: "t01", isTaken: isTaken)
        }

        /// Tells a therapy something as a person types it.
        private func typed(
            _ clinic: RunningClinic, _ words: [String], by staff: String, isTaken: Bool
        ) async throws {
            let result = try await clinic.cairn(["therapy"] + words + ["--as", staff])
            #expect((result.code == 0) == isTaken, "\(words): \(result.output)\(result.errors)")
        }
    }
}
