internal import Foundation

/// One line of the report.
struct Row {
    var what: String
    var setting: String
    /// The figure of ours, with its unit.
    var ours: String
    /// Whom it is compared with, and their figure.
    var against: String
    var ratio: Spread?
    /// What the ratio should be: a comparison and a bound.
    var goal: Goal?
    /// What was lost, and whatever else must be said.
    var note = ""

    enum Goal {
        case atLeast(Double)
        case atMost(Double)

        var text: String {
            switch self {
            case .atLeast(let bound): "≥ \(Figure.plain(bound))"
            case .atMost(let bound): "≤ \(Figure.plain(bound))"
            }
        }

        func isMet(by ratio: Double) -> Bool {
            switch self {
            case .atLeast(let bound): ratio >= bound
            case .atMost(let bound): ratio <= bound
            }
        }
    }

    /// The line as cells.
    var cells: [String] {
        let measured = ratio.map {
            "\(Figure.plain($0.median)) (\(Figure.plain($0.least))–\(Figure.plain($0.greatest)))"
        }
        let met = ratio.flatMap { ratio in goal.map { $0.isMet(by: ratio.median) } }
        let verdict = goal.map { "\($0.text)\(met == true ? " ✓" : met == false ? " ✗" : "")" }
        return [what, setting, ours, against, measured ?? "", verdict ?? "", note]
    }

    static let heading = ["what", "setting", "Cairn", "against", "ratio", "goal", "note"]
}

/// How figures are shown.
enum Figure {
    /// Three significant digits or so.
    static func plain(_ value: Double) -> String {
        if value.isNaN { return "–" }
        let digits = abs(value) >= 100 ? 0 : abs(value) >= 10 ? 1 : 2
        return String(format: "%.\(digits)f", value)
    }

    /// `1.25 M/s`, `340 k/s`, `7.1 k/s`.
    static func rate(_ perSecond: Double) -> String {
        perSecond >= 1e6 ? "\(plain(perSecond / 1e6)) M/s" : "\(plain(perSecond / 1e3)) k/s"
    }

    static func share(_ part: Double) -> String { "\(String(format: "%.1f", part * 100)) %" }
}

/// All lines, as one Markdown table that reads well in a terminal too.
struct Table {
    var rows: [Row] = []

    var text: String {
        let lines = [Row.heading] + rows.map(\.cells)
        let widths = Row.heading.indices.map { column in lines.map { $0[column].count }.max() ?? 0 }
        func line(_ cells: [String]) -> String {
            let padded = zip(cells, widths).map { cell, width in
                cell + String(repeating: " ", count: width - cell.count)
            }
            return "| \(padded.joined(separator: " | ")) |"
        }
        let rule =
            "| \(widths.map { String(repeating: "-", count: $0) }.joined(separator: " | ")) |"
        return ([line(Row.heading), rule] + lines.dropFirst().map(line)).joined(separator: "\n")
    }
}
