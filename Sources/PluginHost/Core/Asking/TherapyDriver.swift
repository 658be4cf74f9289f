package import Messages
package import TherapyContract

/// What asks a therapy's program, one question at a time, and has its decisions recorded: a value
/// without processes, files and clock.
///
/// Invariants:
/// - A program is asked nothing before it has answered what it was asked before.
/// - What it is told is what the journal has, in the order of ``TherapyStep``. So the same journal
///   gives it the same state: live, told again from the start, or gone on from a kept state.
/// - What it decided counts once it is in the journal, together with the word that it has reacted
///   up to there; then alone is it told of what followed. Wherever either process ends, what was not
///   recorded is asked again, and what was is not.
/// - A fact on which it failed twice, alone, is set aside; one that fails again and again is not run
///   any more. Either is recorded before it goes on.
package struct TherapyDriver: Sendable {
    enum Phase: Hashable, Sendable {
        /// No program runs.
        case resting(until: SteadyInstant)
        /// It was to be started.
        case starting(until: SteadyInstant)
        case asked(Asked, until: SteadyInstant)
        /// It runs, and nothing is asked.
        case free
        /// What it decided waits for the next minute, or for the journal.
        case holding(DriverRecord, steps: Int)
        case recording(DriverRecord, steps: Int)
        /// It was to be ended; what it did wrong is settled.
        case ending
        /// A person has to start it again.
        case quarantined
        case stopped
    }

    /// What was asked last.
    enum Asked: Hashable, Sendable {
        case hello
        case restore
        /// So many steps of the queue.
        case fold(Int)
        case react(Int)
        /// What followed from what it decided.
        case follow
        case state
        case bye
    }

    let settings: DriverSettings
    private let hello: Hello
    private(set) var phase: Phase
    private var number = 0
    /// When it was asked what it was asked last.
    var askedAt: SteadyInstant?
    /// What it is still to be told, in order.
    private(set) var queue: ArraySlice<TherapyStep> = []
    /// How far the journal was read.
    private(set) var readTo: Int64 = 0
    private var isReading = false
    private var isAtEnd = false
    /// The last place of which it was told all.
    private(set) var toldTo: Int64 = 0
    /// The last place that it was ever told of.
    private var farthest: Int64 = 0
    private var snapshot: TherapySnapshot?
    /// Whether what was kept is to be forgotten: the program failed on it.
    private var isSnapshotUnfit = false
    private var sinceSnapshot = 0
    /// The last fact from which nothing followed, as is not recorded yet, and how many there are.
    private var quiet: (last: MessageID, count: Int)?
    private var quietHour: LocalDateTime?
    /// The most facts of one `react`: fewer once it was late with many.
    private var reactBatch: Int
    /// The most facts of the next `react`. What stands behind a fact from which something follows is
    /// told again in the question after: so it is as many as were told to good purpose last, and
    /// twice as many where nothing followed.
    private var nextBatch = Self.firstBatch
    private static let firstBatch = 8
    /// Up to here facts are told alone: one of them failed.
    private(set) var carefulTo: Int64 = 0
    /// How often a fact failed when it was told alone.
    private var strikes: [MessageID: Int] = [:]
    private(set) var failures = 0
    private var setAside = 0
    /// When it failed in the last hour.
    private var recent: [SteadyInstant] = []
    /// What it did wrong is to be recorded, once it has ended.
    private(set) var owed: DriverRecord?
    private var minute: (begins: SteadyInstant, count: Int)?
    /// The clinic's time, as its program is told it.
    private var clinicNow = LocalDateTime(
        date: LocalDate(daysSince1970: 0), time: TimeOfDay(minutes: 0))
    /// How often something waited for the next minute.
    package private(set) var heldCount = 0
    /// How often the program was ended for what it did, or ended by itself.
    package private(set) var faultCount = 0

    /// - Parameters:
    ///   - snapshot: what was kept of its state; `nil` for nothing that fits.
    ///   - quarantined: whether it is not to be run.
    package init(
        hello: Hello, settings: DriverSettings, snapshot: TherapySnapshot? = nil,
        now: SteadyInstant
    ) {
        self.hello = hello
        self.settings = settings
        self.snapshot = snapshot
        reactBatch = settings.reactBatch
        phase = .resting(until: now)
    }

    /// Whether it was told all that the journal has, and nothing is asked.
    package var isCaughtUp: Bool { phase == .free && queue.isEmpty && isAtEnd }
    /// Whether a program runs, or is about to.
    package var isRunning: Bool {
        switch phase {
        case .resting, .quarantined, .stopped: false
        case .starting, .asked, .free, .holding, .recording, .ending: true
        }
    }
    /// Whether a program was asked something and has not answered yet.
    package var isAsking: Bool { if case .asked = phase { true } else { false } }
}

