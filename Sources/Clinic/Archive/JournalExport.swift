package import ClinicFiles
internal import Journal
package import Messages

/// A journal as JSON lines, bytes as published, for checks without Cairn's code.
package struct JournalExport {
    private let journal: any JournalReading
    private static let page = 500

    /// Takes the journal as it is at this moment.
    package init(of identity: Identity, in folder: ClinicFolder, mode: ClinicMode) throws {
        journal = try folder.view(of: identity, mode: mode)
    }

    /// Hands over line after line: the journal, its entries, then heads, cursors, receipts, the
    /// outbox and what is parked. Entries are read some at a time, however many there are.
    ///
    /// - Returns: how many lines there were.
    @discardableResult
    package func write(_ put: ([UInt8]) throws -> Void) throws -> Int {
        var count = 0
        func line(_ value: ExportLine) throws {
            try put(try JSONText.encode(value))
            count += 1
        }
        let identity = journal.identity
        try line(
            .journal(
                clinic: identity.clinic, kind: identity.kind, identity: identity.identity,
                entries: try journal.count()))
        var position: Int64 = 0
        while true {
            let entries = try journal.entries(after: position, limit: Self.page)
            for entry in entries { try line(.entry(entry)) }
            guard let last = entries.last else { break }
            position = last.position
        }
        for (stream, cursor) in try journal.heads().sorted(by: { $0.key < $1.key }) {
            try line(.head(stream, cursor))
        }
        for (stream, cursor) in try journal.cursors().sorted(by: { $0.key < $1.key }) {
            try line(.cursor(stream, cursor))
        }
        for receipt in try journal.receipts() { try line(.receipt(receipt)) }
        for outgoing in try journal.outbox() { try line(.outbox(outgoing)) }
        for parked in try journal.parked() { try line(.parked(parked)) }
        return count
    }

    /// Gives up the file.
    package func close() { journal.close() }
}
