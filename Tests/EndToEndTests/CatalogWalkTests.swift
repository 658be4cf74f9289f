import Foundation
import Messages
import Testing

extension RealProcesses {
    @Suite("All that is listed is taken", .timeLimit(.minutes(10)))
    struct CatalogWalkTests {
        /// Commands that this clinic cannot accept, and where they are accepted.
        private static let elsewhere: [String: String] = [
            ConfirmClock.type: "only after a live clinic's clock leapt: RecordTests",
            ReloadDescription.type: "`cairn reload` works out what it names: InForceTests",
        ]

        @Test("Each command and query of the catalog is accepted once, and corrections go through")
        func walk() async throws {
            try await RunningClinic.with("listed", plugins: []) { clinic in
                try await clinic.up()
                let deeds = Deeds(clinic)
                // Groups are formed when a day begins.
                try await deeds.advance(to: "2026-10-06T08:00")
                try await deeds.bringIn("w-1")
                try await deeds.bringIn("w-2")
                try await deeds.lookAtEverything(of: "w-1")
                try await deeds.changeTogether("w-2")
                try await deeds.correctAlert("w-2")
                try await deeds.place("w-1")
                try await deeds.giveAway("w-1")
                try await deeds.review("w-1")
                try await deeds.keepApart("w-1", "w-2")
                try await deeds.attend("w-1")
                try await deeds.complete("w-1")
                try await deeds.part("w-2")
                try await deeds.operate()
                try await deeds.park()

                let text = try await deeds.refused(
                    ConfirmClock(through: Timestamp(milliseconds: 1_795_442_400_000)))
                #expect(text.contains("never jumps"))
                let all =
                    MessageCatalog.commands.map { $0.type } + MessageCatalog.queries.map { $0.type }
                let missing = all.filter {
                    !deeds.accepted.contains($0) && CatalogWalkTests.elsewhere[$0] == nil
                }
                #expect(missing == [], "accept each once in a deed of this test")
                let listed = try await clinic.cairn("send", "--list").output
                for line in listed.split(separator: "\n") {
                    let name = line.split(separator: " ").first.map(String.init) ?? ""
                    #expect(all.contains(name), "\(name) is listed and nobody's")
                }
            }
        }
    }
}

extension Deeds {
    /// The front desk registers somebody.
    func bringIn(_ client: ClientID) async throws {
        try await give(
            RegisterClient(
                client: client, name: "Somebody", contact: "By phone", ages: .adult,
                language: "en", commitments: [], consent: true))
    }

    /// The views that need nothing but a client.
    func lookAtEverything(of client: ClientID) async throws {
        #expect(try await ask(ClientIdentity(client: client))?.name == "Somebody")
        _ = try await wait(for: ClientTimeline(client: client)) { $0.isEmpty ? nil : $0 }
        #expect(try await !ask(LedgerExport(after: 0, limit: 5)).isEmpty)
        #expect(try await !ask(Processes()).isEmpty)
        _ = try await ask(ClockView())
        _ = try await ask(IntakeList())
        _ = try await wait(for: OpenDuties(client: client)) { $0.isEmpty ? nil : $0 }
        #expect(try await ask(MissingParts()) == [])
        #expect(try await ask(CarePlanView(client: client)) == nil)
        #expect(try await ask(FindClients(text: "Somebody")).contains { $0.client == client })
        #expect(try await ask(BegunForm(client: client, instrument: "phq-9")) == nil)
    }

    /// Of two who change the same thing the second is told what stands, and how to go on.
    func changeTogether(_ client: ClientID) async throws {
        let seen = try await ask(CommitmentsView(client: client)).event
        let work = [WeeklyTime(.sat, TimeOfDay(minutes: 540), TimeOfDay(minutes: 600))]
        try await give(ChangeCommitments(client: client, replaces: seen, commitments: work))
        let text = try await refused(
            ChangeCommitments(client: client, replaces: seen, commitments: []))
        let now = try await ask(CommitmentsView(client: client))
        #expect(now.commitments == work)
        #expect(text.contains(now.event.text))
        try await give(ChangeCommitments(client: client, replaces: now.event, commitments: []))
    }

