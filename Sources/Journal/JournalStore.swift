/// A journal as the one process has it that decides: what it has decided and taken in, append-only,
/// and the only truth about it.
///
/// A commit returns when what keeps it would have it after a power failure. One process has the
/// journal, for as long as it lives; in it, one loop commits. After a failed commit nothing of it
/// is there, or ``JournalError/leavesDoubt`` says that it may be: call ``reopen()``, read heads and
/// cursors, and go on from them.
package protocol JournalStore: JournalReading {
    /// Writes the effects of some inputs whole or not at all, and returns when they last.
    ///
    /// Sequences go on without holes and each event carries the hash of the one before it; what is
    /// kept once (a noted event, a receipt, an outgoing command) is refused a second time: see
    /// ``JournalRefusal``.
    ///
    /// - Returns: the position of the last entry now; `nil` where there was nothing to write.
    @discardableResult
    func commit(_ batch: [Effects]) throws -> Int64?

    /// Writes what is there once more: throws while a commit would fail.
    func probe() throws

    /// Notes how long its process has run, and forgets receipts that no asker can ask for any more.
    func removeReceipts(expiredBefore time: RunningTime) throws

    /// Drops whatever is left of a failed commit and begins anew from what lasted, without letting
    /// another process have the journal.
    func reopen() throws

    /// Throws where what is committed now would be gone with the process, because what is open no
    /// longer is what others find in the journal's place.
    func checkPlace() throws

    /// Gives the journal its place again, when its process ends.
    ///
    /// - Returns: where the journal is now; `nil` where it never was away.
    func putBack() throws -> String?

    /// Puts a snapshot in the place of the one before of its kind, whole or not at all. Any task may;
    /// one at a time.
    func keep(_ snapshot: Snapshot) throws

    /// The snapshot of this journal, if a fold of that name can go on from it, whichever build made
    /// it. It never fails: what is damaged or does not fit is only not used.
    func snapshot(_ kind: Snapshot.Kind, of fold: String) -> Snapshot.Found

    /// Removes the snapshot: what it holds is not to be gone on from.
    func dropSnapshot(_ kind: Snapshot.Kind)

    /// Indexes the names of the next entries that came before there was an index.
    ///
    /// Any task may call it, one at a time: the loop that commits waits no longer than this takes.
    ///
    /// - Returns: what is left to do; `nil` at the end.
    func indexMore(limit: Int) throws -> Unindexed?

    /// Has the index of names built anew from the entries: what is left of it is thrown away.
    func forgetNames() throws
}

extension JournalStore {
    /// The service's own, as ``snapshot(_:of:)`` finds it.
    package func snapshot(of fold: String) -> Snapshot.Found { snapshot(.service, of: fold) }

    /// Removes the service's own.
    package func dropSnapshot() { dropSnapshot(.service) }
}
