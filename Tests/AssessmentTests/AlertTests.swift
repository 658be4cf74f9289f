import Messages
import TestKit
import Testing

@testable import AssessmentCore

@Suite("An alert stays open until a person acknowledges it")
struct AlertTests {
    private func desk(_ instrument: String, _ answers: [String: Int]) throws -> Desk {
        var desk = try Desk.withClient()
        try desk.send(
            SubmitQuestionnaire(client: "c-1", instrument: instrument, answers: .values(answers)))
        return desk
    }

    /// One alert for now, due within an hour.
    private func deskWithAlertNow() throws -> Desk {
        try desk("ciwa-ar", ["1": 7, "2": 7, "3": 7])
    }

    @Test("It is due as the clinic's policy says")
    func due() throws {
        let now = try deskWithAlertNow()
        #expect(try now.alerts().map(\.due) == [now.now.advanced(byHours: 1)])
        let today = try desk("phq-9", ["9": 1])
        #expect(try today.alerts().map(\.due) == [today.now.advanced(byHours: 8)])
    }

    @Test("One for now is somebody's, and climbs to the director, told again at growing distances")
    func climbs() throws {
        var desk = try deskWithAlertNow()
        let alert = try #require(try desk.alerts().first)
        let opened = desk.facts(DutyOpened.self).filter { $0.about == alert.alert.text }
        #expect(opened.map(\.kind) == [.acknowledgeAlert])
        #expect(opened.map(\.person) == ["t01"])
        #expect(opened.map(\.due) == [alert.due])
        #expect(opened.map(\.words) == [alert.guidance])
        #expect(try desk.wait(hours: 1).isEmpty)
        let told = try desk.wait(hours: 34 * 24).compactMap { $0 as? DutyEscalated }
            .filter { $0.duty == opened.first?.duty }
        let people = told.map(\.person)
        #expect(["cm1", "cm2"].contains(people.first))
        #expect(Set(people.dropFirst()) == ["dir"])
        // What was 815 equal repeats.
        #expect(told.count < 100)
        let again = HourBegan(moment: desk.context.now)
        #expect(try desk.receive(again, from: .supervisor).events.isEmpty)
    }

    @Test("Forty alerts of one person's clients are not that person's alone, and each says whose")
    func spread() throws {
        var clinic = exampleClinic()
        clinic.staff += [Clinic.Staff("t02"), Clinic.Staff("t03")]
        var desk = CoreDesk<Intake>(as: .assessment, clinic: clinic, hour: 9)
        for number in 1...40 {
            // A desk has few identifiers for one hour.
            if number.isMultiple(of: 10) { try desk.strikeHour() }
            let client = ClientID("c-\(number)")
            try desk.order(RegisterClient.example(client), by: "cm1")
            try desk.order(
                SubmitQuestionnaire(
                    client: client, instrument: "phq-9", answers: ["9": ItemAnswer(value: 1)]))
        }
        let alerts = try #require(try desk.view(OpenAlerts()))
        let danger = alerts.filter { $0.kind == .suicideRisk }
        #expect(danger.count == 40)
        let people = Dictionary(grouping: danger, by: \.person).mapValues(\.count)
        #expect(people["cm1"] == 3)
        for person: StaffID in ["t01", "t02", "t03"] {
            #expect((10...15).contains(people[person] ?? 0), "\(people)")
        }
        #expect(alerts.allSatisfy { $0.person != nil })
        #expect(desk.rebuilt() == desk.core)
    }

    @Test("A question that was left open is a duty of the day, and closed as it is acknowledged")
    func question() throws {
        var desk = try desk("phq-9", ["1": 1])
        let opened = desk.facts(DutyOpened.self).filter { $0.kind == .answerQuestion }
        #expect(opened.map(\.due) == [desk.now.advanced(byHours: 8)])
        func passedOn(_ events: [any Event]) -> Int {
            events.count { ($0 as? DutyEscalated)?.duty == opened.first?.duty }
        }
        #expect(passedOn(try desk.wait(hours: 8)) == 0)
        #expect(passedOn(try desk.wait(hours: 1)) == 1)
        let alert = try #require(try desk.alerts().first?.alert)
        try desk.send(AcknowledgeAlert(client: "c-1", alert: alert, action: "Asked."))
        let closed = desk.facts(DutyClosed.self).filter { $0.duty == opened.first?.duty }
        #expect(closed.map(\.how) == [.done])
    }

