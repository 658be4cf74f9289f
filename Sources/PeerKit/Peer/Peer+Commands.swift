internal import Bus
internal import Journal
internal import Messages

// A command is answered once. Whoever asks again under the same id is told the same.

/// What becomes of a command.
private enum Verdict<Service: Core> {
    /// It was answered before.
    case known([UInt8])
    /// It is carried out.
    case decided(Candidate<Service>, [Effects], answer: [UInt8])
    /// It changes nothing, and is refused under this id for good.
    case refused(Advice)
    /// It may succeed a moment later under the same id.
    case tooEarly(Advice)
    /// It waits for a fold, and comes again.
    case awaits(AwaitedFold)
    /// Whether it was decided before cannot be read: nothing may be said of it.
    case unreadable(any JournalError)
    /// The core failed on it.
    case failed(Advice)
}

extension Peer {
    /// Decides a command, and answers whoever gave it.
    mutating func decide(_ envelope: Envelope, in slice: inout Slice<Service>) {
        guard case .command(_, let verb, let asker) = envelope.address else { return }
        let asked = Asked(asker: asker, id: envelope.id)
        let input = "\(asker) \(envelope.id)"
        defer { decided(input, in: slice) }
        switch verdict(on: envelope, verb: verb, asked, named: input, in: slice) {
        case .known(let answer): slice.reply(reply(answer, to: envelope))
        case .decided(let candidate, let effects, let answer):
            slice.keep(effects, of: consume candidate)
            close(envelope, asked, with: answer, in: &slice)
        case .refused(let advice):
            close(envelope, asked, with: Self.refusal(advice), in: &slice)
        case .tooEarly where mayWait(envelope): put(off: envelope)
        case .tooEarly(let advice): slice.reply(reply(Self.refusal(advice), to: envelope))
        case .awaits(let fold): slice.wait(for: fold)
        case .unreadable(let fault): slice.fail(fault)
        case .failed(let advice):
            counted["commands.failed", default: 0] += 1
            slice.reply(reply(Self.refusal(advice), to: envelope))
        }
    }

    private func verdict(
        on envelope: Envelope, verb: String, _ asked: Asked, named input: String,
        in slice: Slice<Service>
    ) -> Verdict<Service> {
        do {
            if let known = try slice.answer(to: asked) ?? receipt(of: asked) {
                return .known(known)
            }
            try begin(input)
            var candidate = slice.candidate
            if !settings.promises.contains(.decidesOnce) {
                candidate.engine.salt = "/\(candidate.engine.heads.total)"
            }
            let (effects, answer) = try outcome(of: envelope, verb: verb, in: &candidate)
            return .decided(candidate, effects, answer: try JSONText.encode(answer))
        } catch let long as LongFold {
            return .awaits(AwaitedFold(for: input, without: long.retracted))
        } catch let ending as EndedTheProcess {
            return .refused(ending.advice)
        } catch let refusal as Refusal {
            return .refused(refusal.advice)
        } catch let waits as NotYetKnown {
            return .tooEarly(waits.advice)
        } catch let fault as any JournalError {
            return .unreadable(fault)
        } catch {
            let advice = Advice(
                "The command could not be decided; nothing was recorded.",
                remedy: "See the log of \(identity).")
            return .failed((error as? any Remediable)?.advice ?? advice)
        }
    }

