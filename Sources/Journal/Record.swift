internal import FoundationEssentials
internal import GRDB
internal import Messages

/// The values of one sealed row. Reading one as something else is damage, never a trap.
struct Record {
    private let values: [DatabaseValue]
    private let path: String
    private let place: (Record) -> String

    /// Takes a row whose last column is its seal, or names it as damaged.
    init(row: Row, width: Int, path: String, place: @escaping (Record) -> String) throws {
        values = (0..<width).map { row[$0] }
        self.path = path
        self.place = place
        let seal: DatabaseValue = row[width]
        guard case .string(let text) = seal.storage, text == Table.seal(values) else {
            throw damage
        }
    }

    /// The error that names this row.
    var damage: JournalError { .corrupt(path: path, place: place(self)) }

    /// A number for naming a place, also in a row that is damaged.
    func hint(_ index: Int) -> String {
        switch values[index].storage {
        case .int64(let number): String(number)
        default: "?"
        }
    }

    /// The number in a column.
    func integer(_ index: Int) throws -> Int64 {
        guard case .int64(let number) = values[index].storage else { throw damage }
        return number
    }

    /// The text in a column.
    func text(_ index: Int) throws -> String {
        guard case .string(let text) = values[index].storage else { throw damage }
        return text
    }

    /// The text in a column that may be empty.
    func optionalText(_ index: Int) throws -> String? {
        values[index].isNull ? nil : try text(index)
    }

    /// The bytes in a column.
    func bytes(_ index: Int) throws -> [UInt8] {
        guard case .blob(let data) = values[index].storage else { throw damage }
        return Array(data)
    }

    /// The message in three columns from `index` on.
    func frames(_ index: Int) throws -> Frames {
        Frames(
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

extension Frames {
    /// The three frames as column values.
    var values: [DatabaseValue] {
        [topic, attributes, data].map { Data($0).databaseValue }
    }
}