    @Test(
        "Acknowledged at its due time it is in time, an hour later it is late",
        arguments: [(1, false), (2, true)])
    func late(hours: Int, isLate: Bool) throws {
        var desk = try deskWithAlertNow()
        try desk.wait(hours: hours)
        let alert = try #require(try desk.alerts().first?.alert)
        try desk.send(AcknowledgeAlert(client: "c-1", alert: alert, action: "Called 911."))
        #expect(desk.facts(RiskAcknowledged.self).map(\.isLate) == [isLate])
        #expect(try desk.alerts().isEmpty)
        let alertDuties = try desk.wait(hours: 24).compactMap { $0 as? DutyEscalated }
            .filter { escalated in
                desk.facts(DutyOpened.self).contains {
                    $0.duty == escalated.duty && $0.about == alert.text
                }
            }
        #expect(alertDuties.isEmpty)
    }

    @Test("However many are acknowledged, the state keeps the last thousand of them")
    func bounded() {
        var intake = Intake()
        for number in 0..<1_002 {
            let event = RiskAcknowledged(
                client: "c-1", alert: AlertID("a-\(number)"), isLate: false, action: "Called.")
            intake.apply(
                Fact(
                    id: "e", owner: .assessment, event: event, time: Timestamp(milliseconds: 0)))
        }
        #expect(intake.acknowledged.count == 1_000)
        #expect(intake.acknowledged.first?.alert == "a-2")
        #expect(intake.acknowledged.last?.alert == "a-1001")
    }

    @Test("It is acknowledged once, by its id and its client, with what was done")
    func refused() throws {
        var desk = try deskWithAlertNow()
        let alert = try #require(try desk.alerts().first?.alert)
        let commands = [
            AcknowledgeAlert(client: "c-1", alert: "a-9", action: "Called."),
            AcknowledgeAlert(client: "c-2", alert: alert, action: "Called."),
            AcknowledgeAlert(client: "c-1", alert: alert, action: "  "),
        ]
        for command in commands { #expect(throws: Refusal.self) { try desk.send(command) } }
        try desk.send(AcknowledgeAlert(client: "c-1", alert: alert, action: "Called."))
        let text = try refusal {
            try desk.send(AcknowledgeAlert(client: "c-1", alert: alert, action: "Called."))
        }
        #expect(text.contains("acknowledged already, by t01 at"))
    }

    @Test(
        "Who may take charge stands in one rule: a peer asks open questions, and judges no danger",
        arguments: Role.known)
    func takers(role: Role) throws {
        let actor = Actor(staff: "s", role: role)
        func isTaken(_ desk: Desk) throws -> Bool {
            var desk = desk
            let alert = try #require(try desk.alerts().first?.alert)
            let command = AcknowledgeAlert(client: "c-1", alert: alert, action: "Stayed.")
            do { try desk.send(command, by: actor) } catch let refusal as Refusal {
                #expect(refusal.advice.remedy.contains("call t01, whose it is now"))
                #expect(!refusal.advice.description.contains("withdrawal"))
                #expect(try desk.alerts().count == 1)
                return false
            }
            return true
        }
        // Whom the gate lets through: the catalog refuses all others.
        guard AcknowledgeAlert.roles.contains(role) else { return }
        #expect(try isTaken(deskWithAlertNow()) == (role != .peerSpecialist), "\(role)")
        #expect(try isTaken(desk("phq-9", ["1": 1])), "\(role)")
    }

    @Test(
        "Whoever may get an alert, at first or late, may take charge of it",
        arguments: AlertKind.known)
    func everyHolderIsATaker(kind: AlertKind) {
        #expect(kind.takers.isSuperset(of: kind.roles), "\(kind)")
        #expect(kind.takers.isSuperset(of: [.clinicalSupervisor, .director]), "\(kind)")
        #expect(AcknowledgeAlert.roles.isSuperset(of: kind.takers), "\(kind)")
    }

    @Test("Those for now come first, then by when they are due")
    func order() throws {
        var desk = try desk("phq-9", ["9": 1])
        try desk.send(.example("c-0"))
        try desk.wait(hours: 2)
        try desk.send(
            SubmitQuestionnaire(client: "c-0", instrument: "phq-9", answers: .values(["9": 1])))
        try desk.wait(hours: 2)
        try desk.send(
            SubmitQuestionnaire(
                client: "c-0", instrument: "ciwa-ar", answers: .values(["1": 7, "2": 7, "3": 7])))
        #expect(
            try desk.alerts().map { "\($0.client) \($0.urgency)" } == [
                "c-0 now", "c-1 today", "c-0 today",
            ])
    }

    @Test("A day that begins changes nothing")
    func day() throws {
        var desk = try deskWithAlertNow()
        let before = desk.intake
        let day = DayBegan(date: LocalDate(year: 2026, month: 11, day: 24))
        #expect(try desk.receive(day, from: .supervisor).events.isEmpty)
        #expect(desk.intake == before)
    }
}
