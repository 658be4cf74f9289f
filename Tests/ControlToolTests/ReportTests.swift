import ArgumentParser
import Bus
import ClinicFiles
import Foundation
import Messages
import PeerKit
import TestSupport
import Testing

@testable import ClientSamples
@testable import ClinicClient
@testable import cairn

@Suite("What lists tell")
struct ListTests {
    @Test("The list of keys says who watches and what each may read")
    func keys() {
        let reads = Set(["scheduler.session", "assessment.client"].compactMap { Grant($0) })
        let list = AccessList(peers: [
            AccessList.Peer(
                identity: "cbt", slot: 0, publicKey: "k", permission: Permission(reads: reads)),
            AccessList.Peer(
                identity: "cli-t01", slot: 1, publicKey: "l",
                permission: Permission(reads: [.all], watches: true)),
            AccessList.Peer(
                identity: "mute", slot: 2, publicKey: "m", permission: Permission()),
        ])
        #expect(
            KeysListCommand.rows(of: list).dropFirst().map { [$0[0], $0[2], $0[5]] } == [
                ["cbt", "no", "assessment.client scheduler.session"], ["cli-t01", "yes", "all"],
                ["mute", "no", "nothing"],
            ])
    }

    @Test("What is parked names nobody without a reason")
    func parkedLines() {
        let place = EventPlace(stream: Samples.stream("scheduler.enrollment"), sequence: 12)
        let event = ParkedEvent(
            place: place, type: "scheduler.enrollment.opened.v1", subject: Samples.secret,
            reason: "There is no such phase.", since: Timestamp(milliseconds: 0), behind: 2,
            waitsFor: nil)
        for isRevealing in [false, true] {
            var lines = ParkedLines(timeZone: Samples.timeZone, isRevealing: isRevealing)
            lines.add([event], of: .peerGroups)
            let text = lines.lines.joined(separator: "\n")
            #expect(text.contains("There is no such phase."))
            #expect(text.contains(Samples.secret) == isRevealing)
        }
    }
}

@Suite("What a week tells")
struct WeekReportTests {
    private let secret = ClientID(Samples.secret)

    private func report(isRevealing: Bool) throws -> WeekReport {
        var session = try SessionScheduled.example
        session.clients = [secret]
        var conflict = try ConflictFound.example
        conflict.client = secret
        conflict.offeredMinutes = 450
        conflict.neededMinutes = 540
        var alone = try ConflictFound.example
        alone.client = secret
        alone.blockers = [Blocker(kind: .gone, by: "clinician t01")]
        let monday = LocalDate(year: 2026, month: 11, day: 23)
        let now = Timestamp(milliseconds: 1_795_442_400_000)
        let alert = OpenAlert(
            alert: "a-1", client: secret, kind: .suicideRisk, urgency: .now, raised: now, due: now,
            guidance: Samples.secret, isSourceRetracted: false)
        let contact = NextContact(
            client: secret, situation: .waiting, owner: "t01", due: monday, contact: nil, rung: 0,
            reason: nil)
        return WeekReport(
            today: monday, fullHours: 9, now: now, timeZone: Samples.timeZone,
            week: monday,
            plan: [
                WeekLine(session: session), WeekLine(shortfall: conflict),
                WeekLine(withoutIndividual: alone),
            ],
            alerts: [alert], contacts: [contact], isRevealing: isRevealing)
    }

    @Test("Clients are counted, and named only with a reason")
    func masked() throws {
        let masked = try report(isRevealing: false).lines.joined(separator: "\n")
        #expect(!masked.contains(Samples.secret))
        #expect(masked.contains("1 client is under 9 hours in the first phase"))
        #expect(masked.contains("1 of 3"))
        #expect(masked.contains("Next contacts: 1 people, 1 due now, 1 this week"))
        let shown = try report(isRevealing: true).lines.joined(separator: "\n")
        #expect(shown.contains("\(Samples.secret): 07:30 of 09:00 hours; commitment"))
        #expect(masked.contains("1 client has no individual session that is due"))
        #expect(shown.contains("\(Samples.secret): gone (clinician t01)"))
    }

