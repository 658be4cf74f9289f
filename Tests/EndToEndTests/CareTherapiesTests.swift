import Foundation
import Messages
import Testing

// The pages below docs/plugins/therapies of seven therapies, in one clinic: what people type, and what
// comes of it on the bus. Their own tests play each page whole.
extension RealProcesses {
    @Suite("Family, medication, life skills and four more, at work", .timeLimit(.minutes(5)))
    struct CareTherapiesTests {
        private static let therapies = [
            "contingency", "family", "life-skills", "matrix", "medication", "mindfulness",
            "twelve-step",
        ]

        @Test("Each does what its page says, by what people type")
        func work() async throws {
            try await RunningClinic.with("care", plugins: []) { clinic in
                for therapy in Self.therapies { try await clinic.add(therapy) }
                try await clinic.up()
                for therapy in Self.therapies {
                    try await clinic.waits(for: "ready", of: therapy)
                }
                try await clinic.played(weeks: 2)
                let deeds = Deeds(clinic)
                try await groups(in: clinic)
                let time = try #require(try await clinic.status()).time
                let today = try #require(LocalDate(String(time.prefix(10))))
                try await deeds.advance(to: "\(today.advanced(by: 1))T10:00")
                try await deeds.bringIn("t-1")
                try await deeds.place("t-1")
                try await family(in: clinic, deeds)
                try await rewards(in: clinic, deeds)
                try await medication(in: clinic, deeds, until: today.advanced(by: 30))
                try await lapse(in: clinic, deeds)
                try await week(in: clinic, deeds)
                try await injections(in: clinic, deeds, from: today.advanced(by: 1))
                try await paths(in: clinic, deeds)
                try await mindful(in: clinic)
                try await wentWell(in: clinic)
            }
        }

        /// Groups were planned and attended, each client went on in order, and weeks were completed.
        private func groups(in clinic: RunningClinic) async throws {
            for (therapy, module, practice) in [
                ("life-skills", "time", "week-plan"), ("twelve-step", "all-paths", "own-path"),
                ("matrix", "stop-the-cycle", "calendar"),
            ] {
                try await clinic.follows("the first module of \(therapy)") { history in
                    try history.of(therapy, ModuleCompleted.self).contains { $0.module == module }
                        && history.of(therapy, PracticeAssigned.self).contains {
                            $0.practice == practice
                        }
                }
            }
            let history = try await clinic.history()
            // A closed cohort of two hours is offered; no group of this clinic has two hours.
            let offered = try history.of("mindfulness", SessionOffered.self)
            #expect(offered.map(\.minutes) == [120])
            let planned = Set(try history.all(SessionScheduled.self).compactMap(\.therapy))
            #expect(planned == ["life-skills", "matrix", "twelve-step"])
            // Somebody asks each client whose treatment began for a consent, or for a no.
            try await clinic.follows("the asking for consents") { history in
                let asked = try history.of("family", DutyAsked.self).filter {
                    $0.name == "sign-consent"
                }
                return try Set(asked.map(\.client))
                    == Set(history.all(EnrollmentOpened.self).map(\.client))
            }
        }

        /// Nobody of the family hears anything without a live consent.
        private func family(in clinic: RunningClinic, _ deeds: Deeds) async throws {
            let session = ["minutes=60", "people=2"]
            try await deeds.owes("family", "sign-consent")
            try await clinic.records("family", "hold-session", session, as: "t01")
            try await deeds.owes("family", "session-without-consent")
            let person = ["person=partner"]
            let refusal = try await clinic.refuses("family", "sign-consent", person, as: "fd1")
            #expect(refusal.contains("It takes: clinician"), "\(refusal)")
            try await clinic.records("family", "sign-consent", person, as: "cm1")
            try await deeds.owes("family", "invite-family")
            try await clinic.records("family", "hold-session", session, as: "t01")
            try await clinic.follows("the first family session") { history in
                try history.of("family", ModuleCompleted.self).filter { $0.client == "t-1" }
                    .map(\.module) == ["beginning"]
            }
            // Whoever hears of it may record it, and it ends at once.
            try await clinic.records("family", "revoke-consent", as: "fd1")
            try await deeds.owes("family", "stop-family-contact")
            try await deeds.owesNothing("family", "sign-consent", "invite-family")
        }

