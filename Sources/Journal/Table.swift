internal import FoundationEssentials
internal import GRDB
internal import HashChain

/// A table whose rows are sealed: the last column is the hash of all others.
///
/// SQLite does not notice a byte that changes on disk inside a value. The seal does, on each read.
struct Table: Sendable {
    /// Its name in the schema.
    let name: String
    private let columns: [(name: String, type: String)]
    private let selection: String
    private let insertion: String

    /// A table by its name and its columns, each with what the schema says about it.
    init(_ name: String, _ columns: [(name: String, type: String)]) {
        self.name = name
        self.columns = columns
        let names = (columns.map(\.name) + ["seal"]).joined(separator: ", ")
        let places = Array(repeating: "?", count: columns.count + 1).joined(separator: ", ")
        selection = "SELECT \(names) FROM \(name) "
        insertion = "INTO \(name) (\(names)) VALUES (\(places))"
    }

    /// Makes the table, with strict types.
    func create(in database: Database) throws {
        let definitions = columns.map { "\($0.name) \($0.type)" } + ["seal TEXT NOT NULL"]
        try database.execute(
            sql: "CREATE TABLE \(name) (\(definitions.joined(separator: ", "))) STRICT")
    }

    /// Adds a row. One that is there already under its key makes it fail with `repeated`.
    func insert(_ values: [DatabaseValue], in database: Database, place: @autoclosure () -> String)
        throws
    {
        do {
            try write("INSERT", values, in: database)
        } catch let error as DatabaseError where error.resultCode == .SQLITE_CONSTRAINT {
            throw JournalError.repeated(place: place())
        }
    }

    /// Adds a row, in place of the one under its key.
    func put(_ values: [DatabaseValue], in database: Database) throws {
        try write("INSERT OR REPLACE", values, in: database)
    }

    /// The rows that a condition selects, one at a time, each with its seal checked.
    func records(
        in database: Database, path: String, _ condition: String = "",
        _ arguments: StatementArguments = [], place: @escaping (Record) -> String
    ) throws -> some GRDB.Cursor<Record> {
        let statement = try database.cachedStatement(sql: selection + condition)
        return try Row.fetchCursor(statement, arguments: arguments).map { row in
            try Record(row: row, width: columns.count, path: path, place: place)
        }
    }

    private func write(_ verb: String, _ values: [DatabaseValue], in database: Database) throws {
        let statement = try database.cachedStatement(sql: "\(verb) \(insertion)")
        let sealed = values + [Table.seal(values).databaseValue]
        try statement.execute(arguments: StatementArguments(sealed))
    }

    /// The hash of some values, each behind its kind and length.
    static func seal(_ values: [DatabaseValue]) -> String {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(2_048)
        for value in values {
            switch value.storage {
            case .null: append(0, [], to: &bytes)
            case .int64(let number): append(1, String(number).utf8, to: &bytes)
            case .double(let number): append(2, String(number).utf8, to: &bytes)
            case .string(let text): append(3, text.utf8, to: &bytes)
            case .blob(let data): append(4, data, to: &bytes)
            }
        }
        return HashChain.digest(of: bytes)
    }

    private static func append(
        _ kind: UInt8, _ content: some Collection<UInt8>, to bytes: inout [UInt8]
    ) {
        bytes.append(kind)
        for shift in [24, 16, 8, 0] { bytes.append(UInt8(content.count >> shift & 0xff)) }
        bytes.append(contentsOf: content)
    }
}
