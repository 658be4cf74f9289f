package import Messages

/// What a backup says of itself: `manifest.json`, written when all else is; ``BackupSeal`` vouches
/// for it.
package struct BackupManifest: Codable, Hashable, Sendable {
    /// The form of the folder; 1.
    package var format: Int
    /// Cairn's version that wrote it.
    package var version: String
    /// The clinic's token, and whether it is a rehearsal or live.
    package var clinic: String
    package var kind: ClinicMode.Kind
    /// When it was begun, by the machine's clock.
    package var takenAt: Timestamp
    /// What it lacks, a sentence each; none in a closed backup.
    package var gaps: [String]
    /// Whose journals lie on another computer and are not in it, a sentence each; absent where all
    /// are here.
    package var elsewhere: [String]?
    /// Every file but this one and its seal, by its path in the folder.
    package var files: [String: File]
    /// Every journal, by identity.
    package var journals: [String: Contents]

    /// A file as it was written.
    package struct File: Codable, Hashable, Sendable {
        package var bytes: Int64
        package var sha256: String
    }

    /// What a journal holds.
    package struct Contents: Codable, Hashable, Sendable {
        package var entries: Int64
        /// The last event of each own stream.
        package var heads: [String: Heartbeat.Head]
        /// How far each other stream was read.
        package var cursors: [String: Heartbeat.Head]
    }

    /// Whether no copy has read what no copy has.
    package var isClosed: Bool { gaps.isEmpty }

    /// The journals' owners, in order.
    package var owners: [Identity] { journals.keys.compactMap { Identity($0) }.sorted() }
}
