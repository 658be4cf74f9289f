package import Messages

/// What the ledger shows of the messages that it keeps: lines, and one client's among them.
///
/// Nothing identifying is ever shown, and nothing whose class is not stated: what cannot be shown
/// to be harmless stays out.
package enum LedgerView {
    /// The most lines of one export.
    package static let limit = 500

    /// One message as a line, byte for byte as it was published; none if it must not be shown.
    package static func line(at position: Int64, _ frames: Frames) -> LedgerLine? {
        isShown(frames) ? text(at: position, frames) : nil
    }

    /// The lines after a position, at most `limit` of them.
    package static func export(
        _ entries: some Sequence<(position: Int64, frames: Frames)>, for query: LedgerExport
    ) -> [LedgerLine] {
        let count = min(max(0, query.limit), limit)
        return Array(
            entries.lazy.filter { $0.position > query.after }
                .compactMap { line(at: $0.position, $0.frames) }.prefix(count))
    }

    /// Everything about a client, in order: what is about or names the client, and each
    /// correction of such a line, which stays where it was.
    package static func timeline(
        of client: ClientID, in entries: some Sequence<(position: Int64, frames: Frames)>
    ) -> [LedgerLine] {
        var lines: [LedgerLine] = []
        var shown: Set<String> = []
        for entry in entries {
            guard let attributes = attributes(of: entry.frames), isShown(attributes),
                concerns(client, entry.frames, attributes, shown: shown),
                let line = text(at: entry.position, entry.frames)
            else { continue }
            lines.append(line)
            shown.insert(attributes.id.text)
        }
        return lines
    }

    /// The lines after a position, as far as a number of bytes holds them: at least one, if there
    /// is one, so that whoever asks gets on.
    package static func page(of lines: [LedgerLine], after position: Int64, bytes: Int)
        -> [LedgerLine]
    {
        let rest = lines.drop { $0.position <= position }
        var sum = 0
        let fitting = rest.prefix { line in
            sum += line.topic.utf8.count + line.attributes.utf8.count + line.data.utf8.count
            return sum <= bytes
        }
        return Array(fitting.isEmpty ? rest.prefix(1) : fitting)
    }

    private static func concerns(
        _ client: ClientID, _ frames: Frames, _ attributes: Attributes, shown: Set<String>
    ) -> Bool {
        if attributes.subject == client.text { return true }
        guard let body = try? JSONText.decode(JSONFragment.self, from: frames.data) else {
            return false
        }
        if attributes.type.hasSuffix(".\(EnteredInError.localType)"),
            case .object(let fields) = body, case .string(let event)? = fields["event"],
            shown.contains(event)
        {
            return true
        }
        return names(client, body)
    }

    /// Whether the client's identifier is a value anywhere inside.
    private static func names(_ client: ClientID, _ value: JSONFragment) -> Bool {
        switch value {
        case .string(let text): text == client.text
        case .array(let values): values.contains { names(client, $0) }
        case .object(let fields): fields.values.contains { names(client, $0) }
        case .null, .bool, .integer, .number: false
        }
    }

    private static func isShown(_ frames: Frames) -> Bool {
        attributes(of: frames).map(isShown) ?? false
    }

    private static func isShown(_ attributes: Attributes) -> Bool {
        [.operational, .clinical].contains(attributes.dataclassification)
    }

    private static func attributes(of frames: Frames) -> Attributes? {
        try? JSONText.decode(Attributes.self, from: frames.attributes)
    }

    private static func text(at position: Int64, _ frames: Frames) -> LedgerLine? {
        guard let topic = String(validating: frames.topic, as: UTF8.self),
            let attributes = String(validating: frames.attributes, as: UTF8.self),
            let data = String(validating: frames.data, as: UTF8.self)
        else { return nil }
        return LedgerLine(position: position, topic: topic, attributes: attributes, data: data)
    }
}
