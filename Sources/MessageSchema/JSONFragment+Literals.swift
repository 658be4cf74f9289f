internal import Messages

extension JSONFragment: ExpressibleByStringLiteral, ExpressibleByIntegerLiteral,
    ExpressibleByBooleanLiteral, ExpressibleByArrayLiteral, ExpressibleByDictionaryLiteral
{
    init(stringLiteral value: String) { self = .string(value) }
    init(integerLiteral value: Int64) { self = .integer(value) }
    init(booleanLiteral value: Bool) { self = .bool(value) }
    init(arrayLiteral elements: JSONFragment...) { self = .array(elements) }
    init(dictionaryLiteral elements: (String, JSONFragment)...) {
        self = .object(Dictionary(uniqueKeysWithValues: elements))
    }
}

extension JSONFragment {
    /// The members, of an object; none of anything else.
    var members: [String: JSONFragment] {
        guard case .object(let members) = self else { return [:] }
        return members
    }

    /// An object with further members; those given here win.
    func adding(_ others: [String: JSONFragment]) -> JSONFragment {
        .object(members.merging(others) { $1 })
    }

    static func strings(_ texts: some Sequence<String>) -> JSONFragment {
        .array(texts.map { .string($0) })
    }

    static func reference(_ pointer: String) -> JSONFragment { ["$ref": .string(pointer)] }
}
