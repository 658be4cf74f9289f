import Foundation
import Messages
import Testing

extension RealProcesses {
    /// What people forget, and what they tell late, in one clinic.
    @Suite("Nobody falls through", .timeLimit(.minutes(8)))
    struct NobodyFallsThroughTests {
        @Test("What nobody does stays somebody's, and whoever leaves is let go as they wish")
        func month() async throws {
            try await RunningClinic.with("through", plugins: []) { clinic in
                try await clinic.up()
                let deeds = Deeds(clinic)
                try await deeds.advance(to: "2026-10-06T08:00")
                for client in ["f-2", "f-3"] as [ClientID] {
                    try await deeds.bringIn(client)
                    try await deeds.place(client)
                }
                for client in ["f-7", "f-10", "f-11", "f-12", "f-13"] as [ClientID] {
                    try await deeds.bringIn(client)
                }
                try await deeds.alike("f-2")
                try await deeds.assessed("f-5")
                try await deeds.inDanger("f-8")
                try await deeds.everyoneHasANextStep()
                try await deeds.endings()
                try await deeds.theClientPhones("f-10")
                try await deeds.therapistIsSick()
                try await deeds.nobodyWritesDown("f-2", notEven: "f-3")
                try await deeds.nobodyCalls("f-7")
                try await deeds.excused("f-3")
                try await deeds.isTooOld("f-5")
                try await deeds.stillToldTo("f-8")
                try await deeds.everyoneHasANextStep()
            }
        }
    }
}

