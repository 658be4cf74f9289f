internal import ClinicalRules
internal import Messages

/// A client's forms of one instrument as a text: scores and items down, weeks across.
///
/// It fits a hundred columns: what does not stand beside one another stands below, in blocks.
struct MeasureTable {
    private let series: MeasureSeries
    private let isRevealing: Bool

    /// - Parameter isRevealing: whether the numbers may be seen.
    init(_ series: MeasureSeries, isRevealing: Bool) {
        (self.series, self.isRevealing) = (series, isRevealing)
    }

    /// The most columns of characters.
    static let width = 100
    private static let labelWidth = 34
    private static let cellWidth = 6
    private static let columnsInBlock = (width - labelWidth) / (cellWidth + 2)

    var lines: [Output.Line] {
        let count = series.columns.count
        let starts = Array(stride(from: 0, to: count, by: Self.columnsInBlock))
        let blocks = starts.map { start in
            block(of: start..<min(count, start + Self.columnsInBlock)).map { Output.Line($0) }
        }
        let forms = count == 1 ? "1 form" : "\(count) forms"
        return [Output.Line("\(series.title.printable(upTo: 80)): \(forms)", .bold)]
            + Array(blocks.joined(separator: [Output.Line("")]))
            + legend.map { Output.Line("  \($0)", .faint) }
    }

    private func block(of range: Range<Int>) -> [String] {
        let columns = series.columns[range]
        let years = Set(columns.map { $0.date.description.prefix(4) }).sorted()
        let rows =
            [
                row("week of", columns.map { short($0.date.weekStart) }),
                row(
                    "handed in, \(years.joined(separator: " and "))",
                    columns.map { short($0.date) }),
                row("days ago", columns.map { "\($0.ageDays)" }),
            ]
            + series.scores.map { score in
                row(
                    "\(score.label) \(score.range.lowerBound)-\(score.range.upperBound)"
                        + (score.isHigherBetter ? " (+)" : ""),
                    score.cells[range].map(text))
            }
        // Masked, each item would be a line that says nothing.
        guard isRevealing else { return rows }
        return rows + series.items.map { row("  \($0.label)", $0.cells[range].map(text)) }
    }

    private func row(_ label: String, _ cells: [String]) -> String {
        let name = String(label.prefix(Self.labelWidth))
        let padding = String(repeating: " ", count: Self.labelWidth - name.count)
        let columns = cells.map { cell in
            String(repeating: " ", count: max(0, Self.cellWidth - cell.count)) + cell + "  "
        }
        let line = name + padding + columns.joined()
        return String(line.reversed().drop { $0 == " " }.reversed())
    }

    private func short(_ date: LocalDate) -> String { String(date.description.dropFirst(5)) }

    private func text(of cell: MeasureSeries.Cell) -> String {
        guard isRevealing else { return Masking.mask }
        let mark =
            switch cell.trend {
            case MeasureTrend.worse?: "W "
            case MeasureTrend.better?: "B "
            default: ""
            }
        return cell.value.map { "\(mark)\($0)" } ?? cell.gap?.rawValue ?? ""
    }

    // MARK: What the marks mean

    private var legend: [String] {
        guard isRevealing else { return ["What was answered is shown for a reason: `--reveal`."] }
        let cells = series.scores.flatMap(\.cells)
        let gaps = MeasureSeries.Gap.allCases.filter { gap in
            series.items.contains { $0.cells.contains { $0.gap == gap } }
        }
        var lines: [String] = []
        if series.scores.contains(where: \.isHigherBetter) { lines.append("(+) more is better") }
        if cells.contains(where: { $0.trend == .worse }) {
            lines.append(
                "W   worse than the best of the \(Instrument.comparedDays / 7) weeks before, by "
                    + "more than chance")
        }
        if cells.contains(where: { $0.trend == .better }) {
            lines.append("B   better than the first form, by more than chance")
        }
        lines += gaps.map { "\($0.rawValue)   \($0.words)" }
        if series.columns.contains(where: { !$0.isWhole }) {
            lines.append("A form without scores is not whole: nothing is taken for zero.")
        }
        if !series.unknown.isEmpty {
            let names = series.unknown.joined(separator: ", ").printable(upTo: 300)
            lines += Prose.lines(
                of: "How much change is more than chance is not known of: \(names).",
                width: Self.width - 2, indent: "  ")
        }
        return lines
    }
}
