import ArgumentParser
import Bus
import ClinicFiles
import Foundation
import Messages
import PeerKit
import TestSupport
import Testing

@testable import ClinicClient
@testable import cairn

@Suite("What status tells")
struct StatusReportTests {
    private func report(
        alerts: [OpenAlert]? = [], processes: [ProcessStatus]? = nil, heard: [Heartbeat] = [],
        clock: ClockStatus? = ClockStatus(lastHour: nil),
        services: [Identity] = [.hub, .assessment], elsewhere: [Identity]? = nil
    ) throws -> StatusReport {
        let now = try #require(
            Moment(Timestamp(milliseconds: 1_795_442_400_000), timeZone: Samples.timeZone))
        let mode = ClinicMode(clinic: "test", kind: .rehearsal, startsAt: now, seed: 1)
        var clinic = try Samples.clinic(services: services)
        clinic.elsewhere = elsewhere
        let place = OpenedClinic(
            folder: ClinicFolder(path: "/test"), clinic: clinic, mode: mode)
        return StatusReport(
            place: place, now: now, alerts: alerts, processes: processes ?? [process(.assessment)],
            clock: clock,
            heard: Dictionary(
                uniqueKeysWithValues: (heard.isEmpty ? [beat(.assessment)] : heard).map {
                    ($0.identity, $0)
                }))
    }

    private func process(_ name: Identity, _ state: String = "ready") -> ProcessStatus {
        ProcessStatus(process: name, state: state, pid: 1, restarts: 0, detail: nil)
    }

    private func beat(_ name: Identity, _ state: Heartbeat.State = .ready) -> Heartbeat {
        Heartbeat(identity: name, incarnation: "first", version: "1", state: state)
    }

    private func alert(dueInHours hours: Int) -> OpenAlert {
        let now = Timestamp(milliseconds: 1_795_442_400_000)
        return OpenAlert(
            alert: "a-1", client: ClientID(Samples.secret),
            kind: AlertKind(rawValue: Samples.secret), urgency: .now, raised: now,
            due: now.advanced(byHours: hours), guidance: Samples.secret, isSourceRetracted: false)
    }

    private func text(_ report: StatusReport) -> String {
        report.lines.map(\.text).joined(separator: "\n")
    }

    @Test("All ready and nothing open is well, and says that it is a rehearsal")
    func well() throws {
        let report = try report()
        #expect(!report.isWrong)
        #expect(text(report).contains("REHEARSAL"))
        #expect(text(report).contains("No open alerts."))
    }

    @Test("Open alerts come before processes, and name nobody")
    func alertsLead() throws {
        let report = try report(alerts: [alert(dueInHours: 1)])
        let lines = report.lines.map(\.text)
        let alertLine = try #require(lines.firstIndex { $0.contains("1 OPEN ALERT") })
        let processLine = try #require(lines.firstIndex { $0.hasPrefix("PROCESS") })
        #expect(alertLine < processLine)
        #expect(!text(report).contains(Samples.secret))
        #expect(!report.isWrong)
    }

    @Test("A clock that waits for a person is wrong, and red, with the remedy")
    func clockWaits() throws {
        let advice = Advice("It jumped.", remedy: "Confirm it.")
        let report = try report(clock: ClockStatus(lastHour: nil, waitsBecause: advice))
        #expect(report.isWrong)
        #expect(
            report.lines.contains { $0.text.hasSuffix("It jumped.") && $0.tone == .bad })
        #expect(text(report).contains("Confirm it."))
    }

    @Test("Alerts stand in the order in which assessment gives them: now before today")
    func alertOrder() throws {
        var now = alert(dueInHours: 1)
        now.urgency = .now
        now.alert = "a-now"
        var today = alert(dueInHours: -3)
        today.urgency = .today
        today.alert = "a-today"
        let shown = text(try report(alerts: [now, today]))
        let places = ["a-now", "a-today"].compactMap { shown.range(of: $0)?.lowerBound }
        #expect(places.count == 2 && places == places.sorted())
    }

    @Test("Whoever may take charge of an alert sees what it is and what to do, and not whom")
    func alertForCare() throws {
        var alert = alert(dueInHours: 1)
        alert.kind = .medicalDanger
        alert.guidance = "Call the nurse."
        var report = try report(alerts: [alert])
        #expect(!text(report).contains(alert.guidance))
        #expect(!text(report).contains(alert.kind.rawValue))
        report.mayAct = true
        #expect(text(report).contains(alert.guidance))
        #expect(text(report).contains(alert.kind.rawValue))
        #expect(!text(report).contains(alert.client.text))
    }

    @Test("Who may: every role that may acknowledge, and not who runs the system")
    func whoMayAct() throws {
        let place = try Samples.place()
        for member in place.clinic.staff {
            let may = try Person(member.id.text).mayAcknowledge(in: place)
            #expect(may == !AcknowledgeAlert.roles.isDisjoint(with: member.roles), "\(member.id)")
        }
    }

    @Test("A late alert is wrong; one that is due this minute is not yet")
    func late() throws {
        #expect(try report(alerts: [alert(dueInHours: -1)]).isWrong)
        #expect(try !report(alerts: [alert(dueInHours: 0)]).isWrong)
    }

    @Test("Alerts that nobody told of are unknown, and not none")
    func unknownAlerts() throws {
        let report = try report(alerts: nil)
        #expect(report.isWrong)
        #expect(text(report).contains("OPEN ALERTS UNKNOWN"))
    }

    @Test("A clinic without assessment has no alerts, and is not wrong for it")
    func noAssessment() throws {
        let report = try report(
            alerts: nil, processes: [process(.hub)], heard: [beat(.hub)], services: [.hub])
        #expect(!report.isWrong)
        #expect(text(report).contains("runs no assessment"))
    }

    @Test(
        "A process that is not ready is wrong",
        arguments: ["starting", "waiting", "backing-off", "stopped", "given-up", "failed"])
    func notReady(state: String) throws {
        let starting = beat(.assessment, .starting)
        let report = try report(processes: [process(.assessment, state)], heard: [starting])
        #expect(report.isWrong)
        #expect(text(report).contains(state))
    }

    @Test("A process that runs and is not heard is wrong")
    func silent() throws {
        let report = try report(heard: [beat(.supervisor)])
        #expect(report.isWrong)
        #expect(text(report).contains("silent"))
    }

    @Test("Without whom a process judged an hour is named")
    func overdue() throws {
        var heard = beat(.aftercare, .degraded)
        heard.counters["clock-without-scheduler"] = 1
        let report = try report(heard: [heard])
        #expect(text(report).contains("Its clock goes on without scheduler"))
    }

    @Test("A process that is degraded is wrong, whatever the supervisor says")
    func degraded() throws {
        let report = try report(heard: [beat(.assessment, .degraded)])
        #expect(report.isWrong)
        #expect(text(report).contains("degraded"))
    }

    @Test("Whom the hub refused is named with why, since when, and what to do")
    func refusals() throws {
        var hub = beat(.hub, .degraded)
        let time = Timestamp(milliseconds: 1_795_442_400_000)
        var unknown = PeerRefusal(identity: nil, reason: .unknownKey, at: time, address: "10.0.0.9")
        unknown.count = 7
        hub.refusals = [
            unknown, PeerRefusal(identity: "cbt", reason: .revokedKey, at: time),
            PeerRefusal(identity: .aftercare, reason: .suspended, at: time),
        ]
        let report = try report(
            processes: [process(.hub), process(.assessment)],
            heard: [hub, beat(.assessment)])
        #expect(report.isWrong)
        let lines = text(report).split(separator: "\n")
        let stranger = try #require(lines.first { $0.hasPrefix("unknown key") })
        #expect(stranger.contains("7") && stranger.contains("10.0.0.9"))
        let plugin = try #require(lines.first { $0.hasPrefix("cbt") })
        #expect(plugin.contains("revoked-key") && plugin.contains("cairn keys new cbt"))
        let silenced = try #require(lines.first { $0.hasPrefix("aftercare") })
        #expect(silenced.contains("suspended") && silenced.contains("cairn restart hub"))
    }

    @Test("What runs elsewhere and is not heard is wrong; what is heard is not")
    func elsewhere() throws {
        var report = try report(elsewhere: [.aftercare])
        #expect(report.isWrong)
        #expect(text(report).contains("It runs elsewhere and is not heard"))
        report = try self.report(
            heard: [beat(.assessment), beat(.aftercare)], elsewhere: [.aftercare])
        #expect(!report.isWrong)
        #expect(text(report).contains("It runs elsewhere."))
    }

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

    @Test("Parked events are counted, with the command that lists them")
    func parked() throws {
        var heard = beat(.assessment, .degraded)
        heard.counters["parked"] = 3
        let report = try report(heard: [heard])
        #expect(report.isWrong)
        #expect(text(report).contains("Parked events: 3. See `cairn parked list assessment`."))
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

    @Test("One that was started by hand is shown as such")
    func outside() throws {
        let report = try report(heard: [beat(.assessment), beat(.scheduler)])
        #expect(!report.isWrong)
        #expect(text(report).contains("outside the supervisor"))
    }

    @Test("Who is in intake for too long is counted, named by nobody, and is nobody's late alert")
    func overdueIntakes() throws {
        var report = try report()
        let week = -7 * 24
        report.intakes = [week, week + 1].map { hours in
            let since = report.now.utc.advanced(byHours: hours)
            return IntakeStatus(
                client: ClientID(Samples.secret), since: since,
                due: since.advanced(byHours: -week), missing: [], placement: nil, indicated: nil)
        }
        #expect(text(report).contains("1 client has been in intake for over 7 days"))
        #expect(!text(report).contains(Samples.secret))
        #expect(!report.isWrong)
        report.intakes?.removeFirst()
        #expect(!text(report).contains("in intake"))
    }

    @Test("Whatever keeps a clinic from working is told with what to do, and is not well")
    func conditions() throws {
        let time: Timestamp = 1_795_442_400_000
        let ago: Timestamp = time - 60_000
        var waiting = beat(.scheduler)
        waiting.hourWait = HourWait(for: [.aftercare], since: ago)
        var drifted = beat(.scheduler)
        drifted.configuration = "another"
        var troubled = beat(.scheduler)
        troubled.troubles = [
            Trouble(Advice("It \u{1B}[2Jis deaf.", remedy: "Mend it."), since: ago)
        ]
        var hub = beat(.hub)
        hub.refusals = [PeerRefusal(identity: "cbt", reason: .forbidden, at: ago)]
        let told: [(Heartbeat, String)] = [
            (waiting, "scheduler holds the hour: its clock waits for aftercare."),
            (drifted, "`cairn restart scheduler`"), (troubled, "It [2Jis deaf."),
            (hub, "forbidden"),
        ]
        for (beat, words) in told {
            var report = try report(heard: [self.beat(.assessment), beat])
            report.wallNow = time
            #expect(report.isWrong && text(report).contains(words), "\(text(report))")
            // What came just now is on its way, and what is long past was seen.
            report.wallNow = beat.identity == .hub ? time + 600_000 : time - 58_000
            #expect(report.isWrong == (beat == drifted || beat == troubled), "\(words)")
        }
        var full = try report()
        full.files.freeBytes = 1 << 20
        full.files.digest = "another"
        full.missing = [MissingPart(kind: .phase, part: "p9", clients: 2)]
        full.files.faults = [Advice("clinic.yaml cannot be read.", remedy: "Mend it.")]
        #expect(full.isWrong)
        let all = [
            "nearly full: 1 MB", "cairn reload", "clinic.yaml cannot be read.",
            "2 clients have to leave phase p9, which clinic.yaml has no more.",
        ]
        for words in all { #expect(text(full).contains(words), "\(text(full))") }
        var held = try report()
        #expect(!held.isWrong)
        held.missing = full.missing
        #expect(held.isWrong)
        #expect(try report(services: [.hub, .assessment, .ledger]).isWrong)
    }

    @Test("What several processes tell in the same words is one line, since the first of them")
    func toldOnce() throws {
        let time: Timestamp = 1_795_442_400_000
        var beats = [beat(.scheduler), beat(.aftercare)]
        for index in beats.indices {
            let since: Timestamp = time - 60_000 * Int64(index + 1)
            beats[index].troubles = [
                Trouble(Advice("It lost events.", remedy: "Restore it."), since: since)
            ]
        }
        let report = try report(heard: beats)
        let lines = report.conditions.filter { $0.what == "It lost events." }
        #expect(lines.map(\.since) == [time - 120_000])
    }

    @Test("A live clinic's clock that stands still is wrong")
    func standingClock() throws {
        let rehearsal = try report()
        let hour = Timestamp(milliseconds: 1_795_442_400_000)
        let mode = ClinicMode(
            clinic: "test", kind: .live, startsAt: rehearsal.place.mode.startsAt, seed: 1)
        let place = OpenedClinic(
            folder: rehearsal.place.folder, clinic: rehearsal.place.clinic, mode: mode)
        var live = StatusReport(
            place: place, now: rehearsal.now, alerts: [], processes: rehearsal.processes,
            clock: ClockStatus(lastHour: hour), heard: rehearsal.heard)
        live.wallNow = hour + 3_650_000
        #expect(!live.isWrong)
        live.wallNow = hour + 3_670_000
        #expect(live.isWrong && text(live).contains("stands still"))
    }

    @Test("A clinic without its supervisor is wrong")
    func unsupervised() throws {
        var report = try report()
        report = StatusReport(
            place: report.place, now: report.now, alerts: [], processes: nil, heard: report.heard)
        #expect(report.isWrong)
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

    @Test("What nobody told is unknown, and not nothing")
    func unknown() {
        let monday = LocalDate(year: 2026, month: 11, day: 23)
        let report = WeekReport(
            today: monday, fullHours: 9, now: Timestamp(milliseconds: 0),
            timeZone: Samples.timeZone, week: monday, plan: nil, alerts: nil, contacts: nil)
        let unknown = report.lines.count { $0.lowercased().contains("unknown") }
        #expect(unknown == 5)
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
