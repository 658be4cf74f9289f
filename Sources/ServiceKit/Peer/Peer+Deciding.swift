internal import Bus
internal import HashChain
internal import Journal
internal import Messages

/// One thing to decide on.
enum Input {
    case event(Envelope)
    case command(Envelope)
    case answer(Answer, Outgoing)
    case observed([any Event], MessageID)
}

extension Peer {
    /// Inputs that are decided before what follows is committed.
    static var sliceLimit: Int { 256 }
    /// The time of a processor after which a slice takes no further input.
    static var sliceTime: Duration { .milliseconds(100) }

    /// Whether something came that is not decided yet: the next turn goes on with it.
    package var hasBacklog: Bool { !backlog.isEmpty }
    /// Whether what waits for other streams is to be tried now.
    private var canRetry: Bool { !hasBacklog && !isAwaitingFold }
    /// Whether it can be decided on now.
    package var canGoOn: Bool { hasBacklog && !isAwaitingFold }
    /// Whether so much waits that nothing more should be received.
    package var isFull: Bool { backlog.count >= Self.backlogLimit }
    private static var backlogLimit: Int { 10_000 }

    /// Decides on what is left over: on one slice of it where time is measured, or on all of it,
    /// slice by slice.
    mutating func handleBacklog(now: Moment?, into turn: inout Turn) {
        // What waits for a fold does so in order, and waits with it for the disk.
        guard !isAwaitingFold || health.storageFault != nil else { return }
        repeat {
            let slice = Array(backlog.prefix(Self.sliceLimit))
            backlog.removeFirst(slice.count)
            handle(slice, now: now, into: &turn)
        } while canGoOn && settings.processorTime == nil
    }

    /// Decides on some inputs, commits all that follows, and only then lets the world know.
    ///
    /// Inputs for which there is no time go back to where they came from, and are decided later.
    ///
    /// - Returns: whether what follows from the inputs is in the journal.
    @discardableResult
    mutating func handle(_ inputs: [Input], now: Moment?, into turn: inout Turn)
        -> Bool
    {
        guard
            !inputs.isEmpty || !waiting.isEmpty || isConclusionOwed || health.storageFault != nil
        else { return true }
        var inputs = inputs
        if health.storageFault != nil {
            guard let actions = recover() else {
                refuse(inputs, into: &turn)
                return false
            }
            // The reader went back to what is committed, and brings these events again.
            inputs.removeAll { if case .event = $0 { true } else { false } }
            perform(actions, into: &inputs, turn: &turn)
        }
        var batch = Batch(engine: engine)
        keepDenials(in: &batch)
        inputs = stepped(inputs, in: &batch, now: now)
        let waitsForMore = !waiting.isEmpty
        if hasBacklog || batch.owesFold {
            // One conclusion follows from all that came together, behind the last of it.
            isConclusionOwed = isConclusionOwed || !batch.effects.isEmpty
        } else if !waitsForMore {
            conclude(in: &batch, now: now)
        }
        guard settle(batch, into: &turn) else {
            if health.leavesDoubt { doubt(inputs) }
            refuse(inputs, into: &turn)
            return false
        }
        denials = [:]
        guard waitsForMore, canRetry else { return true }
        retryWaiting(now: now, into: &turn)
        concludeLate(now: now, into: &turn)
        return true
    }

    /// Steps through some inputs while there is time, and puts the rest back.
    ///
    /// - Returns: those that it took.
    private mutating func stepped(_ inputs: [Input], in batch: inout Batch, now: Moment?)
        -> [Input]
    {
        let spent = settings.processorTime
        let start = spent?() ?? .zero
        var inputs = inputs
        var count = 0
        while count < inputs.count, batch.fault == nil, batch.awaited == nil, !batch.owesFold {
            if count > 0, let spent, spent() - start >= Self.sliceTime { break }
            let corrections = gatherCorrections(in: &inputs, from: count)
            var taken = 1
            if correct(corrections, in: &batch, now: now) {
                taken = corrections.count
            } else {
                step(inputs[count], in: &batch, now: now)
            }
            foldOwnCorrections(in: &batch)
            // What waits for a fold has changed nothing: it comes again once that is made.
            if batch.awaited == nil { count += taken }
        }
        if let long = batch.awaited { awaited = long } else if !isAwaitingFold { awaited = nil }
        guard batch.fault == nil else { return inputs }
        backlog.insert(contentsOf: inputs[count...], at: 0)
        return Array(inputs[..<count])
    }

