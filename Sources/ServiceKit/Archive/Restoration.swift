internal import Foundation
internal import Journal
package import Messages

/// Brings journals back from a backup and from what the ledger has since then.
///
/// Each is built beside, in `journals/<identity>.restoring`, and takes the old one's place when all
/// are whole and no reader is beyond them. As long as that folder is there the process does not
/// start; the same restore given again begins anew, whenever the last one was interrupted.
package enum Restoration {
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
    package static func run(
        _ identities: [Identity], from backup: Backup, in folder: ClinicFolder
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
        try requireWhole(backup, keysOf: folder)
        let holds = try identities.map {
            try JournalHold(folder: folder.journals, identity: $0)
        }
        let report = try withExtendedLifetime(holds) {
            var sources = SourceJournals(
                restoring: Set(identities), from: backup, in: folder, mode: mode)
            defer { sources.close() }
            return try build(identities, from: backup, in: folder, mode: mode, &sources)
        }
        return report
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
        // The mode last: with it the folder is a clinic.
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
        _ sources: inout SourceJournals
    ) throws -> Report {
        var report = Report(remarks: sources.remarks)
        var askers = Set(sources.identities)
        if mode.isRehearsal { askers.insert(.simulator) }
        do {
            for identity in identities {
                let work = workFolder(of: identity, in: folder)
                Disk.remove(work)
                try Disk.makeFolder(work)
                try Disk.copy(
                    backup.journalFile(of: identity), to: "\(work)/\(identity).sqlite")
                let journal = try folder.openJournal(of: identity, at: work, mode: mode)
                defer { journal.close() }
                var tail = try RestoredTail(of: identity, into: journal, askers: askers)
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
            try sources.requireNobodyBeyond(identities)
            for identity in identities {
                try Disk.sync("\(workFolder(of: identity, in: folder))/\(identity).sqlite")
            }
        } catch {
            // Nothing was replaced: the old journals stay as they were. Where there is none, one that
            // was interrupted had moved it: nobody may start without.
            for identity in identities where Disk.exists(folder.journalFile(of: identity)) {
                Disk.remove(workFolder(of: identity, in: folder))
            }
            throw error
        }
        let time = WallClock.milliseconds
        for (index, identity) in identities.enumerated() {
            report.journals[index].kept = try replace(identity, in: folder, at: time)
        }
        return report
    }

    private static func workFolder(of identity: Identity, in folder: ClinicFolder) -> String {
        "\(folder.journals)/\(identity).restoring"
    }

    /// Puts the new file in the old one's place, which is kept, with its log, under another name.
    private static func replace(_ identity: Identity, in folder: ClinicFolder, at time: Int64)
        throws
        -> String?
    {
        let file = folder.journalFile(of: identity)
        let work = workFolder(of: identity, in: folder)
        var kept: String?
        for companion in ["", "-wal", "-shm"] where Disk.exists(file + companion) {
            let name = "\(file).replaced-\(time)\(companion)"
            guard !Disk.exists(name) else { throw ArchiveError.exists(name) }
            try Disk.move(file + companion, to: name)
            if companion.isEmpty { kept = name }
        }
        try Disk.move("\(work)/\(identity).sqlite", to: file)
        try Disk.sync(folder.journals)
        Disk.remove(work)
        try Disk.sync(folder.journals)
        return kept
    }
}
