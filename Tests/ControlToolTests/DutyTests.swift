import Foundation
import Messages
import Testing

@testable import ClientSamples
@testable import ClinicClient
@testable import cairn

@Suite("Duties at the command line")
struct DutyTests {
    private let now = Timestamp(milliseconds: 1_795_442_400_000)

    private func line(
        _ duty: DutyID, _ kind: DutyKind = .rate, about: String = "ratings",
        with person: StaffID?, role: Role = .clinician, dueInHours hours: Int = 1
    ) -> DutyLine {
        var book = DutyBook()
        book.apply(
            DutyOpened(
                duty: duty, kind: kind, client: "c-7", about: about, role: role, person: person,
                since: now, due: now.advanced(byHours: hours), words: "Look after \(duty)."))
        return book.open.values.map { DutyLine(owner: .assessment, duty: $0) }[0]
    }

    private func sheet(of staff: StaffID, _ lines: [DutyLine]) throws -> DutySheet {
        DutySheet(of: staff, in: try Samples.place().clinic, lines, now: now)
    }

    private func text(_ sheet: DutySheet) -> String {
        sheet.lines.map(\.text).joined(separator: "\n")
    }

    @Test(
        "A sheet has one's own duties and those that nobody of one's role has, plain and in order")
    func sheetOfOne() throws {
        let lines = [
            line("d-1", .acknowledgeAlert, about: "a-1", with: "both", dueInHours: -3),
            line("d-2", with: "t02"), line("d-3", with: nil),
            line("d-4", with: nil, role: .nurse),
        ]
        let shown = text(try sheet(of: "both", lines))
        #expect(shown.hasPrefix("both: 2 open duties, 1 late"))
        #expect(shown.contains("acknowledge-alert c-7: by 2026-11-23 05:00, LATE by 3 h"))
        #expect(shown.contains("Look after d-1."))
        #expect(shown.contains("cairn alerts ack a-1 --action TEXT --as both"))
        #expect(shown.contains("Look after d-3."))
        #expect(!shown.contains("Look after d-2."))
        #expect(!shown.contains("Look after d-4."))
        #expect(text(try sheet(of: "it1", lines)) == "it1: nothing to do.")
    }

    @Test("Forms of one client that are due together are one visit, where the first is due")
    func visit() throws {
        let lines = [
            line("d-1", .fillForm, about: "bam-iop", with: "t01"),
            line("d-2", .fillForm, about: "consent", with: "t01", dueInHours: 2),
            line("d-3", .rate, with: "t01", dueInHours: 3),
            line("d-4", .fillForm, about: "phq-9", with: "t01", dueInHours: 4),
        ]
        let shown = text(try sheet(of: "t01", lines))
        #expect(shown.contains("2 forms in one visit of c-7: bam-iop, phq-9"))
        let order = shown.matches(of: /Look after (d-.)/).map { String($0.output.1) }
        #expect(order == ["d-1", "d-4", "d-2", "d-3"])
        #expect(!text(try sheet(of: "t01", Array(lines.prefix(3)))).contains("in one visit"))
    }

    @Test("As JSON it says the same, with whether it is late and the command")
    func json() throws {
        let entries = try sheet(of: "t01", [line("d-1", with: "t01", dueInHours: -1)]).entries
        let text = try JSONText.readable(entries)
        #expect(text.contains("\"isLate\" : true"))
        #expect(text.contains("\"command\" : \"cairn send assessment.rate-dimension --as t01"))
        #expect(text.contains("\"client\" : \"c-7\""))
    }

    @Test("Each command that a sheet names is one of the catalog, with a body of the right fields")
    func commands() throws {
        let kinds: [(DutyKind, String)] = [
            (.fillForm, "phq-9"), (.fillForm, "intake"), (.rate, "ratings"),
            (.confirmPlacement, "recommendation"), (.confirmPlacement, "p-1"),
        ]
        for (kind, about) in kinds {
            let duty = line("d-1", kind, about: about, with: "t01").duty
            let command = try #require(DutyStep.command(for: duty, as: "t01"))
            let words = command.split(separator: " ")
            let type = try #require(MessageCatalog.command(type: "\(words[2]).v1"), "\(command)")
            let names = command.matches(of: /"([a-zA-Z]+)":/).map { String($0.output.1) }
            #expect(Set(names).isSubset(of: type.marks.keys), "\(command)")
            #expect(names.contains("client"))
        }
    }

    @Test("A director sees how many duties everybody has, and about whom only for a reason")
    func table() throws {
        let lines = [
            line("d-1", with: "t01", dueInHours: -30), line("d-2", with: "t01"),
            line("d-3", with: "dir"),
        ]
        var table = DutyTable(lines, in: try Samples.place().clinic, now: now, viewer: "dir")
        let masked = table.lines.joined(separator: "\n")
        #expect(masked.hasPrefix("3 open duties, 1 late"))
        #expect(masked.contains("t01  2     1     1 d 6 h"))
        // The director's own, and no other.
        #expect(masked.contains("Look after d-3."))
        #expect(!masked.contains("Look after d-1."))
        table.isRevealing = true
        #expect(table.lines.joined(separator: "\n").contains("Look after d-1."))
    }
}