    /// A draft of the engine with what it decided so far.
    struct Batch {
        var engine: Engine<Service>
        var effects: [Effects] = []
        var cursors: [EventStream: Cursor] = [:]
        var replies: [Frames] = []
        var receipts: [Asked: [UInt8]] = [:]
        var settledRequests: [MessageID] = []
        /// The fold that its next input waits for; that one and what follows is not in it.
        var awaited: AwaitedFold?
        /// Whether its state holds what the core took back, and is to be folded beside the loop.
        var owesFold = false
        /// Why nothing of it can be committed: the journal could not be read.
        var fault: JournalError?
        /// Why some of what the shell saw can be no event, whatever the journal takes.
        var unrecordable: [Advice] = []

        init(engine: Engine<Service>) { self.engine = engine }
    }

    /// A command as its answer is kept: two askers may choose the same id.
    struct Asked: Hashable {
        let asker: Identity
        let id: MessageID
    }

    private mutating func step(_ input: Input, in batch: inout Batch, now: Moment?) {
        switch input {
        case .event(let envelope):
            // What was let go comes again, and with it all that follows.
            guard case .event(let stream, _) = envelope.address,
                !overflowed.contains(stream) || waiting[stream] != nil
            else { return }
            take(envelope, in: &batch, now: now)
        case .command(let envelope): decide(envelope, in: &batch, now: now)
        case .answer(let answer, let outgoing):
            take(answer, to: outgoing, in: &batch, now: now)
        case .observed(let events, let id):
            let seen = batch.engine.observe(events, id: id, now: now)
            batch.effects.append(seen.effects)
            batch.unrecordable += seen.unrecordable
        }
    }

    private mutating func take(_ envelope: Envelope, in batch: inout Batch, now: Moment?) {
        guard case .event(let stream, _) = envelope.address,
            let sequence = envelope.attributes.sequence
        else { return }
        guard !reader.isStopped(stream) else { return }
        // What follows a waiting event waits behind it: order within a stream holds.
        if let count = waiting[stream]?.count {
            guard count >= Self.waitingLimit else {
                waiting[stream]?.append(envelope)
                return
            }
            // At the bound it is let go, and had again once nothing of the stream waits.
            overflowed.insert(stream)
            counters["waiting.full", default: 0] += 1
            return
        }
        if stream == StreamReader.clock, hourWaitsForFacts {
            waiting[stream] = [envelope]
            return
        }
        // What an hour finds, such as the plan, is what follows from all that came before it. A day
        // is struck with its first hour, and looks at everything by itself.
        if stream == StreamReader.clock,
            Engine<Service>.declared(envelope, in: stream) != DayBegan.self
        {
            conclude(in: &batch, now: now)
        }
        let subject = envelope.attributes.subject
        let input = Self.name(of: envelope, in: stream)
        let cursor = Cursor(sequence: sequence, hash: HashChain.hash(of: envelope.frames))
        var effects = Effects()
        var draft = batch.engine
        defer { decided(input, in: batch) }
        do {
            try begin(input)
            if !settings.keepsAllStreams,
                draft.parked.holdBack(stream: stream, subject: subject)
            {
                throw ParkedBehind()
            }
            effects = try handled(
                envelope, stream: stream, in: &draft, after: batch.effects, now: now)
            batch.engine = draft
        } catch is NotYetKnown {
            waiting[stream] = [envelope]
            return
        } catch let long as LongFold {
            batch.awaited = AwaitedFold(for: input, without: long.retracted)
            return
        } catch let fault as JournalError {
            batch.fault = fault
            return
        } catch {
            guard !isParkingFull(for: stream, in: batch.engine) else {
                return stop(stream, before: sequence)
            }
            effects = Effects()
            let parked = parked(envelope, stream: stream, sequence: sequence, for: error)
            effects.parked = [parked]
            batch.engine.parked.insert(stream: stream, subject: parked.subject)
        }
        effects.cursors[stream] = cursor
        batch.cursors[stream] = cursor
        batch.effects.append(effects)
    }

