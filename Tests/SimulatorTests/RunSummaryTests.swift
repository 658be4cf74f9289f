import Messages
import Testing

@testable import SimulatorCore

@Suite("The director's summary of a rehearsal")
struct RunSummaryTests {
    private func fact(
        _ id: MessageID, _ event: any Event, by owner: Identity, minute: Int64 = 0
    ) -> Fact {
        Fact(id: id, owner: owner, event: event, time: Timestamp(milliseconds: minute * 60_000))
    }

    private func figures(_ facts: [Fact]) -> Figures {
        facts.reduce(into: RunSummary()) { $0.apply($1) }.figures
    }

    private func alert(_ id: AlertID, minute: Int64) -> Fact {
        let event = RiskAlerted(
            client: "c-0001", alert: id, kind: .suicideRisk, urgency: .now,
            due: Timestamp(milliseconds: 0), guidance: "")
        return fact(MessageID("alert-\(id)"), event, by: .assessment, minute: minute)
    }

    private func acknowledged(_ id: AlertID, minute: Int64, isLate: Bool = false) -> Fact {
        let event = RiskAcknowledged(client: "c-0001", alert: id, isLate: isLate, action: "seen")
        return fact(MessageID("ack-\(id)"), event, by: .assessment, minute: minute)
    }

    @Test("It says first that it is a rehearsal")
    func saysSo() {
        #expect(RunSummary().rows.first?.0 == "REHEARSAL")
    }

    @Test("All that it counts is in the simulator's own journal")
    func isFed() {
        let unheard = RunSummary.reads.filter { kind in
            !SimulatorContract.reads.contains { $0 == kind }
        }
        #expect(unheard.map { "\($0)" } == [])
    }

    @Test("Alerts are timed from the alert to the person; the late and the open are counted")
    func alerts() {
        let found = figures([
            alert("a", minute: 0), alert("b", minute: 0), alert("c", minute: 0),
            alert("d", minute: 0), acknowledged("b", minute: 90, isLate: true),
            acknowledged("a", minute: 10), acknowledged("c", minute: 30),
        ])
        #expect(found.medianResponseMinutes == 30)
        #expect(found.alertsLate == 1)
        #expect(found.alertsOpen == 1)
    }

    @Test("A repeated fact counts once")
    func repeats() throws {
        let changed = try fact("p", PhaseChanged.example, by: .scheduler)
        #expect(figures([changed, changed]).stepsDown == 1)
    }

    @Test("A fact that was entered in error counts for nothing, whichever comes first")
    func corrections() throws {
        let changed = try fact("p", PhaseChanged.example, by: .scheduler)
        let error = EnteredInError(
            event: "p", type: "scheduler.enrollment.phase-changed.v1", client: nil, reason: "wrong")
        let correction = fact("e", error, by: .scheduler)
        #expect(figures([changed, correction]).stepsDown == 0)
        #expect(figures([correction, changed]).stepsDown == 0)
    }

    @Test("A seat counts as waited for only after a wait")
    func waiting() throws {
        let joined = try fact("j", MemberJoined.example, by: .peerGroups)
        let waitlisted = try fact("w", MemberWaitlisted.example, by: .peerGroups)
        #expect(figures([joined]).seatedAfterWaiting.isEmpty)
        #expect(figures([waitlisted]).seatedAfterWaiting.isEmpty)
        #expect(figures([waitlisted, joined]).seatedAfterWaiting == ["c-0001"])
    }

    private func duty(
        _ kind: DutyKind, opened minute: Int64, closed: Int64? = nil, dueDay: Int64
    ) -> [Fact] {
        let id = DutyID("d-\(kind)")
        let opened = DutyOpened(
            duty: id, kind: kind, client: "c-0001", about: "e-1", role: .clinician, person: "t01",
            since: Timestamp(milliseconds: minute * 60_000),
            due: Timestamp(milliseconds: dueDay * 86_400_000), words: "")
        let end = closed.map { minute in
            fact(
                MessageID("c-\(kind)"), DutyClosed(duty: id, client: "c-0001", how: .done),
                by: .scheduler, minute: minute)
        }
        return [fact(MessageID("o-\(kind)"), opened, by: .scheduler, minute: minute)]
            + [end].compactMap(\.self)
    }

