import Messages
import Testing

@testable import cairn

@Suite("The longest gap between contacts")
struct ContactGapTests {
    private let today = LocalDate(year: 2026, month: 11, day: 23)

    private func contact(_ client: ClientID, dueIn days: Int, reached: Int?) -> NextContact {
        var contact = NextContact(
            client: client, situation: .aftercare, owner: "t01", due: today.advanced(by: days),
            contact: nil, rung: 0, reason: nil)
        contact.reached = reached.map { days in
            Timestamp(milliseconds: Int64(today.daysSince1970 + days) * 86_400_000 + 64_800_000)
        }
        return contact
    }

    private func gap(_ contacts: [NextContact]) -> ContactGap {
        ContactGap(contacts, today: today, timeZone: "America/Chicago")
    }

    @Test("It is that of whoever was reached longest ago, named only with a reason")
    func longest() {
        let found = gap([
            contact("c-1", dueIn: 1, reached: -9), contact("c-2", dueIn: 1, reached: -20),
            contact("c-3", dueIn: 1, reached: nil),
        ])
        #expect(found.longest.map { "\($0.client) \($0.days)" } == "c-2 20")
        #expect(found.lines(isRevealing: false) == ["The longest without a contact: 20 days"])
        #expect(found.lines(isRevealing: true) == ["The longest without a contact: 20 days: c-2"])
        #expect(gap([]).lines(isRevealing: true).isEmpty)
    }

    @Test("Each client has a gap of its own, from the day of the last contact on")
    func each() {
        func days(_ reached: Int?) -> String? {
            ContactGap.days(
                of: contact("c-1", dueIn: 1, reached: reached), on: today, in: "America/Chicago")
        }
        #expect([nil, 0, -1, -20].map(days) == [nil, "0 days", "1 day", "20 days"])
    }

    @Test("A contact that nobody tried for more than a week after its day is an alarm")
    func abandoned() {
        let found = gap([
            contact("c-1", dueIn: -7, reached: nil), contact("c-2", dueIn: -8, reached: nil),
        ])
        #expect(found.abandoned == ["c-2"])
        #expect(found.lines(isRevealing: false).last?.contains("after the plan: 1") == true)
    }
}
