import Messages
import TestKit
import Testing

@Suite("Whoever is away gets no duty")
struct AwayDutyTests {
    private let weekdays = ["mon", "tue", "wed", "thu", "fri"].map { "\($0) 09:00-17:00" }
    private let clinic: Clinic
    /// Monday, nine o'clock in Chicago.
    private static let monday = "2026-11-23T15:00:00Z"

    init() {
        clinic = .example(
            staff: [
                Clinic.Staff("dir", roles: [.director], hours: weekdays),
                Clinic.Staff("sup", roles: [.clinicalSupervisor], hours: weekdays),
                Clinic.Staff("t01", hours: weekdays), Clinic.Staff("t02", hours: weekdays),
            ])
    }

    private func need(_ term: DutyTerm, about: String = "a-1") throws -> DutyNeed {
        DutyNeed(
            .contact, client: "c-1", about: about, roles: [.clinician], preferred: "t01",
            since: try #require(Timestamp(Self.monday)), term: term, words: "Call.")
    }

    private func day(_ day: Int) -> LocalDate { LocalDate(year: 2026, month: 11, day: day) }

    private func desk() throws -> DutyDesk { try DutyDesk(clinic, at: Self.monday) }

    @Test("A new duty goes past whoever is away until it is due, to a colleague with the same time")
    func opened() throws {
        var desk = try desk()
        desk.away("t01", from: day(23), through: day(24))
        let opened = desk.reconcile([try need(.staffHours(4)), try need(.day(day(27)), about: "b")])
            .of(DutyOpened.self)
        // Who is back in time has the duty: it is due on Friday.
        #expect(opened.map(\.person) == ["t02", "t01"])
        #expect(opened.first?.due.description == "2026-11-23T19:00:00.000Z")
    }

    @Test("What is open and due before the return passes to a colleague, and stays there")
    func passedOn() throws {
        var desk = try desk()
        let needs = [try need(.day(day(23))), try need(.day(day(27)), about: "later")]
        desk.reconcile(needs)
        desk.away("t01", from: day(23), through: day(24))
        let events = desk.reconcile(needs)
        #expect(events.of(DutyReassigned.self).map(\.person) == ["t02"])
        #expect(events.count == 1)
        #expect(desk.holders == ["a-1": "t02", "later": "t01"])
        desk.back("t01", from: day(23))
        #expect(desk.reconcile(needs).isEmpty)
    }

    @Test("Somebody who goes away later keeps it until then")
    func later() throws {
        var desk = try desk()
        let needs = [try need(.day(day(26)))]
        desk.reconcile(needs)
        desk.away("t01", from: day(25), through: day(27))
        #expect(desk.reconcile(needs).isEmpty)
        let moved = desk.wait(48, needing: needs).of(DutyReassigned.self)
        #expect(moved.map(\.person) == ["t02"])
    }

    @Test("With no colleague it goes up; with nobody at all whoever has it keeps it")
    func nobody() throws {
        var desk = try desk()
        for person in ["t01", "t02", "sup"] as [StaffID] {
            desk.away(person, from: day(23), through: day(27))
        }
        let needs = [try need(.staffHours(4))]
        #expect(desk.reconcile(needs).of(DutyOpened.self).map(\.person) == ["dir"])
        desk.away("dir", from: day(23), through: day(27))
        #expect(desk.reconcile(needs).isEmpty)
        // Nobody is there: what comes up still has a name, and the first who is back.
        desk.back("t02", from: day(26))
        let more = desk.reconcile(needs + [try need(.staffHours(2), about: "b")])
        #expect(more.of(DutyOpened.self).map(\.person) == ["t02"])
    }

    @Test("A late duty passes over whoever is away")
    func late() throws {
        var desk = try desk()
        let needs = [try need(.staffHours(4))]
        desk.reconcile(needs)
        desk.away("t02", from: day(23), through: day(30))
        let climbed = desk.wait(30, needing: needs).of(DutyEscalated.self)
        #expect(climbed.first?.person == "sup" && climbed.first?.rung == 2)
    }

    @Test("Staff hours do not count while all who may are away")
    func hours() throws {
        var away = DaysAway([
            AwayLine(
                staff: "t01", from: day(23), through: day(24), told: Timestamp(milliseconds: 0))
        ])
        let start = try #require(Timestamp(Self.monday))
        var hours = StaffHours(clinic, away: away)
        #expect(
            hours.moment(2, after: start, of: [.clinician]).description
                == "2026-11-23T17:00:00.000Z")
        let all = AwayLine(
            staff: "t02", from: day(23), through: day(24), told: Timestamp(milliseconds: 0))
        away = DaysAway(
            [all] + [AwayLine(staff: "t01", from: day(23), through: day(24), told: all.told)])
        hours = StaffHours(clinic, away: away)
        #expect(
            hours.moment(2, after: start, of: [.clinician]).description
                == "2026-11-25T17:00:00.000Z")
    }
}