// MARK: - What comes

extension TherapyDriver {
    /// Time has passed.
    ///
    /// - Parameter clinic: the clinic's time, as its program is told it.
    package mutating func pass(to now: SteadyInstant, clinic: LocalDateTime) -> [DriverOrder] {
        clinicNow = clinic
        switch phase {
        case .resting(let until) where until <= now:
            phase = .starting(until: now + settings.startUp)
            return [.start]
        case .starting(let until) where until <= now: return fail(.late, at: now)
        case .asked(_, let until) where until <= now: return fail(.late, at: now)
        case .holding(let record, let steps): return self.record(record, steps: steps, at: now)
        case .free: return goOn(at: now)
        default: return []
        }
    }

    /// The program runs.
    package mutating func started(at now: SteadyInstant) -> [DriverOrder] {
        guard case .starting = phase else { return [] }
        return ask(.hello, .hello(hello), within: settings.startUp, at: now)
    }

    /// The program answered a line.
    package mutating func answered(_ line: [UInt8], at now: SteadyInstant) -> [DriverOrder] {
        guard case .asked(let asked, _) = phase else {
            // It speaks although nothing was asked.
            switch phase {
            case .free, .holding, .recording:
                return fail(.nonsense, because: "It spoke although nothing was asked.", at: now)
            default: return []
            }
        }
        let reply: Reply
        do throws(PipeFault) { reply = try Reply(line: line) } catch {
            return fail(.nonsense, because: error.advice.problem, at: now)
        }
        guard reply.number == number else {
            return fail(.nonsense, because: "Its answer has another question's number.", at: now)
        }
        if let error = reply.error { return [.quote(error)] + fail(.error, at: now) }
        switch asked {
        case .hello:
            guard let version = reply.version, hello.versions.contains(version) else {
                return fail(
                    .nonsense, because: "It speaks another version of the pipe.", at: now)
            }
            return ask(
                .restore, .restore(state: snapshot.map { Array($0.state.utf8) }),
                within: settings.startUp, at: now)
        case .restore: return restored(at: now)
        case .fold(let count):
            told(count)
            return goOn(at: now)
        case .react(let count): return reacted(reply, of: count, at: now)
        case .follow: return goOn(at: now)
        case .state: return keep(reply, at: now)
        case .bye:
            phase = .stopped
            return [.end]
        }
    }

    /// The program has ended, by itself or as it was to; with all that it started.
    ///
    /// - Parameter fault: what that is, where it was not told to end.
    package mutating func ended(at now: SteadyInstant, because fault: DriverFault = .ended)
        -> [DriverOrder]
    {
        switch phase {
        case .ending: return settle(at: now)
        case .resting, .quarantined, .stopped: return []
        case .asked(.bye, _):
            phase = .stopped
            return []
        default:
            let words = words(of: fault, because: nil, at: now)
            blame(fault, at: now)
            return [.note(words)] + settle(at: now)
        }
    }

    /// It used more than it may.
    package mutating func overran(at now: SteadyInstant) -> [DriverOrder] {
        switch phase {
        case .resting, .quarantined, .stopped, .ending: []
        default: fail(.limits, at: now)
        }
    }