    @Test("A review that is open for more than a week after it was due was decided by nobody")
    func reviews() {
        let day: Int64 = 1440
        let later = alert("late", minute: 20 * day)
        #expect(
            figures(duty(.review, opened: 0, closed: 9 * day, dueDay: 2)).reviews.undecided == 0)
        #expect(
            figures(duty(.review, opened: 0, closed: 11 * day, dueDay: 2)).reviews.undecided == 1)
        #expect(figures(duty(.review, opened: 0, dueDay: 2) + [later]).reviews.undecided == 1)
        #expect(figures(duty(.contact, opened: 0, dueDay: 2) + [later]).reviews.asked == 0)
    }

    @Test("A client is lost on a day on which no duty, seat, session or contact holds them")
    func lost() throws {
        let day: Int64 = 1440
        let client = try fact("r", ClientRegistered.example, by: .assessment)
        let end = alert("end", minute: 6 * day)
        let held = duty(.contact, opened: 0, closed: 3 * day, dueDay: 9)
        #expect(figures([client, end]).lost.days["c-0001"] == 1)
        #expect(figures([client] + held + [end]).lost.days["c-0001"] == 1)
        #expect(figures([client] + duty(.contact, opened: 0, dueDay: 9) + [end]).lost.days == [:])
    }

    @Test("A missed contact is followed up when another one falls due, and not before")
    func missedContacts() {
        func due(_ contact: ContactID) -> Fact {
            let event = ContactDue(
                client: "c-0001", contact: contact, situation: .intake, owner: "t01",
                due: SmallClinic.start)
            return fact(MessageID("due-\(contact)"), event, by: .aftercare)
        }
        let event = ContactMissed(client: "c-0001", contact: "k-1", attempt: "none")
        let missed = fact("m", event, by: .aftercare)
        #expect(figures([due("k-1"), missed]).contactsFollowedUp.isEmpty)
        #expect(figures([due("k-1"), missed, due("k-2")]).contactsFollowedUp == ["k-1"])
    }

    @Test("The longest gap of each client counts from one contact to the next, and up to now")
    func gaps() {
        func day(_ day: Int64) -> Int64 { day * 1_440 }
        let registered = ClientRegistered(
            client: "c-0001", ages: .adult, language: "en", commitments: [], owner: "cm1")
        let kept = ContactKept(client: "c-0001", contact: "k-1", summary: "Fine.")
        let facts = [
            fact("r", registered, by: .assessment),
            fact("k", kept, by: .aftercare, minute: day(5)),
        ]
        #expect(figures(facts).silences.longest == ["c-0001": 5])
        let later = fact("w", ProcessReady(process: "cbt"), by: .supervisor, minute: day(30))
        let found = figures(facts + [later])
        #expect(found.silences.longest == ["c-0001": 25])
        #expect(
            found.rows.contains {
                $0.0 == "Longest gaps between contacts" && $0.1 == "25 days: c-0001"
            })
    }

    @Test("A planned contact that nobody tried for more than a week is told")
    func abandoned() {
        func plan(_ id: MessageID, _ contact: ContactID?, day: Int) -> Fact {
            let event = FollowUpAssigned(
                client: "c-0001", situation: .aftercare, owner: "t01",
                nextContact: LocalDate(daysSince1970: day + 7), contact: contact, reason: nil)
            return fact(id, event, by: .aftercare, minute: Int64(day) * 1_440)
        }
        #expect(
            figures([plan("a", nil, day: 0), plan("b", "k", day: 14)]).silences.abandoned == [:])
        #expect(
            figures([plan("a", nil, day: 0), plan("b", "k", day: 15)]).silences.abandoned
                == ["c-0001": 1])
    }

    @Test("Hours are held once for a session, however many came, and not when nobody did")
    func hours() throws {
        let scheduled = try fact("s", SessionScheduled.example, by: .scheduler)
        func attended(_ client: ClientID, _ minutes: Int) -> Fact {
            let event = AttendanceRecorded(
                client: client, session: "s-0001", status: minutes > 0 ? .present : .noShow,
                minutes: minutes)
            return fact(MessageID("at-\(client)"), event, by: .scheduler)
        }
        let held = figures([scheduled, attended("c-0001", 60), attended("c-0002", 30)])
        #expect(held.minutesHeld == 60)
        #expect(held.clientMinutes == 90)
        #expect(figures([scheduled, attended("c-0001", 0)]).sessionsHeld == 0)
    }

    @Test("A service that was given up is named until it is ready again")
    func givenUp() {
        let gone = fact(
            "g", ProcessGivenUp(process: "aftercare", detail: "exit 70"), by: .supervisor)
        let ready = fact("r", ProcessReady(process: "aftercare"), by: .supervisor)
        #expect(figures([gone]).rows.last?.1 == "aftercare")
        #expect(figures([gone, ready]).rows.last?.1 == "none")
    }

    @Test("One that an operator stopped is named until it is ready again; one that crashed is not")
    func stopped() {
        func stop(byOperator: Bool) -> Fact {
            let event = ProcessStopped(process: "cbt", byOperator: byOperator, detail: "")
            return fact("s", event, by: .supervisor)
        }
        func row(_ facts: Fact...) -> String? {
            figures(facts).rows.first { $0.0 == "Stopped by an operator" }?.1
        }
        let ready = fact("r", ProcessReady(process: "cbt"), by: .supervisor)
        #expect(row(stop(byOperator: true)) == "cbt")
        #expect(row(stop(byOperator: true), ready) == "none")
        #expect(row(stop(byOperator: false)) == "none")
    }
}