    /// An alert that was acknowledged in error is open again.
    func correctAlert(_ client: ClientID) async throws {
        try await give(
            SubmitQuestionnaire(
                client: client, instrument: "phq-9", answers: ["9": ItemAnswer(value: 2)]))
        let alert = try await wait(for: OpenAlerts()) { $0.first { $0.client == client }?.alert }
        let done = AcknowledgeAlert(client: client, alert: alert, action: "Called.")
        try await give(done)
        let wrong = try await last(RiskAcknowledged.self, of: client)
        try await give(
            Retract<AssessmentContract>(retraction: .init(event: wrong, reason: "Mixed up.")))
        #expect(try await ask(OpenAlerts()).contains { $0.alert == alert })
        try await give(done)
    }

    /// A level of care is judged and confirmed, and a seat follows.
    func place(
        _ client: ClientID, rating: Int = 2, at level: LevelOfCare = .intensiveOutpatient
    ) async throws {
        let no = ItemAnswer(value: 0)
        let questions = IntakeQuestion.known.map { ($0.rawValue, no) }
        try await give(
            AnswerIntake(client: client, answers: Dictionary(uniqueKeysWithValues: questions)))
        let skipped = ["q3", "q4", "q5", "q6_3m"].map { ($0, ItemAnswer(missing: .skippedByRule)) }
        let screen = [("q1", no), ("q2", no), ("q6", no)] + skipped
        try await give(
            SubmitQuestionnaire(
                client: client, instrument: "c-ssrs-screener",
                answers: Dictionary(uniqueKeysWithValues: screen)))
        for dimension in 1...6 {
            try await give(
                RateDimension(
                    client: client, edition: "asam-3", dimension: dimension,
                    rating: dimension == 5 ? rating : 0, evidence: []))
        }
        let rated = try await ask(RatingsView(client: client))
        #expect(rated.map(\.dimension) == Array(1...6))
        _ = try await refused(
            RateDimension(
                client: client, edition: "asam-3", dimension: 5, rating: 0, evidence: []))
        try await give(RecommendPlacement(client: client))
        let placement = try #require(
            try await ask(IntakeList()).first { $0.client == client }?.placement)
        try await give(
            ConfirmPlacement(client: client, placement: placement, level: level))
        _ = try await seat(of: client)
    }

    /// A client gets another primary clinician, and after a correction has the first one again.
    func giveAway(_ client: ClientID) async throws {
        let first = try await stay(of: client).clinician
        let change = ChangeClinician(client: client, from: first, reason: "A wish.")
        try await give(change)
        let next = try await stay(of: client).clinician
        #expect(next != first)
        #expect(try await refused(change).contains("\(next)"))
        let wrong = try await last(ClinicianChanged.self, of: client)
        try await give(
            Retract<SchedulerContract>(retraction: .init(event: wrong, reason: "Another's.")))
        #expect(try await stay(of: client).clinician == first)
    }

    /// A sign of danger asks for a review, also in the first phase; a person decides on it.
    func review(_ client: ClientID) async throws {
        try await give(
            SubmitQuestionnaire(
                client: client, instrument: "phq-9", answers: ["9": ItemAnswer(value: 1)]))
        _ = try await wait(for: Enrollments()) { stays in
            stays.first { $0.client == client && $0.review == .higherLevel }
        }
        try await give(KeepPhase(client: client, phase: "p1", reason: "A safety plan was made."))
        #expect(try await stay(of: client).review == nil)
        let alert = try await wait(for: OpenAlerts()) { $0.first { $0.client == client }?.alert }
        try await give(AcknowledgeAlert(client: client, alert: alert, action: "Called."))
    }

    /// A do-not-pair rule, and its end by who has seen it.
    func keepApart(_ first: ClientID, _ second: ClientID) async throws {
        try await give(ForbidPairing(first: first, second: second, reason: "Former colleagues."))
        let rule = try #require(try await ask(Memberships()).compactMap(\.apart).first).rule
        try await give(
            Retract<PeerGroupsContract>(retraction: .init(event: rule, reason: "Other people.")))
        #expect(try await ask(Memberships()).compactMap(\.apart) == [])
        try await give(ForbidPairing(first: first, second: second, reason: "Former colleagues."))
        _ = try await refused(AllowPairing(first: first, second: second, rule: rule, reason: "No."))
        let stands = try #require(try await ask(Memberships()).compactMap(\.apart).first).rule
        try await give(AllowPairing(first: first, second: second, rule: stands, reason: "Over."))
    }

    /// Attendance that was recorded in error is recorded anew.
    func attend(_ client: ClientID) async throws {
        let today = try #require(try await clinic.status()).time.prefix(10)
        let monday = try #require(LocalDate(String(today))).weekStart.advanced(by: 7)
        try await give(PlanWeek(week: monday))
        let sessions = try await ask(WeekView(week: monday)).sessions.filter {
            $0.clients.contains(client)
        }
        let first = try #require(sessions.first)
        try await give(CancelSession(session: #require(sessions.last).session, reason: "Fire."))
        try await advance(to: "\(first.end)")
        func present(_ minutes: Int) -> RecordAttendance {
            RecordAttendance(
                client: client, session: first.session, status: .present, minutes: minutes)
        }
        try await give(present(10))
        #expect(try await refused(present(60)).contains("cairn client timeline"))
        let wrong = try await last(AttendanceRecorded.self, of: client)
        try await give(
            Retract<SchedulerContract>(retraction: .init(event: wrong, reason: "Mistyped.")))
        try await give(present(60))
    }

    /// The program to its end, and back: the stay has its phase, its seat and its plan again.
    func complete(_ client: ClientID) async throws {
        func change(_ from: PhaseID, _ to: PhaseID) -> ChangePhase {
            ChangePhase(client: client, from: from, to: to, reason: "Talked over.")
        }
        try await give(change("p1", "p2"))
        _ = try await refused(change("p1", "p2"))
        let wrong = try await last(PhaseChanged.self, of: client)
        try await give(
            Retract<SchedulerContract>(retraction: .init(event: wrong, reason: "Too soon.")))
        #expect(try await stay(of: client).phase == "p1")
        try await give(change("p1", "p2"))
        try await give(change("p2", "p3"))
        let plan = try await wait(for: CarePlanView(client: client)) { $0 }
        try await give(
            SignPlan(
                client: client, plan: plan.plan, draft: plan.draft,
                sections: ["coping": "Walks."]))
        try await give(CompleteProgram(client: client, reason: "The goals are met."))
        _ = try await wait(for: NextContacts()) { contacts in
            contacts.first { $0.client == client && $0.situation == .aftercare }
        }
        let closed = try await last(EnrollmentClosed.self, of: client)
        try await give(
            Retract<SchedulerContract>(retraction: .init(event: closed, reason: "Another's.")))
        #expect(try await stay(of: client).phase == "p3")
        #expect(try await seat(of: client) == "p3-01")
        _ = try await wait(for: NextContacts()) { contacts in
            contacts.contains { $0.client == client } ? nil : true
        }
        #expect(try await ask(CarePlanView(client: client))?.isSigned == true)
    }

    /// Who declines is called, discharged, and after a correction called again.
    func part(_ client: ClientID) async throws {
        try await give(DeclineTreatment(client: client, reason: "Not now."))
        let next = try await wait(for: NextContacts()) { contacts in
            contacts.first { $0.client == client && $0.situation == .declined }
        }
        if next.contact == nil { try await advance(to: "\(next.due)T08:00") }
        let contact = try await wait(for: NextContacts()) { contacts in
            contacts.first { $0.client == client }?.contact
        }
        func kept(_ note: String) -> RecordContact {
            RecordContact(
                client: client, contact: contact, isReached: true, returnToUse: false, note: note)
        }
        try await give(kept("Spoke with somebody else."))
        let wrong = try await last(ContactKept.self, of: client)
        try await give(
            Retract<AftercareContract>(retraction: .init(event: wrong, reason: "Mixed up.")))
        let again = try await ask(NextContacts()).first { $0.client == client }
        #expect(again?.contact == contact)
        try await give(kept("Spoke with the client."))
        try await give(DischargeClient(client: client, reason: "As agreed."))
        let discharge = try await last(ClientDischarged.self, of: client)
        try await give(
            Retract<AftercareContract>(retraction: .init(event: discharge, reason: "Not agreed.")))
        let situation = try await ask(NextContacts()).first { $0.client == client }?.situation
        #expect(situation == .declined)
        try await give(ReportReturnToUse(client: client, account: "A friend phoned."))
        try await give(
            CloseFollowUp(client: client, ending: .moved, reason: "The friend told it."))
        let closed = try await last(FollowUpClosed.self, of: client)
        #expect(try await !ask(NextContacts()).contains { $0.client == client })
        try await give(
            Retract<AftercareContract>(retraction: .init(event: closed, reason: "Another's.")))
        #expect(try await ask(NextContacts()).contains { $0.client == client })
    }

    /// What who runs the system does.
    func operate() async throws {
        try await give(RecordReveal(scope: "test", reason: "The test looks."))
        try await give(StopProcess(process: "peer-groups"))
        try await give(StartProcess(process: "peer-groups"))
        try await clinic.waits(for: "ready", of: "peer-groups")
        try await give(RestartProcess(process: "aftercare"))
        try await clinic.waits(for: "ready", of: "aftercare")
        let clock = try #require(try await ask(ClockView()).lastHour)
        try await give(AdvanceClock(to: clock.advanced(byHours: 1)))
    }

    /// Each peer with a journal tells what is parked, and decides on a retry and a discard; where
    /// something is parked they are accepted.
    func park() async throws {
        let peers = ["supervisor", "assessment", "scheduler", "peer-groups", "aftercare", "ledger"]
        for peer in peers {
            for verb in [["retry"], ["discard", "--reason", "It is gone."]] {
                let result = try await clinic.cairn(
                    ["parked", verb[0], peer, "assessment.client", "9999"] + verb.dropFirst()
                        + ["--as", "dir"])
                #expect(result.code == 65 && result.errors.contains("is not parked at \(peer)"))
            }
        }
        for (number, verb) in MessageCatalog.peerCommands.map({ $0.verb }).enumerated() {
            let place = try await parkOne(ClientID("w-\(3 + number)"))
            let word = verb.split(separator: "-").first.map(String.init) ?? verb
            let reason = word == "discard" ? ["--reason", "It is gone."] : []
            let result = try await clinic.cairn(["parked", word] + place + reason)
            #expect(result.code == 0, "\(verb): \(result.errors)")
            try await clinic.waits(for: "ready", of: "aftercare")
        }
        for query in MessageCatalog.peerQueries {
            #expect(try await clinic.cairn(query.name, "list").code == 0)
        }
    }

    /// Makes aftercare set aside the registration of a new client; where it stands.
    private func parkOne(_ client: ClientID) async throws -> [String] {
        try await give(StopProcess(process: "aftercare"))
        try await clinic.waits(for: "stopped", of: "aftercare")
        let count = try await clinic.history().lines.count {
            $0.topic == "event.assessment.client"
        }
        try clinic.endedTwice("aftercare", at: "assessment.client", count + 1)
        try await bringIn(client)
        try await give(StartProcess(process: "aftercare"))
        try await clinic.waits(for: "degraded", of: "aftercare")
        return ["aftercare", "assessment.client", "\(count + 1)", "--as", "dir"]
    }

    private func stay(of client: ClientID) async throws -> EnrollmentStatus {
        try await wait(for: Enrollments()) { $0.first { $0.client == client } }
    }

    /// The group in which a client sits who sits in one of the present phase.
    func seat(of client: ClientID) async throws -> GroupID {
        try await wait(for: Enrollments()) { stays in
            stays.first { $0.client == client }.flatMap { stay in
                stay.group.flatMap { $0.text.hasPrefix(stay.phase.text) ? $0 : nil }
            }
        }
    }
}