    /// What the journal has behind ``readTo``, in the order in which it is to be told.
    ///
    /// - Parameters:
    ///   - position: up to where the journal was read.
    ///   - isAtEnd: whether that is its end.
    package mutating func read(
        _ steps: [TherapyStep], to position: Int64, isAtEnd: Bool, at now: SteadyInstant
    ) -> [DriverOrder] {
        guard isReading else { return [] }
        isReading = false
        queue += steps
        readTo = max(readTo, position)
        self.isAtEnd = isAtEnd
        return phase == .free ? goOn(at: now) : []
    }

    /// The journal has grown.
    package mutating func grew(at now: SteadyInstant) -> [DriverOrder] {
        isAtEnd = false
        return phase == .free ? goOn(at: now) : []
    }

    /// What was to be recorded was, or cannot be. Where it comes later, nothing is said.
    package mutating func settled(_ outcome: DriverOutcome, at now: SteadyInstant) -> [DriverOrder]
    {
        guard case .recording(let record, let steps) = phase else { return [] }
        switch (record, outcome) {
        case (.reacted, .recorded(let facts)):
            told(steps)
            quiet = nil
            guard !facts.isEmpty else {
                phase = .free
                return goOn(at: now)
            }
            return ask(.follow, .apply(facts), within: settings.answer, at: now)
        case (.reacted, .refused(let words)):
            return fail(.undeclared, because: words, steps: steps, at: now)
        case (_, .outdated):
            // A correction comes, and with it another order of what is told.
            phase = .free
            return []
        case (.setAside, _):
            phase = .resting(until: now + settings.pause(after: failures))
            return []
        case (.quarantined, _):
            phase = .quarantined
            return []
        }
    }

    /// What it was told at a place, or behind it, is not so any more: it is told anew.
    package mutating func corrected(from position: Int64, at now: SteadyInstant) -> [DriverOrder] {
        var orders: [DriverOrder] = []
        if let kept = snapshot, kept.position >= position {
            snapshot = nil
            orders.append(.dropSnapshot)
        }
        guard readTo >= position else { return orders }
        quiet = nil
        switch phase {
        case .free, .holding, .recording(.reacted, _):
            phase = .free
            return orders
                + ask(
                    .restore, .restore(state: snapshot.map { Array($0.state.utf8) }),
                    within: settings.startUp, at: now)
        case .asked(.hello, _), .starting, .resting, .quarantined, .stopped, .ending, .recording:
            return orders
        case .asked:
            // What it answers now is of a history that is none: it begins anew.
            phase = .ending
            return orders + [.end]
        }
    }

    /// What it was told was recorded could not be: it begins anew, from what the journal has.
    package mutating func lost(at now: SteadyInstant) -> [DriverOrder] {
        switch phase {
        case .resting, .quarantined, .stopped, .ending: return []
        default:
            // What was kept may be of what is lost.
            snapshot = nil
            owed = nil
            phase = .ending
            return [.dropSnapshot, .end]
        }
    }

    /// The host is told to stop.
    package mutating func stop(at now: SteadyInstant) -> [DriverOrder] {
        switch phase {
        case .free: return ask(.bye, .bye, within: .seconds(1), at: now)
        case .resting, .quarantined, .stopped:
            phase = .stopped
            return []
        default:
            phase = .stopped
            return [.end]
        }
    }
}

// MARK: - What it asks

extension TherapyDriver {
    private mutating func ask(
        _ asked: Asked, _ ask: Question.Ask, within limit: Duration, at now: SteadyInstant
    ) -> [DriverOrder] {
        number += 1
        askedAt = now
        do {
            let line = try Question(number, ask).line()
            phase = .asked(asked, until: now + limit)
            return [.send(line)]
        } catch {
            phase = .asked(asked, until: now + limit)
            return fail(.limits, because: "What it is to be told fits no line.", at: now)
        }
    }

    private mutating func restored(at now: SteadyInstant) -> [DriverOrder] {
        toldTo = snapshot?.position ?? 0
        readTo = toldTo
        queue = []
        sinceSnapshot = 0
        isReading = true
        isAtEnd = false
        phase = .free
        return [.read(after: readTo)]
    }

