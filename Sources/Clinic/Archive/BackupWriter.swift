package import ClinicFiles
internal import Foundation
internal import Glibc
internal import Journal
internal import JournalSQLite
package import Messages
internal import Platform
internal import TherapyContract

/// Makes a backup beside the processes that run, or of a clinic that is down.
///
/// Owners first, the ledger last, once it has read what the copies hold: then no copy has read what
/// no copy has, and whatever an owner's copy lacks is in the ledger's.
package struct BackupWriter {
    private let folder: ClinicFolder
    private let mode: ClinicMode
    private var manifest: BackupManifest
    private let partial: String

    /// Makes a backup in a new folder, and reads it again.
    ///
    /// The backup is written under another name and gets its own last: nobody takes an interrupted
    /// one for a whole one. It overwrites nothing.
    ///
    /// - Parameters:
    ///   - patience: how long to wait until the ledger has read the others.
    ///   - time: when it is taken; `nil` for now.
    package static func write(
        to path: String, of folder: ClinicFolder, mode: ClinicMode, patience: Duration,
        at time: Timestamp? = nil
    ) async throws -> Backup {
        let target = ClinicFolder(path: path).path
        try folder.requireFolders(toWrite: false)
        guard !Disk.exists(target) else { throw ArchiveError.exists(target) }
        let number = String(UInt64.random(in: .min ... .max), radix: 16)
        var writer = BackupWriter(
            folder, mode: mode, partial: "\(target).partial-\(number)", at: time ?? WallClock.now)
        try Disk.makeFolder(writer.partial)
        do {
            try await writer.fill(patience: patience)
            guard !Disk.exists(target) else { throw ArchiveError.exists(target) }
            try Disk.move(writer.partial, to: target)
        } catch {
            Disk.remove(writer.partial)
            throw error
        }
        try Disk.sync((target as NSString).deletingLastPathComponent)
        let backup = try Backup(at: target)
        let faults = backup.faults(keysOf: folder)
        guard faults.isEmpty else { throw ArchiveError.damaged(target, faults) }
        return backup
    }

    private init(_ folder: ClinicFolder, mode: ClinicMode, partial: String, at time: Timestamp) {
        self.folder = folder
        self.mode = mode
        self.partial = partial
        manifest = BackupManifest(
            format: 1, version: CairnVersion.text, clinic: mode.clinic, kind: mode.kind,
            takenAt: time, gaps: [], files: [:], journals: [:])
    }

    private mutating func fill(patience: Duration) async throws {
        try copyDescription()
        try Disk.makeFolder(partial + "/plugins")
        for name in Disk.names(in: folder.plugins) {
            let file = "\(folder.plugins)/\(name)/plugin.json"
            // Anything else there is no manifest, and may be a pipe, or huge.
            guard (try? PlainFile.read(file, limit: PluginContract.limitBytes)) != nil else {
                continue
            }
            try Disk.makeFolder("\(partial)/plugins/\(name)")
            try copy(file, as: "plugins/\(name)/plugin.json")
        }
        try Disk.makeFolder(partial + "/journals")
        // A backup must not hold half of what a restore exchanges. On a read-only disk no restore
        // runs.
        let lock = try Restoration.lock(folder, orReadOnly: true)
        defer { withExtendedLifetime(lock) {} }
        // In the place of a journal whose restore has not ended may be one of another history.
        let unfinished = folder.unfinishedRestores
        let elsewhere = elsewhere
        let owners = folder.journalOwners.filter {
            !unfinished.contains($0) && !elsewhere.contains($0)
        }
        name(elsewhere)
        for owner in owners where owner != .ledger { try copyJournal(of: owner) }
        let present = Set(folder.journalOwners)
        for owner in folder.begunJournals where !present.contains(owner) {
            manifest.gaps.append("\(owner) is not in it: its journal has begun, and is gone.")
        }
        for owner in unfinished {
            manifest.gaps.append("\(owner) is not in it: a restore of its journal has not ended.")
        }
        if owners.contains(.ledger) {
            try await waitForLedger(patience)
            try copyJournal(of: .ledger)
        }
        try nameGaps()
        for name in manifest.files.keys.sorted() {
            let found = try Disk.digest(of: "\(partial)/\(name)")
            manifest.files[name] = BackupManifest.File(bytes: found.bytes, sha256: found.hash)
        }
        let text = Array((try JSONText.readable(manifest) + "\n").utf8)
        try Disk.write(text, to: partial + "/manifest.json")
        let seal = BackupSeal(over: text, by: manifest.owners, keysOf: folder)
        try Disk.write(
            Array((try JSONText.readable(seal) + "\n").utf8), to: "\(partial)/\(BackupSeal.name)")
        for place in ["/journals", "/plugins", ""] { try Disk.sync(partial + place) }
    }

    /// The description as it is; while the clinic is up and the file is broken, as it is in force.
    private mutating func copyDescription() throws {
        let isWhole = (try? folder.clinic()) != nil
        let inForce = isWhole ? nil : folder.inForce
        try copy(
            inForce == nil ? folder.configuration : folder.inForceText, as: "clinic.yaml")
        if let mode = folder.inForce?.mode {
            try Disk.write(Array(JSONText.readable(mode).utf8), to: "\(partial)/clinic.json")
            manifest.files["clinic.json"] = BackupManifest.File(bytes: 0, sha256: "")
        } else {
            try copy(folder.modeFile, as: "clinic.json")
        }
    }

    /// The identities whose journals lie on another computer. None in a folder that was made of a
    /// join bundle: it has one journal, and the other computer saves the others.
    private var elsewhere: Set<Identity> {
        guard joined == nil else { return [] }
        return Set((try? folder.standingClinic())?.elsewhere ?? [])
    }

    /// Whose folder it is, if it was made of a join bundle.
    private var joined: Identity? { KeyFolder(of: folder).joined }

    /// Says whose journals lie on another computer. A journal of theirs that lies here too is from
    /// before: it is not the history any more, and must not be restored.
    private mutating func name(_ elsewhere: Set<Identity>) {
        let here = Set(folder.journalOwners)
        let sentences = elsewhere.sorted().map { owner in
            "\(owner) runs elsewhere: its journal is not in this backup; save it there."
                + (here.contains(owner)
                    ? " The one that lies here is from before it was moved, and was left out." : "")
        }
        manifest.elsewhere = sentences.isEmpty ? nil : sentences
    }

    private mutating func copy(_ source: String, as name: String) throws {
        try Disk.copy(source, to: "\(partial)/\(name)")
        manifest.files[name] = BackupManifest.File(bytes: 0, sha256: "")
    }

    /// Copies one journal. One that cannot be read keeps no other from being saved.
    private mutating func copyJournal(of owner: Identity) throws {
        let name = "journals/\(owner).sqlite"
        let target = "\(partial)/\(name)"
        // SQLite would make a file that all may read.
        try Disk.write([], to: target)
        do {
            let journal = try folder.view(of: owner, mode: mode)
            defer { journal.close() }
            let report = try journal.verify()
            if let damage = report.damage { throw Unreadable(advice: damage.advice) }
            manifest.journals[owner.text] = try Backup.contents(of: journal)
            try journal.copy(to: target)
        } catch let error as any Remediable {
            if case .full = error as? SQLiteJournalError {
                throw ArchiveError.system(partial, ENOSPC)
            }
            Disk.remove(target)
            manifest.journals[owner.text] = nil
            manifest.gaps.append("\(owner) is not in it: \(error.advice.problem)")
            return
        }
        try Disk.sync(target)
        manifest.files[name] = BackupManifest.File(bytes: 0, sha256: "")
    }

    /// A journal that is damaged, which must not be restored from a backup.
    private struct Unreadable: Remediable { var advice: Advice }

    /// The last event of each stream that a copy holds or has read.
    private var wanted: [String: Int64] {
        var wanted: [String: Int64] = [:]
        for contents in manifest.journals.values {
            for (stream, head) in contents.heads.merging(contents.cursors, uniquingKeysWith: later)
            {
                guard EventStream(stream).map(MessageCatalog.isIdentifying) == false else {
                    continue
                }
                wanted[stream] = max(wanted[stream] ?? 0, head.sequence)
            }
        }
        return wanted
    }

    private func later(_ one: Heartbeat.Head, _ other: Heartbeat.Head) -> Heartbeat.Head {
        one.sequence > other.sequence ? one : other
    }

    private func waitForLedger(_ patience: Duration) async throws {
        let wanted = wanted
        let deadline = ContinuousClock.now + patience
        while ContinuousClock.now < deadline {
            // A ledger that cannot be read is named when it is copied.
            guard let journal = try? folder.view(of: .ledger, mode: mode),
                let contents = try? Backup.contents(of: journal)
            else { return }
            journal.close()
            guard wanted.contains(where: { $0.value > contents.cursors[$0.key]?.sequence ?? 0 })
            else { return }
            try await Task.sleep(for: .milliseconds(100))
        }
    }

    private mutating func nameGaps() throws {
        // The others say themselves what they have read.
        guard joined == nil else { return }
        guard let ledger = manifest.journals[Identity.ledger.text] else {
            manifest.gaps.append("Without the ledger nothing tells what an owner's copy lacks.")
            return
        }
        for (stream, sequence) in wanted.sorted(by: { $0.key < $1.key }) {
            let read = ledger.cursors[stream]?.sequence ?? 0
            if read < sequence {
                manifest.gaps.append("The ledger has \(stream) up to \(read) of \(sequence).")
            }
        }
    }
}
