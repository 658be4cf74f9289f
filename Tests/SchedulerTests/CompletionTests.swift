import Messages
import TestKit
import Testing

@testable import SchedulerCore

@Suite("The end of a program")
struct CompletionTests {
    private var rehearsal: Rehearsal
    private let complete = CompleteProgram(client: "c-1", reason: "The goals are met.")

    init() throws {
        var clinic = Clinic.oneGroup
        clinic.services = [.aftercare]
        rehearsal = try Rehearsal(clinic)
        try rehearsal.admit("c-1")
        try rehearsal.step("c-1", to: "p2")
        try rehearsal.step("c-1", to: "p3")
    }

    private mutating func refusal() throws -> String {
        do {
            try rehearsal.order(complete)
            return ""
        } catch let refusal as Refusal { return "\(refusal)" }
    }

    private mutating func book(
        _ appointment: AppointmentID, on day: String = "2026-12-01T10:00",
        replacing old: AppointmentID? = nil
    ) throws {
        let at = try #require(LocalDateTime(day))
        try rehearsal.hear(
            AppointmentBooked(
                client: "c-1", appointment: appointment, replaces: old, with: "w", at: at,
                place: "p"))
    }

    @Test("It needs a signed plan and two appointments, and says which of them are missing")
    mutating func needed() throws {
        let both = try refusal()
        #expect(both.contains("a signed continuing-care plan and two appointments"))
        #expect(
            both.contains("`cairn care-plan sign`") && both.contains("`cairn appointment book`"))
        try rehearsal.hear(PlanSigned(client: "c-1", plan: "plan-1"))
        try book("a-1")
        let one = try refusal()
        #expect(one.contains("one more appointment") && !one.contains("signed"))
        try book("a-2")
        #expect(try refusal() == "")
        #expect(rehearsal.all(EnrollmentClosed.self).map(\.outcome) == [.completed])
    }

    @Test("What is past, was cancelled, or was moved counts once at most")
    mutating func counted() throws {
        try rehearsal.hear(PlanSigned(client: "c-1", plan: "plan-1"))
        try book("a-1")
        try book("a-2", replacing: "a-1")
        #expect(try refusal().contains("one more"))
        try book("a-3", on: "2026-11-05T07:59")
        #expect(try refusal().contains("one more"))
        try book("a-4")
        try rehearsal.hear(AppointmentCancelled(client: "c-1", appointment: "a-4", reason: "r"))
        #expect(try refusal().contains("one more"))
        try book("a-5", on: "2026-11-05T08:01")
        #expect(try refusal() == "")
    }

    @Test(
        "A plan that was signed before the stay began is another stay's, also if it is heard late")
    func anotherStay() {
        var readiness = AftercareReadiness()
        let opened = Timestamp(milliseconds: 1_000)
        let now = LocalDateTime(
            date: LocalDate(year: 2026, month: 11, day: 5), time: TimeOfDay(minutes: 0))
        readiness.fold(PlanSigned(client: "c-1", plan: "p"), at: Timestamp(milliseconds: 999))
        #expect(readiness.missing(since: opened, at: now).count == 2)
        readiness.fold(PlanSigned(client: "c-1", plan: "p"), at: opened)
        #expect(readiness.missing(since: opened, at: now).count == 1)
    }

    @Test("A clinic that does not run aftercare completes without it")
    mutating func withoutAftercare() throws {
        rehearsal.clinic.services = []
        #expect(try refusal() == "")
    }
}
