internal import GRDB
internal import Journal
internal import Messages

/// The values of one sealed row, the clear ones first. Reading one as something else is damage,
/// never a trap.
struct Record {
    private var fields: [Field?]
    private let path: String
    private let place: (Record) -> String

    /// Opens a row whose last column is its box, or names it as damaged.
    init(
        row: Row, of table: Table, by box: RowBox, path: String,
        place: @escaping (Record) -> String
    ) throws {
        fields = table.clear.indices.map { Field(row[$0] as DatabaseValue) }
        self.path = path
        self.place = place
        let clear = fields.compactMap(\.self)
        let sealed = Field(row[table.clear.count] as DatabaseValue)
        guard clear.count == table.clear.count, case .bytes(let sealed) = sealed,
            let opened = box.open(sealed, beside: clear, in: table.name),
            opened.count == table.boxed.count
        else { throw damage }
        fields += opened
    }

    /// The error that names this row.
    var damage: SQLiteJournalError { .corrupt(path: path, place: place(self)) }

    /// A number for naming a place, also in a row that is damaged.
    func hint(_ index: Int) -> String {
        guard case .integer(let number) = fields[index] else { return "?" }
        return String(number)
    }

    /// The number in a column.
    func integer(_ index: Int) throws -> Int64 {
        guard case .integer(let number) = fields[index] else { throw damage }
        return number
    }

    /// The text in a column.
    func text(_ index: Int) throws -> String {
        guard case .text(let text) = fields[index] else { throw damage }
        return text
    }

    /// The text in a column that may be empty.
    func optionalText(_ index: Int) throws -> String? {
        fields[index] == .null ? nil : try text(index)
    }

    /// The bytes in a column.
    func bytes(_ index: Int) throws -> [UInt8] {
        guard case .bytes(let bytes) = fields[index] else { throw damage }
        return bytes
    }

    /// The message in three columns from `index` on.
    func message(_ index: Int) throws -> RawMessage {
        RawMessage(
            topic: try bytes(index), attributes: try bytes(index + 1), data: try bytes(index + 2))
    }

    /// The stream that a column names.
    func stream(_ index: Int) throws -> EventStream {
        guard let stream = EventStream(try text(index)) else { throw damage }
        return stream
    }

    /// The peer that a column names.
    func identity(_ index: Int) throws -> Identity {
        guard let identity = Identity(try text(index)) else { throw damage }
        return identity
    }

    /// The moment in a column.
    func time(_ index: Int) throws -> Timestamp { Timestamp(milliseconds: try integer(index)) }
}
