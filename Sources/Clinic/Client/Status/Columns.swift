internal import Messages

/// Rows of cells, each column as wide as its widest cell.
package struct Columns {
    private let rows: [[String]]

    /// - Parameter rows: a cell is one line, whatever somebody wrote into it.
    package init(_ rows: [[String]]) { self.rows = rows.map { $0.map(\.inOneLine) } }

    /// What sets a text of another direction apart takes no place.
    private static func width(of cell: String) -> Int {
        cell.count { !["\u{2068}", "\u{2069}"].contains($0) }
    }

    /// The rows as lines, two spaces between columns and none at the end.
    package var lines: [String] {
        let count = rows.map(\.count).max() ?? 0
        let widths = (0..<count).map { column in
            rows.map { column < $0.count ? Columns.width(of: $0[column]) : 0 }.max() ?? 0
        }
        return rows.map { row in
            let cells = zip(row, widths).map { cell, width in
                cell + String(repeating: " ", count: width - Columns.width(of: cell))
            }
            let line = cells.joined(separator: "  ")
            return String(line.reversed().drop { $0 == " " }.reversed())
        }
    }
}