    /// What an event of another brings about, also one that was parked.
    func handled(
        _ envelope: Envelope, stream: EventStream, in draft: inout Engine<Service>,
        after earlier: [Effects], now: Moment?
    ) throws -> Effects {
        var effects = Effects()
        if settings.keepsAllStreams {
            let isKept = envelope.attributes.dataclassification != .identifying
            effects.noted = isKept ? envelope.frames : nil
        } else if Engine<Service>.declared(envelope, in: stream) == EnteredInError.self {
            let correction = try JSONText.decode(EnteredInError.self, from: envelope.frames.data)
            effects.noted = envelope.frames
            draft.retracted.insert(correction.event)
            try correct(
                &draft, after: earlier, with: &effects, correction: envelope, owner: stream.owner,
                now: now)
        } else {
            effects = try draft.take(envelope, stream: stream, now: now)
        }
        return effects
    }

    /// What became of a command of its own.
    private mutating func take(
        _ answer: Answer, to outgoing: Outgoing, in batch: inout Batch, now: Moment?
    ) {
        guard requests[outgoing.id] != nil, !batch.settledRequests.contains(outgoing.id) else {
            return
        }
        batch.settledRequests.append(outgoing.id)
        let input = "answer \(outgoing.id)"
        defer { attempts?.end(input) }
        var draft = batch.engine
        do {
            try begin(input)
            batch.effects.append(try draft.take(answer: answer, to: outgoing, now: now))
            batch.engine = draft
        } catch {
            counters["answers.failed", default: 0] += 1
            batch.effects.append(Effects(settled: [outgoing.id]))
        }
    }

    /// Notes what is decided on now.
    ///
    /// - Throws: ``EndedTheProcess`` when earlier processes ended on it and it is not tried again.
    func begin(_ input: String) throws {
        guard let attempts else { return }
        guard attempts.endings(during: input) < AttemptFile.limit else { throw EndedTheProcess() }
        attempts.begin(input)
    }

    /// Notes that it was decided; what waits for a fold is not, and may end the process yet.
    func decided(_ input: String, in batch: Batch) {
        guard batch.awaited == nil else { return }
        attempts?.end(input)
    }

    /// Reads a stream no further: its next event would have to be parked, and too many are.
    private mutating func stop(_ stream: EventStream, before sequence: Int64) {
        let stop = StreamStop(stream: stream, sequence: sequence, reason: .parkedFull)
        reader.stop(stop)
        waiting[stream] = nil
        health.stops.append(stop)
    }

    private func parked(
        _ envelope: Envelope, stream: EventStream, sequence: Int64, for error: any Error
    ) -> Parked {
        // A plugin's fault holds up its own stream, and no client's.
        Parked(
            stream: stream, sequence: sequence,
            subject: isPlugin(stream.owner) ? nil : envelope.attributes.subject,
            reason: Self.reason(for: error), frames: envelope.frames, since: engine.clock.utc)
    }

    private mutating func decide(_ envelope: Envelope, in batch: inout Batch, now: Moment?) {
        guard case .command(_, let verb, let asker) = envelope.address else { return }
        let input = "\(asker) \(envelope.id)"
        defer { decided(input, in: batch) }
        do {
            let asked = Asked(asker: asker, id: envelope.id)
            if let known = try batch.receipts[asked] ?? receipt(of: asked) {
                batch.replies += [reply(known, type: Answer.type, to: envelope)].compactMap(\.self)
                return
            }
            var draft = batch.engine
            if settings.weaknesses.lacks(.dedupe) { draft.salt = "/\(draft.heads.total)" }
            var effects: [Effects]
            var answer: Answer
            do {
                try begin(input)
                (effects, answer) = try outcome(
                    of: envelope, verb: verb, in: &draft, after: batch.effects, now: now)
            } catch let long as LongFold {
                batch.awaited = AwaitedFold(for: input, without: long.retracted)
                return
            } catch let ending as EndedTheProcess {
                (effects, answer) = ([], .refused(ending.advice))
            } catch let refusal as Refusal {
                draft = batch.engine
                (effects, answer) = ([], .refused(refusal.advice))
            } catch let waits as NotYetKnown {
                // No receipt: the same command may succeed a moment later.
                let data = try JSONText.encode(Answer.refused(waits.advice))
                batch.replies += [reply(data, type: Answer.type, to: envelope)].compactMap(\.self)
                return
            }
            let data = try JSONText.encode(answer)
            batch.engine = draft
            batch.effects += effects
            if !settings.weaknesses.lacks(.dedupe) {
                let lifetime = Receipt.lifetime(
                    until: envelope.attributes.deadline, at: time.wall)
                keep(data, for: asked, lifetime: lifetime, in: &batch)
            }
            batch.replies += [reply(data, type: Answer.type, to: envelope)].compactMap(\.self)
        } catch let fault as JournalError {
            // Whether it was decided before cannot be read: nothing may be said of it.
            batch.fault = fault
        } catch {
            counters["commands.failed", default: 0] += 1
            let advice =
                (error as? any Remediable)?.advice
                ?? Advice(
                    "The command could not be decided; nothing was recorded.",
                    remedy: "See the log of \(identity).")
            let data = (try? JSONText.encode(Answer.refused(advice))) ?? []
            batch.replies += [reply(data, type: Answer.type, to: envelope)].compactMap(\.self)
        }
    }

