package import ClinicFiles
internal import Foundation
internal import Journal
internal import JournalSQLite
internal import Messages

/// A clinic's journals, description and plugin manifests as they were at one time, in a folder of
/// their own. Keys are not in it.
package struct Backup: Sendable {
    /// Absolute, without a slash at its end.
    package let path: String
    package let manifest: BackupManifest
    /// The manifest as it was read, once: what is checked is what is used.
    private let sealed: [UInt8]

    /// Reads the manifest of a backup; whether it is true, and what it lists, is looked at by
    /// ``faults(keysOf:)``.
    package init(at path: String) throws {
        self.path = ClinicFolder(path: path).path
        guard let bytes = try? PlainFile.ofClinic(self.path + "/manifest.json"),
            let manifest = try? JSONText.decode(BackupManifest.self, from: bytes),
            manifest.format == 1
        else { throw ArchiveError.notABackup(self.path) }
        self.manifest = manifest
        sealed = bytes
    }

    /// Where an identity's copy lies.
    func journalFile(of identity: Identity) -> String { "\(path)/journals/\(identity).sqlite" }

    /// An identity's copy, for reading.
    ///
    /// - Parameter folder: the clinic whose keys open it.
    func view(of identity: Identity, keysOf folder: ClinicFolder) throws -> SQLiteJournal {
        try folder.view(
            at: journalFile(of: identity),
            identity: JournalIdentity(
                clinic: manifest.clinic, kind: manifest.kind.rawValue, identity: identity))
    }

    /// Reads all of it again: each file's bytes, and each journal entry by entry.
    ///
    /// - Returns: what is not as it was written, a sentence each.
    package func faults(keysOf folder: ClinicFolder) -> [String] {
        guard isSealed(by: folder) else {
            // Nothing else that it says is worth comparing.
            return ["manifest.json is not what was written with this clinic's keys."]
        }
        var faults: [String] = []
        for (name, file) in manifest.files.sorted(by: { $0.key < $1.key }) {
            guard let found = try? Disk.digest(of: "\(path)/\(name)") else {
                faults.append("\(name) is missing.")
                continue
            }
            if found.hash != file.sha256 || found.bytes != file.bytes {
                faults.append("\(name) has changed.")
            }
        }
        for owner in manifest.owners {
            do {
                let journal = try view(of: owner, keysOf: folder)
                defer { journal.close() }
                if let damage = try journal.verify().damage {
                    faults.append(damage.advice.problem)
                } else if try Backup.contents(of: journal) != manifest.journals[owner.text] {
                    faults.append("The journal of \(owner) is not the one of the manifest.")
                }
            } catch {
                faults.append(Backup.problem(error, of: owner))
            }
        }
        return faults
    }

    private func isSealed(by folder: ClinicFolder) -> Bool {
        guard let bytes = try? PlainFile.ofClinic("\(path)/\(BackupSeal.name)"),
            let seal = try? JSONText.decode(BackupSeal.self, from: bytes)
        else { return false }
        return seal.fits(sealed, by: manifest.owners, keysOf: folder)
    }

    static func contents(of journal: any JournalReading) throws -> BackupManifest.Contents {
        func heads(_ places: [EventStream: Cursor]) -> [String: Heartbeat.Head] {
            Dictionary(
                uniqueKeysWithValues: places.map {
                    ($0.key.description, .init(sequence: $0.value.sequence, hash: $0.value.hash))
                })
        }
        return BackupManifest.Contents(
            entries: try journal.count(), heads: heads(try journal.heads()),
            cursors: heads(try journal.cursors()))
    }

    static func problem(_ error: any Error, of owner: Identity) -> String {
        (error as? any Remediable)?.advice.problem ?? "The journal of \(owner) cannot be read."
    }
}
