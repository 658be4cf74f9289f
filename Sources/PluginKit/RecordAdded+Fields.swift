public import Messages

/// The fields of a fact of a therapy's own, by their types. A field that the record does not hold, or
/// holds as another type, is `nil`.
extension RecordAdded {
    /// A text or an identifier.
    public func text(_ field: String) -> String? {
        if case .string(let text)? = data[field] { text } else { nil }
    }

    /// A whole number.
    public func integer(_ field: String) -> Int? {
        if case .integer(let number)? = data[field] { Int(exactly: number) } else { nil }
    }

    /// Yes or no.
    public func flag(_ field: String) -> Bool? {
        if case .bool(let value)? = data[field] { value } else { nil }
    }

    /// A day.
    public func date(_ field: String) -> LocalDate? { text(field).flatMap { LocalDate($0) } }

    /// A list of texts; empty where there is none.
    public func texts(_ field: String) -> [String] {
        guard case .array(let values)? = data[field] else { return [] }
        return values.compactMap { if case .string(let text) = $0 { text } else { nil } }
    }
}