        /// A drug-free test earns a reward, and taking the test back takes the reward back.
        private func rewards(in clinic: RunningClinic, _ deeds: Deeds) async throws {
            func earned(_ history: History) throws -> [JSONFragment?] {
                try history.of("contingency", RecordAdded.self)
                    .filter { $0.client == "t-1" && $0.name == "reward-earned" }
                    .map { $0.data["cents"] }
            }
            try await clinic.types("test", "order", "t-1", "Asked", "for.", "--as", "rn1")
            try await clinic.types("test", "collected", "t-1", "--as", "rn1")
            try await clinic.types("test", "result", "t-1", "presumptive", "--as", "rn1")
            try await deeds.owes("contingency", "give-reward")
            let result = try await deeds.last(TestResulted.self, of: "t-1")
            try await deeds.give(
                Retract<TreatmentContract>(
                    retraction: Retraction(event: result, reason: "Another client's.")))
            try await deeds.owesNothing("contingency", "give-reward")
            try await clinic.follows("the reward's correction") { history in
                try history.of("contingency", EnteredInError.self).contains {
                    $0.client == "t-1" && $0.type == "contingency.record.added.v1"
                }
            }
            try await clinic.types(
                "test", "result", "t-1", "presumptive", "cocaine", "--as", "rn1")
            try await clinic.types("test", "result", "t-1", "confirmed", "--as", "rn1")
            try await clinic.follows("the reward of the laboratory's word") {
                try earned($0) == [.integer(250), .integer(250)]
            }
            try await deeds.owes("contingency", "give-reward")
            try await clinic.records("contingency", "give-reward", ["cents=250"], as: "cm1")
            try await deeds.owesNothing("contingency", "give-reward")
        }

        /// Missed doses are somebody's, several are the prescriber's; what is prescribed is no use.
        private func medication(
            in clinic: RunningClinic, _ deeds: Deeds, until day: LocalDate
        ) async throws {
            try await clinic.types(
                "medication", "start", "t-1", "buprenorphine", "--for", "opioid-use-disorder",
                "--by", "md1", "--until", "\(day)", "--as", "rn1")
            try await clinic.records(
                "medication", "tell-doses", ["prescribed=7", "taken=6"], as: "rn1")
            try await deeds.owes("medication", "tell-doses")
            try await deeds.owesNothing("medication", "decide-dose")
            try await clinic.records(
                "medication", "tell-doses", ["prescribed=7", "taken=5"], as: "rn1")
            try await deeds.owes("medication", "decide-dose")
            try await clinic.follows("the alert of overdose risk") { history in
                try history.of("medication", AlertRaised.self).contains {
                    $0.client == "t-1" && $0.sign == "overdose-risk" && $0.urgency == .today
                }
            }
            try await clinic.records("medication", "decide-dose", as: "md1")
            try await deeds.owesNothing("medication", "decide-dose")
            try await clinic.types("test", "order", "t-1", "Again.", "--as", "rn1")
            try await clinic.types("test", "collected", "t-1", "--as", "rn1")
            try await clinic.types(
                "test", "result", "t-1", "presumptive", "buprenorphine", "--as", "rn1")
            // Neither begins the row of drug-free tests again.
            try await deeds.owes("contingency", "give-reward")
            try await clinic.follows("the second in a row") { history in
                try history.of("contingency", RecordAdded.self).contains {
                    $0.client == "t-1" && $0.data["cents"] == .integer(375)
                }
            }
        }

        /// Overdose on the form is the clinic's own alert, also while the program is down. A dose that
        /// lasts for weeks is booked, given, and begun again when it is weeks late.
        private func injections(
            in clinic: RunningClinic, _ deeds: Deeds, from day: LocalDate
        ) async throws {
            try await clinic.types("stop", "medication")
            try await clinic.waits(for: "stopped", of: "medication")
            let handed = try await clinic.cairn(
                "form", "medication.adherence", "t-1", "--answers", "0,4,1,0,yes", "--as", "rn1")
            #expect(handed.code == 0 && handed.output.contains("naloxone"), "\(handed)")
            let alerts = try await deeds.wait(for: OpenAlerts()) { alerts in
                let own = alerts.filter { $0.client == "t-1" && $0.urgency == .now }
                return own.isEmpty ? nil : own
            }
            #expect(alerts.map(\.kind) == [.overdoseRisk])
            for alert in alerts {
                try await clinic.types(
                    "alerts", "ack", alert.alert.text, "--action", "Gave naloxone.", "--as", "t01")
            }
            try await clinic.types("start", "medication")
            try await clinic.waits(for: "ready", of: "medication")

            // The last one was three weeks ago, so that the next is due in a week.
            try await clinic.types(
                "medication", "start", "t-1", "naltrexone", "--for", "alcohol-use-disorder", "--by",
                "md1", "--dose", "injection, monthly", "--since", "\(day.advanced(by: -22))",
                "--as",
                "rn1")
            try await deeds.advance(to: "\(day.advanced(by: 1))T08:00")
            try await deeds.owes("medication", "book-injection")
            let started = try await clinic.history().all(MedicationStarted.self)
            let naltrexone = try #require(started.last { $0.name == "naltrexone" }).medication
            let given = ["medication=\(naltrexone)", "day=\(day.advanced(by: -42))"]
            try await clinic.records("medication", "give-injection", given, as: "rn1")
            try await deeds.owesNothing("medication", "book-injection")
            // That record says that it was six weeks ago: it is weeks late by the next morning.
            try await deeds.advance(to: "\(day.advanced(by: 2))T08:00")
            try await deeds.owes("medication", "restart-injection")
            try await clinic.follows("the review of a long-acting dose") { history in
                try history.of("medication", ReviewProposed.self).contains {
                    $0.client == "t-1" && $0.why.contains("long-acting")
                }
            }
            let today = ["medication=\(naltrexone)", "day=\(day.advanced(by: 2))"]
            let refusal = try await clinic.refuses(
                "medication", "give-injection", today, as: "t01")
            #expect(refusal.contains("It takes: nurse"), "\(refusal)")
            try await clinic.records("medication", "give-injection", today, as: "rn1")
            try await deeds.owesNothing("medication", "restart-injection", "give-injection")
        }

