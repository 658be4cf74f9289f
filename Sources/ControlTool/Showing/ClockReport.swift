internal import ClinicClient
internal import Messages

/// What `cairn clock` tells.
struct ClockReport {
    let clock: ClockStatus
    let heard: [Identity: Heartbeat]
    let timeZone: String
    /// The world's time.
    let now: Timestamp

    /// Whether an hour waits for somebody, or the clock for a person.
    var isWrong: Bool { clock.problem != nil || !waits.isEmpty }

    var lines: [String] {
        let last = clock.lastHour?.shown(in: timeZone) ?? "nothing yet"
        var lines = ["Struck last: \(last)."]
        if let problem = clock.problem { lines += [problem, clock.remedy ?? ""] }
        let rows = heard.values.filter { $0.clockReceived != nil }
            .sorted { $0.identity < $1.identity }
            .map { beat in
                let wait = waits[beat.identity].map { wait in
                    let names = wait.owners.prefix(8).map(\.text).joined(separator: ", ")
                    return "waits for \(names) since \(wait.since.shown(in: timeZone))"
                }
                // The ledger judges no hours, and keeps none.
                let hour = beat.identity == .ledger ? nil : beat.clock
                return [beat.identity.text, hour?.shown(in: timeZone) ?? "-", wait ?? ""]
            }
        return lines + [""] + Columns([["PROCESS", "ITS HOUR", "WAITS"]] + rows).lines
    }

    private var waits: [Identity: HourWait] {
        heard.compactMapValues(\.hourWait)
            .filter { now - $0.value.since >= StatusReport.hourPatience }
    }
}
