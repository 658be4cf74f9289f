internal import ClinicFiles
internal import JournalSQLite
internal import Messages

/// Puts restored journals in the place of the old ones.
///
/// A journal is up to three files, and only one file can be moved at a time. So one step decides:
/// once all restored journals are whole, a mark that names them is written. Before the mark
/// everything is as it was. After it the next restore completes the exchange, from whatever step it
/// had come to.
struct JournalExchange {
    let folder: ClinicFolder
    /// Called after each step with what was done: tests end the process there.
    let pause: Restoration.Pause

    /// Where a journal is restored: its new file lies there until it takes its place.
    func work(of identity: Identity) -> String {
        RestoreMark.work(of: identity, in: folder.journals)
    }

    /// The exchange that was decided and has not ended.
    func pending() throws -> RestoreMark? {
        do { return try RestoreMark.read(in: folder.journals) } catch {
            throw ArchiveError.unreadableMark(RestoreMark.file(in: folder.journals))
        }
    }

    /// Decides that journals that are whole take their places. It needs no step back from here on.
    func begin(_ identities: [Identity], at time: Timestamp) throws -> RestoreMark {
        for name in identities.flatMap({ kept($0, at: time) }) where Disk.exists(name) {
            throw ArchiveError.exists(name)
        }
        let mark = RestoreMark(time: time, identities: identities)
        let file = RestoreMark.file(in: folder.journals)
        Disk.remove(file + ".new")
        try Disk.write(try JSONText.encode(mark), to: file + ".new")
        pause("the mark is written beside")
        try Disk.move(file + ".new", to: file)
        try Disk.sync(folder.journals)
        pause("the mark stands")
        return mark
    }

    /// Completes the exchange that a mark names, from any step on.
    ///
    /// - Returns: where the old journals are now, of those whose exchange was not done.
    func complete(_ mark: RestoreMark) throws -> [(identity: Identity, kept: String?)] {
        var done: [(identity: Identity, kept: String?)] = []
        for identity in mark.identities where Disk.exists(work(of: identity)) {
            done.append((identity, try exchange(identity, at: mark.time)))
        }
        Disk.remove(RestoreMark.file(in: folder.journals))
        try Disk.sync(folder.journals)
        pause("the mark is gone")
        return done
    }

    private func exchange(_ identity: Identity, at time: Timestamp) throws -> String? {
        let file = folder.journalFile(of: identity)
        let new = "\(work(of: identity))/\(identity).sqlite"
        if Disk.exists(new) {
            // What has the journal's name is the old one, or what an interrupted move left of it.
            for (old, name) in zip(files(of: file), kept(identity, at: time))
            where Disk.exists(old) {
                guard !Disk.exists(name) else { throw ArchiveError.exists(name) }
                try Disk.move(old, to: name)
                pause("\(old.dropFirst(folder.journals.count + 1)) is aside")
            }
            // Never the new file beside the old one's log, whatever a power failure takes back.
            try Disk.sync(folder.journals)
            try Disk.move(new, to: file)
            try Disk.sync(folder.journals)
            pause("\(identity) has its new journal")
        }
        // In one step: an emptied folder would say that nothing was restored yet.
        let rest = remains(of: identity)
        Disk.remove(rest)
        try Disk.move(work(of: identity), to: rest)
        try Disk.sync(folder.journals)
        pause("\(identity) may start")
        Disk.remove(rest)
        let old = "\(file).replaced-\(time.milliseconds)"
        return Disk.exists(old) ? old : nil
    }

    /// Files that an exchange leaves for a moment. Nobody needs them.
    private func remains(of identity: Identity) -> String {
        "\(folder.journals)/\(identity).restored"
    }

    private func kept(_ identity: Identity, at time: Timestamp) -> [String] {
        files(of: "\(folder.journalFile(of: identity)).replaced-\(time.milliseconds)")
    }

    /// A journal's file with SQLite's log and its index.
    private func files(of journal: String) -> [String] {
        [journal, "\(journal)-wal", "\(journal)-shm"]
    }
}