    /// Asks what is next, or has more of the journal read.
    private mutating func goOn(at now: SteadyInstant) -> [DriverOrder] {
        phase = .free
        var orders: [DriverOrder] = []
        if !isReading, !isAtEnd, queue.count < settings.queueLimit / 2 {
            isReading = true
            orders.append(.read(after: readTo))
        }
        // Between a fact and what followed from it its state is of no place.
        if sinceSnapshot >= settings.snapshotEvery, queue.first?.position != toldTo {
            return orders + ask(.state, .state, within: settings.answer, at: now)
        }
        if isQuietDue, let quiet {
            return orders + record(.reacted(through: quiet.last, actions: []), steps: 0, at: now)
        }
        guard let first = queue.first else { return orders }
        let isCareful = first.position <= carefulTo
        let limit =
            isCareful ? 1 : first.mayReact ? min(nextBatch, reactBatch) : settings.foldBatch
        let batch = batch(of: limit, mayReact: first.mayReact)
        let facts = batch.map(\.fact)
        guard first.mayReact else {
            let more = Duration.milliseconds(facts.count)
            return orders
                + ask(.fold(facts.count), .apply(facts), within: settings.answer + more, at: now)
        }
        guard room(for: 1, at: now) else { return orders }
        return orders
            + ask(
                .react(facts.count), .react(facts, now: clinicNow, date: clinicNow.date),
                within: settings.answer, at: now)
    }

    /// The next steps that can be told together.
    private func batch(of limit: Int, mayReact: Bool) -> ArraySlice<TherapyStep> {
        var bytes = 0
        var count = 0
        for step in queue.prefix(limit) {
            bytes += step.fact.data.count + 512
            guard step.mayReact == mayReact, count == 0 || bytes <= settings.questionBytes else {
                break
            }
            count += 1
        }
        return queue.prefix(count)
    }

    private var isQuietDue: Bool {
        guard let quiet else { return false }
        return quiet.count >= settings.quietLimit || quietHour.map { $0 != hour } ?? false
    }

    private var hour: LocalDateTime {
        LocalDateTime(
            date: clinicNow.date,
            time: TimeOfDay(minutes: clinicNow.time.minutes / 60 * 60))
    }

    private mutating func reacted(_ reply: Reply, of count: Int, at now: SteadyInstant)
        -> [DriverOrder]
    {
        guard let reacted = reply.reacted, (1...count).contains(reacted),
            reacted == count || !reply.actions.isEmpty
        else {
            let words =
                "Its count of facts is none that it can be, or nothing follows from the last."
            return fail(.nonsense, because: words, at: now)
        }
        let last = queue[queue.startIndex + reacted - 1].fact.id
        guard reply.actions.isEmpty else {
            nextBatch = reacted
            return record(
                .reacted(through: last, actions: reply.actions), steps: reacted, at: now)
        }
        nextBatch = min(2 * max(reacted, nextBatch), settings.reactBatch)
        quiet = (last, (quiet?.count ?? 0) + reacted)
        quietHour = quietHour ?? hour
        told(reacted)
        return goOn(at: now)
    }

    /// Takes note that steps of the queue are in its state.
    private mutating func told(_ count: Int) {
        guard count > 0 else { return }
        if !strikes.isEmpty {
            for step in queue.prefix(count) { strikes[step.fact.id] = nil }
        }
        toldTo = queue[queue.startIndex + count - 1].position
        queue.removeFirst(count)
        sinceSnapshot += count
        if toldTo > farthest {
            farthest = toldTo
            failures = 0
        }
    }

    private mutating func keep(_ reply: Reply, at now: SteadyInstant) -> [DriverOrder] {
        guard let state = reply.state else {
            return fail(.nonsense, because: "Its answer has no state.", at: now)
        }
        // Behind the last whole place: what followed from a fact stands with it.
        let kept = TherapySnapshot(
            position: toldTo, state: String(decoding: state, as: UTF8.self))
        snapshot = kept
        sinceSnapshot = 0
        return [.keep(kept)] + goOn(at: now)
    }
}

