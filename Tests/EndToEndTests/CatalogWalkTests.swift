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
            ApprovePlugin.type: "`cairn plugin enable` works out the hash: AdmissionTests",
            DisablePlugin.type: "of a plugin that is there: AdmissionTests",
            RemovePlugin.type: "of a plugin that is there: AdmissionTests",
            Plugins.type: "of plugins that are there: AdmissionTests",
            TellSession.type: "of a session that lost its therapy: TherapyServicesTests",
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
                try await deeds.agree(with: "w-2")
                try await deeds.consent("w-2")
                try await deeds.changeTogether("w-2")
                try await deeds.correctAlert("w-2")
                try await deeds.closeDanger("w-2")
                try await deeds.clearGate(of: "w-2")
                try await deeds.place("w-1", available: .outpatient)
                try await deeds.waitForLevel("w-1")
                try await deeds.giveAway("w-1")
                try await deeds.review("w-1")
                try await deeds.keepApart("w-1", "w-2")
                try await deeds.attend("w-1")
                try await deeds.treat("w-1")
                try await deeds.goAway()
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
        #expect(try await ask(ClientsInCare()).contains { $0.client == client })
        _ = try await ask(Measures(client: client))
        _ = try await wait(for: OpenDuties(client: client)) { $0.isEmpty ? nil : $0 }
        #expect(try await ask(MissingParts()) == [])
        #expect(try await ask(CarePlanView(client: client)) == nil)
        #expect(try await ask(FindClients(text: "Somebody")).contains { $0.client == client })
        #expect(try await ask(BegunForm(client: client, instrument: "phq-9")) == nil)
        #expect(try await ask(TherapyForms()).isEmpty)
        #expect(try await ask(ApprovedTherapies()).isEmpty)
        #expect(try await ask(Practices(client: client)).isEmpty)
    }

    /// A client consents to something, and takes it back.
    func consent(_ client: ClientID) async throws {
        try await give(RecordConsent(client: client, purpose: "video"))
        #expect(try await ask(ConsentsView(client: client)).contains { $0.purpose == "video" })
        try await give(WithdrawConsent(client: client, purpose: "video"))
        let line = try await ask(ConsentsView(client: client)).first { $0.purpose == "video" }
        #expect(line?.isLive == false)
    }

    /// When the client comes for the intake, and how the client agreed to be contacted.
    func agree(with client: ClientID) async throws {
        _ = try await wait(for: ContactCardView(client: client)) { $0 }
        try await give(
            AgreeContact(client: client, channel: .phone, mayLeaveMessage: false, hours: []))
        #expect(try await ask(ContactCardView(client: client))?.agreement?.channel == .phone)
        let time = try #require(try await clinic.status()).time
        let today = try #require(LocalDate(String(time.prefix(10))))
        let at = LocalDateTime(date: today, time: TimeOfDay(minutes: 10 * 60))
        try await give(
            BookAppointment(
                client: client, with: "cm1", at: at, place: "in-person", purpose: .intake))
        let booked = try #require(try await ask(IntakeAppointments()).first { $0.client == client })
        let record = RecordAppointment(
            client: client, appointment: booked.appointment, outcome: .came, note: "")
        _ = try await refused(record)
        try await advance(to: "\(at)")
        try await give(record)
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

    /// A danger that somebody tells of is open until a clinician closes it.
    func closeDanger(_ client: ClientID) async throws {
        try await give(
            ReportDanger(
                client: client, kind: .dangerToOthers, urgency: .today, account: "His words."))
        let alert = try await wait(for: OpenAlerts()) { alerts in
            alerts.first { $0.client == client && $0.kind == .dangerToOthers }?.alert
        }
        try await give(AcknowledgeAlert(client: client, alert: alert, action: "Called."))
        let now = try #require(try await ask(ClockView()).lastHour)
        try await give(
            CloseConcern(
                client: client, kind: .dangerToOthers, level: .low, action: "Talked it over.",
                hasSafetyPlan: true, nextScreen: now.dayInUTC.advanced(by: 7)))
        _ = try await wait(for: OpenConcerns(client: client)) { concerns in
            concerns.contains { $0.kind == .dangerToOthers } ? nil : true
        }
        #expect(try await ask(AlertBurden(until: now, days: 7)).raised.count == 7)
    }

    /// What holds a level of care up is seen, and cleared by whoever may.
    func clearGate(of client: ClientID) async throws {
        let home = IntakeQuestion.dangerAtHome.rawValue
        try await give(AnswerIntake(client: client, answers: [home: ItemAnswer(value: 1)]))
        let gates = try await ask(PlacementView(client: client)).gates
        #expect(gates.map(\.gate) == ["danger-at-home"])
        let clear = ClearGate(
            client: client, gate: "danger-at-home", act: "safe-place",
            finding: "Stays with a sister.")
        try await give(clear)
        #expect(try await refused(clear).contains("not open"))
    }

    /// Who waited for a level begins there; and how often levels are overridden is seen.
    func waitForLevel(_ client: ClientID) async throws {
        let placement = try #require(
            try await ask(PlacementView(client: client)).confirmed?.placement)
        try await give(
            ReviewInterim(
                client: client, placement: placement, isAvailable: true, words: "A place is free."))
        let rates = try await ask(OverrideRates()).raters
        #expect(rates.map(\.decisions) == [1] && rates.map(\.overrides) == [0])
        try await give(ReviewOverrides(words: "Too few to say anything."))
    }

    /// A level of care is judged and confirmed, and a seat follows.
    func place(
        _ client: ClientID, rating: Int = 2, at level: LevelOfCare = .intensiveOutpatient,
        available: LevelOfCare? = nil
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
            ConfirmPlacement(
                client: client, placement: placement, level: level, available: available,
                interim: available.map { _ in "A call each Tuesday." }))
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
        #expect(try await refused(present(60)).contains("cairn correct"))
        let wrong = try await last(AttendanceRecorded.self, of: client)
        try await give(
            Retract<SchedulerContract>(retraction: .init(event: wrong, reason: "Mistyped.")))
        try await give(
            RecordSessionAttendance(
                session: first.session,
                records: [Participation(client: client, status: .present, minutes: 60)]))
        let calendar = try await ask(CalendarView(week: monday))
        #expect(calendar.first { $0.session == first.session }?.recorded.contains(client) == true)
    }

    /// A treatment is planned, prescribed, tested and certified; a certification is taken back.
    func treat(_ client: ClientID) async throws {
        _ = try await wait(for: ClientCare(client: client)) { $0.enrollment }
        let step = PlanObjective(
            goal: 1, text: "Two meetings.", target: LocalDate(year: 2026, month: 12, day: 1))
        let write = WriteTreatmentPlan(
            client: client, problems: ["Drinks."], goals: ["Sleep."], objectives: [step])
        try await give(write)
        _ = try await refused(write)
        let plan = try #require(try await ask(ClientCare(client: client)).written).event
        try await give(SignTreatmentPlan(client: client, plan: plan, isAgreed: true))
        try await give(ReviewTreatmentPlan(client: client, plan: plan, findings: "Sleeps."))
        try await give(
            StartMedication(
                client: client, name: "methadone", purpose: .opioidUse, prescriber: "md1",
                testsAs: []))
        var taken = try #require(try await ask(ClientCare(client: client)).medications.first)
        try await give(
            ChangeMedication(
                client: client, medication: taken.medication, replaces: taken.event, dose: "60 mg"))
        taken = try #require(try await ask(ClientCare(client: client)).medications.first)
        try await give(
            StopMedication(
                client: client, medication: taken.medication, replaces: taken.event,
                reason: "A wish."))
        try await give(ChooseCollector(client: client, gender: .female))
        // One that was drawn for today is collected first.
        let tests = try await ask(ClientCare(client: client)).tests
        for drawn in tests where drawn.next == .collectTest {
            try await give(
                RecordCollection(
                    client: client, test: drawn.test, outcome: .excused,
                    note: "Another is ordered today."))
        }
        let before = Set(try await ask(ClientCare(client: client)).tests.map(\.test))
        try await give(OrderUrineTest(client: client, reason: "Asked for."))
        let test = try #require(
            try await ask(ClientCare(client: client)).tests.map(\.test).first {
                !before.contains($0)
            })
        try await give(RecordCollection(client: client, test: test, outcome: .collected))
        try await give(
            RecordTestResult(client: client, test: test, stage: .confirmed, found: [.cocaine]))
        try await give(JudgeTest(client: client, test: test, judgement: .noUse, reason: "Told."))
        try await give(RequireCertification(client: client, payer: "Medicare", isRequired: true))
        let now = try #require(try await clinic.status()).time.prefix(10)
        let today = try #require(LocalDate(String(now)))
        try await give(CertifyTreatment(client: client, from: today))
        let wrong = try await last(TreatmentCertified.self, of: client)
        try await give(
            Retract<TreatmentContract>(retraction: .init(event: wrong, reason: "Another's.")))
        let left = try await ask(ClientCare(client: client)).certification
        #expect(left?.through == nil && left?.isRequired == true)
    }

    /// Somebody is away; a session has another leader; and the word is taken back.
    func goAway() async throws {
        let today = try #require(try await clinic.status()).time.prefix(10)
        let monday = try #require(LocalDate(String(today))).weekStart
        let weeks = try await ask(WeekView(week: monday)).sessions
        let session = try #require(
            weeks.last { $0.group != nil && monday.advanced(by: 3) < $0.start.date })
        try await give(RecordAway(staff: session.clinician, from: session.start.date))
        #expect(try await ask(StaffAwayView()).map(\.staff) == [session.clinician])
        let busy = weeks.filter { $0.start < session.end && session.start < $0.end }
            .map(\.clinician)
        let others: [StaffID] = ["t01", "t02", "t03"]
        let other = try #require(others.first { !busy.contains($0) })
        try await give(CoverSession(session: session.session, clinician: other))
        try await give(RecordBack(staff: session.clinician, from: session.start.date))
        #expect(try await ask(StaffAwayView()) == [])
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
        let end = CompleteProgram(client: client, reason: "The goals are met.")
        #expect(try await refused(end).contains("cairn appointment book"))
        let now = try #require(try await clinic.status()).time.prefix(10)
        let day = try #require(LocalDate(String(now)))
        func book(_ days: Int, _ old: AppointmentID? = nil) -> BookAppointment {
            BookAppointment(
                client: client, replaces: old, with: "A doctor",
                at: LocalDateTime(date: day.advanced(by: days), time: TimeOfDay(minutes: 600)),
                place: "There")
        }
        try await give(book(7))
        let booked = try #require(try await ask(AppointmentsView(client: client)).first)
        try await give(book(8, booked.appointment))
        let moved = try #require(try await ask(AppointmentsView(client: client)).first)
        try await give(
            CancelAppointment(
                client: client, appointment: moved.appointment, reason: "She is away."))
        try await give(book(9))
        try await give(book(10))
        try await giveOnceKnown(end)
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
        let peers = MessageCatalog.contracts.map { $0.service.text }.filter { $0 != "simulator" }
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