    @Test("What is not planned says why and what would change it; whom it keeps out is counted")
    func unplaced() throws {
        var word = try OfferingUnplaced.example
        word.hindrances[0].clients = [secret]
        func text(_ isRevealing: Bool) throws -> String {
            var other = word
            other.group = "p1-02"
            return UnplacedLines([word, other]).ofWeek(isRevealing: isRevealing)
                .joined(separator: "\n")
        }
        #expect(!(try text(false)).contains(Samples.secret))
        #expect(
            try text(false).hasPrefix("dbt skills in p1-01, p1-02 (clients: 1): 2 of the group"))
        #expect(try text(false).hasSuffix("It is held once 3 of the group may come."))
        #expect(try text(true).contains(Samples.secret))
        // A client is told of what concerns the client, and of nobody else's.
        let lines = UnplacedLines([word])
        #expect(lines.of(secret, in: "p1-01").count == 1)
        #expect(lines.of("c-other", in: "p1-01").isEmpty)
        #expect(lines.of(secret, in: "p1-02").isEmpty)
        word.hindrances[0].clients = nil
        #expect(UnplacedLines([word]).of("c-other", in: "p1-01").count == 1)
    }

    @Test("Who has no next step is counted in capitals, and named only with a reason")
    func lost() throws {
        var masked = try report(isRevealing: false)
        masked.lost = []
        #expect(masked.lines.contains("Everyone has a next step: a duty, session or call"))
        masked.lost = [secret]
        let text = masked.lines.joined(separator: "\n")
        #expect(text.contains("1 CLIENT HAS NO NEXT STEP"))
        #expect(!text.contains(Samples.secret))
        var shown = try report(isRevealing: true)
        shown.lost = [secret]
        #expect(shown.lines.contains("  \(Samples.secret)"))
    }

    @Test("A review that could not be held is counted, and named with why for a reason alone")
    func notHeld() throws {
        var stay = EnrollmentStatus(
            client: secret, enrollment: "e-1", phase: "p1",
            since: Timestamp(milliseconds: 0), group: nil, clinician: "t01", review: .stepUp)
        var masked = try report(isRevealing: false)
        masked.stays = [stay]
        #expect(!masked.lines.contains { $0.contains("could not be held") })
        stay.reviewNotHeld = "In hospital."
        masked.stays = [stay]
        #expect(masked.lines.contains("1 review could not be held"))
        #expect(!masked.lines.joined().contains(Samples.secret))
        var shown = try report(isRevealing: true)
        shown.stays = [stay]
        #expect(shown.lines.contains("  \(Samples.secret): In hospital."))
    }

    @Test("Each contact says for a reason for how long the client was not reached")
    func gaps() throws {
        var contact = NextContact(
            client: secret, situation: .aftercare, owner: "t01",
            due: LocalDate(year: 2026, month: 11, day: 25), contact: nil, rung: 0, reason: nil)
        contact.reached = Timestamp(milliseconds: 1_795_442_400_000).advanced(byHours: -9 * 24)
        var shown = try report(isRevealing: true)
        shown.contacts = [contact]
        #expect(
            shown.lines.contains { $0.contains(Samples.secret) && $0.contains("not reached for") })
        shown.isRevealing = false
        #expect(!shown.lines.contains { $0.contains("not reached for") })
    }

    @Test("What nobody told is unknown, and not nothing")
    func unknown() {
        let monday = LocalDate(year: 2026, month: 11, day: 23)
        let report = WeekReport(
            today: monday, fullHours: 9, now: Timestamp(milliseconds: 0),
            timeZone: Samples.timeZone, week: monday, plan: nil, alerts: nil, contacts: nil)
        let unknown = report.lines.count { $0.lowercased().contains("unknown") }
        #expect(unknown == 8)
    }
}

@Suite("What is seen while a clinic starts")
struct StartProgressTests {
    private func process(_ state: String, _ detail: String? = nil) -> ProcessStatus {
        ProcessStatus(process: .hub, state: state, pid: nil, restarts: 0, detail: detail)
    }

    @Test("Each state is told once, and waiting is not told")
    func lines() {
        var progress = StartProgress()
        let now = ContinuousClock.now
        let told = ["waiting", "starting", "starting", "ready", "ready"].map {
            progress.lines(for: [process($0)], at: now).count
        }
        #expect(told == [0, 1, 0, 1, 0])
    }

    @Test("A long start says how far it is, every few seconds")
    func longStart() {
        var progress = StartProgress()
        let start = ContinuousClock.now
        let told = [(0, "1 of 9"), (250, "2 of 9"), (3_000, "3 of 9"), (9_000, "3 of 9")].map {
            progress.lines(
                for: [process("starting", $0.1)], at: start.advanced(by: .milliseconds($0.0))
            ).first
        }
        #expect(told == ["  hub  starting  (1 of 9)", nil, "  hub  starting  (3 of 9)", nil])
    }

    @Test("Nothing known is not settled; ready and at rest are")
    func settled() {
        #expect(!StartProgress.isSettled([]))
        #expect(!StartProgress.isSettled([process("ready"), process("backing-off")]))
        #expect(StartProgress.isSettled([process("ready"), process("failed"), process("stopped")]))
    }
}

