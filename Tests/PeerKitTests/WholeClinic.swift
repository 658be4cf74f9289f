import AftercareCore
import AssessmentCore
import HashChain
import Journal
import JournalDoubles
import LedgerCore
import Messages
import PeerGroupsCore
import PeerKit
import SchedulerCore
import SimulatorCore
import SupervisorCore
import Testing
import TreatmentCore

@testable import PeerBench

/// Every service with its peer and journal, on one thread, hour by hour.
final class WholeClinic {
    /// The services whose state is folded from events: all but the ledger, which keeps bytes.
    static let folding = MessageCatalog.contracts.map { $0.service }.filter { $0 != .ledger }

    let mode: ClinicMode
    let members: InMemoryClinic
    private(set) var journals: [Identity: any JournalStore] = [:]

    init(seed: UInt64) throws {
        mode = try SmallClinic.mode(seed: seed)
        members = InMemoryClinic(clinic: try SmallClinic.clinic(), mode: mode)
        try add(ProcessRegister(), as: .supervisor)
        try add(Intake(), as: .assessment)
        try add(Agenda(), as: .scheduler)
        try add(Seating(), as: .peerGroups)
        try add(Charts(), as: .treatment)
        try add(ContinuingCare(), as: .aftercare)
        try add(Cohort(seed: seed, referralsPerWeek: 2), as: .simulator)
        journals[.ledger] = try members.add(AuditTrail(), as: .ledger) { _ in
            PeerSettings(keepsAllStreams: true)
        }
        members.settle()
    }

    private func add(_ core: some Core, as identity: Identity) throws {
        journals[identity] = try members.add(core, as: identity)
    }

    /// Strikes each hour, and waits after each until nobody has anything left to do.
    func run(hours: Range<Int>) throws {
        for hour in hours {
            let register = try #require(members.core(of: .supervisor) as? ProcessRegister)
            let strikes = try register.strikes(
                [mode.startsAt.utc.advanced(byHours: hour)], timeZone: members.clinic.timeZone)
            members.observe(strikes, by: .supervisor, id: MessageID("hour-\(hour)"))
        }
    }

    /// What has happened so far, to keep.
    var history: History {
        History(
            clinic: members.clinic, mode: mode, journals: journals,
            cores: journals.keys.reduce(into: [:]) { $0[$1] = members.core(of: $1) },
            heads: journals.keys.reduce(into: [:]) { $0[$1] = members.heads(of: $1) },
            unsettled: members.unsettled)
    }
}

/// What a clinic's services have recorded, and where each of them stands.
struct History: Sendable {
    let clinic: Clinic
    let mode: ClinicMode
    let journals: [Identity: any JournalStore]
    let cores: [Identity: any Core]
    let heads: [Identity: [EventStream: Cursor]]
    /// Who had something left to do.
    let unsettled: [Identity]

    init(
        clinic: Clinic, mode: ClinicMode, journals: [Identity: any JournalStore],
        cores: [Identity: any Core], heads: [Identity: [EventStream: Cursor]],
        unsettled: [Identity]
    ) {
        self.clinic = clinic
        self.mode = mode
        self.journals = journals
        self.cores = cores
        self.heads = heads
        self.unsettled = unsettled
    }

    /// Plays some hours of a seed.
    init(seed: UInt64, hours: Range<Int>) throws {
        let clinic = try WholeClinic(seed: seed)
        try clinic.run(hours: hours)
        self = clinic.history
    }

    /// All that a journal holds, in order.
    func entries(of identity: Identity) throws -> [Entry] {
        try #require(journals[identity]).everything()
    }

    /// What the ledger has, in few characters.
    func digest() throws -> String {
        let lines = try entries(of: .ledger).map { HashChain.hash(of: $0.raw) }
        return HashChain.digest(of: Array(lines.joined().utf8))
    }
}
