import AftercareCore
import Messages
import TestKit
import Testing

@Suite("Contacts while somebody is away")
struct AwayContactTests {
    private func away(_ staff: StaffID, _ office: Office, _ days: ClosedRange<Int>) -> StaffAway {
        StaffAway(
            staff: staff, from: office.day(days.lowerBound), through: office.day(days.upperBound))
    }

    private func holder(_ office: Office) -> StaffID? {
        var book = DutyBook()
        for event in office.published { book.apply(event) }
        return book.open.values.first { $0.kind == .contact }?.person
    }

    @Test("A leave puts no contact off: on its day it is a colleague's, and its owner stays")
    func leave() throws {
        var office = Office()
        try office.take(away("t02", office, 7...40))
        try office.register("c-1")
        #expect(try office.nextContacts().map(\.due) == [office.day(7)])
        // Until then whoever owns it is there.
        #expect(holder(office) == "t02")
        let events = try office.goOn(days: 7)
        let moved = try #require(events.of(DutyReassigned.self).last)
        #expect(moved.person != "t02" && holder(office) == moved.person)
        #expect(try office.nextContacts().map(\.owner) == ["t02"])
        try office.recordContact("c-1", isReached: true)
        #expect(try office.nextContacts().map(\.due) == [office.day(7)])
        #expect(holder(office) != "t02")
    }

    @Test("On a day on which everybody is away no contact falls due")
    func nobody() throws {
        var office = Office()
        for person in ["t01", "t02", "cm1", "dir"] as [StaffID] {
            try office.take(away(person, office, 7...7))
        }
        try office.register("c-1")
        // Sunday nobody works; Saturday is the last day before.
        #expect(try office.nextContacts().map(\.due) == [office.day(5)])
    }

    @Test("A rung is somebody's of its role who is there")
    func rung() throws {
        var office = Office()
        office.clinic.staff.append(Clinic.Staff("cm2", roles: [.caseManager], caseload: 0))
        try office.register("c-1")
        try office.take(away("cm1", office, 0...60))
        var owners: [StaffID] = []
        for _ in 1...4 {
            let due = try #require(try office.nextContacts().first).due
            while office.today < due { try office.strikeHour() }
            owners += try office.recordContact("c-1", isReached: false).of(OutreachEscalated.self)
                .map(\.owner)
        }
        #expect(owners.last == "cm2")
    }
}