    /// Keeps an answer for whoever asks again.
    private func keep(
        _ answer: [UInt8], for asked: Asked, lifetime: Duration, in batch: inout Batch
    ) {
        let receipt = Receipt(
            asker: asked.asker, message: asked.id, answer: answer,
            expires: running.time.advanced(by: lifetime))
        batch.effects.append(Effects(receipt: receipt))
        batch.receipts[asked] = answer
    }

    /// Writes down what commands were told while nothing could be written, so that no copy that is
    /// still under way takes effect.
    private func keepDenials(in batch: inout Batch) {
        let order = denials.keys.sorted { ($0.asker, $0.id.text) < ($1.asker, $1.id.text) }
        for asked in order {
            guard let denial = denials[asked] else { continue }
            do {
                // It is there if the commit that brought it looked as if it had failed.
                guard try receipt(of: asked) == nil else { continue }
                keep(denial.answer, for: asked, lifetime: denial.lifetime, in: &batch)
            } catch {
                batch.fault = error as? JournalError ?? .closed
                return
            }
        }
    }

    /// The answer that a command was given by an earlier turn, if it was.
    private func receipt(of asked: Asked) throws -> [UInt8]? {
        guard !settings.weaknesses.lacks(.dedupe) else { return nil }
        return try journal.receipt(asker: asked.asker, message: asked.id)?.answer
    }

    /// What a command brings about on a draft, and what whoever gave it is told.
    private func outcome(
        of envelope: Envelope, verb: String, in draft: inout Engine<Service>,
        after earlier: [Effects], now: Moment?
    ) throws -> (effects: [Effects], answer: Answer) {
        if let type = Self.peerCommand(envelope, verb: verb, to: identity) {
            return try settleParked(
                type, command: envelope, in: &draft, after: earlier, now: now)
        }
        let checked = try CommandGate.check(envelope, verb: verb, engine: draft)
        try settings.permitting(checked.command)
        guard let retraction = (checked.command as? any RetractCommand)?.retraction else {
            let (effects, answer) = try draft.decide(
                checked.command, envelope: envelope, actor: checked.actor, now: now)
            return ([effects], answer)
        }
        let entry = try journal.eventWithID(retraction.event)
        var (effects, answer) = try draft.retract(
            retraction, entry: try entry.map { try Envelope($0.frames) }, command: envelope,
            actor: checked.actor, now: now)
        if let correction = effects.events.first {
            try correct(
                &draft, after: earlier, with: &effects, correction: correction, owner: identity,
                now: now)
        }
        return ([effects], answer)
    }

