import Messages
import Testing

@Suite("Views in pages")
struct PageTests {
    private func contacts(_ count: Int) -> [NextContact] {
        (1...count).map {
            NextContact(
                client: ClientID("c-\($0)"), situation: .waiting, owner: "t01",
                due: LocalDate(year: 2026, month: 11, day: 1 + $0 % 28), contact: nil, rung: 0,
                reason: nil)
        }
    }

    @Test("Put together they are the whole view in its order, each below what a message holds")
    func whole() throws {
        let all = contacts(5_000)
        var (read, query): ([NextContact], NextContacts?) = ([], NextContacts())
        while let asked = query {
            let page = try asked.page(of: all)
            #expect(try JSONText.encode(page).count < Frame.bodyLimitBytes)
            read += page.items
            query = page.next.map { NextContacts(after: $0) }
        }
        #expect(read == all.sorted { ($0.due, $0.client) < ($1.due, $1.client) })
    }

    @Test("What came or went between two pages hides nothing of the rest")
    func changing() throws {
        let all = contacts(30)
        let first = try NextContacts(limit: 10).page(of: all)
        let next = try #require(first.next)
        let rest = all.filter { !first.items.contains($0) }
        // The very one that was last is gone.
        let second = try NextContacts(after: next, limit: 100).page(of: rest)
        #expect(Set(second.items) == Set(rest))
        #expect(second.next == nil)
    }

    @Test("An absurd limit is no limit, and less than one is one")
    func limits() throws {
        let all = contacts(700)
        #expect(try NextContacts(limit: .max).page(of: all).items.count == PageLimit.items)
        #expect(try NextContacts(limit: -3).page(of: all).items.count == 1)
        #expect(try NextContacts().page(of: []) == Page(items: [], next: nil))
    }

    @Test("Alerts for now come before those that were due earlier")
    func alerts() throws {
        func alert(_ id: AlertID, _ urgency: AlertUrgency, due: Int64) -> OpenAlert {
            OpenAlert(
                alert: id, client: "c-1", kind: .suicideRisk, urgency: urgency,
                raised: Timestamp(milliseconds: 0), due: Timestamp(milliseconds: due),
                guidance: "", isSourceRetracted: false)
        }
        let page = try OpenAlerts().page(of: [
            alert("a-1", .today, due: 1_000), alert("a-2", .now, due: 9_000),
            alert("a-3", .now, due: 5_000),
        ])
        #expect(page.items.map(\.alert) == ["a-3", "a-2", "a-1"])
    }
}
