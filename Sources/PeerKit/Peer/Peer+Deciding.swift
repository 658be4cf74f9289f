internal import Bus
internal import Journal
internal import Messages

// A turn's inputs are decided slice by slice, each on a copy of the state: commit, then tell.

extension Peer {
    /// The time of a processor after which a slice takes no further input.
    static var sliceTime: Duration { .milliseconds(100) }

    /// Whether something came that is not decided yet: the next turn goes on with it.
    package var hasBacklog: Bool { !backlog.isEmpty }
    /// Whether what waits for other streams is to be tried now.
    private var canRetry: Bool { !hasBacklog && !isAwaitingFold }
    /// Whether it can be decided on now.
    package var canGoOn: Bool { hasBacklog && !isAwaitingFold }
    /// Whether so much waits that nothing more should be received.
    package var isFull: Bool { backlog.isFull }

    /// Decides on what is left over: on one slice of it where time is measured, or on all of it,
    /// slice by slice.
    mutating func handleBacklog(in turn: inout OpenTurn) {
        // What waits for a fold does so in order, and waits with it for the disk.
        guard !isAwaitingFold || health.storage.isFailing else { return }
        repeat {
            handle(backlog.takeSlice(), in: &turn)
        } while canGoOn && settings.processorTime == nil
    }

    /// Decides on some inputs, commits all that follows, and only then lets the world know.
    ///
    /// Inputs for which there is no time go back to where they came from, and are decided later.
    ///
    /// - Returns: whether what follows from the inputs is in the journal.
    @discardableResult
    mutating func handle(_ inputs: [Input], in turn: inout OpenTurn) -> Bool {
        guard
            !inputs.isEmpty || !waitingEvents.isEmpty || isConclusionOwed
                || health.storage.isFailing
        else { return true }
        guard let inputs = readable(inputs, in: &turn) else { return false }
        var slice = Slice(engine: engine, now: turn.now)
        keepDenials(in: &slice)
        let taken = step(through: inputs, in: &slice)
        let waitsForMore = !waitingEvents.isEmpty
        if hasBacklog || slice.owesFold {
            // One conclusion follows from all that came together, behind the last of it.
            isConclusionOwed = isConclusionOwed || !slice.effects.isEmpty
        } else if !waitsForMore {
            conclude(in: &slice)
        }
        guard settle(slice, in: &turn) else {
            if health.storage.leavesDoubt { answersGiven.doubt(taken.compactMap(\.asked)) }
            refuse(taken, in: &turn)
            return false
        }
        answersGiven.recordedDenials()
        guard waitsForMore, canRetry else { return true }
        retryWaiting(in: &turn)
        concludeLate(in: &turn)
        return true
    }

    /// The inputs to decide on, once the journal can be used; `nil`, and the commands refused, while
    /// it cannot.
    private mutating func readable(_ inputs: [Input], in turn: inout OpenTurn) -> [Input]? {
        guard health.storage.isFailing else { return inputs }
        guard let actions = recover() else {
            refuse(inputs, in: &turn)
            return nil
        }
        // The reader went back to what is committed, and brings these events again.
        perform(actions, in: &turn)
        return inputs.filter { !$0.isRepaired } + turn.takeInputs()
    }

    /// Steps through some inputs while there is time, and puts the rest back.
    ///
    /// - Returns: those that it took.
    private mutating func step(through inputs: [Input], in slice: inout Slice<Service>) -> [Input] {
        let spent = settings.processorTime
        let start = spent?() ?? .zero
        var inputs = inputs
        var count = 0
        while count < inputs.count, slice.isOpen {
            if count > 0, let spent, spent() - start >= Self.sliceTime { break }
            let corrections = gatherCorrections(in: &inputs, from: count)
            var taken = 1
            if correct(corrections, in: &slice) {
                taken = corrections.count
            } else {
                step(inputs[count], in: &slice)
            }
            foldOwnCorrections(in: &slice)
            // What waits for a fold has changed nothing: it comes again once that is made.
            if slice.awaited == nil { count += taken }
        }
        if let long = slice.awaited { folds.wait(for: long) } else { folds.endIfMade() }
        guard slice.fault == nil else { return inputs }
        backlog.putBack(inputs[count...])
        return Array(inputs[..<count])
    }

