/// A body whose type this version need not know.
indirect enum JSONValue: Decodable {
    case text(String)
    case list([JSONValue])
    case object([String: JSONValue])
    /// A number, a truth value or null: nothing that names a client.
    case other

    init(from decoder: any Decoder) throws {
        if let object = try? [String: JSONValue](from: decoder) {
            self = .object(object)
        } else if let list = try? [JSONValue](from: decoder) {
            self = .list(list)
        } else if let text = try? String(from: decoder) {
            self = .text(text)
        } else {
            self = .other
        }
    }

    subscript(key: String) -> JSONValue? {
        if case .object(let members) = self { members[key] } else { nil }
    }

    /// Whether a text is a value anywhere inside.
    func contains(_ wanted: String) -> Bool {
        switch self {
        case .text(let text): text == wanted
        case .list(let values): values.contains { $0.contains(wanted) }
        case .object(let members): members.values.contains { $0.contains(wanted) }
        case .other: false
        }
    }
}