    /// What a command brings about on a candidate, and what whoever gave it is told.
    private func outcome(
        of envelope: Envelope, verb: String, in candidate: inout Candidate<Service>
    ) throws
        -> (effects: [Effects], answer: Answer)
    {
        if let type = Self.peerCommand(envelope, verb: verb, to: identity) {
            return try settleParked(type, command: envelope, in: &candidate)
        }
        if let type = Self.therapyCommand(envelope, verb: verb, to: identity) {
            let checked = try CommandGate.check(type, envelope, engine: candidate.engine)
            if let wish = checked.command as? RetractTherapyEvent {
                return try retract(
                    Retraction(event: wish.event, reason: wish.reason), command: envelope,
                    by: checked.actor, in: &candidate)
            }
            let (effects, answer) = try candidate.engine.decide(
                checked.command, envelope: envelope, actor: checked.actor, now: candidate.now)
            return ([effects], answer)
        }
        let checked = try CommandGate.check(envelope, verb: verb, engine: candidate.engine)
        try settings.permitting(checked.command)
        guard let retraction = (checked.command as? any RetractCommand)?.retraction else {
            let (effects, answer) = try candidate.engine.decide(
                checked.command, envelope: envelope, actor: checked.actor, now: candidate.now)
            return ([effects], answer)
        }
        return try retract(retraction, command: envelope, by: checked.actor, in: &candidate)
    }

    /// Marks an own event as entered in error, with what follows.
    private func retract(
        _ retraction: Retraction, command envelope: Envelope, by actor: Actor,
        in candidate: inout Candidate<Service>
    ) throws -> (effects: [Effects], answer: Answer) {
        let entry = try journal.eventWithID(retraction.event)
        let (correction, answer) = try candidate.engine.retract(
            retraction, entry: try entry.map { try Envelope($0.raw) }, command: envelope,
            actor: actor, now: candidate.now)
        var effects = Effects(events: [correction])
        try correct(&candidate, with: &effects, upon: Correction(correction, owner: identity))
        return ([effects], answer)
    }

    /// The command of a verb that every therapy takes; `nil` for any other.
    private static func therapyCommand(_ envelope: Envelope, verb: String, to identity: Identity)
        -> (any TherapyCommand.Type)?
    {
        MessageCatalog.therapyCommands.first {
            $0.verb == verb && $0.type(for: identity) == envelope.attributes.type
        }
    }

    /// Answers a command for good.
    private func close(
        _ envelope: Envelope, _ asked: Asked, with answer: [UInt8],
        in slice: inout Slice<Service>
    ) {
        if settings.promises.contains(.decidesOnce) {
            let lifetime = Receipt.lifetime(until: envelope.attributes.deadline, at: time.wall)
            slice.keep(receipt(of: answer, to: asked, lifetime: lifetime))
        }
        slice.reply(reply(answer, to: envelope))
    }

    /// Writes down what commands were told while nothing could be written, so that no copy that is
    /// still under way takes effect.
    func keepDenials(in slice: inout Slice<Service>) {
        for denial in answersGiven.unrecorded {
            do {
                // It is there if the commit that brought it looked as if it had failed.
                guard try receipt(of: denial.asked) == nil else { continue }
                slice.keep(
                    receipt(of: denial.answer, to: denial.asked, lifetime: denial.lifetime))
            } catch {
                return slice.fail(error)
            }
        }
    }

    /// An answer as the journal keeps it for whoever asks again.
    private func receipt(of answer: [UInt8], to asked: Asked, lifetime: Duration) -> Receipt {
        Receipt(
            asker: asked.asker, message: asked.id, answer: answer,
            expires: running.time.advanced(by: lifetime))
    }

    /// The answer that a command was given by an earlier turn, if it was.
    private func receipt(of asked: Asked) throws -> [UInt8]? {
        guard settings.promises.contains(.decidesOnce) else { return nil }
        return try journal.receipt(asker: asked.asker, message: asked.id)?.answer
    }

    /// The answer that refuses a command.
    static func refusal(_ advice: Advice) -> [UInt8] {
        (try? JSONText.encode(Answer.refused(advice))) ?? []
    }

    /// An answer as a message.
    func reply(_ answer: [UInt8], to command: Envelope) -> Frame? {
        reply(answer, type: Answer.type, to: command)
    }
}

extension [EventStream: Cursor] {
    /// How many events there are in all streams.
    fileprivate var total: Int64 { values.reduce(0) { $0 + $1.sequence } }
}
