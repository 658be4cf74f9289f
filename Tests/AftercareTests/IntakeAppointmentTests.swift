import Messages
import TestKit
import Testing

@testable import AftercareCore

@Suite("Appointments for an intake")
struct IntakeAppointmentTests {
    private var office = Office()

    init() throws { try office.register("c-1", owner: "cm1") }

    private func booking(
        in days: Int = 4, at hour: Int = 10, with person: String = "t01", client: ClientID = "c-1",
        replacing old: AppointmentID? = nil
    ) -> BookAppointment {
        BookAppointment(
            client: client, replaces: old, with: person,
            at: LocalDateTime(date: office.day(days), time: TimeOfDay(minutes: hour * 60)),
            place: "in-person", purpose: .intake)
    }

    @discardableResult
    private mutating func book(in days: Int = 4, replacing old: AppointmentID? = nil) throws
        -> AppointmentID
    {
        let events = try office.order(booking(in: days, replacing: old), by: "fd1")
        return try #require(events.of(AppointmentBooked.self).first).appointment
    }

    private func duties(_ kind: DutyKind) -> [OpenDuty] {
        var book = DutyBook()
        for event in office.published { book.apply(event) }
        return book.open.values.filter { $0.kind == kind }
    }

    private mutating func goOn(to hour: Int) throws {
        while office.hour % 24 != hour { try office.strikeHour() }
    }

