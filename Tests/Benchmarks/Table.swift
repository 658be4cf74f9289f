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

/// The lines of all scenarios, as one Markdown table that reads well in a terminal too.
struct Table {
    /// Lines by the name of their scenario, each as its cells.
    private var sections: [String: [[String]]] = [:]

    /// A table without lines.
    init() {}

    /// Reads what ``text`` wrote, by this program or an earlier one; throws for a line that it
    /// cannot say the scenario of, so that none is lost or put elsewhere.
    init(reading text: some StringProtocol) throws {
        let lines = text.split(separator: "\n").filter { !$0.allSatisfy(\.isWhitespace) }
        let all = try lines.map { try Table.cells(of: $0) }
        guard all.first == Row.heading, all.count > 1,
            all[1].allSatisfy({ !$0.isEmpty && $0.allSatisfy { $0 == "-" } })
        else { throw BenchmarkError("the table has not the heading that is written now") }
        var current: Scenario?
        for cells in all.dropFirst(2) {
            if !cells[0].hasPrefix("…") {
                current = Scenario.all.first { $0.subjects.contains(cells[0]) }
            }
            guard let current else {
                throw BenchmarkError("no scenario has a line called \"\(cells[0])\"")
            }
            sections[current.name, default: []].append(cells)
        }
    }

    private static func cells(of line: some StringProtocol) throws -> [String] {
        let parts = line.split(separator: "|", omittingEmptySubsequences: false)
            .map { $0.trimmingCharacters(in: .whitespaces) }
        guard parts.count == Row.heading.count + 2, parts.first == "", parts.last == "" else {
            throw BenchmarkError("not a line of \(Row.heading.count) cells: \(line.prefix(60))")
        }
        return Array(parts[1...Row.heading.count])
    }

    /// Puts the lines of a scenario in place of those that it had.
    mutating func set(_ rows: [Row], of scenario: Scenario) {
        sections[scenario.name] = rows.map(\.cells)
    }

    /// Takes over the lines of all scenarios that another table has.
    mutating func take(from other: Table) {
        sections.merge(other.sections) { _, new in new }
    }

    var text: String {
        let lines = [Row.heading] + Scenario.all.flatMap { sections[$0.name] ?? [] }
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