// MARK: - What is recorded

extension TherapyDriver {
    private mutating func record(_ record: DriverRecord, steps: Int, at now: SteadyInstant)
        -> [DriverOrder]
    {
        if case .reacted(_, let actions) = record, !actions.isEmpty {
            guard room(for: actions.count, at: now) else {
                heldCount += phase == .holding(record, steps: steps) ? 0 : 1
                phase = .holding(record, steps: steps)
                return []
            }
            minute?.count += actions.count
        }
        quietHour = nil
        phase = .recording(record, steps: steps)
        return [.record(record)]
    }

    /// Whether so many own events may be recorded now: what one answer asks for is never cut, so a
    /// minute in which nothing was recorded has room for all of it.
    private mutating func room(for count: Int, at now: SteadyInstant) -> Bool {
        if minute.map({ now - $0.begins >= .seconds(60) }) ?? true { minute = (now, 0) }
        guard let minute, minute.count > 0 else { return true }
        return minute.count + count <= settings.eventsPerMinute
    }
}

// MARK: - What goes wrong

extension TherapyDriver {
    /// - Parameter reason: more of what it did, a sentence; nothing of what it said.
    private mutating func fail(
        _ fault: DriverFault, because reason: String? = nil, steps: Int? = nil,
        at now: SteadyInstant
    ) -> [DriverOrder] {
        let words = words(of: fault, because: reason, at: now)
        blame(fault, steps: steps, at: now)
        phase = .ending
        return [.note(words), .end]
    }

    /// Takes note of what it did wrong: which facts are told alone next time, and which no more.
    private mutating func blame(_ fault: DriverFault, steps: Int? = nil, at now: SteadyInstant) {
        failures += 1
        faultCount += 1
        recent.append(now)
        recent.removeAll { now - $0 >= .hours(1) }
        let blamed: Int
        switch phase {
        case .asked(.fold(let count), _), .asked(.react(let count), _): blamed = count
        case .asked(.restore, _):
            // What was kept does not fit: the next time it is told from the beginning.
            isSnapshotUnfit = snapshot != nil
            snapshot = nil
            return
        default: blamed = steps.map { max(1, $0) } ?? 0
        }
        guard blamed > 0, let last = queue.prefix(blamed).last else { return }
        guard blamed == 1 || steps != nil else {
            carefulTo = max(carefulTo, last.position)
            if fault == .late { reactBatch = max(1, reactBatch / 4) }
            return
        }
        // What it decided upon a fact is that fact's.
        carefulTo = max(carefulTo, last.position)
        strikes[last.fact.id, default: 0] += 1
        guard strikes[last.fact.id, default: 0] >= 2 else { return }
        strikes[last.fact.id] = nil
        setAside += 1
        owed = .setAside(last.fact.id, reason: fault)
    }

    /// Why the program is not run any more; `nil` while it is.
    private var reasonForQuarantine: String? {
        if failures >= settings.failureLimit { return "It failed \(failures) times in a row." }
        if setAside >= settings.asideLimit { return "It failed on \(setAside) facts." }
        guard recent.count >= settings.hourlyFailureLimit else { return nil }
        return "It failed \(recent.count) times in an hour."
    }

    /// The program is gone: what is owed is recorded, and it rests before it is started again.
    private mutating func settle(at now: SteadyInstant) -> [DriverOrder] {
        queue = []
        isReading = false
        isAtEnd = false
        quiet = nil
        number = 0
        let drops: [DriverOrder] = isSnapshotUnfit ? [.dropSnapshot] : []
        isSnapshotUnfit = false
        if let reason = reasonForQuarantine { owed = .quarantined(reason) }
        let note = failures == 0 ? [] : [DriverOrder.note(wordsOfNext)]
        if let record = owed {
            owed = nil
            phase = .recording(record, steps: 0)
            return drops + note + [.record(record)]
        }
        phase = .resting(until: failures == 0 ? now : now + settings.pause(after: failures))
        return drops + note
    }
}