    @Test("It stands in the contact's words, is asked of on its day, and who came was reached")
    mutating func came() throws {
        let id = try book(in: 4)
        #expect(
            duties(.contact).first?.words.contains("The intake is on 2026-11-27 at 10:00") == true)
        #expect(duties(.recordAppointment) == [])
        try office.goOn(days: 4)
        try goOn(to: 10)
        let duty = try #require(duties(.recordAppointment).first)
        #expect(duty.person == "t01" && duty.about == id.text)
        try office.order(
            RecordAppointment(client: "c-1", appointment: id, outcome: .came, note: ""))
        #expect(duties(.recordAppointment) == [])
        #expect(
            office.published.of(DutyClosed.self).contains {
                $0.duty == duty.duty && $0.how == .done
            })
        let next = try #require(try office.nextContacts().first)
        #expect(next.due == office.day(7) && next.reached == office.context.now.utc)
        #expect(office.rebuilt() == office.core)
    }

    @Test("Who did not come is asked on the next shift, also where that is told in error")
    mutating func missed() throws {
        let id = try book(in: 1)
        try office.goOn(days: 1)
        try goOn(to: 11)
        try office.order(
            RecordAppointment(client: "c-1", appointment: id, outcome: .missed, note: "Rang."))
        let next = try #require(try office.nextContacts().first)
        #expect(next.due == office.day(1))
        #expect(duties(.contact).first?.words.contains("did not come to the intake") == true)
        try office.retract(
            try #require(office.history.last { $0.event is AppointmentRecorded }).id)
        #expect(duties(.recordAppointment).count == 1)
        #expect(duties(.contact).first?.words.contains("did not come") == false)
    }

    @Test("What nobody could keep is somebody's to move, whenever it is told")
    mutating func moves() throws {
        let id = try book(in: 4)
        #expect(duties(.moveAppointment) == [])
        try office.take(
            StaffAway(staff: "t01", from: office.day(3), through: office.day(5)), from: .scheduler)
        let duty = try #require(duties(.moveAppointment).first)
        #expect(duty.person == "cm1" && duty.words.contains("t01 is away"))
        let other = try book(in: 7, replacing: id)
        #expect(duties(.moveAppointment) == [])
        office.clinic.closures = [office.day(7)]
        try office.strikeHour()
        #expect(duties(.moveAppointment).first?.about == other.text)
        office.clinic.closures = []
        office.clinic.staff.removeAll { $0.id == "t01" }
        try office.strikeHour()
        #expect(duties(.moveAppointment).first?.words.contains("not on the staff") == true)
    }

    @Test("What nobody could keep is not booked, with what to do instead")
    mutating func refused() throws {
        func refusal(_ command: BookAppointment) -> String {
            var copy = office
            do {
                try copy.order(command)
                return ""
            } catch { return "\(error)" }
        }
        #expect(refusal(booking(with: "Dr. Ray")).contains("somebody of the staff"))
        #expect(refusal(booking(with: "fd1")).contains("cm1, dir, t01, t02"))
        #expect(refusal(booking(in: 6)).contains("does not work then"))
        #expect(refusal(booking(at: 7)).contains("That day: fri 08:00-21:00"))
        try office.take(
            StaffAway(staff: "t01", from: office.day(4), through: office.day(4)), from: .scheduler)
        #expect(refusal(booking()).contains("is away"))
        #expect(refusal(booking(with: "t02")) == "")
        office.clinic.closures = [office.day(4)]
        #expect(refusal(booking(with: "t02")).contains("closed"))
        office.clinic.closures = []
        try book(in: 2)
        #expect(refusal(booking(in: 3)).contains("has an intake appointment on"))
        try office.register("c-2")
        #expect(refusal(booking(in: 2, client: "c-2")).contains("another intake then"))
        try office.decline("c-2")
        #expect(refusal(booking(in: 3, client: "c-2")) == "")
        try office.treat("c-3")
        #expect(refusal(booking(in: 3, client: "c-3")).contains("in treatment here"))
    }

    @Test(
        "Whoever declined, finished, left or moved comes back by the booking of an intake",
        arguments: ["declined", "discharged", "completed", "transferred", "moved"])
    mutating func back(from ending: String) throws {
        let first = try book(in: 2)
        switch ending {
        case "declined": try office.decline("c-1")
        case "moved": try office.order(close(.moved))
        default:
            try office.treat("c-1")
            try office.close("c-1", EnrollmentOutcome(rawValue: ending))
            try office.unseat("c-1")
        }
        #expect(try office.view(IntakeAppointments())?.isEmpty == true)
        #expect(
            office.published.of(DutyClosed.self).allSatisfy { closed in
                closed.how != .done
            })
        let second = try book(in: 4)
        // Assessment takes the client in again, as it hears of the booking.
        try office.reassess("c-1")
        #expect(try office.view(IntakeAppointments())?.map(\.appointment) == [second])
        #expect(first != second)
        #expect(try office.nextContacts().map(\.situation) == [.intake])
        #expect(office.rebuilt() == office.core)
    }

    private func close(_ ending: FollowUpEnding) -> CloseFollowUp {
        CloseFollowUp(client: "c-1", ending: ending, reason: "The sister told it.")
    }

    @Test("Nobody books an intake with whoever is recorded to have died")
    mutating func died() throws {
        try office.order(close(.died))
        let error = #expect(throws: Refusal.self) { try office.order(booking(), by: "fd1") }
        #expect(error?.advice.description.contains("cairn correct") == true)
    }

    @Test("It is none of those that a program ends on, and goes with the intake")
    mutating func other() throws {
        let id = try book(in: 4)
        try office.treat("c-1")
        try office.stepDown("c-1")
        #expect(duties(.bookAppointment).count == 1)
        #expect(try office.view(IntakeAppointments())?.isEmpty == true)
        try office.goOn(days: 5)
        #expect(duties(.recordAppointment) == [])
        #expect(throws: Refusal.self) {
            try office.order(
                RecordAppointment(client: "c-1", appointment: id, outcome: .came, note: ""))
        }
    }

    @Test("Nothing is written down of one before it begins, or with a word that is none")
    mutating func early() throws {
        let id = try book(in: 1)
        func record(_ outcome: AppointmentOutcome) -> RecordAppointment {
            RecordAppointment(client: "c-1", appointment: id, outcome: outcome, note: "")
        }
        #expect(throws: Refusal.self) { try office.order(record(.came)) }
        try office.goOn(days: 2)
        #expect(throws: Refusal.self) { try office.order(record("late")) }
        try office.order(record(.came))
        #expect(throws: Refusal.self) { try office.order(record(.missed)) }
    }
}
