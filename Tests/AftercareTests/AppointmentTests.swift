import Messages
import TestKit
import Testing

@testable import AftercareCore

@Suite("Appointments after treatment")
struct AppointmentTests {
    private var office = Office()

    private func duties(of client: ClientID) -> [OpenDuty] {
        var book = DutyBook()
        for event in office.published { book.apply(event) }
        return book.open.values.filter { $0.client == client && $0.kind == .bookAppointment }
    }

    private func booking(
        in days: Int = 7, with: String = "Dr. Ray", place: String = "There",
        replacing old: AppointmentID? = nil
    ) -> BookAppointment {
        BookAppointment(
            client: "c-1", replaces: old, with: with,
            at: LocalDateTime(date: office.day(days), time: TimeOfDay(minutes: 600)), place: place)
    }

    @discardableResult
    private mutating func book(in days: Int = 7, replacing old: AppointmentID? = nil) throws
        -> AppointmentID
    {
        let events = try office.order(booking(in: days, replacing: old))
        return try #require(events.of(AppointmentBooked.self).first).appointment
    }

    @Test("Two are somebody's duty from the last phase on, and again once one is past or cancelled")
    mutating func duty() throws {
        try office.treat("c-1")
        #expect(duties(of: "c-1") == [])
        try office.stepDown("c-1")
        let duty = try #require(duties(of: "c-1").first)
        // The last phase of this clinic is reviewed after four weeks.
        #expect(office.context.now.localDate(of: duty.due) == office.day(14))
        try book(in: 2)
        #expect(duties(of: "c-1").count == 1)
        let second = try book(in: 30)
        #expect(duties(of: "c-1") == [])
        #expect(office.published.of(DutyClosed.self).last?.how == .done)
        try office.goOn(days: 3)
        #expect(duties(of: "c-1").count == 1)
        let third = try book(in: 40)
        #expect(duties(of: "c-1") == [])
        try office.order(
            CancelAppointment(client: "c-1", appointment: second, reason: "She is away."))
        #expect(duties(of: "c-1").count == 1)
        #expect(
            try office.view(AppointmentsView(client: "c-1"))?.map(\.appointment) == [third])
        try office.close("c-1", .transferred)
        #expect(duties(of: "c-1") == [])
    }

    @Test("Another in the place of one is one; what is unknown, past, far or blank is refused")
    mutating func refused() throws {
        try office.register("c-1")
        let first = try book()
        let second = try book(in: 9, replacing: first)
        #expect(
            try office.view(AppointmentsView(client: "c-1"))?.map(\.appointment) == [second])
        for command in [
            booking(replacing: first), booking(in: -1), booking(in: 400),
            // What is typed twice is one.
            booking(in: 9), booking(in: 9, with: "Dr. Ray, again"),
            booking(with: " "), booking(place: ""),
        ] { #expect(throws: Refusal.self, "\(command)") { try office.order(command) } }
        let cancel = CancelAppointment(client: "c-1", appointment: second, reason: " ")
        #expect(throws: Refusal.self) { try office.order(cancel) }
        let wrong = CancelAppointment(client: "c-1", appointment: first, reason: "r")
        #expect(throws: Refusal.self) { try office.order(wrong) }
    }

    @Test("One that is written down twice is one: nobody keeps two at the same time")
    mutating func twice() throws {
        try office.treat("c-1")
        try office.stepDown("c-1")
        let first = try book()
        let error = #expect(throws: Refusal.self) {
            try office.order(booking(with: "dr. ray", place: "Her practice"))
        }
        #expect(error?.advice.description.contains("--replaces") == true)
        #expect(duties(of: "c-1").count == 1)
        // In its own place it may be at the same time.
        try book(replacing: first)
        try book(in: 8)
        #expect(duties(of: "c-1") == [])
    }

    @Test("A correction takes it out of the view; a moved one is corrected from its end")
    mutating func corrected() throws {
        try office.register("c-1")
        let first = try book()
        try book(in: 9, replacing: first)
        let ids = office.history.filter { $0.event is AppointmentBooked }.map(\.id)
        #expect(throws: Refusal.self) { try office.retract(ids[0]) }
        try office.retract(ids[1])
        #expect(
            try office.view(AppointmentsView(client: "c-1"))?.map(\.appointment) == [first])
    }

    @Test("A return to use that a person saw in a test is reported once; no other judgement is")
    mutating func judged() throws {
        try office.treat("c-1")
        func judge(_ judgement: TestJudgement) -> TestJudged {
            TestJudged(client: "c-1", test: "t-1", judgement: judgement, reason: "Told it.")
        }
        let none = try office.take(judge(.noUse), from: .treatment)
        #expect(none.of(ReturnToUseReported.self) == [])
        let events = try office.take(judge(.returnToUse), from: .treatment)
        #expect(events.of(ReturnToUseReported.self).map(\.client) == ["c-1"])
        let due = try #require(events.of(FollowUpAssigned.self).last)
        #expect(due.situation == .returnToUse)
        #expect(due.nextContact <= office.day(1))
    }
}
