import ArgumentParser
import Foundation
import Messages
import TestKit
import Testing

@testable import ClientSamples
@testable import ClinicClient
@testable import ClinicalRules
@testable import cairn

@Suite("Duties at the command line")
struct DutyTests {
    private let now = Timestamp(milliseconds: 1_795_442_400_000)

    private func line(
        _ duty: DutyID, _ kind: DutyKind = .rate, about: String = "ratings",
        with person: StaffID?, role: Role = .clinician, dueInHours hours: Int = 1,
        isAhead: Bool? = nil
    ) -> DutyLine {
        var book = DutyBook()
        book.apply(
            DutyOpened(
                duty: duty, kind: kind, client: "c-7", about: about, role: role, person: person,
                since: now, due: now.advanced(byHours: hours), words: "Look after \(duty)."))
        return book.open.values.map {
            DutyLine(owner: .assessment, duty: $0, isAhead: isAhead)
        }[0]
    }

    private func sheet(
        of staff: StaffID, _ lines: [DutyLine], isWhole: Bool = false
    ) throws -> DutySheet {
        let moment = try #require(Moment(now, timeZone: Samples.timeZone))
        return DutySheet(
            of: staff, in: try Samples.opened().clinic, lines, now: moment, isWhole: isWhole)
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
        #expect(shown.contains("acknowledge-alert c-7: LATE by 3 h, was due 2026-11-23 05:00"))
        #expect(shown.contains("Look after d-1."))
        #expect(shown.contains("cairn alerts ack a-1 --action TEXT --as both"))
        #expect(shown.contains("Look after d-3."))
        #expect(!shown.contains("Look after d-2."))
        #expect(!shown.contains("Look after d-4."))
        #expect(text(try sheet(of: "it1", lines)) == "it1: nothing to do.")
    }

