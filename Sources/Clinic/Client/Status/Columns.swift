/// Rows of cells, each column as wide as its widest cell.
package struct Columns {
    private let rows: [[String]]

    package init(_ rows: [[String]]) { self.rows = rows }

    /// The rows as lines, two spaces between columns and none at the end.
    package var lines: [String] {
        let count = rows.map(\.count).max() ?? 0
        let widths = (0..<count).map { column in
            rows.map { column < $0.count ? $0[column].count : 0 }.max() ?? 0
        }
        return rows.map { row in
            let cells = zip(row, widths).map { cell, width in
                cell + String(repeating: " ", count: width - cell.count)
            }
            let line = cells.joined(separator: "  ")
            return String(line.reversed().drop { $0 == " " }.reversed())
        }
    }
}
