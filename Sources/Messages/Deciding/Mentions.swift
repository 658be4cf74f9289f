internal import FoundationEssentials

/// The names under which the ledger finds a message again: its subject, and what may be a client's
/// identifier in its body.
///
/// A message that must not be shown has none, so that whoever looks a client up never sees it.
package struct Mentions: Hashable, Sendable {
    /// The names, each once.
    package private(set) var names: Set<String> = []
    /// The event that the message says was entered in error: who is named there is named here.
    package private(set) var corrected: MessageID?

    /// Reads a message; one that cannot be read mentions nobody.
    package init(in raw: RawMessage) {
        guard let attributes = try? Attributes(reading: raw.attributes.span),
            Mentions.isShown(attributes)
        else { return }
        if let subject = attributes.subject { names.insert(subject) }
        guard let body = try? JSONText.decode(JSONFragment.self, from: raw.data) else { return }
        if attributes.type.hasSuffix(".\(EnteredInError.localType)"),
            case .object(let fields) = body, case .string(let event)? = fields["event"]
        {
            corrected = MessageID(event)
        }
        add(body, marks: MessageCatalog.event(type: attributes.type)?.marks ?? [:])
    }

    /// Whether the ledger shows a message: nothing identifying, and nothing whose class is not said.
    package static func isShown(_ attributes: Attributes) -> Bool {
        [.operational, .clinical].contains(attributes.dataclassification)
    }

    /// What is open to everybody's eyes names no client: it is not looked at. What this version does
    /// not know, it takes for a name.
    private mutating func add(_ body: JSONFragment, marks: [String: Mark]) {
        guard case .object(let fields) = body else { return add(body, any: false) }
        for (field, value) in fields where marks[field] != .open {
            add(value, any: marks[field] == .identifies)
        }
    }

    private mutating func add(_ value: JSONFragment, any: Bool) {
        switch value {
        case .string(let text): if any || Mentions.mayName(text) { names.insert(text) }
        case .array(let values): for value in values { add(value, any: any) }
        case .object(let fields): for value in fields.values { add(value, any: any) }
        case .null, .bool, .integer, .number: break
        }
    }

    /// Whether a text that nothing is said about may be an identifier: a long one or a time is none.
    private static func mayName(_ text: String) -> Bool {
        let bytes = text.utf8
        guard (1...64).contains(bytes.count) else { return false }
        let isTime =
            bytes.count >= 10
            && zip(bytes, "0000-00-00".utf8).allSatisfy { byte, form in
                form == UInt8(ascii: "-") ? byte == form : (48...57).contains(byte)
            }
        return !isTime
    }
}
