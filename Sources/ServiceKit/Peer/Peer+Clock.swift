internal import Bus
internal import Journal
internal import Messages

// An hour waits at its gate until the facts before it are here (`ClockGate`). In a live clinic the
// moment of a decision is the world's, and nothing else waits. In a rehearsal it is the last hour
// that was handled: a command that comes after a waiting hour waits with it, or what it brings
// about would be dated before an hour that others have judged.

extension Peer {
    /// How far a peer is with the clinic's clock.
    package struct ClockStanding: Hashable, Sendable {
        /// The last place in its stream that came here; of its owner, the last that was struck.
        package var received: Int64?
        /// The last place whose effects are in the journal.
        package var handled: Int64?

        package init(received: Int64? = nil, handled: Int64? = nil) {
            (self.received, self.handled) = (received, handled)
        }
    }

    /// How far it is with the clock.
    package var clockStanding: ClockStanding {
        if let clock = StreamReader.clock, clock.owner == identity {
            let struck = engine.heads[clock]?.sequence
            return ClockStanding(received: struck, handled: struck)
        }
        // Who says that an hour came says that all before it is decided.
        return ClockStanding(
            received: hasBacklog ? clockReceivedBefore : reader.clockReceived,
            handled: StreamReader.clock.flatMap { cursors[$0]?.sequence })
    }

    /// What the reader's patience is counted by: after a leap of the wall clock nobody has been
    /// silent for longer, only unheard.
    var readerTime: SteadyInstant {
        readerStart + .milliseconds(running.time.milliseconds)
    }

    /// How long a command waits for an hour that waits for somebody who is away.
    static var hourPatience: Duration { .seconds(5) }
    /// Commands that may wait for an hour. The next is dropped: its asker sends it again.
    static var deferredLimit: Int { 1_000 }

    /// Whether a command that comes now has to wait for the hour that came before it.
    var waitsForHour: Bool {
        guard engine.mode.isRehearsal, reader.isClockHeld else { return false }
        return deferredSince.map { time.now - $0 < Self.hourPatience } ?? true
    }

    /// Lets a command wait.
    mutating func put(off command: Envelope) {
        guard deferred.count < Self.deferredLimit else {
            counters["commands.deferred-full", default: 0] += 1
            return
        }
        deferred.append(command)
    }

    /// The commands that have waited for their hour, or long enough.
    mutating func undeferred() -> [Input] {
        guard engine.mode.isRehearsal, reader.isClockHeld else {
            deferredSince = nil
            defer { deferred = [] }
            return deferred.map(Input.command)
        }
        deferredSince = deferredSince ?? time.now
        guard !waitsForHour else { return [] }
        defer { deferred = [] }
        return deferred.map(Input.command)
    }

    /// Whom the hour that came last waits for here; `nil` where none waits.
    var hourWait: HourWait? {
        if let wait = reader.clockWait {
            return HourWait(for: wait.owners.sorted(), since: time.wall - wait.time)
        }
        guard let clock = StreamReader.clock, let since = waitingSince[clock] else { return nil }
        let owners = Set(waiting.keys.map(\.owner).filter { !isPlugin($0) })
            .subtracting([clock.owner])
        return HourWait(for: owners.sorted(), since: time.wall(at: since))
    }

    /// How long an hour waits for events of others that lack a reference.
    static var referencePatience: Duration { .seconds(300) }

    /// Whether an hour, let through by its gate, waits for facts that are here and lack a reference:
    /// for a plugin's it does not.
    var hourWaitsForFacts: Bool {
        guard let clock = StreamReader.clock else { return false }
        if let since = waitingSince[clock], time.now - since >= Self.referencePatience {
            return false
        }
        return waiting.keys.contains { $0 != clock && !isPlugin($0.owner) }
    }
}
