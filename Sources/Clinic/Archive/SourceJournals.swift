internal import ClinicFiles
internal import Journal
internal import Messages

/// The journals in which a restore finds what a backup lacks: the ledger first, then those of other
/// readers, then the owner's.
///
/// Journals that are restored too count as the backup has them; all others as they are now.
struct SourceJournals {
    /// What a person should know about them, a sentence each.
    private(set) var remarks: [String] = []
    /// What each journal that is restored holds now.
    var restored: [Identity: BackupManifest.Contents] = [:]
    private var journals: [(owner: Identity, journal: any JournalReading)] = []
    private var cursors: [Identity: [EventStream: Cursor]] = [:]
    /// Where the own streams of a journal that is not restored end.
    private var heads: [Identity: [EventStream: Cursor]] = [:]
    /// The identities whose journals are there and cannot be used, with the reason.
    private var unread: [Identity: String] = [:]
    /// Whose journals the backup holds.
    private let saved: Set<Identity>
    /// The page that was read last of each stream, by sequence.
    private var pages: [EventStream: [Int64: Envelope]] = [:]

    init(
        restoring identities: Set<Identity>, from backup: Backup, in folder: ClinicFolder,
        mode: ClinicMode
    ) {
        saved = Set(backup.manifest.owners)
        let owners = Set(backup.manifest.owners + folder.journalOwners).subtracting([.ledger])
        for owner in [.ledger] + owners.sorted() {
            if !identities.contains(owner), add(owner, from: folder, mode: mode) { continue }
            guard backup.manifest.journals[owner.text] != nil,
                let journal = try? backup.view(of: owner, keysOf: folder)
            else { continue }
            journals.append((owner, journal))
            if owner == .ledger {
                remarks.append(
                    "The ledger is the backup's, of \(backup.manifest.takenAt): what was published"
                        + " later and nobody else has is lost.")
            }
        }
    }

    /// Takes a journal as it is now, if it is whole.
    private mutating func add(_ owner: Identity, from folder: ClinicFolder, mode: ClinicMode)
        -> Bool
    {
        guard Disk.exists(folder.journalFile(of: owner)) else { return false }
        do {
            let journal: any JournalReading = try folder.view(of: owner, mode: mode)
            // What others publish is checked by its chain when it is taken; the ledger is walked,
            // for the backup's may stand in for it.
            if owner == .ledger, let damage = try journal.verify().damage {
                throw Unfit(advice: damage.advice)
            }
            heads[owner] = try journal.heads()
            cursors[owner] = try journal.cursors()
            journals.append((owner, journal))
            return true
        } catch {
            unread[owner] = Backup.problem(error, of: owner)
            return false
        }
    }

    /// Refuses a restore beside a journal that nobody can read: its reader may be beyond what the
    /// restored ones have, and the backup's copy of it does not tell.
    func requireReadable() throws {
        guard unread.isEmpty else { throw ArchiveError.unreadable(unread, saved: saved) }
    }

    private struct Unfit: Remediable { var advice: Advice }

    /// Whose journals they are.
    var identities: [Identity] { journals.map(\.owner) }

    /// The commands of one identity that others have answered, by who did.
    func commands(from asker: Identity) -> [(receiver: Identity, ids: [MessageID])] {
        journals.compactMap { owner, journal in
            let ids = (try? journal.receipts())?.filter { $0.asker == asker }.map(\.message) ?? []
            return ids.isEmpty ? nil : (owner, ids)
        }
    }

    /// The ledger's, or the backup's of it.
    var ledger: (any JournalReading)? { journals.first { $0.owner == .ledger }?.journal }

    /// One event of a stream, as published.
    mutating func event(_ sequence: Int64, of stream: EventStream) -> Envelope? {
        if let known = pages[stream]?[sequence] { return known }
        for (owner, journal) in journals {
            guard
                let page = try? journal.page(
                    of: stream, from: sequence, isOwn: owner == stream.owner)
            else { continue }
            let found = page.messages.compactMap { try? Envelope($0) }
            let numbered = found.map { ($0.attributes.sequence ?? 0, $0) }
            pages[stream] = Dictionary(numbered, uniquingKeysWith: { first, _ in first })
            if let event = pages[stream]?[sequence] { return event }
        }
        return nil
    }

    /// The event of an id, from any journal that has it.
    func event(_ id: MessageID) -> Envelope? {
        for (_, journal) in journals {
            guard let entry = try? journal.eventWithID(id),
                let envelope = try? Envelope(entry.raw), case .event = envelope.address
            else { continue }
            return envelope
        }
        return nil
    }

    /// Refuses a restore after which a reader would be beyond what a stream's owner has: it would
    /// take what is published next for a repeat, and then stop.
    func requireNobodyBeyond(_ identities: [Identity]) throws {
        var losses: [String] = []
        var readers: Set<Identity> = []
        var places = cursors.mapValues { places in
            Dictionary(uniqueKeysWithValues: places.map { ($0.key.description, $0.value.sequence) })
        }
        for (owner, contents) in restored {
            places[owner] = contents.cursors.mapValues(\.sequence)
        }
        for (reader, streams) in places.sorted(by: { $0.key < $1.key }) {
            for (name, sequence) in streams.sorted(by: { $0.key < $1.key }) {
                guard let stream = EventStream(name), let head = head(of: stream, for: reader),
                    sequence > head
                else { continue }
                losses.append("\(name) \(head + 1) to \(sequence), read by \(reader)")
                if !identities.contains(reader) { readers.insert(reader) }
            }
        }
        guard losses.isEmpty else {
            throw ArchiveError.readersBeyond(losses, readers, saved: saved)
        }
    }

    /// Where a stream ends that this restore has to do with: as a stream of a restored journal, or
    /// read by one.
    private func head(of stream: EventStream, for reader: Identity) -> Int64? {
        if let owner = restored[stream.owner] {
            return owner.heads[stream.description]?.sequence ?? 0
        }
        guard restored[reader] != nil, let owner = heads[stream.owner] else { return nil }
        return owner[stream]?.sequence ?? 0
    }

    func close() { for (_, journal) in journals { journal.close() } }
}
