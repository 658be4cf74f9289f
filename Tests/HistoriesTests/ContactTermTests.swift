import Messages
import Testing

@testable import Histories

@Suite("By when a contact is due, from the facts alone")
struct ContactTermTests {
    private static let policies = Policies()

    /// A client's facts, each so many days after the first.
    private func term(_ events: [(day: Int, event: any Event)]) -> ContactTerm {
        var term = ContactTerm(by: Self.policies)
        for (day, event) in events { term.take(event, at: Self.time(day)) }
        return term
    }

    private static func time(_ day: Int) -> Timestamp {
        Timestamp(milliseconds: 0).advanced(byHours: 24 * day + 12)
    }

    private static func moment(_ day: Int) -> Moment {
        Moment(
            utc: time(day),
            local: LocalDateTime(
                date: LocalDate(daysSince1970: day), time: TimeOfDay(minutes: 720)))
    }

    private func assigned(_ situation: Situation) -> FollowUpAssigned {
        FollowUpAssigned(
            client: "c-1", situation: situation, owner: "t01",
            nextContact: LocalDate(daysSince1970: 0))
    }

    private func reached(_ risk: ContactRisk? = nil) -> ContactKept {
        ContactKept(client: "c-1", contact: "k-1", summary: "Called.", risk: risk)
    }

    private func day(_ events: [(day: Int, event: any Event)]) -> Int? {
        guard case .day(let day) = term(events).limit(settled: nil, on: Self.moment(100)) else {
            return nil
        }
        return day.daysSince1970
    }

    @Test("The first contact, the cadence, a risk and a rung have their days")
    func cadence() {
        #expect(day([(0, assigned(.intake))]) == 7)
        #expect(day([(0, assigned(.noShow))]) == 2)
        #expect(day([(0, assigned(.discharged))]) == 2)
        #expect(day([(0, assigned(.discharged)), (2, reached())]) == 9)
        #expect(day([(0, assigned(.discharged)), (55, reached())]) == 62)
        #expect(day([(0, assigned(.discharged)), (56, reached())]) == 70)
        #expect(day([(0, assigned(.discharged)), (365, reached())]) == 365 + 28)
        #expect(day([(0, assigned(.noShow)), (60, reached())]) == 67)
        #expect(day([(0, assigned(.intake)), (3, reached(.high))]) == 6)
        let rung = OutreachEscalated(
            client: "c-1", contact: "k-1", rung: 1, action: "Try.", owner: "t01",
            due: LocalDate(daysSince1970: 80))
        #expect(day([(0, assigned(.discharged)), (80, rung)]) == 87)
    }

    @Test("An open concern halves all of them, letters too, from when it is told")
    func halved() throws {
        let danger = try ConcernOpened.example
        var closed = try ConcernClosed.example
        closed.kind = danger.kind
        let silent = FollowUpClosed(
            client: "c-1", ending: .doNotCall, reason: "Wishes it.", signer: "t01")
        #expect(day([(0, danger), (1, assigned(.intake))]) == 4)
        #expect(day([(0, danger), (1, assigned(.noShow))]) == 2)
        #expect(day([(0, assigned(.intake)), (2, danger)]) == 5)
        #expect(day([(0, assigned(.intake)), (6, danger)]) == 7)
        #expect(day([(0, assigned(.discharged)), (60, danger), (61, reached())]) == 68)
        #expect(day([(0, danger), (1, closed), (2, assigned(.intake))]) == 9)
        #expect(day([(0, assigned(.discharged)), (5, silent)]) == 95)
        #expect(day([(0, assigned(.discharged)), (5, silent), (10, danger)]) == 55)
        #expect(day([(0, danger), (1, assigned(.discharged)), (5, silent)]) == 50)
        #expect(day([(0, assigned(.discharged)), (5, silent), (60, danger)]) == 95)
    }

    @Test("A return to use is answered within 24 hours, until somebody has tried")
    func urgent() {
        let told = ReturnToUseReported(client: "c-1", contact: nil, account: "A sister phoned.")
        let limit = term([(0, assigned(.aftercare)), (9, told)])
            .limit(settled: nil, on: Self.moment(9))
        #expect(limit == .moment(Self.time(10)))
        let tried = ContactMissed(client: "c-1", contact: "k-1", attempt: "Called.")
        #expect(day([(0, assigned(.aftercare)), (9, told), (9, tried)]) == 2)
        #expect(day([(0, assigned(.aftercare)), (9, told), (10, reached())]) == 17)
    }
}
