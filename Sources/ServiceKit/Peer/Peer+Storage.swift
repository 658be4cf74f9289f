internal import Bus
internal import Journal
internal import Messages

extension Peer {
    /// Drops what was not committed, and keeps away from the disk for a while.
    mutating func failed(_ error: any Error) {
        health.failures += 1
        if health.storageFault == nil { health.storageFaultSince = time.now }
        health.storageFault =
            (error as? any Remediable)?.advice
            ?? Advice("The journal cannot be written.", remedy: "Look at the disk.")
        health.leavesDoubt = (error as? JournalError)?.leavesDoubt ?? false
        health.retryAt = time.now + .milliseconds(250 << min(health.failures, 4))
        counters["journal.failures", default: 0] += 1
    }

    /// Opens the journal again and reads where it stands; what the reader then does, or `nil` while
    /// the journal cannot be used.
    mutating func recover() -> [StreamReader.Action]? {
        guard time.now >= health.retryAt, !isBehind else { return nil }
        do {
            try journal.reopen()
            // First, for it is cheap: a long history is folded once the disk takes something again.
            try journal.probe()
            try rebuild()
            health.storageFault = nil
            health.failures = 0
            inDoubt = []
            return reader.rewind()
        } catch {
            failed(error)
            return nil
        }
    }

    /// Looks whether the journal still lies where it is written, also while nothing is recorded.
    package mutating func lookAtJournal() {
        guard health.storageFault == nil else { return }
        do { try journal.checkPlace() } catch { failed(error) }
    }

    /// Takes note of commands whose commit failed and may be there all the same.
    mutating func doubt(_ inputs: [Input]) {
        for case .command(let envelope) in inputs {
            inDoubt.insert(Asked(asker: envelope.address.sender, id: envelope.id))
        }
    }

    /// What a command was told without a receipt.
    struct Denial {
        let answer: [UInt8]
        /// How long its receipt is kept.
        let lifetime: Duration
    }

    /// Answers commands while nothing can be recorded.
    ///
    /// What is refused stays refused under its id, also once it could be recorded: whoever was told
    /// so has acted on it. Those in doubt get no answer: the asker sends them again, and is answered
    /// when it is known.
    mutating func refuse(_ inputs: [Input], into turn: inout Turn) {
        let advice = Advice(
            "\(identity) cannot use its journal: the command was NOT recorded.",
            remedy: health.storageFault?.remedy ?? "Look at the disk, then send it again.")
        guard let data = try? JSONText.encode(Answer.refused(advice)) else { return }
        for case .command(let envelope) in inputs {
            let asked = Asked(asker: envelope.address.sender, id: envelope.id)
            guard !inDoubt.contains(asked) else { continue }
            do {
                // What was recorded before the fault is not denied: its answer can still be read.
                let known = try journal.receipt(asker: asked.asker, message: asked.id)?.answer
                guard let answer = known ?? deny(envelope, asked, saying: data) else {
                    counters["commands.unanswered", default: 0] += 1
                    continue
                }
                turn.messages += [reply(answer, type: Answer.type, to: envelope)].compactMap(\.self)
            } catch {
                // And where it cannot be read, nothing is denied: the asker asks again.
                counters["commands.unanswered", default: 0] += 1
            }
        }
    }

    /// Refuses a command until the journal can be written; `nil` where it could not be remembered.
    private mutating func deny(_ envelope: Envelope, _ asked: Asked, saying data: [UInt8])
        -> [UInt8]?
    {
        guard !settings.weaknesses.lacks(.dedupe) else { return data }
        if let denial = denials[asked] { return denial.answer }
        guard denials.count < Self.denialLimit else { return nil }
        let lifetime = Receipt.lifetime(
            until: envelope.attributes.deadline, at: time.wall)
        denials[asked] = Denial(answer: data, lifetime: lifetime)
        return data
    }
}