    private mutating func step(_ input: Input, in slice: inout Slice<Service>) {
        switch input {
        case .event(let event):
            // What was let go comes again, and with it all that follows.
            if !waitingEvents.hasHole(in: event.stream) { take(event, in: &slice) }
        case .command(let envelope): decide(envelope, in: &slice)
        case .answer(let answer, let outgoing): take(answer, to: outgoing, in: &slice)
        case .observed(let events, let id): slice.observe(events, id: id)
        case .decided(let events, let id, let cause): slice.record(events, id: id, upon: cause)
        }
    }

    /// Commits a slice and makes it the truth; `false` when the journal would not take it.
    @discardableResult
    mutating func settle(_ slice: Slice<Service>, in turn: inout OpenTurn) -> Bool {
        var slice = slice
        if !slice.owesFold { foldOwnCorrections(in: &slice) }
        do {
            if let fault = slice.fault { throw fault }
            guard !slice.isEmpty else {
                complain(of: slice, in: &turn)
                return true
            }
            let effects = slice.effects.map(lasting).filter { !$0.isEmpty }
            position = try journal.commit(effects) ?? position
        } catch {
            failed(error)
            return false
        }
        goOn(from: slice)
        tell(slice, in: &turn)
        complain(of: slice, in: &turn)
        return true
    }

    /// What was decided on a copy is the state now.
    private mutating func goOn(from slice: Slice<Service>) {
        engine = slice.engine
        if slice.owesFold {
            folds.wait(for: AwaitedFold(for: nil, without: engine.retracted))
        } else if !settings.keepsAllStreams {
            folds.pass(FoldedState(engine: engine, position: position), at: position)
        }
        resumeStopped()
        for (stream, cursor) in slice.cursors {
            cursors[stream] = cursor
            reader.committed(stream, sequence: cursor.sequence, hash: cursor.hash)
        }
        for id in slice.effects.flatMap(\.settled) { _ = requests.remove(id) }
        for outgoing in slice.effects.flatMap(\.outgoing) { requests.add(outgoing) }
    }

    /// Says what could be no event: also where nothing else came of the slice, for whoever asked
    /// would otherwise take it for recorded.
    private mutating func complain(of slice: Slice<Service>, in turn: inout OpenTurn) {
        counted["observations.failed", default: 0] += Int64(slice.unrecordable.count)
        turn.wants.unrecordable += slice.unrecordable
    }

    /// Lets the world know what was committed.
    private func tell(_ slice: Slice<Service>, in turn: inout OpenTurn) {
        let events = slice.effects.lazy.flatMap(\.events).filter { !isIdentifying($0) }
        turn.wants.frames += Frame.frames(of: events.map(\.raw))
        turn.wants.frames += slice.replies
    }

    /// What of some effects the journal keeps: all, unless its own commands are not promised.
    private func lasting(_ effects: Effects) -> Effects {
        guard !settings.promises.contains(.sendsUntilAnswered) else { return effects }
        var effects = effects
        effects.outgoing = []
        return effects
    }

    /// Names and contacts stay in this service's journal: they are never sent.
    private func isIdentifying(_ event: Envelope) -> Bool {
        event.dataclassification == .identifying
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
    func decided(_ input: String, in slice: Slice<Service>) {
        guard slice.awaited == nil else { return }
        attempts?.end(input)
    }
}

/// An input on which the process ended, again and again.
struct EndedTheProcess: Remediable {
    var advice: Advice {
        Advice(
            "The process ended twice while it decided on this; it was NOT recorded.",
            remedy: "See the log of the process, and report what ended it.")
    }
}