extension Deeds {
    private func cairn(_ words: String..., sourceLocation: SourceLocation = #_sourceLocation)
        async throws -> String
    {
        let result = try await clinic.cairn(words)
        try #require(result.code == 0, "\(words): \(result.errors)", sourceLocation: sourceLocation)
        return result.output
    }

    private func now() async throws -> (date: LocalDate, time: String) {
        let time = try #require(try await clinic.status()).time
        return (try #require(LocalDate(String(time.prefix(10)))), time)
    }

    fileprivate func everyoneHasANextStep() async throws {
        let week = try await cairn("week", "--as", "dir")
        #expect(week.contains("Everyone has a next step"), "\(week)")
    }

    /// An id that reads like another one, or like a name, is nobody's.
    fileprivate func alike(_ client: ClientID) async throws {
        for id in ["F-2", "f-2 ", "Jane Doe 1985"] as [ClientID] {
            let text = try await refused(
                RegisterClient(
                    client: id, name: "Somebody", contact: "By phone", ages: .adult,
                    language: "en", commitments: [], consent: true))
            #expect(text.contains("not in the form") && !text.contains(id.text), "\(text)")
        }
        let known = try await ask(FindClients(text: "Somebody")).map(\.client)
        #expect(known.contains(client) && Set(known).count == known.count)
        #expect(known.allSatisfy { $0.text.hasPrefix("f-") && $0.text == $0.text.lowercased() })
    }

    /// All that a level needs, a CIWA-Ar with it; nobody confirms it.
    fileprivate func assessed(_ client: ClientID) async throws {
        try await bringIn(client)
        try await know(client, yes: [.recentDailyDrinking])
        let calm = Dictionary(
            uniqueKeysWithValues: (1...10).map { ("\($0)", ItemAnswer(value: 0)) })
        try await give(SubmitQuestionnaire(client: client, instrument: "ciwa-ar", answers: calm))
        try await give(RecommendPlacement(client: client))
    }

    /// After 34 days all of it is too old: nothing is recommended, and nothing of then confirmed.
    fileprivate func isTooOld(_ client: ClientID) async throws {
        let waiting = try #require(try await ask(IntakeList()).first { $0.client == client })
        let text = try await refused(RecommendPlacement(client: client))
        #expect(text.contains("Too old"), "\(text)")
        let stale = try await refused(
            ConfirmPlacement(
                client: client, placement: try #require(waiting.placement),
                level: .intensiveOutpatient))
        #expect(stale.contains("has changed since"), "\(stale)")
        #expect(try await !ask(Enrollments()).contains { $0.client == client })
    }

    /// Severe withdrawal, of which nobody takes charge.
    fileprivate func inDanger(_ client: ClientID) async throws {
        try await bringIn(client)
        let severe = Dictionary(
            uniqueKeysWithValues: (1...10).map { ("\($0)", ItemAnswer(value: 2)) })
        try await give(SubmitQuestionnaire(client: client, instrument: "ciwa-ar", answers: severe))
    }

    /// For 34 days it has been somebody's at each moment, and told less often than three times a day.
    fileprivate func stillToldTo(_ client: ClientID) async throws {
        let duty = try #require(
            try await ask(OpenDuties(client: client)).first { $0.duty.kind == .acknowledgeAlert })
        #expect(duty.duty.person == "dir" && !duty.duty.missedBy.isEmpty)
        let told = try await ask(ClientTimeline(client: client)).filter {
            $0.topic.hasSuffix("assessment.duty") && $0.data.contains(duty.duty.duty.text)
        }
        #expect((4..<100).contains(told.count), "\(told.count)")
        let status = try await clinic.cairn("status")
        #expect(status.code == 1 && status.output.contains("now with dir"), "\(status.output)")
    }

    /// Declined and discharged, moved, died, and asked not to be called: none is called weekly.
    fileprivate func endings() async throws {
        try await give(DeclineTreatment(client: "f-11", reason: "Not now."))
        try await give(DischargeClient(client: "f-11", reason: "As agreed."))
        let letter = try await cairn(
            "contact", "end", "f-12", "do-not-call", "A letter is fine.", "--as", "t01")
        #expect(letter.contains("signed by t01"))
        _ = try await cairn("contact", "end", "f-13", "died", "The sister told it.", "--as", "t01")
        let contacts = try await ask(NextContacts())
        #expect(!contacts.contains { $0.client == "f-13" })
        let today = try await now().date
        let next = try #require(contacts.first { $0.client == "f-12" })
        #expect(today.days(until: next.due) > 60)
        #expect(contacts.first { $0.client == "f-11" }?.situation == .discharged)
        // The door stays open.
        _ = try await cairn(
            "contact", "reached", "f-13", "--incoming", "It was a slip.", "--as", "cm1")
        #expect(try await ask(NextContacts()).contains { $0.client == "f-13" })
        _ = try await cairn("contact", "end", "f-13", "moved", "To the coast.", "--as", "t01")
        #expect(try await !ask(NextContacts()).contains { $0.client == "f-13" })
    }

    /// Before the due day, and of the evening before.
    fileprivate func theClientPhones(_ client: ClientID) async throws {
        let due = try #require(try await ask(NextContacts()).first { $0.client == client })
        #expect(due.contact == nil)
        _ = try await cairn(
            "contact", "reached", client.text, "--incoming", "Phoned by herself.", "--as", "cm1")
        try await advance(to: "2026-10-07T08:00")
        _ = try await cairn(
            "contact", "reached", client.text, "--at", "2026-10-06T18:30", "--by", "t01",
            "The evening's call.", "--as", "cm1")
        let next = try #require(try await ask(NextContacts()).first { $0.client == client })
        #expect(next.due.description == "2026-10-13" && next.reached != nil)
        let week = try await cairn("week", "--as", "dir")
        #expect(week.contains("The longest without a contact: 1 day"), "\(week)")
        #expect(!week.contains("NOT TRIED"), "\(week)")
    }

    /// At ten past eight the front desk tells it; by the evening each session has a leader.
    fileprivate func therapistIsSick() async throws {
        let told = try await cairn("staff", "away", "t01", "--as", "fd1")
        #expect(told.contains("To be covered or cancelled"), "\(told)")
        let names = told.split(separator: "\n").compactMap { line in
            line.trimmingCharacters(in: .whitespaces).hasPrefix("2026-10-05.")
                ? line.trimmingCharacters(in: .whitespaces).split(separator: " ").first : nil
        }
        let first = String(try #require(names.first))
        #expect(try await cairn("staff", "list", "--as", "fd1").contains("t01"))
        let duty = try await wait(for: OpenDuties()) { lines in
            lines.first { $0.duty.kind == .coverSession && $0.duty.about == first }?.duty
        }
        let person = try #require(duty.person?.text)
        let sheet = try await cairn("today", "--ahead", "--as", person)
        #expect(sheet.contains("cairn staff cover \(first) STAFF --as \(person)"), "\(sheet)")
        let holds = try await ask(OpenDuties(person: "t01"))
        let evening = try #require(Timestamp("2026-10-08T04:00:00Z"))
        #expect(holds.filter { $0.duty.due < evening }.isEmpty)
        for (number, name) in names.enumerated() {
            if number == 0 {
                _ = try await cairn("staff", "cover", String(name), "t03", "--as", person)
            } else {
                try await give(CancelSession(session: SessionID(String(name)), reason: "Sick."))
            }
        }
        _ = try await wait(for: OpenDuties()) { lines in
            lines.contains { $0.duty.kind == .coverSession } ? nil : true
        }
        try await everyoneHasANextStep()
    }

    /// A session without a record is its leader's that evening, red the next morning, and after three
    /// days the client is followed up. Two days of the other are written down as missed.
    fileprivate func nobodyWritesDown(_ client: ClientID, notEven other: ClientID) async throws {
        try await advance(to: "2026-10-09T08:00")
        let lines = try await wait(for: OpenDuties()) { lines in
            let open = lines.filter { $0.duty.kind == .recordAttendance }
            return open.isEmpty ? nil : open
        }
        let morning = try #require(Timestamp("2026-10-09T13:00:00Z"))
        #expect(lines.contains { $0.duty.isLate(at: morning) })
        let status = try await clinic.cairn("status")
        #expect(status.output.contains("late"), "\(status.output)")
        for session in try await sessions(of: other, in: ["2026-10-05"])
        where session.start.date < LocalDate(year: 2026, month: 10, day: 9) {
            try await give(
                RecordAttendance(
                    client: other, session: session.session, status: .noShow, minutes: 0))
        }
        try await advance(to: "2026-10-16T08:00")
        let next = try await wait(for: NextContacts()) { contacts in
            contacts.first { $0.client == client && $0.situation == .unrecorded }
        }
        #expect(next.reason?.isEmpty == false)
        for session in try await sessions(of: other, in: ["2026-10-05", "2026-10-12"])
        where session.start.date > LocalDate(year: 2026, month: 10, day: 8)
            && session.start.date < LocalDate(year: 2026, month: 10, day: 14)
        {
            try await give(
                RecordAttendance(
                    client: other, session: session.session, status: .noShow, minutes: 0))
        }
        _ = try await wait(for: NextContacts()) { contacts in
            contacts.first { $0.client == other && $0.situation == .noShow }
        }
        // Missed days: whether the level is right is for a person to judge within 72 hours, and for
        // the next person after that.
        let review = try await wait(for: OpenDuties(client: other)) { lines in
            lines.first { $0.duty.kind == .review }?.duty
        }
        #expect(review.person != nil)
        #expect(review.firstDue == review.since.advanced(byHours: 72), "\(review)")
        #expect(review.words.contains("days missed within a week"), "\(review.words)")
        try await everyoneHasANextStep()
    }

    /// Nobody's silence climbs, on no day; it is a person's who is told of it.
    fileprivate func nobodyCalls(_ client: ClientID) async throws {
        try await advance(to: "2026-10-26T08:00")
        let next = try #require(try await ask(NextContacts()).first { $0.client == client })
        #expect(next.rung == 0 && next.contact != nil)
        let text = try await refused(DischargeClient(client: client, reason: "Lost."))
        #expect(text.contains("not exhausted"))
        let duty = try #require(
            try await ask(OpenDuties(client: client)).first { $0.duty.kind == .contact }?.duty)
        #expect(duty.person == "dir" && duty.rung >= 3)
        let week = try await cairn("week", "--as", "dir")
        #expect(week.contains("NOT TRIED for more than 7 days"), "\(week)")
        for client in try await ask(NextContacts()).filter({ $0.contact != nil }).map(\.client) {
            _ = try await cairn("contact", "tried", client.text, "--as", "cm1")
        }
    }

    /// However often it is excused: the outreach goes on until the client comes.
    fileprivate func excused(_ client: ClientID) async throws {
        try await advance(to: "2026-11-10T08:00")
        let weeks = ["2026-10-12", "2026-10-19", "2026-10-26", "2026-11-02", "2026-11-09"]
        let today = try await now().date
        var count = 0
        for session in try await sessions(of: client, in: weeks)
        where session.start.date > LocalDate(year: 2026, month: 10, day: 14)
            && session.start.date < today
        {
            let record = RecordAttendance(
                client: client, session: session.session, status: .excused, minutes: 0)
            try await give(record)
            count += 1
        }
        #expect(count >= 35, "\(count)")
        let next = try #require(try await ask(NextContacts()).first { $0.client == client })
        #expect(next.situation == .noShow)
    }

    private func sessions(of client: ClientID, in weeks: [String]) async throws
        -> [SessionScheduled]
    {
        var found: [SessionScheduled] = []
        for week in weeks {
            let monday = try #require(LocalDate(week))
            found += try await ask(WeekView(week: monday)).sessions.filter {
                $0.clients.contains(client)
            }
        }
        return found.sorted { $0.start < $1.start }
    }
}
