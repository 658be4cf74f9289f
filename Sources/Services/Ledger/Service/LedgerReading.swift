internal import Journal
internal import LedgerCore
internal import Messages

/// Answers the ledger's queries from its journal, beside the loop.
struct LedgerReading: Sendable {
    private let journal: any JournalReading
    private let duties: IndexReader<DutyIndex>
    private let concerns: IndexReader<ConcernIndex>
    private let therapies: IndexReader<TherapyIndex>

    init(journal: any JournalReading) {
        self.journal = journal
        duties = IndexReader(journal: journal)
        concerns = IndexReader(journal: journal)
        therapies = IndexReader(journal: journal)
    }

    /// A page of what a query asks for; `nil` for one that it does not know.
    func view(_ query: any Query) throws -> (any Codable & Sendable)? {
        switch query {
        case let export as LedgerExport:
            try LedgerView.page(after: export.after ?? 0, limit: export.limit) { position, count in
                try journal.entriesBeside(after: position, limit: count).map(Self.raw)
            }
        case let timeline as ClientTimeline: try page(of: timeline)
        case let query as OpenDuties: try duties.look { try $0.page(for: query) }
        case let query as OpenConcerns: try concerns.look { try $0.page(for: query) }
        case let query as ApprovedTherapies: try therapies.look { try $0.page(for: query) }
        case let query as Practices: try therapies.look { try $0.page(for: query) }
        case let query as AlertBurden: try concerns.look { try $0.burden(for: query) }
        default: nil
        }
    }

    private func page(of timeline: ClientTimeline) throws -> Page<LedgerLine> {
        if let left = try journal.unindexed() {
            throw Refusal(
                "The ledger's index of clients is being built: entry \(left.done) of \(left.all).",
                remedy: "Ask again in a minute; `cairn export` shows every line meanwhile.")
        }
        return try LedgerView.page(after: timeline.after ?? 0, limit: timeline.limit) {
            position, count in
            try journal.entries(naming: timeline.client.text, after: position, limit: count)
                .map(Self.raw)
        }
    }

    private static func raw(of entry: Entry) -> (Int64, RawMessage) {
        (entry.position, entry.raw)
    }
}
