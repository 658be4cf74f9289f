import Bus
import ClinicFiles
import Foundation
import Messages
import PeerKit
import TestSupport
import Testing

@testable import ClientSamples
@testable import ClinicClient

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
        let opened = OpenedClinic(
            folder: ClinicFolder(path: "/test"), clinic: clinic, mode: mode)
        return StatusReport(
            opened: opened, now: now, alerts: alerts,
            processes: processes ?? [process(.assessment)],
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

    private func duty(
        dueInHours hours: Int, _ kind: DutyKind = .rate, with person: StaffID? = "t01"
    )
        -> DutyLine
    {
        let now = Timestamp(milliseconds: 1_795_442_400_000)
        var book = DutyBook()
        book.apply(
            DutyOpened(
                duty: "d-1", kind: kind, client: ClientID(Samples.secret), about: "a-1",
                role: .clinician, person: person, since: now, due: now.advanced(byHours: hours),
                words: Samples.secret))
        return book.open.values.map { DutyLine(owner: .assessment, duty: $0) }[0]
    }

    @Test("Late duties are said and no reason to fail, unless danger is late or nobody may do them")
    func duties() throws {
        var report = try report()
        report.duties = [duty(dueInHours: 1), duty(dueInHours: 0, .acknowledgeAlert)]
        #expect(!report.isWrong)
        #expect(text(report).contains("2 open duties. See `cairn duties`."))
        report.duties = [duty(dueInHours: -27)]
        #expect(!report.isWrong)
        #expect(text(report).contains("1 open duty, 1 late; longest 1 d 3 h, now with t01."))
        #expect(report.lines.contains { $0.text.contains("1 late") && $0.tone == .warning })
        report.duties = [duty(dueInHours: -1, .acknowledgeAlert)]
        #expect(report.isWrong)
        #expect(report.lines.contains { $0.text.contains("1 late") && $0.tone == .bad })
        report.duties = [duty(dueInHours: 1, with: nil)]
        #expect(report.isWrong)
        #expect(text(report).contains("Nobody on the staff may do 1 of them"))
        #expect(!text(report).contains(Samples.secret))
    }

    @Test("While assessment is silent, the ledger says which danger is open and whose it is")
    func dangerFromTheLedger() throws {
        var report = try report(alerts: nil)
        report.duties = [duty(dueInHours: -1, .acknowledgeAlert), duty(dueInHours: 1)]
        let shown = text(report)
        #expect(shown.contains("OPEN ALERTS UNKNOWN"))
        #expect(shown.contains("Alerts as the ledger has them:"))
        #expect(shown.contains("LATE  t01"))
        #expect(!shown.contains(Samples.secret))
        report.mayAct = true
        #expect(text(report).contains(Samples.secret))
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

    @Test("Open concerns stand below the alerts, name nobody, and say what to whoever may act")
    func concerns() throws {
        let now = Timestamp(milliseconds: 1_795_442_400_000)
        let concern = { (urgency: AlertUrgency, alerts: [AlertID]) in
            OpenConcern(
                concern: "k-1", client: ClientID(Samples.secret),
                kind: AlertKind(rawValue: "kind-\(Samples.secret)"), urgency: urgency, opened: now,
                told: now, taken: nil, alerts: alerts, finding: Samples.secret)
        }
        var report = try report(alerts: nil)
        #expect(!text(report).contains("OPEN CONCERN"))
        report.concerns = [concern(.now, ["a-1"]), concern(.today, [])]
        #expect(text(report).contains("2 OPEN CONCERNS, 1 FOR NOW"))
        #expect(text(report).contains("1 open"))
        #expect(text(report).contains("in charge"))
        #expect(!text(report).contains(Samples.secret))
        report.mayAct = true
        let shown = report.lines.map(\.text).filter { $0.contains("kind-") }
        #expect(shown.count == 2)
        // Whom it is about stays masked: the kind and the finding are told, and no client.
        #expect(shown.allSatisfy { $0.components(separatedBy: Samples.secret).count == 3 })
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
        let opened = try Samples.opened()
        for member in opened.clinic.staff {
            let may = try Person(member.id.text).mayAcknowledge(in: opened)
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

    @Test("Parked events are counted, with the command that lists them")
    func parked() throws {
        var heard = beat(.assessment, .degraded)
        heard.counters["parked"] = 3
        let report = try report(heard: [heard])
        #expect(report.isWrong)
        #expect(text(report).contains("Parked events: 3. See `cairn parked list assessment`."))
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
            clinic: "test", kind: .live, startsAt: rehearsal.opened.mode.startsAt, seed: 1)
        let opened = OpenedClinic(
            folder: rehearsal.opened.folder, clinic: rehearsal.opened.clinic, mode: mode)
        var live = StatusReport(
            opened: opened, now: rehearsal.now, alerts: [], processes: rehearsal.processes,
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
            opened: report.opened, now: report.now, alerts: [], processes: nil, heard: report.heard)
        #expect(report.isWrong)
    }
}
