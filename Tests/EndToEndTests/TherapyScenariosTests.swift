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
            try await tells(
                clinic, "cbt.report-practice", #""practice": "juggling", "isDone": true"#,
                of: someone, isTaken: false)
            try await tells(
                clinic, "cbt.report-practice", #""practice": "\#(practice)", "isDone": true"#,
                of: someone)
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
                func duty(_ therapy: Identity, _ name: String) throws -> Bool {
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
                clinic, "motivation", "log-conversation", of: client, #""about": "readiness""#)
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
                #""situation": "Payday, alone", "risk": 9"#, by: "fd1", isTaken: false)
            try await records(
                clinic, "relapse-prevention", "map-trigger", of: client,
                #""situation": "Payday, alone", "risk": 11"#, isTaken: false)
            try await records(
                clinic, "relapse-prevention", "map-trigger", of: client,
                #""situation": "Payday, alone", "risk": 9"#)
            try await records(
                clinic, "relapse-prevention", "write-fifteen-minute-plan", of: client,
                #""steps": ["Leave", "Call"]"#)
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
                clinic, "dbt", "ask-coaching", of: client, #""about": "crisis""#, by: "fd1")
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
                #""until": "\#(today.advanced(by: 1))""#)
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

        // MARK: How it is typed.

        private func follows(
            in clinic: RunningClinic, _ what: String, _ holds: (History) throws -> Bool
        ) async throws {
            try await wait(for: what, upTo: .seconds(60)) { try holds(await clinic.history()) }
        }

        private func records(
            _ clinic: RunningClinic, _ therapy: String, _ command: String, of client: ClientID,
            _ data: String, by staff: String = "t01", isTaken: Bool = true
        ) async throws {
            try await tells(
                clinic, "\(therapy).record-fact",
                #""name": "\#(command)", "data": {\#(data)}"#, of: client, by: staff,
                isTaken: isTaken)
        }

        private func tells(
            _ clinic: RunningClinic, _ command: String, _ members: String, of client: ClientID,
            by staff: String = "t01", isTaken: Bool = true
        ) async throws {
            let result = try await clinic.cairn(
                "send", command, "--as", staff, "--body",
                #"{"client": "\#(client)", \#(members)}"#)
            #expect((result.code == 0) == isTaken, "\(command): \(result.output)\(result.errors)")
        }
    }
}

extension History {
    /// The events of one type that one therapy published.
    fileprivate func of<Kind: Event>(_ therapy: Identity, _ type: Kind.Type) throws -> [Kind] {
        try lines.filter { try $0.type == type.type(by: therapy) }
            .map { try JSONText.decode(type, from: Array($0.data.utf8)) }
    }
}