    /// Commits a batch and makes it the truth; `false` when the journal would not take it.
    @discardableResult
    mutating func settle(_ batch: Batch, into turn: inout Turn) -> Bool {
        var batch = batch
        if !batch.owesFold { foldOwnCorrections(in: &batch) }
        do {
            if let fault = batch.fault { throw fault }
            guard !batch.effects.isEmpty || !batch.replies.isEmpty else { return true }
            let effects = batch.effects.map(lasting).filter { !$0.isEmpty }
            position = try journal.commit(effects) ?? position
        } catch {
            failed(error)
            return false
        }
        engine = batch.engine
        if batch.owesFold {
            awaited = AwaitedFold(for: nil, without: engine.retracted)
        } else if !settings.keepsAllStreams {
            checkpoints.pass(FoldedState(engine: engine, position: position), at: position)
        }
        resumeStopped()
        for (stream, cursor) in batch.cursors {
            cursors[stream] = cursor
            reader.committed(stream, sequence: cursor.sequence, hash: cursor.hash)
        }
        for id in batch.settledRequests { _ = requests.remove(id) }
        for effects in batch.effects {
            turn.messages += effects.events.filter { !isIdentifying($0) }.map(\.frames)
            for outgoing in effects.outgoing { requests.add(outgoing) }
        }
        turn.messages += batch.replies
        turn.unrecordable += batch.unrecordable
        counters["observations.failed", default: 0] += Int64(batch.unrecordable.count)
        return true
    }

    /// What of some effects the journal keeps: all, unless a test does without its outbox.
    private func lasting(_ effects: Effects) -> Effects {
        guard settings.weaknesses.lacks(.outbox) else { return effects }
        var effects = effects
        effects.outgoing = []
        return effects
    }

    /// Names and contacts stay in this service's journal: they are never sent.
    private func isIdentifying(_ event: Envelope) -> Bool {
        event.attributes.dataclassification == .identifying
    }

    /// Tries the streams that wait, as long as one of them gets on.
    private mutating func retryWaiting(now: Moment?, into turn: inout Turn) {
        var isMoving = true
        while isMoving, !waiting.isEmpty {
            isMoving = false
            for stream in waiting.keys.sorted() {
                guard let held = waiting.removeValue(forKey: stream) else { continue }
                var batch = Batch(engine: engine)
                let isParked = park(stream, held: held, in: &batch)
                for envelope in isParked ? held.dropFirst() : held[...] {
                    guard !batch.owesFold else {
                        waiting[stream, default: []].append(envelope)
                        continue
                    }
                    take(envelope, in: &batch, now: now)
                    foldOwnCorrections(in: &batch)
                    // What waits for a fold waits in its stream, as it has waited so far.
                    if let long = batch.awaited, waiting[stream] == nil {
                        waiting[stream] = [envelope]
                        awaited = long
                    }
                }
                let left = waiting[stream]?.count ?? 0
                isMoving = isMoving || left < held.count
                if left == 0 || left < held.count { waitingSince[stream] = nil }
                if left > 0, waitingSince[stream] == nil { waitingSince[stream] = time.now }
                guard settle(batch, into: &turn), awaited == nil else { return }
            }
        }
    }

    /// How long an event waits for what it refers to, with every stream whole.
    private static var parkingPatience: Duration { .seconds(60) }

    /// Parks a stream's first event once it has waited long enough.
    private mutating func park(
        _ stream: EventStream, held: [Envelope], in batch: inout Batch
    ) -> Bool {
        guard let since = waitingSince[stream], time.now - since >= Self.parkingPatience,
            reader.isWhole,
            let first = held.first, let sequence = first.attributes.sequence,
            stream != StreamReader.clock
        else { return false }
        guard !isParkingFull(for: stream, in: batch.engine) else {
            stop(stream, before: sequence)
            return false
        }
        let cursor = Cursor(sequence: sequence, hash: HashChain.hash(of: first.frames))
        var effects = Effects()
        let parked = parked(
            first, stream: stream, sequence: sequence, for: NotYetKnown("record"))
        effects.parked = [parked]
        effects.cursors[stream] = cursor
        batch.cursors[stream] = cursor
        batch.effects.append(effects)
        batch.engine.parked.insert(stream: stream, subject: parked.subject)
        return true
    }
}

extension [EventStream: Cursor] {
    /// How many events there are in all streams.
    fileprivate var total: Int64 { values.reduce(0) { $0 + $1.sequence } }
}

/// An input on which the process ended, again and again.
private struct EndedTheProcess: Remediable {
    var advice: Advice {
        Advice(
            "The process ended twice while it decided on this; it was NOT recorded.",
            remedy: "See the log of the process, and report what ended it.")
    }
}