    @Test("What is due later is counted, but for a form of a visit that takes place anyhow")
    func ahead() throws {
        let lines = [
            line("d-1", with: "t01"),
            line("d-2", .fillForm, about: "phq-9", with: "t01", dueInHours: 90, isAhead: true),
            line("d-3", with: "t01", dueInHours: 200, isAhead: true),
            line("d-4", with: "t02", dueInHours: 80, isAhead: true),
        ]
        let shown = text(try sheet(of: "t01", lines))
        #expect(shown.hasPrefix("t01: 1 open duty"))
        #expect(!shown.contains("Look after d-2") && !shown.contains("Look after d-3"))
        #expect(
            shown.hasSuffix(
                "2 more duties are due later, the next by 2026-11-27 02:00:"
                    + " `cairn today --ahead --as t01` shows them."), "\(shown)")
        let whole = text(try sheet(of: "t01", lines, isWhole: true))
        #expect(whole.hasPrefix("t01: 3 open duties") && whole.contains("Look after d-3."))
        #expect(!whole.contains("due later"))
        let visit = line("d-5", .fillForm, about: "bam-iop", with: "t01")
        let forms = text(try sheet(of: "t01", [visit] + lines))
        #expect(forms.contains("2 forms in one visit of c-7: bam-iop, phq-9"))
        #expect(forms.contains("1 more duty is due later"))
        let idle = text(try sheet(of: "t02", lines))
        #expect(idle.hasPrefix("t02: nothing to do before your next shift."))
        #expect(idle.contains("1 more duty is due later"))
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
        let asked = line("d-5", .fillForm, about: "intake", with: "t01")
        #expect(
            text(try sheet(of: "t01", lines + [asked])).contains(
                "3 forms in one visit of c-7: bam-iop, phq-9, intake"))
        let order = shown.matches(of: /Look after (d-.)/).map { String($0.output.1) }
        #expect(order == ["d-1", "d-4", "d-2", "d-3"])
        #expect(!text(try sheet(of: "t01", Array(lines.prefix(3)))).contains("in one visit"))
    }

    @Test("What is late says since when, whose it was, and until when it is this person's")
    func late() throws {
        var book = DutyBook()
        book.apply(
            DutyOpened(
                duty: "d-1", kind: .rate, client: "c-7", about: "ratings", role: .clinician,
                person: "t01", since: now, due: now.advanced(byHours: -30), words: "Rate."))
        book.apply(
            DutyEscalated(
                duty: "d-1", client: "c-7", rung: 1, role: .clinician, person: "both",
                due: now.advanced(byHours: 5)))
        let duty = try #require(book.open["d-1"])
        let line = DutyLine(owner: .assessment, duty: duty)
        #expect(
            text(try sheet(of: "both", [line])).contains(
                "rate c-7: LATE by 1 d 6 h, was due 2026-11-22 02:00; not done by t01; yours until"
                    + " 2026-11-23 13:00"))
        let table = DutyTable([line], in: try Samples.opened().clinic, now: now, viewer: "both")
        let row = try #require(table.lines.first { $0.hasPrefix("rate") })
        #expect(row.contains("2026-11-22 02:00  1 d 6 h  t01          2026-11-23 13:00"), "\(row)")
    }

    @Test("A long list is cut at its least urgent end, and says what it leaves out")
    func bounded() throws {
        let lines = (0..<60).map { number in
            line(DutyID("d-\(number)"), with: "t01", dueInHours: number < 50 ? 1 : -2)
        }
        let shown = text(try sheet(of: "t01", lines))
        #expect(shown.matches(of: /Look after/).count == DutySheet.readable)
        #expect(
            shown.hasSuffix("And 20 more, 10 late: `cairn today --all --as t01` shows each."),
            "\(shown)")
        let moment = try #require(Moment(now, timeZone: Samples.timeZone))
        let all = DutySheet(
            of: "t01", in: try Samples.opened().clinic, lines, now: moment, most: nil)
        #expect(all.lines.count { $0.text.contains("Look after") } == 60)
        #expect(all.entries.count == 60)
        let many = (0..<130).map { line(DutyID("d-\($0)"), with: "t01") }
        var table = DutyTable(many, in: try Samples.opened().clinic, now: now, viewer: "dir")
        #expect(table.lines.count { $0.hasPrefix("rate") } == DutyTable.readable)
        #expect(table.lines.last == "And 30 more: `cairn duties --all` shows each.")
        table.most = nil
        #expect(table.lines.count { $0.hasPrefix("rate") } == 130)
    }

    @Test("While the ledger is silent, what others tell is shown, and nobody is told to be idle")
    func withoutLedger() throws {
        let moment = try #require(Moment(now, timeZone: Samples.timeZone))
        let alert = OpenAlert(
            alert: "a-1", client: "c-7", kind: .suicideRisk, urgency: .now, raised: now,
            due: now.advanced(byHours: 1), guidance: "Stay.", isSourceRetracted: false)
        let session = CalendarLine(
            session: "2026-11-23.p1-01.mon-0900", group: "p1-01", start: moment.local,
            end: moment.local, room: "g1", clinician: "t01", expected: ["c-7"], recorded: [])
        let contact = NextContact(
            client: "c-8", situation: .waiting, owner: "t01", due: moment.today, contact: nil,
            rung: 0, reason: "The weekly call.")
        func untold(_ staff: StaffID, _ roles: [Role]) -> DutiesUntold {
            DutiesUntold(
                staff: staff, roles: roles, alerts: [alert], contacts: [contact],
                sessions: [session], now: moment, timeZone: Samples.timeZone)
        }
        let shown = text(try sheet(of: "t01", untold("t01", [.clinician]).lines))
        for words in [
            "cairn alerts ack a-1", "The weekly call.", "cairn contact reached c-8",
            "cairn session held \(session.session)",
        ] {
            #expect(shown.contains(words), "\(words): \(shown)")
        }
        #expect(untold("ps1", [.peerSpecialist]).lines.isEmpty)
        var silent = untold("t01", [.clinician])
        silent.alerts = nil
        #expect(silent.warning.contains("Not told either: alerts."))
        #expect(silent.lines.count == 2)
    }

    @Test("As JSON it says the same, with whether it is late and the command")
    func json() throws {
        let entries = try sheet(of: "t01", [line("d-1", with: "t01", dueInHours: -1)]).entries
        let text = try JSONText.readable(entries)
        #expect(text.contains("\"isLate\" : true"))
        #expect(
            text.contains(
                "\"cairn rate c-7 1=RATING 2=RATING 3=RATING 4=RATING 5=RATING 6=RATING --as t01"))
        #expect(text.contains("\"client\" : \"c-7\""))
    }

    @Test("Each command that a sheet names is one that the tool takes, about the client, no JSON")
    func commands() throws {
        let abouts: [DutyKind: [String]] = [
            .fillForm: ["consent", "phq-9", "intake"], .clearGate: ["withdrawal", "unheard-of"],
            .confirmPlacement: ["recommendation", "p-1"],
            .closeConcern: ConcernPolicy.current.kinds.map(\.kind.rawValue) + ["k-1"],
            .screenAgain: ConcernPolicy.current.kinds.map(\.kind.rawValue) + ["k-1"],
            .signTreatmentPlan: ["plan", "signature"],
        ]
        let filled = [
            "YES-OR-NO": "yes", "DATE": "2026-12-01", "DAY": "2026-12-01", "'DAY": "2026-12-01 x",
            "NUMBER": "45",
        ]
        for kind in DutyKind.known where kind != .flag {
            for about in abouts[kind] ?? ["a-1"] {
                let duty = line("d-1", kind, about: about, with: "t01").duty
                let commands = DutyStep.commands(for: duty, as: "t01")
                #expect(!commands.isEmpty, "\(kind)")
                for command in commands {
                    // A time of day stands beside its day, any other with its date.
                    let time = command.contains("DAY TIME") ? "10:00" : "2026-12-20T10:00"
                    let words = command.split(separator: " ").map {
                        $0 == "TIME" ? time : filled[String($0)] ?? String($0)
                    }
                    .filter { $0 != "TEXT'" }
                    #expect(words.first == "cairn" && words.suffix(2) == ["--as", "t01"])
                    do { _ = try CairnCommand.parseAsRoot(Array(words.dropFirst())) } catch {
                        Issue.record("\(command): \(CairnCommand.fullMessage(for: error))")
                    }
                    #expect(!command.contains("{") && !command.contains("send"), "\(command)")
                    let byMatter: [DutyKind] = [
                        .coverSession, .acknowledgeAlert, .answerQuestion, .recordAttendance,
                        .tellChange,
                    ]
                    let named =
                        byMatter.contains(kind)
                        ? "a-1" : kind == .reviewOverrides ? "overrides" : "c-7"
                    #expect(command.contains(named), "\(command)")
                }
            }
        }
    }

    @Test("Each kind of duty but a plugin's flag is done by a command, or by one of several")
    func steps() {
        for kind in DutyKind.known where kind != .flag {
            let duty = line("d-1", kind, about: "a-1", with: "t01").duty
            #expect(!DutyStep.commands(for: duty, as: "t01").isEmpty, "\(kind)")
        }
    }

    @Test("Each command of the clinical services has a door of its own: nobody has to type JSON")
    func doors() throws {
        let folder = Golden.root().appending(path: "Sources/ControlTool/Commands")
        let names = FileManager.default.enumerator(atPath: folder.path)?.compactMap {
            $0 as? String
        }
        let code = try (names ?? []).filter { $0.hasSuffix(".swift") }.map {
            try String(contentsOf: folder.appending(path: $0), encoding: .utf8)
        }.joined()
        let clinical: [any ServiceContract.Type] = MessageCatalog.contracts.filter {
            $0.isCorrectable
        }
        let commands = clinical.flatMap { $0.commands }
        #expect(commands.count > 20)
        for command in commands {
            let name = String(describing: command).prefix { $0 != "<" }
            let isMade = code.contains("\(name)(") || code.contains("\(name)<Contract>(")
            #expect(isMade, "\(name) is given by `cairn send` alone")
        }
    }

    @Test("A review offers each decision, and a session without a leader both ways out")
    func choices() {
        func verbs(_ kind: DutyKind, about: String) -> [String] {
            DutyStep.commands(for: line("d-1", kind, about: about, with: "t01").duty, as: "t01")
                .map { $0.split(separator: " ")[1...2].joined(separator: " ") }
        }
        #expect(
            verbs(.review, about: "e-1") == [
                "phase keep", "phase change", "phase complete",
            ])
        #expect(
            verbs(.coverSession, about: "s-1") == ["staff cover", "session cancel"])
        #expect(
            verbs(.collectTest, about: "u-1")
                == CollectionOutcome.known.map { "test \($0)" })
        #expect(
            verbs(.screenAgain, about: "suicide-risk") == ["form c-ssrs-screener", "concern close"])
        #expect(verbs(.screenAgain, about: "acute-psychosis") == ["intake c-7", "concern close"])
        // Whoever may not give a command is not told to: a case manager follows a referral, and a
        // clinician ends it.
        for (roles, count) in [([], 3), ([.caseManager], 2), ([.clinician], 3)] as [([Role], Int)] {
            let duty = line("d-1", .followReferral, about: "k-1", with: "t01").duty
            #expect(DutyStep.commands(for: duty, as: "t01", in: roles).count == count, "\(roles)")
        }
        // What came to somebody who may not do it, for want of anybody else, says who may.
        func others(_ kind: DutyKind, about: String, _ role: Role) -> [Role] {
            DutyStep.others(
                for: line("d-1", kind, about: about, with: "dir").duty, in: [role])
        }
        #expect(others(.certify, about: "e-1", .director) == [.prescriber])
        #expect(others(.certify, about: "e-1", .prescriber) == [])
        #expect(others(.clearGate, about: "withdrawal-sedatives", .director) == [.prescriber])
        #expect(others(.clearGate, about: "withdrawal-sedatives", .prescriber) == [])
        #expect(others(.rate, about: "dimension", .director) == [])
        #expect(others(.closeConcern, about: "suicide-risk", .clinician) == [])
        let close = line("d-1", .closeConcern, about: "suicide-risk", with: "dir").duty
        let passed = DutyStep.commands(for: close, as: "dir", in: [.director])
        #expect(passed.count == 2 && passed.allSatisfy { $0.hasSuffix(" --as STAFF") })
        let judged = DutyStep.commands(
            for: line("d-1", .judgeTest, about: "u-1", with: "t01").duty, as: "t01")
        #expect(
            TestJudgement.known.allSatisfy { word in
                judged.contains { $0.contains(" \(word) ") }
            })
        #expect(verbs("unheard-of", about: "s-1").isEmpty)
    }

    @Test("A director sees how many duties everybody has, and about whom only for a reason")
    func table() throws {
        let lines = [
            line("d-1", with: "t01", dueInHours: -30), line("d-2", with: "t01"),
            line("d-3", with: "dir"),
        ]
        var table = DutyTable(lines, in: try Samples.opened().clinic, now: now, viewer: "dir")
        let masked = table.lines.joined(separator: "\n")
        #expect(masked.hasPrefix("3 open duties, 1 late"))
        #expect(masked.contains("t01  2     1     1 d 6 h  0"))
        // The director's own, and no other.
        #expect(masked.contains("Look after d-3."))
        #expect(!masked.contains("Look after d-1."))
        table.isRevealing = true
        #expect(table.lines.joined(separator: "\n").contains("Look after d-1."))
        let later = lines + [line("d-4", with: "t01", dueInHours: 90, isAhead: true)]
        for isWhole in [false, true] {
            let table = DutyTable(
                later, in: try Samples.opened().clinic, now: now, viewer: "t01", isWhole: isWhole)
            let text = table.lines.joined(separator: "\n")
            #expect(text.contains("t01  3     1     1 d 6 h  1"), "\(text)")
            #expect(text.contains("Look after d-4.") == isWhole)
            #expect(text.contains("`cairn duties --ahead` shows them.") != isWhole)
        }
    }
}
