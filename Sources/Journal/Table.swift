internal import FoundationEssentials
internal import GRDB

/// A table whose rows are sealed: columns that queries need stand in clear, all else is in the last
/// column, the box.
///
/// SQLite neither hides a value nor notices a byte that changes on disk inside one. The box does
/// both, and the second on each read, for the clear columns too.
struct Table: Sendable {
    /// Its name in the schema.
    let name: String
    /// What stands in clear, each with what the schema says about it.
    let clear: [(name: String, type: String)]
    /// What is in the box.
    let boxed: [String]
    private let selection: String
    private let insertion: String

    init(_ name: String, clear: [(name: String, type: String)], boxed: [String]) {
        self.name = name
        self.clear = clear
        self.boxed = boxed
        let names = (clear.map(\.name) + ["box"]).joined(separator: ", ")
        let places = Array(repeating: "?", count: clear.count + 1).joined(separator: ", ")
        selection = "SELECT \(names) FROM \(name) "
        insertion = "INTO \(name) (\(names)) VALUES (\(places))"
    }

    /// Makes the table, with strict types.
    func create(in database: Database) throws {
        let definitions = clear.map { "\($0.name) \($0.type)" } + ["box BLOB NOT NULL"]
        try database.execute(
            sql: "CREATE TABLE \(name) (\(definitions.joined(separator: ", "))) STRICT")
    }

    /// Adds a row: the clear values, then the boxed ones. One that is there already under its key
    /// makes it fail with `repeated`.
    func insert(
        _ fields: [Field], by box: RowBox, in database: Database, place: @autoclosure () -> String
    ) throws {
        do {
            try write("INSERT", fields, by: box, in: database)
        } catch let error as DatabaseError where error.resultCode == .SQLITE_CONSTRAINT {
            throw JournalError.repeated(place: place())
        }
    }

    /// Adds a row, in place of the one under its key.
    func put(_ fields: [Field], by box: RowBox, in database: Database) throws {
        try write("INSERT OR REPLACE", fields, by: box, in: database)
    }

    /// The rows that a condition selects, one at a time, each opened.
    func records(
        in database: Database, of journal: Journal, _ condition: String = "",
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

    private func write(_ verb: String, _ fields: [Field], by box: RowBox, in database: Database)
        throws
    {
        precondition(fields.count == clear.count + boxed.count, "a value for each column")
        let beside = fields.prefix(clear.count)
        let sealed = try box.seal(fields.dropFirst(clear.count), beside: beside, in: name)
        let values = beside.map(\.databaseValue) + [Data(sealed).databaseValue]
        try database.cachedStatement(sql: "\(verb) \(insertion)")
            .execute(arguments: StatementArguments(values))
    }
}
