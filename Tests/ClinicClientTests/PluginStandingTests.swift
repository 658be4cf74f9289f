import ClinicFiles
import Messages
import Testing

@testable import ClientSamples
@testable import ClinicClient

@Suite("How a plugin stands, wherever it is told")
struct PluginStandingTests {
    private let content = PluginContent(version: "1", hash: "h")

    private func status(_ state: PluginStatus.State = .runs) -> PluginStatus {
        PluginStatus(
            plugin: "dbt", state: state, approved: state == .waits ? nil : content, waiting: nil,
            previous: nil, left: nil, leftBecause: nil, unconfined: false,
            problem: state == .fails ? "It is gone." : nil,
            remedy: state == .fails ? "Put it back." : nil)
    }

    private func process(_ state: String) -> ProcessStatus {
        ProcessStatus(process: "dbt", state: state, pid: nil, restarts: 0, detail: nil)
    }

    private func beat(
        _ program: TherapyStatus.Program, _ state: Heartbeat.State = .ready,
        troubles: [Trouble]? = nil
    ) -> Heartbeat {
        var beat = Heartbeat(identity: "dbt", incarnation: "first", version: "1", state: state)
        beat.therapy = TherapyStatus(program: program)
        beat.troubles = troubles
        return beat
    }

    @Test("Each state follows from what the supervisor and the host tell, and none is a guess")
    func states() {
        let table: [(PluginStatus, ProcessStatus?, Heartbeat?, PluginStanding.State, Bool)] = [
            (status(.waits), nil, nil, .waits, false),
            (status(.disabled), nil, nil, .disabled, false),
            (status(.held), nil, nil, .held, false),
            (status(.fails), process("failed"), nil, .fails, true),
            (status(), process("ready"), beat(.ready), .runs, false),
            (status(), process("ready"), beat(.catchingUp), .runs, false),
            (status(), process("ready"), beat(.none), .runs, false),
            (status(), process("stopped"), beat(.ready), .runs, false),
            (status(), process("ready"), beat(.quarantined), .quarantined, true),
            (status(), process("ready"), beat(.refused), .refused, true),
            (status(), process("ready"), beat(.ready, .degraded), .degraded, true),
            (status(), process("ready"), beat(.ready, .starting), .starts, false),
            (status(), process("ready"), nil, .silent, true),
            (status(), process("backing-off"), nil, .starts, false),
            (status(), process("stopped"), nil, .stopped, false),
            (status(), process("given-up"), nil, .fails, true),
            (status(), process("failed"), nil, .fails, true),
            (status(), nil, nil, .starts, false),
        ]
        for (status, process, beat, state, isWrong) in table {
            let standing = PluginStanding(status, process: process, beat: beat)
            #expect(standing.state == state)
            #expect(standing.isWrong == isWrong, "\(state)")
            // Whoever has to act is told what to do.
            #expect(!isWrong || standing.advice != nil || beat?.therapy != nil, "\(state)")
        }
        #expect(Set(table.map(\.3)) == Set(PluginStanding.State.allCases))
    }

    @Test("A program in quarantine is told as such, with its reason, in the list and in the status")
    func quarantine() throws {
        let now = Timestamp(milliseconds: 1_795_442_400_000)
        let trouble = Trouble(Advice("It hung.", remedy: "`cairn restart dbt`."), since: now)
        let heard = beat(.quarantined, troubles: [trouble])
        let standing = PluginStanding(status(), process: process("ready"), beat: heard)
        #expect(standing.detail == "It hung." && standing.advice?.remedy == "`cairn restart dbt`.")

        let moment = try #require(Moment(now, timeZone: Samples.timeZone))
        let opened = OpenedClinic(
            folder: ClinicFolder(path: "/test"), clinic: try Samples.clinic(services: [.hub]),
            mode: ClinicMode(clinic: "test", kind: .rehearsal, startsAt: moment, seed: 1))
        var report = StatusReport(
            opened: opened, now: moment, alerts: [], processes: [process("ready")],
            clock: ClockStatus(lastHour: nil), heard: ["dbt": heard])
        report.plugins = [status()]
        #expect(report.isWrong)
        let rows = report.lines.map(\.text)
        #expect(rows.contains { $0.hasPrefix("dbt") && $0.contains("quarantined") }, "\(rows)")
        #expect(!rows.contains { $0.hasPrefix("dbt") && $0.contains("ready") })
        #expect(rows.contains { $0.contains("It hung.") })
    }

    @Test("What was rolled back is told with why and what to do, in the status as in the list")
    func rolledBack() throws {
        for reason in PluginRolledBack.Reason.known + ["later"] {
            var told = status()
            told.left = PluginContent(version: "2", hash: "i")
            (told.waiting, told.leftBecause) = (told.left, reason)
            let standing = PluginStanding(told, process: process("ready"), beat: beat(.ready))
            let advice = try #require(standing.rollback)
            #expect(advice.problem.hasPrefix("dbt 2 was approved, and rolled back to 1: "))
            #expect(advice.remedy.contains("cairn plugin enable dbt"), "\(reason)")
            #expect(standing.detail == advice.problem && !standing.isWrong)
            let lines = PluginLines.lines([standing]).map(\.text)
            #expect(lines.contains(advice.description), "\(lines)")
            #expect(!lines.contains { $0.contains("another content waits") })
        }
    }

    @Test("A clinic that was started without plugins says so, and how to have them again")
    func held() throws {
        let moment = try #require(
            Moment(Timestamp(milliseconds: 1_795_442_400_000), timeZone: Samples.timeZone))
        let opened = OpenedClinic(
            folder: ClinicFolder(path: "/test"), clinic: try Samples.clinic(services: [.hub]),
            mode: ClinicMode(clinic: "test", kind: .rehearsal, startsAt: moment, seed: 1))
        var report = StatusReport(
            opened: opened, now: moment, alerts: [], processes: [], clock: nil, heard: [:])
        report.plugins = [status(.held)]
        #expect(report.lines.contains { $0.text.contains("cairn up --safe") })
    }
}