        /// A lapse is analysed, and what was found stands in the plan.
        private func lapse(in clinic: RunningClinic, _ deeds: Deeds) async throws {
            try await deeds.give(
                ReportReturnToUse(client: "t-1", account: "The client told it in group."))
            try await deeds.owes("matrix", "finish-analysis")
            try await clinic.records(
                "matrix", "finish-analysis", ["trigger=Payday, alone", "coping=Call Ben"],
                as: "t01")
            try await deeds.owesNothing("matrix", "finish-analysis")
            let lines = try await clinic.history().of("matrix", PlanLineAdded.self)
            #expect(
                lines.filter { $0.client == "t-1" }.map(\.text) == ["Payday, alone", "Call Ben"])
        }

        /// Work and family bring the week plan, and the second time the case manager.
        private func week(in clinic: RunningClinic, _ deeds: Deeds) async throws {
            for reason in ["work", "child-care"] {
                try await clinic.records(
                    "life-skills", "note-reason", ["reason=\(reason)"], as: "fd1")
            }
            try await deeds.owes("life-skills", "plan-week")
            try await clinic.records("life-skills", "plan-week", as: "cm1")
            try await deeds.owesNothing("life-skills", "plan-week")
            try await clinic.types(
                "therapy", "report", "life-skills", "t-1", "week-plan", "--as", "t01")
            try await clinic.follows("the module that was done at home") { history in
                try history.of("life-skills", ModuleCompleted.self).contains {
                    $0.client == "t-1" && $0.module == "time" && $0.session == nil
                }
            }
        }

        /// A contract alone takes its records, and no other.
        private func paths(in clinic: RunningClinic, _ deeds: Deeds) async throws {
            try await clinic.records("twelve-step", "choose-path", ["path=secular"], as: "t01")
            // The client's own word, whoever wrote it down; of a meeting nothing else follows.
            let meeting = ["path=secular", "spoke=yes"]
            try await clinic.records("twelve-step", "log-meeting", meeting, as: "ps1")
            let refusal = try await clinic.refuses("twelve-step", "log-meeting", meeting, as: "fd1")
            #expect(refusal.contains("It takes: clinician"), "\(refusal)")
            let slip = try await clinic.cairn(
                "therapy", "record", "twelve-step", "log-meeting", "t-1", "path=secular",
                "spoke=perhaps", "--as", "t01")
            #expect(
                slip.code == 64 && slip.errors.contains("spoke is no boolean"), "\(slip.errors)")
            let told = try await clinic.cairn(
                "send", "twelve-step.record-fact", "--as", "t01", "--body",
                #"{"name":"log-meeting","client":"t-1","data":{"path":"secular","spoke":"yes"}}"#)
            #expect(told.errors.contains("spoke of the fact meeting-attended"), "\(told.errors)")
            try await clinic.follows("what was told of the paths") { history in
                try history.of("twelve-step", RecordAdded.self).filter { $0.client == "t-1" }
                    .map(\.name) == ["path-chosen", "meeting-attended"]
            }
            let types = try await clinic.history().lines.map { try $0.type }
            for word in ["twelve-step.act.", "twelve-step.duty."] {
                #expect(!types.contains { $0.hasPrefix(word) }, "\(word)")
            }
        }

