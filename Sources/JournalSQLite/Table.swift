internal import FoundationEssentials
internal import GRDB
internal import Journal
internal import Messages

/// A table whose rows are sealed: columns that queries need stand in clear, all else is in the last
/// column, the box.
///
/// SQLite neither hides a value nor notices a byte that changes on disk inside one. The box does
/// both, and the second on each read, for the clear columns too.
struct Table: Sendable {
    /// Its name in the schema.
    let name: String
    /// What stands in clear, the key first, each with what the schema says about it.
    let clear: [(name: String, type: String)]
    /// What is in the box.
    let boxed: [String]
    private let selection: String
    private let insertion: String
    private let insertions: String
    private let replacement: String

    init(_ name: String, clear: [(name: String, type: String)], boxed: [String]) {
        self.name = name
        self.clear = clear
        self.boxed = boxed
        let names = (clear.map(\.name) + ["box"]).joined(separator: ", ")
        let places = Array(repeating: "?", count: clear.count + 1).joined(separator: ", ")
        selection = "SELECT \(names) FROM \(name) "
        insertion = "INSERT INTO \(name) (\(names)) VALUES (\(places))"
        insertions = insertion + String(repeating: ", (\(places))", count: Table.rowsAtOnce - 1)
        let news = (clear.dropFirst().map(\.name) + ["box"]).map { "\($0) = excluded.\($0)" }
        // Not `INSERT OR REPLACE`: it makes a new row, and with it changes a page of each index.
        replacement =
            "\(insertion) ON CONFLICT (\(clear[0].name)) DO UPDATE SET "
            + news.joined(separator: ", ")
    }

    /// How many rows one statement adds where there are many: with each statement SQLite looks anew
    /// for the end of the table and of its indexes.
    private static let rowsAtOnce = 16

    /// Makes the table, with strict types.
    func create(in database: Database) throws {
        let definitions = clear.map { "\($0.name) \($0.type)" } + ["box BLOB NOT NULL"]
        try database.execute(
            sql: "CREATE TABLE \(name) (\(definitions.joined(separator: ", "))) STRICT")
    }

    /// Adds a row: the clear values, then the boxed ones. One that is there already under its key
    /// makes it fail with `repeated`.
    func insert(
        _ row: NewRow, by box: RowBox, in database: Database, place: @autoclosure () -> String
    ) throws {
        do {
            try write(insertion, row, by: box, in: database)
        } catch let error as DatabaseError where error.resultCode == .SQLITE_CONSTRAINT {
            throw JournalRefusal.repeated(place: place())
        }
    }

    /// Adds rows in order, as ``insert(_:by:in:place:)`` does one.
    func insert(
        _ rows: [NewRow], by box: RowBox, in database: Database, place: (NewRow) -> String
    ) throws {
        var rest = rows[...]
        while rest.count >= Table.rowsAtOnce {
            let some = rest.prefix(Table.rowsAtOnce)
            do {
                var values: [DatabaseValue] = []
                values.reserveCapacity(Table.rowsAtOnce * (clear.count + 1))
                for row in some { try add(row, to: &values, by: box) }
                try database.cachedStatement(sql: insertions)
                    .execute(arguments: StatementArguments(values))
                rest = rest.dropFirst(Table.rowsAtOnce)
            } catch let error as DatabaseError where error.resultCode == .SQLITE_CONSTRAINT {
                // None of them was added. One by one tells which it was.
                break
            }
        }
        for row in rest { try insert(row, by: box, in: database, place: place(row)) }
    }

    /// Adds a row, in place of the one under its key.
    func put(_ row: NewRow, by box: RowBox, in database: Database) throws {
        try write(replacement, row, by: box, in: database)
    }

    /// The rows that a condition selects, one at a time, each opened.
    func records(
        in database: Database, of journal: SQLiteJournal, _ condition: String = "",
        _ arguments: StatementArguments = [], place: @escaping (Record) -> String
    ) throws -> some GRDB.Cursor<Record> {
        let statement = try database.cachedStatement(sql: selection + condition)
        let (box, path) = (journal.box, journal.path)
        return try Row.fetchCursor(statement, arguments: arguments).map { row in
            try Record(row: row, of: self, by: box, path: path, place: place)
        }
    }

    /// The clear columns of the first row, unchecked: for what must be known before a box can be
    /// opened.
    func firstClearFields(in database: Database) throws -> [Field?]? {
        let statement = try database.cachedStatement(sql: selection + "LIMIT 1")
        return try Row.fetchOne(statement).map { row in
            clear.indices.map { Field(row[$0] as DatabaseValue) }
        }
    }

    private func write(_ sql: String, _ row: NewRow, by box: RowBox, in database: Database) throws {
        var values: [DatabaseValue] = []
        try add(row, to: &values, by: box)
        try database.cachedStatement(sql: sql).execute(arguments: StatementArguments(values))
    }

    /// Adds what is bound for a row: the clear values and the box.
    private func add(_ row: NewRow, to values: inout [DatabaseValue], by box: RowBox) throws {
        precondition(
            row.clear.count == clear.count && row.boxedCount == boxed.count,
            "a value for each column")
        for field in row.clear { values.append(field.databaseValue) }
        values.append(try box.sealed(row.boxed, beside: row.clear, in: name).databaseValue)
    }
}

/// A row to be written.
struct NewRow {
    /// What stands in clear, the key first.
    let clear: [Field]
    /// What goes into the box, and how many values that is.
    let boxed: FieldText
    let boxedCount: Int

    init(_ clear: [Field], boxed: [Field]) {
        (self.clear, self.boxed, boxedCount) = (clear, FieldText(boxed), boxed.count)
    }

    /// A message in its box, behind some other values or alone.
    init(_ clear: [Field], boxed: [Field] = [], _ message: RawMessage) {
        self.clear = clear
        self.boxed = FieldText(boxed, message)
        boxedCount = boxed.count + 3
    }
}
