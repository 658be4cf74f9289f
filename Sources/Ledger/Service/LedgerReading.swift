internal import Journal
internal import LedgerCore
internal import Messages

/// Answers the ledger's queries from its journal.
struct LedgerReading: Sendable {
    /// What a reply may hold, in bytes of the lines' text: escaped, it stays below the limit.
    private static let replyBytes = 200 * 1024

    let journal: Journal

    func view(_ query: any Query) throws -> (any Codable & Sendable)? {
        switch query {
        case let export as LedgerExport: return try page(for: export)
        case let timeline as ClientTimeline:
            var entries: [(position: Int64, frames: Frames)] = []
            try each(after: 0) { entries.append(($0.position, $0.frames)) }
            return LedgerView.page(
                of: LedgerView.timeline(of: timeline.client, in: entries),
                after: timeline.after ?? 0, bytes: Self.replyBytes)
        default: return nil
        }
    }

    private func page(for export: LedgerExport) throws -> [LedgerLine] {
        let limit = min(max(1, export.limit), LedgerView.limit)
        var lines: [LedgerLine] = []
        var bytes = 0
        for entry in try journal.entries(after: max(0, export.after), limit: limit) {
            guard let line = LedgerView.line(at: entry.position, entry.frames) else { continue }
            bytes += entry.frames.byteCount
            guard bytes <= Self.replyBytes || lines.isEmpty else { break }
            lines.append(line)
        }
        return lines
    }

    private func each(after start: Int64, _ body: (Entry) -> Void) throws {
        var position = start
        while true {
            let entries = try journal.entries(after: position, limit: 1000)
            guard let last = entries.last else { return }
            for entry in entries { body(entry) }
            position = last.position
        }
    }
}