        /// A closed cohort is planned nowhere here: what it has besides its sessions is at work.
        private func mindful(in clinic: RunningClinic) async throws {
            try await clinic.types(
                "therapy", "report", "mindfulness", "t-1", "body-scan", "--as", "t01")
            try await clinic.follows("the client's word on a practice") { history in
                try history.of("mindfulness", PracticeReported.self).contains {
                    $0.client == "t-1" && $0.practice == "body-scan" && $0.isDone
                }
            }
            let juggling = try await clinic.cairn(
                "therapy", "report", "mindfulness", "t-1", "juggling", "--as", "t01")
            #expect(juggling.code == 64, "\(juggling.output)")
            let fact = try await clinic.cairn(
                "therapy", "record", "mindfulness", "sit", "t-1", "--as", "t01")
            #expect(fact.errors.contains("mindfulness takes no record"), "\(fact.errors)")
            let module = try await clinic.cairn(
                "therapy", "complete", "mindfulness", "t-1", "autopilot", "--as", "t01")
            #expect(module.errors.contains("takes no word on a module"), "\(module.errors)")
            // Days, minutes on a usual day, and the strongest craving: out of bounds, then within.
            let form = ["form", "mindfulness.practice-log", "t-1", "--as", "t01", "--answers"]
            let much = try await clinic.cairn(form + ["8,20,6"])
            #expect(much.code == 65, "\(much.output)")
            let handed = try await clinic.cairn(form + ["5,20,6"])
            #expect(handed.code == 0, "\(handed.errors)")
            #expect(handed.output.contains("days 5, craving 6"), "\(handed.output)")
            let measures = try await clinic.cairn(
                "client", "measures", "t-1", "--instrument", "mindfulness.practice-log", "--reveal",
                "Session.", "--as", "t01")
            #expect(measures.output.contains("Strongest craving"), "\(measures.output)")
        }

        /// Nothing was set aside, no program failed, and the checker finds the history whole.
        private func wentWell(in clinic: RunningClinic) async throws {
            let history = try await clinic.history()
            #expect(try history.all(FactSetAside.self).isEmpty)
            #expect(try history.all(TherapyQuarantined.self).isEmpty)
            let verdict = try await clinic.checked()
            #expect(verdict.code == 0, "\(verdict.output)\(verdict.errors)")
            for (name, text) in try clinic.logs() {
                #expect(!text.contains("The program is ended"), "\(name)")
            }
        }
    }
}

extension RunningClinic {
    /// Puts a therapy of the project into the clinic's folder, with its program.
    fileprivate func install(_ therapy: String) throws {
        let files = FileManager.default
        let source = Programs.root.appending(path: "Plugins/\(therapy)")
        let place = folder.appending(path: "plugins/\(therapy)")
        try files.createDirectory(at: place, withIntermediateDirectories: true)
        func copy(_ from: URL, _ name: String) throws {
            try files.copyItem(at: from, to: place.appending(path: name))
        }
        if files.fileExists(atPath: source.appending(path: "therapy.py").path) {
            try copy(source.appending(path: "therapy.py"), "therapy.py")
            try copy(
                Programs.root.appending(path: "Plugins/python/cairn_therapy"), "cairn_therapy")
        } else if files.fileExists(atPath: source.appending(path: "Sources").path) {
            try copy(Programs.folder.appending(path: therapy), therapy)
        }
        try copy(source.appending(path: "plugin.json"), "plugin.json")
    }

    /// Waits until the history tells something.
    fileprivate func follows(_ what: String, _ holds: (History) throws -> Bool) async throws {
        try await wait(for: what, upTo: .seconds(60)) { try holds(await history()) }
    }

    /// Gives a command as a person types it, and expects that it is done.
    fileprivate func types(
        _ words: String..., sourceLocation: SourceLocation = #_sourceLocation
    ) async throws {
        let result = try await cairn(words)
        try #require(
            result.code == 0, "\(words.joined(separator: " ")): \(result.errors)",
            sourceLocation: sourceLocation)
    }

    /// Records a fact of a therapy about the client of this suite, as a person types it.
    fileprivate func records(
        _ therapy: String, _ command: String, _ fields: [String] = [], as staff: String,
        sourceLocation: SourceLocation = #_sourceLocation
    ) async throws {
        let result = try await cairn(
            ["therapy", "record", therapy, command, "t-1"] + fields + ["--as", staff])
        try #require(
            result.code == 0, "\(command): \(result.errors)", sourceLocation: sourceLocation)
    }

    /// The same, and expects that it is refused; the error as shown.
    fileprivate func refuses(
        _ therapy: String, _ command: String, _ fields: [String], as staff: String
    ) async throws -> String {
        let result = try await cairn(
            ["therapy", "record", therapy, command, "t-1"] + fields + ["--as", staff])
        #expect(result.code == 65, "\(result.output)")
        return result.errors
    }
}

extension Deeds {
    /// Waits until a therapy has a duty open about the client of this suite.
    fileprivate func owes(_ therapy: Identity, _ about: String) async throws {
        _ = try await wait(for: OpenDuties(client: "t-1")) { lines in
            lines.first { $0.owner == therapy && $0.duty.about == about }
        }
    }

    /// Waits until a therapy has none of some duties open.
    fileprivate func owesNothing(_ therapy: Identity, _ about: String...) async throws {
        _ = try await wait(for: OpenDuties(client: "t-1")) { lines in
            lines.contains { $0.owner == therapy && about.contains($0.duty.about) } ? nil : true
        }
    }
}
