package import Messages

/// What `cairn status` tells, and whether something is wrong.
package struct StatusReport {
    /// A line, and how it is meant.
    package struct Line: Hashable {
        package var text: String
        package var tone: Tone?

        package init(_ text: String, _ tone: Tone? = nil) { (self.text, self.tone) = (text, tone) }
    }

    /// How a line is meant.
    package enum Tone { case bold, faint, bad, good, warning }

    package let opened: OpenedClinic
    package let now: Moment
    /// `nil` when nobody told.
    package let alerts: [OpenAlert]?
    /// Who is between referral and placement; `nil` when nobody told.
    package var intakes: [IntakeStatus]?
    /// Everybody's duties; `nil` when nobody told.
    package var duties: [DutyLine]?
    /// What no clinician has closed, as the ledger has it; `nil` when nobody told.
    package var concerns: [OpenConcern]?
    package let processes: [ProcessStatus]?
    /// `nil` when nobody told, and then the processes are unknown too.
    package var clock: ClockStatus?
    /// The supervisor's process, if one runs here.
    package var supervisor: Int32?
    /// Who was heard in the last seconds.
    package let heard: [Identity: Heartbeat]
    /// Why the person who looks may not see the alerts.
    package var withheld: Advice?
    /// Whether the person who looks may take charge of an alert, and so sees what it is.
    package var mayAct = false
    /// Plugins that were left out, and why.
    package var leftOut: [Advice] = []
    /// The plugins; `nil` when nobody told.
    package var plugins: [PluginStatus]?
    /// What clients hold on to although clinic.yaml has it no more.
    package var missing: [MissingPart] = []
    /// What the files say now.
    package var files = FolderCondition()
    /// The world's time.
    package var wallNow = Timestamp(milliseconds: 0)

    /// Whether somebody should look. Nobody need only where the clinic works.
    package var isWrong: Bool {
        processes == nil || hasAssessment && alerts == nil && withheld == nil || lateCount > 0
            || dutiesMissed || clock?.problem != nil || !leftOut.isEmpty || !conditions.isEmpty
            || freshRefusals || standings.contains { $0.isWrong } || rows.contains { $0.isWrong }
    }

    /// How the plugins stand.
    private var standings: [PluginStanding] {
        (plugins ?? []).map { status in
            PluginStanding(
                status, process: processes?.first { $0.process == status.plugin },
                beat: heard[status.plugin])
        }
    }

    /// Whether the hub turned somebody away a moment ago.
    private var freshRefusals: Bool {
        heard[.hub]?.refusals?.contains {
            wallNow - $0.last < Self.refusalPatience
        } ?? false
    }

    /// The alerts lead; then the processes.
    package var lines: [Line] {
        var lines = [Line("\(opened.clinic.name), \(now.local.date) \(now.local.time)", .bold)]
        if let banner = opened.banner { lines.append(Line(banner, .warning)) }
        lines +=
            [Line("")] + alertLines + concernLines + dutyLines + intakeLines + [Line("")]
            + clockLines
            + conditionLines
            + PluginLines.lines(standings)
            + refusalLines + processLines
        if opened.joined != nil,
            let note = HomeCommands.note(on: lines.map(\.text).joined(separator: "\n"))
        {
            lines += [Line(""), Line(note)]
        }
        return lines
    }

    private var hasAssessment: Bool { opened.clinic.services.contains(.assessment) }
    private var view: AlertLines {
        AlertLines(now: now.utc, timeZone: opened.clinic.timeZone, mayAct: mayAct)
    }
    private var lateCount: Int { alerts?.count { $0.isLate(at: now.utc) } ?? 0 }

    private var alertLines: [Line] {
        guard let alerts else {
            if let withheld {
                return [
                    Line("OPEN ALERTS NOT SHOWN: \(withheld.problem)", .warning),
                    Line(withheld.remedy),
                ]
            }
            return [
                hasAssessment
                    ? Line(
                        "OPEN ALERTS UNKNOWN: assessment does not answer. See `cairn logs"
                            + " assessment`.", .bad)
                    : Line("No alerts: this clinic runs no assessment.")
            ]
        }
        guard !alerts.isEmpty else { return [Line("No open alerts.", .good)] }
        let late = lateCount == 0 ? "" : ", \(lateCount) LATE"
        let title = alerts.count == 1 ? "1 OPEN ALERT" : "\(alerts.count) OPEN ALERTS"
        return [Line(title + late, .bad)] + Columns(view.rows(alerts)).lines.map { Line($0) } + [
            Line("See whom:    cairn alerts list --reveal REASON --as STAFF"),
            Line("Take charge: cairn alerts ack ALERT --action TEXT --as STAFF"),
        ]
    }

    /// The dangers that are open, whether or not somebody is in charge of them.
    private var concernLines: [Line] {
        guard let concerns, !concerns.isEmpty else { return [] }
        let isUrgent = concerns.contains { $0.urgency == .now }
        let view = ConcernLines(timeZone: opened.clinic.timeZone, mayAct: mayAct)
        return [Line(ConcernLines.title(concerns).uppercased(), isUrgent ? .bad : .warning)]
            + Columns(view.rows(concerns)).lines.map { Line($0) } + [
                Line("See whom:    cairn concern list --reveal REASON --as STAFF"),
                Line(
                    "Close:       cairn concern close CLIENT KIND --level LEVEL --plan YES-OR-NO"
                        + " --next DATE TEXT --as STAFF"),
            ]
    }

    private var tally: DutyTally? { duties.map { DutyTally($0, now: now.utc) } }

    /// Whether a person has to look now: danger is late, or there is something that nobody may do.
    private var dutiesMissed: Bool {
        guard let tally else { return false }
        return !tally.lateInDanger.isEmpty || !tally.nobodys.isEmpty
    }

    /// How the duties stand. Where assessment cannot tell of danger, the ledger does.
    private var dutyLines: [Line] {
        guard let tally, !tally.lines.isEmpty else { return [] }
        let tone: Tone? = dutiesMissed ? .bad : tally.late.isEmpty ? nil : .warning
        let longest = tally.longest.map { line in
            let who = line.duty.person?.text ?? "nobody"
            return "; longest \(tally.lateness(of: line.duty)), now with \(who)"
        }
        var lines = [Line("\(tally.title)\(longest ?? ""). See `cairn duties`.", tone)]
        lines += UnrecordedSessions(tally.lines, in: opened.clinic, at: now).lines
        if !tally.nobodys.isEmpty {
            lines.append(
                Line(
                    "Nobody on the staff may do \(tally.nobodys.count) of them: give somebody the"
                        + " role in clinic.yaml, then `cairn reload`.", .bad))
        }
        let danger = tally.lines.filter { $0.duty.kind == .acknowledgeAlert }
        guard alerts == nil, withheld == nil, !danger.isEmpty else { return lines }
        let rows = danger.map { line in
            [
                line.duty.about, line.duty.due.shown(in: timeZone),
                line.duty.isLate(at: now.utc) ? "LATE" : "", line.duty.person?.text ?? "nobody",
                mayAct ? line.duty.words.printable(upTo: 600) : Masking.mask,
            ]
        }
        return lines + [Line("Alerts as the ledger has them:", .bad)]
            + Columns([["ALERT", "DUE", "", "WHO", "WHAT TO DO"]] + rows).lines.map { Line($0) }
    }

    /// Who should have been placed, or have ended the intake, by now.
    private var intakeLines: [Line] {
        let overdue = intakes?.count { $0.due.map { $0 <= now.utc } ?? false } ?? 0
        guard overdue > 0 else { return [] }
        let who = overdue == 1 ? "1 client has" : "\(overdue) clients have"
        return [
            Line("\(who) been in intake for over 7 days: place them or record why not.", .warning),
            Line("See whom:    cairn ask assessment.intake-list --reveal REASON --as STAFF"),
        ]
    }

    /// While the clock waits for a person, nothing that is due by the hour happens.
    private var clockLines: [Line] {
        guard let problem = clock?.problem else { return [] }
        return [
            Line("THE CLOCK WAITS FOR A PERSON: \(problem)", .bad), Line(clock?.remedy ?? ""),
            Line(""),
        ]
    }

    /// What keeps the clinic from working, a line each.
    private var conditionLines: [Line] {
        let lines = conditions.map { condition in
            let since = condition.since.map { " Since \($0.shown(in: timeZone))." } ?? ""
            return Line("\(condition.what)\(since) \(condition.remedy)", .bad)
        }
        return lines.isEmpty ? [] : lines + [Line("")]
    }

    /// Whom the hub turned away, and what was left out at the start.
    private var refusalLines: [Line] {
        let left = leftOut.map { Line("\($0.problem) \($0.remedy)", .warning) }
        let refusals = heard[.hub]?.refusals ?? []
        guard !refusals.isEmpty else { return left.isEmpty ? [] : left + [Line("")] }
        let header = ["REFUSED", "WHY", "TIMES", "SINCE", "LAST", "WHAT TO DO"]
        let rows = refusals.sorted { $0.since < $1.since }.map { refusal in
            [
                refusal.identity?.text ?? "unknown key", refusal.reason.rawValue,
                "\(refusal.count)", refusal.since.shown(in: timeZone),
                refusal.last.shown(in: timeZone) + (refusal.address.map { " from \($0)" } ?? ""),
                StatusReport.remedy(for: refusal),
            ]
        }
        let table = Columns([header] + rows).lines
        return left + [Line(table[0], .faint)] + table.dropFirst().map { Line($0, .warning) }
            + [Line("")]
    }

    private static func remedy(for refusal: PeerRefusal) -> String {
        let name = refusal.identity?.text ?? ""
        return switch refusal.reason {
        case .unknownKey: "If it is one of yours, hand out its key anew: `cairn keys export`."
        case .revokedKey: "Stop what runs with the old key, or `cairn keys new \(name)`."
        case .suspended: "See `cairn logs \(name)`; mend it, then `cairn restart hub`."
        case .forbidden: "Grant it (a plugin: in its manifest), or see `cairn logs hub`."
        case .partCount: "It speaks protocol 1: upgrade it, and start it again."
        default: "Look at what runs with its key; `cairn keys revoke \(name)` puts it out."
        }
    }

    /// Wall time as the clinic's own.
    private var timeZone: String { opened.clinic.timeZone }

    private var processLines: [Line] {
        var lines: [Line] = []
        if processes == nil {
            lines.append(
                Line("The supervisor does not answer: nobody restarts what fails.", .bad))
        }
        let header = ["PROCESS", "STATE", "PID", "RESTARTS", "QUEUED", "DETAIL"]
        let table = Columns([header] + rows.map(\.cells)).lines
        lines.append(Line(table[0], .faint))
        lines += zip(table.dropFirst(), rows).map { Line($0, $1.isWrong ? .bad : nil) }
        return lines
    }

    private struct Row {
        package var cells: [String]
        package var isWrong: Bool
    }

    /// What the supervisor runs, then who else was heard, by name.
    private var rows: [Row] {
        let known = (processes ?? []).map(row)
        let names = Set((processes ?? []).map(\.process))
        let others = heard.values.filter {
            !names.contains($0.identity) && !elsewhere.contains($0.identity)
        }
        .sorted { $0.identity < $1.identity }
        return known + elsewhere.map(row) + others.map(row)
    }

    private var elsewhere: [Identity] { opened.clinic.elsewhere ?? [] }

    /// One that another computer runs: nobody here can say more of it than that it is heard.
    private func row(_ name: Identity) -> Row {
        let beat = heard[name]
        let state = beat?.state.rawValue ?? "silent"
        var detail = "It runs elsewhere."
        if beat == nil {
            detail = "It runs elsewhere and is not heard: look at its computer and the link."
        } else if beat?.state != .ready {
            detail += " " + trouble(name, beat)
        }
        let cells = [name.text, state, "-", "-", beat.map { "\($0.queued)" } ?? "-", detail]
        return Row(cells: cells, isWrong: beat?.state != .ready)
    }

    private func row(_ process: ProcessStatus) -> Row {
        let beat = heard[process.process]
        var (state, detail) = (process.state, process.detail ?? "")
        if process.state == "ready", beat?.state != .ready {
            state = beat?.state.rawValue ?? "silent"
            if detail.isEmpty { detail = trouble(process.process, beat) }
        } else if process.state != "ready", beat?.state == .ready {
            // Also one that an operator stopped here: whoever speaks now was started by hand.
            (state, detail) = ("ready", "It runs outside the supervisor.")
        } else if process.state == "stopped" {
            detail = "An operator stopped it: `cairn start \(process.process)`."
        }
        if let plugin = standings.first(where: { $0.plugin == process.process }), plugin.isIdle {
            (state, detail) = (plugin.state.rawValue, "See above.")
        }
        if detail.isEmpty, let therapy = beat?.therapy { detail = therapy.words }
        let cells = [
            process.process.text, state, process.pid.map { "\($0)" } ?? "-",
            "\(process.restarts)", beat.map { "\($0.queued)" } ?? "-", detail,
        ]
        return Row(cells: cells, isWrong: state != "ready")
    }

    private func row(_ beat: Heartbeat) -> Row {
        let isRunner = beat.identity == .supervisor
        let isWrong = beat.state != .ready
        let detail =
            isWrong
            ? trouble(beat.identity, beat)
            : isRunner
                ? ""
                : "It runs outside the supervisor." + (beat.therapy.map { " \($0.words)" } ?? "")
        let pid = isRunner ? supervisor : nil
        let cells = [
            beat.identity.text, beat.state.rawValue, pid.map { "\($0)" } ?? "-", "-",
            "\(beat.queued)", detail,
        ]
        return Row(cells: cells, isWrong: isWrong)
    }

    private func trouble(_ name: Identity, _ beat: Heartbeat?) -> String {
        switch beat?.state {
        case .degraded? where name == .hub: "It suspended somebody: see above."
        case nil: "It runs and is not heard: `cairn logs \(name)`."
        case .degraded? where beat?.counters[Heartbeat.parked] ?? 0 > 0:
            "Parked events: \(beat?.counters[Heartbeat.parked] ?? 0). See `cairn parked list \(name)`."
        case .degraded? where beat?.counters["conclusion.missing"] != nil:
            "What follows from its last inputs is missing: `cairn logs \(name)`."
        case .degraded? where beat?.counters[Heartbeat.folding] != nil:
            "It folds its history anew; what came since waits."
        case .degraded? where beat?.missing.isEmpty == false:
            "Its clock goes on without \(beat?.missing.joined(separator: ", ") ?? ""),"
                + " away for over five minutes."
        case .degraded? where beat?.troubles?.isEmpty == false: "See above."
        case .degraded?:
            "Its journal cannot be written, or a stream stopped: `cairn logs \(name)`."
        case .starting? where beat?.troubles?.isEmpty == false: "See above."
        case .starting?: "It catches up."
        default: "It stops."
        }
    }
}
