internal import Bus
internal import Journal
internal import Messages

extension Peer {
    /// Drops what was not committed, and keeps away from the disk for a while.
    mutating func failed(_ error: any Error) {
        health.storage.fail(
            (error as? any Remediable)?.advice
                ?? Advice("The journal cannot be written.", remedy: "Look at the disk."),
            leavesDoubt: (error as? any JournalError)?.leavesDoubt ?? false, at: time.now)
        counted["journal.failures", default: 0] += 1
    }

    /// Opens the journal again and reads where it stands; what the reader then does, or `nil` while
    /// the journal cannot be used.
    mutating func recover() -> [StreamReader.Action]? {
        guard health.storage.isTryDue(at: time.now), !isBehind else { return nil }
        do {
            try journal.reopen()
            // First, for it is cheap: a long history is folded once the disk takes something again.
            try journal.probe()
            try rebuild()
            health.storage.succeed()
            answersGiven.resolveDoubts()
            return reader.rewind()
        } catch {
            failed(error)
            return nil
        }
    }

    /// Looks whether the journal still lies where it is written, also while nothing is recorded.
    package mutating func lookAtJournal() {
        guard !health.storage.isFailing else { return }
        do { try journal.checkPlace() } catch { failed(error) }
    }

    /// Lets go of the receipts whose time is over.
    mutating func forgetReceipts() {
        let now = running.time
        guard !health.storage.isFailing, answersGiven.isForgettingDue(at: now) else { return }
        try? journal.removeReceipts(expiredBefore: now)
    }

    /// Answers commands while nothing can be recorded.
    ///
    /// What is refused stays refused under its id, also once it could be recorded: whoever was told
    /// so has acted on it. Those in doubt get no answer: the asker sends them again, and is answered
    /// when it is known.
    mutating func refuse(_ inputs: [Input], in turn: inout OpenTurn) {
        let advice = Advice(
            "\(identity) cannot use its journal: the command was NOT recorded.",
            remedy: health.storageFault?.remedy ?? "Look at the disk, then send it again.")
        let data = Self.refusal(advice)
        for case .command(let envelope) in inputs {
            let asked = Asked(asker: envelope.address.sender, id: envelope.id)
            guard !answersGiven.isInDoubt(asked) else { continue }
            if let answer = refusal(of: envelope, asked, saying: data) {
                turn.send(reply(answer, to: envelope))
            } else {
                counted["commands.unanswered", default: 0] += 1
            }
        }
    }

    /// What a command is told while nothing can be recorded; `nil` for nothing, and the asker asks
    /// again.
    private mutating func refusal(of envelope: Envelope, _ asked: Asked, saying data: [UInt8])
        -> [UInt8]?
    {
        do {
            // What was recorded before the fault is not denied: its answer can still be read.
            if let known = try journal.receipt(asker: asked.asker, message: asked.id) {
                return known.answer
            }
        } catch {
            // And where it cannot be read, nothing is denied.
            return nil
        }
        guard settings.promises.contains(.decidesOnce) else { return data }
        return answersGiven.deny(
            asked, saying: data,
            lifetime: Receipt.lifetime(until: envelope.attributes.deadline, at: time.wall))
    }
}
