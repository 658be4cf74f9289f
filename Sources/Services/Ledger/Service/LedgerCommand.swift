internal import ArgumentParser
internal import Journal
internal import LedgerCore
internal import Messages
internal import PeerKit
internal import ServiceKit

/// The process `cairn-ledger`.
@main
struct LedgerCommand: ServiceCommand {
    typealias Service = AuditTrail
    static let identity = Identity.ledger
    static let abstract = "The audit trail of all streams but those that identify clients."

    @OptionGroup var options: ServiceOptions

    /// Its journal is the audit trail: it keeps what others publish, and answers from it.
    static func settings(with journal: any JournalReading) -> PeerSettings {
        let reading = LedgerReading(journal: journal)
        return PeerSettings(keepsAllStreams: true, reading: { try reading.view($0) })
    }
}
