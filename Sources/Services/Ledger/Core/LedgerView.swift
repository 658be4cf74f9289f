package import Messages

/// What the ledger shows of the messages that it keeps: lines, and one client's among them.
///
/// Nothing identifying is ever shown, and nothing whose class is not stated: what cannot be shown
/// to be harmless stays out.
package enum LedgerView {
    /// One message as a line, byte for byte as it was published; none if it must not be shown.
    package static func line(at position: Int64, _ raw: RawMessage) -> LedgerLine? {
        guard let attributes = attributes(of: raw), Mentions.isShown(attributes) else {
            return nil
        }
        return text(at: position, raw)
    }

    /// A page of lines out of entries that are read some at a time, as many as it holds.
    ///
    /// - Parameters:
    ///   - start: the position to go on after.
    ///   - read: reads entries after a position, as many as a number says; fewer only at the end.
    package static func page(
        after start: Int64, limit: Int?,
        reading read: (_ position: Int64, _ count: Int) throws -> [(Int64, RawMessage)]
    ) throws -> Page<LedgerLine> {
        let most = min(max(1, limit ?? PageLimit.items), PageLimit.items)
        var (lines, bytes, position) = ([LedgerLine](), 0, max(0, start))
        // Also where nothing of what is read may be shown, an answer costs no more than a page.
        for _ in 0..<readsForEachPage {
            let entries = try read(position, entriesForEachRead)
            for (place, raw) in entries {
                if let line = line(at: place, raw) {
                    bytes += raw.byteCount
                    guard lines.isEmpty || bytes <= PageLimit.bytes, lines.count < most else {
                        return Page(items: lines, next: position)
                    }
                    lines.append(line)
                }
                position = place
            }
            guard entries.count == entriesForEachRead else { return Page(items: lines, next: nil) }
        }
        return Page(items: lines, next: position)
    }

    private static let readsForEachPage = 10
    private static let entriesForEachRead = 100

    private static func attributes(of raw: RawMessage) -> Attributes? {
        try? Attributes(reading: raw.attributes.span)
    }

    private static func text(at position: Int64, _ raw: RawMessage) -> LedgerLine? {
        guard let topic = String(validating: raw.topic, as: UTF8.self),
            let attributes = String(validating: raw.attributes, as: UTF8.self),
            let data = String(validating: raw.data, as: UTF8.self)
        else { return nil }
        return LedgerLine(position: position, topic: topic, attributes: attributes, data: data)
    }
}
