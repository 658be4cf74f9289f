import FoundationEssentials

/// Shows a message without what it tells about a client.
///
/// It works from the marks of the declaration: a field without a mark, and the body of a type that
/// this version does not know, are masked whole.
public enum Masking {
    /// What stands where something is hidden.
    public static let mask = "•••"

    /// The body with everything masked that is not open, as JSON of one line.
    public static func body(of envelope: Envelope) -> String {
        guard let marks = marks(ofType: envelope.type),
            let fields = try? JSONText.decode(
                [String: JSONFragment].self, from: envelope.raw.data)
        else { return mask }
        let shown = fields.map { name, fragment in
            (name, marks[name] == .open ? fragment : .string(mask))
        }
        let object = Dictionary(uniqueKeysWithValues: shown)
        return (try? JSONText.encode(object)).map { String(decoding: $0, as: UTF8.self) } ?? mask
    }

    /// The subject, unless the message says something of a client.
    public static func subject(of envelope: Envelope) -> String? {
        guard let subject = envelope.subject else { return nil }
        return envelope.dataclassification == .operational ? subject : mask
    }

    private static func marks(ofType type: String) -> [String: Mark]? {
        if let event = MessageCatalog.event(type: type) { return event.marks }
        if let command = MessageCatalog.command(type: type) { return command.marks }
        return MessageCatalog.query(type: type)?.marks
            ?? MessageCatalog.peerMessage(type: type)?.marks
    }
}
