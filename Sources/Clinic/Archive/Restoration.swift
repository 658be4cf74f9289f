internal import Bus
package import ClinicFiles
internal import Foundation
internal import Glibc
internal import Journal
internal import JournalSQLite
package import Messages
internal import PeerKit
internal import Platform

/// Brings journals back from a backup and from what the ledger has since then.
///
/// Each is built beside, in `journals/<identity>.restoring`, and takes the old one's place when all
/// are whole and no reader is beyond them. As long as that folder is there the process does not
/// start; the same restore given again begins anew, or completes what was decided: see
/// ``JournalExchange``.
package enum Restoration {
    /// What is called after each step with its name.
    package typealias Pause = (String) -> Void

    /// What was brought back, and what was not.
    package struct Report: Sendable {
        package var journals: [Part] = []
        /// What neither the backup nor the ledger has, a phrase each.
        package var losses: [String] = []
        /// What a person should know beside, a sentence each.
        package var remarks: [String] = []

        /// One journal.
        package struct Part: Sendable {
            package let identity: Identity
            /// Entries that the backup had.
            package let saved: Int64
            /// Own events that came from the ledger.
            package var events = 0
            /// Inputs that were noted again, without deciding on them.
            package var inputs = 0
            /// Commands that get their answer when they are repeated.
            package var commands = 0
            /// The file that was replaced; `nil` if there was none.
            package var kept: String?
        }
    }

    /// Restores some journals whose processes are down.
    ///
    /// - Parameter pause: for tests, which end the process there.
    package static func run(
        _ identities: [Identity], from backup: Backup, in folder: ClinicFolder,
        pause: @escaping Pause = { _ in }
    ) throws -> Report {
        for identity in identities where backup.manifest.journals[identity.text] == nil {
            throw ArchiveError.absent(identity)
        }
        // Nothing of a damaged backup is put into a folder that is no clinic yet.
        if !Disk.exists(folder.modeFile) { try requireWhole(backup, keysOf: folder) }
        let mode = try prepare(folder, from: backup, isWhole: identities == backup.manifest.owners)
        guard mode.clinic == backup.manifest.clinic, mode.kind == backup.manifest.kind else {
            throw ArchiveError.otherClinic(
                "\(backup.manifest.clinic), \(backup.manifest.kind)",
                "\(mode.clinic), \(mode.kind)")
        }
        let lock = try lock(folder)
        defer { withExtendedLifetime(lock) {} }
        let exchange = JournalExchange(folder: folder, pause: pause)
        let completed = try complete(exchange)
        try requireWhole(backup, keysOf: folder)
        let holds = try hold(identities, in: folder)
        defer { withExtendedLifetime(holds) {} }
        var sources = SourceJournals(
            restoring: Set(identities), from: backup, in: folder, mode: mode)
        defer { sources.close() }
        try sources.requireReadable()
        var report = try build(
            identities, from: backup, in: folder, mode: mode, exchange, &sources)
        report.remarks = completed + report.remarks
        return report
    }

    /// Holds the clinic's folder against another restore, and against a backup.
    static func lock(_ folder: ClinicFolder, orReadOnly: Bool = false) throws -> FileLock? {
        let path = "\(folder.journals)/restore.lock"
        do { return try FileLock(path: path) } catch {
            switch error {
            case .system(EROFS) where orReadOnly: return nil
            case .held: throw ArchiveError.restoring(folder.path)
            case .system(let number): throw ArchiveError.system(path, number)
            }
        }
    }

    private static func hold(_ identities: [Identity], in folder: ClinicFolder) throws
        -> [JournalHold]
    {
        try identities.map { try JournalHold(folder: folder.journals, identity: $0) }
    }

    /// Completes what an earlier restore had decided and did not end.
    ///
    /// - Returns: what it did, a sentence each.
    private static func complete(_ exchange: JournalExchange) throws -> [String] {
        guard let mark = try exchange.pending() else { return [] }
        let waiting = mark.identities.filter { Disk.exists(exchange.work(of: $0)) }
        let holds = try hold(waiting, in: exchange.folder)
        defer { withExtendedLifetime(holds) {} }
        return try exchange.complete(mark).map { identity, kept in
            "An earlier restore of \(identity) was interrupted once its journal was whole; that"
                + " journal has its place now, before this restore began."
                + (kept.map { " What was there is kept as \($0)." } ?? "")
        }
    }

    private static func requireWhole(_ backup: Backup, keysOf folder: ClinicFolder) throws {
        let faults = backup.faults(keysOf: folder)
        guard faults.isEmpty else { throw ArchiveError.damaged(backup.path, faults) }
    }

    /// The clinic's mode; a folder without one becomes the backup's clinic.
    private static func prepare(
        _ folder: ClinicFolder, from backup: Backup, isWhole: Bool
    ) throws -> ClinicMode {
        if Disk.exists(folder.modeFile) { return try folder.mode() }
        guard isWhole else { throw ArchiveError.notAClinic(folder.path) }
        for path in [folder.path, folder.journals, folder.logs, folder.plugins, folder.run]
        where !Disk.exists(path) { try Disk.makeFolder(path) }
        // Nobody starts before its journal is there. The mode last: with it the folder is a clinic.
        for identity in backup.manifest.owners {
            let work = RestoreMark.work(of: identity, in: folder.journals)
            if !Disk.exists(work) { try Disk.makeFolder(work) }
        }
        let manifests = backup.manifest.files.keys.filter(isPluginManifest).sorted()
        for name in manifests + ["clinic.yaml", "clinic.json"] {
            let target = "\(folder.path)/\(name)"
            guard !Disk.exists(target) else { continue }
            let parent = (target as NSString).deletingLastPathComponent
            if !Disk.exists(parent) { try Disk.makeFolder(parent) }
            try Disk.copy("\(backup.path)/\(name)", to: target)
        }
        return try folder.mode()
    }

    /// `plugins/<id>/plugin.json` and nothing else: a name must not lead out of the folder.
    private static func isPluginManifest(_ name: String) -> Bool {
        let parts = name.split(separator: "/", omittingEmptySubsequences: false)
        return parts.count == 3 && parts[0] == "plugins" && Identity(String(parts[1])) != nil
            && parts[2] == "plugin.json"
    }

    private static func build(
        _ identities: [Identity], from backup: Backup, in folder: ClinicFolder, mode: ClinicMode,
        _ exchange: JournalExchange, _ sources: inout SourceJournals
    ) throws -> Report {
        var report = Report(remarks: sources.remarks)
        var fresh: Set<Identity> = []
        do {
            // All at once: where one has no journal yet, none of them may begin a new one.
            for identity in identities where !Disk.exists(exchange.work(of: identity)) {
                try Disk.makeFolder(exchange.work(of: identity))
                fresh.insert(identity)
            }
            for identity in identities {
                let work = exchange.work(of: identity)
                if !fresh.contains(identity), Disk.exists(folder.journalFile(of: identity)) {
                    report.remarks.append(
                        "An earlier restore of \(identity) was interrupted before anything was"
                            + " replaced: the old journal was still in its place.")
                }
                Disk.remove(work)
                try Disk.makeFolder(work)
                exchange.pause("\(identity) is being restored")
                try rebuild(identity, from: backup, in: folder, mode: mode, &sources, &report)
                exchange.pause("\(identity) is whole")
            }
            try sources.requireNobodyBeyond(identities)
            for identity in identities {
                try Disk.sync("\(exchange.work(of: identity))/\(identity).sqlite")
                try Disk.sync(exchange.work(of: identity))
            }
            try Disk.sync(folder.journals)
        } catch {
            // Nothing was replaced: the old journals stay as they were. Where there is none, nobody
            // may start without.
            for identity in identities where Disk.exists(folder.journalFile(of: identity)) {
                Disk.remove(exchange.work(of: identity))
            }
            throw error
        }
        let mark = try exchange.begin(identities, at: WallClock.now)
        for (identity, kept) in try exchange.complete(mark) {
            for index in report.journals.indices where report.journals[index].identity == identity {
                report.journals[index].kept = kept
            }
        }
        return report
    }

    /// Makes one journal in its work folder: one file, closed.
    private static func rebuild(
        _ identity: Identity, from backup: Backup, in folder: ClinicFolder, mode: ClinicMode,
        _ sources: inout SourceJournals, _ report: inout Report
    ) throws {
        let work = RestoreMark.work(of: identity, in: folder.journals)
        try Disk.copy(backup.journalFile(of: identity), to: "\(work)/\(identity).sqlite")
        let journal = try folder.openJournal(of: identity, at: work, mode: mode)
        defer { journal.close() }
        var askers = Set(sources.identities)
        if mode.isRehearsal { askers.insert(.simulator) }
        var skipped: SkippedInputs?
        if mayCommand(identity, in: folder) {
            let digest = OutgoingIDs.digest(in: mode, journal: journal)
            skipped = SkippedInputs(of: identity, digest: digest)
            if WallClock.now - backup.manifest.takenAt >= Receipt.reserve {
                report.losses.append(
                    "receivers may have forgotten the commands of \(identity) that they answered"
                        + " more than 48 hours ago: one upon an input that caused nothing else since"
                        + " the backup is sent again and may take effect twice")
            }
        }
        var tail = try RestoredTail(of: identity, into: journal, askers: askers, skipped: skipped)
        try tail.append(from: &sources)
        if let damage = try journal.verify().damage {
            throw ArchiveError.damaged(work, [damage.advice.problem])
        }
        report.journals.append(tail.part)
        report.losses += tail.losses
        sources.restored[identity] = try Backup.contents(of: journal)
        // The file alone is moved: what is still in its log would stay behind.
        try journal.emptyLog()
    }

    /// Whether the hub lets an identity send commands; one that nobody knows may have done so.
    private static func mayCommand(_ identity: Identity, in folder: ClinicFolder) -> Bool {
        if let builtIn = MessageCatalog.permission(of: identity) { return !builtIn.sends.isEmpty }
        let list = try? KeyFolder(of: folder).accessList()
        let known = list?.peers.first { $0.identity == identity }?.permission
        return known.map { !$0.sends.isEmpty } ?? true
    }
}
