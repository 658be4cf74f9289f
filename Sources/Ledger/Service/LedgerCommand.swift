internal import ArgumentParser
internal import LedgerCore
internal import Messages
internal import ServiceKit

/// `cairn-ledger`: the audit trail of all streams but those that identify clients.
@main
struct LedgerCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "cairn-ledger",
        abstract: "The audit trail of all streams but those that identify clients.",
        discussion: ServiceOptions.discussion, version: CairnVersion.text)

    @OptionGroup var options: ServiceOptions

    func run() async throws {
        await ServiceProcess(
            AuditTrail(), as: .ledger, options: options,
            settings: { journal in
                PeerSettings(keepsAllStreams: true) { try LedgerReading(journal: journal).view($0) }
            }
        ).run()
    }
}
