internal import ClinicalRules
internal import Messages

/// A client's forms as an SVG: a line for each score, and the items as numbers below.
///
/// It is read without colour: the number stands beside each point, and a change that is more than
/// chance has a shape and a word. Nobody is named on it.
struct MeasureDrawing {
    private let series: [MeasureSeries]

    init(_ series: [MeasureSeries]) { self.series = series }

    private static let left = 230
    private static let step = 54
    private static let panel = 96
    private static let line = 17

    /// The whole file.
    var text: String {
        let columns = series.map(\.columns.count).max() ?? 0
        let width = max(760, Self.left + Self.step * columns + 40)
        var drawn: [String] = []
        var top = 20
        for one in series {
            drawn += draw(one, from: &top)
            top += 30
        }
        let dates = series.flatMap(\.columns).map(\.date)
        let span = [dates.min(), dates.max()].compactMap { $0?.description }
        return """
            <?xml version="1.0" encoding="UTF-8"?>
            <svg xmlns="http://www.w3.org/2000/svg" width="\(width)" height="\(top)" \
            viewBox="0 0 \(width) \(top)" role="img" font-family="sans-serif" font-size="12" \
            fill="black">
            <title>Measures, \(span.joined(separator: " to "))</title>
            <desc>A triangle that points down, and the word worse, mark a score that is worse than \
            the best of the \(Instrument.comparedDays / 7) weeks before by more than chance; one \
            that points up, and the word better, a score that is better than the first by more than \
            chance.</desc>
            <rect width="\(width)" height="\(top)" fill="white"/>
            \(drawn.joined(separator: "\n"))
            </svg>

            """
    }

    private func draw(_ one: MeasureSeries, from top: inout Int) -> [String] {
        var drawn = [text(one.title, at: 10, top, "font-size=\"15\" font-weight=\"bold\"")]
        top += 24
        drawn += heads(of: one, at: top)
        top += 14
        for score in one.scores {
            drawn += panel(of: score, count: one.columns.count, at: top)
            top += Self.panel
        }
        if !one.unknown.isEmpty {
            top += Self.line
            drawn.append(
                text(
                    "How much change is more than chance is not known of: "
                        + one.unknown.joined(separator: ", "), at: 10, top, "font-style=\"italic\"")
            )
        }
        top += 8
        for item in one.items {
            top += Self.line
            drawn.append(text(item.label, at: 10, top))
            for (place, cell) in item.cells.enumerated() {
                let shown = cell.value.map { "\($0)" } ?? cell.gap?.rawValue ?? ""
                guard !shown.isEmpty else { continue }
                drawn.append(text(shown, at: x(place), top, "text-anchor=\"middle\""))
            }
        }
        let gaps = MeasureSeries.Gap.allCases.filter { gap in
            one.items.contains { $0.cells.contains { $0.gap == gap } }
        }
        if !gaps.isEmpty {
            top += Self.line
            let words = gaps.map { "\($0.rawValue): \($0.words)" }.joined(separator: "; ")
            drawn.append(text(words, at: 10, top, "font-style=\"italic\""))
        }
        return drawn
    }

    private func heads(of one: MeasureSeries, at top: Int) -> [String] {
        one.columns.enumerated().map { place, column in
            // The year stands where it begins.
            let isNew =
                place == 0
                || one.columns[place - 1].date.description.prefix(4)
                    != column.date.description.prefix(4)
            let date = isNew ? column.date.description : "\(column.date.description.dropFirst(5))"
            return text(date, at: x(place), top, "text-anchor=\"middle\" font-size=\"10\"")
        }
    }

    private func panel(of row: MeasureSeries.Row, count: Int, at top: Int) -> [String] {
        let (high, low) = (top + 26, top + Self.panel - 16)
        let right = x(max(0, count - 1)) + 24
        let range = row.range
        func y(_ value: Int) -> Int {
            let span = max(1, range.upperBound - range.lowerBound)
            return low - (value - range.lowerBound) * (low - high) / span
        }
        var drawn = [
            text(row.label, at: 10, top + 44, "font-weight=\"bold\""),
            text(row.isHigherBetter ? "more is better" : "less is better", at: 10, top + 60),
        ]
        for bound in [range.upperBound, range.lowerBound] {
            drawn.append(
                "<line x1=\"\(Self.left - 10)\" y1=\"\(y(bound))\" x2=\"\(right)\" "
                    + "y2=\"\(y(bound))\" stroke=\"#999\" stroke-dasharray=\"2 3\"/>")
            drawn.append(text("\(bound)", at: Self.left - 16, y(bound) + 4, "text-anchor=\"end\""))
        }
        let points = row.cells.enumerated().compactMap { place, cell in
            cell.value.map { (x: x(place), y: y($0), value: $0, trend: cell.trend) }
        }
        if points.count > 1 {
            let way = points.map { "\($0.x),\($0.y)" }.joined(separator: " ")
            drawn.append(
                "<polyline points=\"\(way)\" fill=\"none\" stroke=\"black\" stroke-width=\"1.5\"/>")
        }
        for point in points {
            drawn.append(mark(at: point.x, point.y, point.trend))
            drawn.append(
                text("\(point.value)", at: point.x, point.y - 8, "text-anchor=\"middle\""))
            if let word = word(for: point.trend) {
                drawn.append(
                    text(
                        word, at: point.x, point.y + 17,
                        "text-anchor=\"middle\" font-size=\"10\" font-weight=\"bold\""))
            }
        }
        return drawn
    }

    private func word(for trend: MeasureTrend?) -> String? {
        trend == .worse || trend == .better ? trend?.rawValue : nil
    }

    private func mark(at x: Int, _ y: Int, _ trend: MeasureTrend?) -> String {
        switch trend {
        case MeasureTrend.worse?:
            "<polygon points=\"\(x - 6),\(y - 5) \(x + 6),\(y - 5) \(x),\(y + 6)\"/>"
        case MeasureTrend.better?:
            "<polygon points=\"\(x - 6),\(y + 5) \(x + 6),\(y + 5) \(x),\(y - 6)\" "
                + "fill=\"white\" stroke=\"black\"/>"
        default: "<circle cx=\"\(x)\" cy=\"\(y)\" r=\"3.5\"/>"
        }
    }

    private func x(_ place: Int) -> Int { Self.left + Self.step * place + 16 }

    private func text(_ words: String, at x: Int, _ y: Int, _ style: String = "") -> String {
        let safe = words.replacing("&", with: "&amp;").replacing("<", with: "&lt;")
            .replacing(">", with: "&gt;")
        return "<text x=\"\(x)\" y=\"\(y)\"\(style.isEmpty ? "" : " ")\(style)>\(safe)</text>"
    }
}
