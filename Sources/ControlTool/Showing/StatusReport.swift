internal import Messages

/// What `cairn status` tells, and whether something is wrong.
struct StatusReport {
    /// A line, and how it is meant.
    struct Line: Hashable {
        var text: String
        var colour: Terminal.Colour?

        init(_ text: String, _ colour: Terminal.Colour? = nil) {
            self.text = text
            self.colour = colour
        }
    }

    let place: OpenedClinic
    let now: Moment
    /// `nil` when nobody told.
    let alerts: [OpenAlert]?
    let processes: [ProcessStatus]?
    /// `nil` when nobody told, and then the processes are unknown too.
    var clock: ClockStatus?
    /// The supervisor's process, if one runs here.
    var supervisor: Int32?
    /// Who was heard in the last seconds.
    let heard: [Identity: Heartbeat]

    /// Whether somebody should look.
    var isWrong: Bool {
        processes == nil || hasAssessment && alerts == nil || lateCount > 0
            || clock?.problem != nil || rows.contains { $0.isWrong }
    }

    /// The alerts lead; then the processes.
    var lines: [Line] {
        var lines = [Line("\(place.clinic.name), \(now.local.date) \(now.local.time)", .bold)]
        if let banner = place.banner { lines.append(Line(banner, .warning)) }
        lines += [Line("")] + alertLines + [Line("")] + clockLines + processLines
        return lines
    }

    private var hasAssessment: Bool { place.clinic.services.contains(.assessment) }
    private var view: AlertLines { AlertLines(now: now.utc, timeZone: place.clinic.timeZone) }
    private var lateCount: Int { alerts?.count { view.isLate($0) } ?? 0 }

    private var alertLines: [Line] {
        guard let alerts else {
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

    /// While the clock waits for a person, nothing that is due by the hour happens.
    private var clockLines: [Line] {
        guard let problem = clock?.problem else { return [] }
        return [
            Line("THE CLOCK WAITS FOR A PERSON: \(problem)", .bad), Line(clock?.remedy ?? ""),
            Line(""),
        ]
    }

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
        var cells: [String]
        var isWrong: Bool
    }

    /// What the supervisor runs, then who else was heard, by name.
    private var rows: [Row] {
        let known = (processes ?? []).map(row)
        let names = Set((processes ?? []).map(\.process))
        let others = heard.values.filter { !names.contains($0.identity) }
            .sorted { $0.identity < $1.identity }
        return known + others.map(row)
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
            ? trouble(beat.identity, beat) : isRunner ? "" : "It runs outside the supervisor."
        let pid = isRunner ? supervisor : nil
        let cells = [
            beat.identity.text, beat.state.rawValue, pid.map { "\($0)" } ?? "-", "-",
            "\(beat.queued)", detail,
        ]
        return Row(cells: cells, isWrong: isWrong)
    }

    private func trouble(_ name: Identity, _ beat: Heartbeat?) -> String {
        switch beat?.state {
        case nil: "It runs and is not heard: `cairn logs \(name)`."
        case .degraded? where beat?.counters["parked"] ?? 0 > 0:
            "Parked events: \(beat?.counters["parked"] ?? 0). See `cairn parked list \(name)`."
        case .degraded?:
            "Its journal cannot be written, or a stream stopped: `cairn logs \(name)`."
        case .starting?: "It catches up."
        default: "It stops."
        }
    }
}