@Suite("The end of a log")
struct LogReaderTests {
    private func withFolder(_ body: (ClinicFolder, String) throws -> Void) throws {
        let path = FileManager.default.temporaryDirectory.path + "/cairn-log-\(UUID().uuidString)"
        let folder = ClinicFolder(path: path)
        try FileManager.default.createDirectory(
            atPath: folder.logs, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: path) }
        try body(folder, folder.logs + "/hub.log")
    }

    private func write(_ text: String, to path: String) throws {
        try text.write(toFile: path, atomically: false, encoding: .utf8)
    }

    private func append(_ text: String, to path: String) throws {
        let file = try #require(FileHandle(forWritingAtPath: path))
        try file.seekToEnd()
        try file.write(contentsOf: Data(text.utf8))
        try file.close()
    }

    @Test("What a program printed is left out and counted, unless somebody may see it")
    func program() {
        let lines = ["The program runs confined.", "[program] c-0001 called", "[program] again"]
        #expect(LogsCommand.shown(lines, whole: false).lines == Array(lines.prefix(1)))
        #expect(LogsCommand.shown(lines, whole: false).leftOut == 2)
        #expect(LogsCommand.shown(lines, whole: true).lines == lines)
    }

    @Test("The last lines go back into the older half")
    func last() throws {
        try withFolder { folder, path in
            try write("a\nb\n", to: path + ".1")
            try write("c\nd\n", to: path)
            var log = LogReader(of: .hub, in: folder)
            #expect(log.last(3) == ["b", "c", "d"])
        }
    }

    @Test("However long a log is, and whatever holes it has, no more is read than its end")
    func long() throws {
        try withFolder { folder, path in
            let half = (0..<3_000).map { "line-\($0)\n" }.joined()
            try write("first\n", to: path + ".1")
            // More than could ever be read.
            try #require(truncate(path + ".1", 200 << 30) == 0)
            try append("\n" + half, to: path + ".1")
            try write("a\nb\n", to: path)
            var log = LogReader(of: .hub, in: folder)
            #expect(log.last(3) == ["line-2999", "a", "b"])
            #expect(log.last(3_001)?.first == "line-1")
            #expect(log.last(0) == [])
            // What has no line within the bound has none.
            #expect(log.last(4_000)?.count == 3_002)
            try #require(truncate(path, 200 << 30) == 0)
            #expect(log.last(3) == [])
            try append("\nlast\n", to: path)
            #expect(log.last(3) == ["last"])
        }
    }

    @Test("A log whose end reaches over parts of a file is whole, line by line")
    func parts() throws {
        try withFolder { folder, path in
            let lines = (0..<40_000).map { "line number \($0)" }
            try write(lines.joined(separator: "\n") + "\n", to: path)
            var log = LogReader(of: .hub, in: folder)
            for count in [1, 5_461, 5_462, 20_000, 39_999, 40_000, 50_000] {
                #expect(log.last(count) == Array(lines.suffix(count)), "\(count)")
            }
        }
    }

    @Test("What is added without an end of a line is held to a bound")
    func endless() throws {
        try withFolder { folder, path in
            try write("a\n", to: path)
            var log = LogReader(of: .hub, in: folder)
            #expect(log.last(10) == ["a"])
            try append(String(repeating: "x", count: 3 << 20), to: path)
            for _ in 1...5 { #expect(log.added() == []) }
            try append("yz\nb\n", to: path)
            let added = log.added()
            #expect(added.count == 2 && added.last == "b")
            #expect(added.first?.hasSuffix("xyz") == true)
            #expect((added.first?.count ?? 0) <= 1 << 17)
        }
    }

    @Test("A process without a log is told apart from one that said nothing")
    func none() throws {
        try withFolder { folder, path in
            var log = LogReader(of: .hub, in: folder)
            #expect(log.last(3) == nil)
            try write("", to: path)
            #expect(log.last(3) == [])
        }
    }

    @Test("What is added is told line by line, across a rotation too")
    func follows() throws {
        try withFolder { folder, path in
            try write("a\n", to: path)
            var log = LogReader(of: .hub, in: folder)
            #expect(log.last(10) == ["a"])
            try append("b\nha", to: path)
            #expect(log.added() == ["b"])
            try append("lf\nlast\n", to: path)
            try FileManager.default.moveItem(atPath: path, toPath: path + ".1")
            try write("new\n", to: path)
            #expect(log.added() == ["half", "last", "new"])
            #expect(log.added() == [])
        }
    }
}
