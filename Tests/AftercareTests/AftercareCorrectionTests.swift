import AftercareCore
import Messages
import TestKit
import TestSupport
import Testing

@Suite("Corrections of continuing care, command by command")
struct AftercareCorrectionTests {
    private typealias Row = CommandCorrection<ContinuingCare>

    private static let views: [any Query] = [
        NextContacts(), CarePlanView(client: "c-1"), AppointmentsView(client: "c-1"),
        IntakeAppointments(), ContactCardView(client: "c-1"),
    ]

    private static let rows: [Row] = [
        Row(
            SignPlan.self,
            after: {
                try $0.treat("c-1")
                try $0.stepDown("c-1")
            },
            giving: {
                let plan = try #require(try $0.view(CarePlanView(client: "c-1")) ?? nil)
                return SignPlan(
                    client: "c-1", plan: plan.plan, draft: plan.draft,
                    sections: ["coping": "Walks."])
            }),
        Row(
            RecordContact.self,
            after: {
                try $0.register("c-1")
                try $0.goOn(days: 7)
            },
            giving: {
                let contact = try $0.nextContacts().first?.contact
                return RecordContact(
                    client: "c-1", contact: contact, isReached: false, returnToUse: false,
                    note: "Nobody answered.")
            }),
        Row(
            DischargeClient.self,
            after: {
                try $0.register("c-1")
                try $0.decline("c-1")
            }, giving: { _ in DischargeClient(client: "c-1", reason: "As agreed.") }),
        Row(
            CloseFollowUp.self, after: { try $0.register("c-1") },
            giving: { _ in
                CloseFollowUp(client: "c-1", ending: .moved, reason: "The sister told it.")
            }),
        Row(
            ReportReturnToUse.self, after: { try $0.treat("c-1") },
            giving: { _ in
                ReportReturnToUse(client: "c-1", account: "The mother phoned.")
            }),
        Row(
            BookAppointment.self, after: { try $0.treat("c-1") }, giving: { booking(at: $0.day(7)) }
        ),
        Row(
            CancelAppointment.self,
            after: {
                try $0.treat("c-1")
                try $0.order(booking(at: $0.day(7)))
            },
            giving: {
                let booked = try #require(try $0.view(AppointmentsView(client: "c-1"))?.first)
                return CancelAppointment(
                    client: "c-1", appointment: booked.appointment, reason: "She is away.")
            }),
        Row(
            RecordAppointment.self,
            after: {
                try $0.register("c-1")
                try $0.order(booking(at: $0.day(1), with: "t01", for: .intake))
                try $0.goOn(days: 1)
                for _ in 0..<2 { try $0.strikeHour() }
            },
            giving: {
                let booked = try #require(try $0.view(IntakeAppointments())?.first)
                return RecordAppointment(
                    client: "c-1", appointment: booked.appointment, outcome: .missed, note: "")
            }),
        Row(
            AgreeContact.self, after: { try $0.register("c-1") },
            giving: { _ in
                AgreeContact(client: "c-1", channel: .text, mayLeaveMessage: false, hours: [])
            }),
    ]

    private static func booking(
        at day: LocalDate, with: String = "Dr. Ray", for purpose: AppointmentPurpose? = nil
    ) -> BookAppointment {
        BookAppointment(
            client: "c-1", with: with,
            at: LocalDateTime(date: day, time: TimeOfDay(minutes: 600)), place: "There",
            purpose: purpose)
    }

    @Test("Each command that aftercare decides has a row, and each of its views is looked at")
    func whole() { #expect(Row.left(out: Self.rows, seenBy: Self.views) == []) }

    @Test("What a command recorded in error leaves no trace in any view", arguments: rows.indices)
    func each(index: Int) throws {
        let row = Self.rows[index]
        #expect(try row.faults(at: Office(), seenBy: Self.views) == [], "\(row)")
    }
}
