import ClinicalRules
import Foundation
import Messages
import TestKit
import Testing

@testable import ClientSamples
@testable import ClinicClient
@testable import cairn

@Suite("What --json prints is what its page says, masked as the text is")
struct JSONPageTests {
    private let now = Timestamp(milliseconds: 1_795_442_400_000)
    private let secret = ClientID(Samples.secret)

    /// The keys that a section of the page names: of each table by what its first column says.
    private func keys(of section: String) throws -> [String: Set<String>] {
        let page = try String(
            contentsOf: Golden.root().appending(path: "docs/operating/json.md"), encoding: .utf8)
        let text = try #require(
            page.components(separatedBy: "\n## ").first { $0.hasPrefix("\(section)\n") })
        var (found, table): ([String: Set<String>], String) = ([:], "")
        for line in text.split(separator: "\n") where line.hasPrefix("|") {
            let cell = String(line.split(separator: "|")[0])
            if cell.contains(" key") { table = cell.trimmingCharacters(in: .whitespaces) }
            let names = cell.matches(of: /`([A-Za-z]+)`/).map { String($0.output.1) }
            if !cell.contains(" key") { found[table, default: []].formUnion(names) }
        }
        return found
    }

    private func object(_ value: some Encodable) throws -> [String: Any] {
        let data = Data(try JSONText.readable(value).utf8)
        return try #require(JSONSerialization.jsonObject(with: data) as? [String: Any])
    }

    private func row(_ object: [String: Any], _ key: String) throws -> [String: Any] {
        try #require((object[key] as? [[String: Any]])?.first)
    }

    private func duty() -> DutyLine {
        var book = DutyBook()
        book.apply(
            DutyOpened(
                duty: "d-1", kind: .rate, client: secret, about: "ratings", role: .clinician,
                person: "t01", since: now, due: now, words: Samples.secret))
        return book.open.values.map { DutyLine(owner: .assessment, duty: $0, isAhead: false) }[0]
    }

    private func alert() -> OpenAlert {
        OpenAlert(
            alert: "a-1", client: secret, kind: .suicideRisk, urgency: .now, raised: now, due: now,
            guidance: Samples.secret, isSourceRetracted: false, person: "t01")
    }

    private func concern() -> OpenConcern {
        OpenConcern(
            concern: "k-1", client: secret, kind: .suicideRisk, urgency: .now, opened: now,
            told: now, taken: nil, alerts: [], finding: Samples.secret)
    }

    @Test("Duties")
    func duties() throws {
        var table = DutyTable(
            [duty()], in: try Samples.opened().clinic, now: now, viewer: "dir")
        let named = try keys(of: "duties")
        let masked = try object(table.page)
        #expect(Set(masked.keys) == named["key"])
        // `as above` names those of `today`; people stand in their own row.
        #expect(Set(try row(masked, "duties").keys) == named["key of `duties`"])
        #expect(
            Set(try row(masked, "people").keys)
                == ["person", "open", "late", "longestLateHours", "ahead"])
        #expect(try row(masked, "duties")["client"] as? String == Masking.mask)
        #expect(try !JSONText.readable(table.page).contains(Samples.secret))
        table.isRevealing = true
        #expect(try row(object(table.page), "duties")["words"] as? String == Samples.secret)
        // As in the text, one's own are plain.
        let own = DutyTable([duty()], in: try Samples.opened().clinic, now: now, viewer: "t01")
        #expect(try row(object(own.page), "duties")["client"] as? String == Samples.secret)
    }

    @Test("A person's day")
    func today() throws {
        let moment = try #require(Moment(now, timeZone: Samples.timeZone))
        let sheet = DutySheet(
            of: "t01", in: try Samples.opened().clinic, [duty()], now: moment)
        let named = try keys(of: "today")
        let entry = try object(try #require(sheet.entries.first))
        #expect(Set(entry.keys) == named["key"])
        let inner = try #require(entry["duty"] as? [String: Any])
        #expect(Set(inner.keys) == named["key of `duty`"])
    }

    @Test("Alerts")
    func alerts() throws {
        let named = try keys(of: "alerts")
        func page(isRevealing: Bool = false, mayAct: Bool = false) -> AlertsPage {
            AlertsPage(
                [alert()], concerns: [concern()], burden: AlertCounts(raised: [0, 1]),
                as: AlertLines(
                    now: now, timeZone: Samples.timeZone, isRevealing: isRevealing, mayAct: mayAct))
        }
        let masked = try object(page())
        #expect(Set(masked.keys) == named["key"])
        let row = try row(masked, "alerts")
        #expect(Set(row.keys) == named["key of `alerts`"])
        #expect(row["kind"] as? String == Masking.mask)
        #expect(try !JSONText.readable(page()).contains(Samples.secret))
        let acting = try self.row(object(page(mayAct: true)), "alerts")
        #expect(acting["kind"] as? String == "suicide-risk")
        #expect(acting["client"] as? String == Masking.mask)
        let shown = try self.row(object(page(isRevealing: true)), "alerts")
        #expect(shown["client"] as? String == Samples.secret)
    }

    @Test("A week")
    func week() throws {
        let named = try keys(of: "week")
        let monday = LocalDate(year: 2026, month: 11, day: 23)
        var session = try SessionScheduled.example
        session.clients = [secret]
        session.therapy = Identity("cbt")
        var conflict = try ConflictFound.example
        conflict.client = secret
        func report(isRevealing: Bool) -> WeekReport {
            WeekReport(
                today: monday, fullHours: 9, now: now, timeZone: Samples.timeZone, week: monday,
                plan: [
                    WeekLine(session: session), WeekLine(shortfall: conflict),
                    WeekLine(withoutIndividual: conflict),
                ],
                alerts: [alert()], contacts: [], duties: [duty()], concerns: [concern()],
                burden: AlertCounts(raised: [0, 1]),
                overrides: OverrideSummary(
                    raters: [], leastDecisions: 30, leastPercent: 2, mostPercent: 25, source: ""),
                lost: [secret], stays: [], isRevealing: isRevealing)
        }
        let masked = try object(report(isRevealing: false).page)
        #expect(Set(masked.keys) == named["key"])
        #expect(Set(try row(masked, "sessions").keys) == named["key of `sessions`"])
        #expect(try !JSONText.readable(report(isRevealing: false).page).contains(Samples.secret))
        let lost = try #require(
            try object(report(isRevealing: true).page)["withoutNextStep"] as? [String: Any])
        #expect(lost["clients"] as? [String] == [Samples.secret])
    }
}
