internal import Messages

/// How often levels of care are overridden, for a director.
struct OverrideReport {
    private let summary: OverrideSummary

    init(_ summary: OverrideSummary) { self.summary = summary }

    var output: Output {
        guard !summary.raters.isEmpty else {
            return Output("Nobody has confirmed a level of care yet.")
        }
        let rows = summary.raters.map { rate in
            [
                rate.rater.text, "\(rate.decisions)", "\(rate.overrides)", percent(rate),
                alarm(rate),
            ]
        }
        let table = Output.table([["WHO", "DECISIONS", "OVERRIDES", "RATE", ""]] + rows)
        return Output(
            table.lines + [
                Output.Line(
                    "Looked at below \(summary.leastPercent) % and above \(summary.mostPercent) %, "
                        + "from \(summary.leastDecisions) decisions on.", .faint),
                Output.Line(summary.source + ".", .faint),
            ])
    }

    private func percent(_ rate: OverrideRate) -> String {
        "\((rate.overrides * 100 + rate.decisions / 2) / max(1, rate.decisions)) %"
    }

    private func alarm(_ rate: OverrideRate) -> String {
        if let alarm = rate.alarm {
            return alarm == .rare ? "ALARM: hardly ever" : "ALARM: very often"
        }
        let isEnough = rate.decisions >= summary.leastDecisions
        return isEnough ? "within the limits" : "too few to say"
    }
}
