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
        if EventStream.clock.owner == identity {
            let struck = engine.heads[.clock]?.sequence
            return ClockStanding(received: struck, handled: struck)
        }
        return ClockStanding(
            received: backlog.clockReceived(of: reader.clockReceived),
            handled: cursors[.clock]?.sequence)
    }

    /// What the reader's patience is counted by: after a leap of the wall clock nobody has been
    /// silent for longer, only unheard.
    var readerTime: SteadyInstant {
        readerStart + .milliseconds(running.time.milliseconds)
    }

    /// Whether an hour is here and waits, in a clinic where commands wait with it.
    var hourWaits: Bool { engine.mode.isRehearsal && reader.isClockHeld }

    /// Lets a command wait.
    mutating func put(off command: Envelope) {
        guard !waitingCommands.add(command) else { return }
        counted["commands.deferred-full", default: 0] += 1
    }

    /// Takes the clock over from the supervisor's heartbeat, while it listens or no hour has come
    /// here yet: hours come behind what they wait for, and what is recorded until then is not of the
    /// day on which this peer ended, or the rehearsal began.
    mutating func takeClock(of heartbeat: Heartbeat, from sender: Identity) {
        guard settings.joinsLate, sender == .supervisor, engine.mode.isRehearsal,
            isListening || cursors[.clock] == nil, let hour = heartbeat.clock
        else { return }
        engine.goOn(from: hour)
    }

    /// Whether a command that refers to what has not arrived waits for it.
    func mayWait(_ command: Envelope) -> Bool {
        guard settings.joinsLate, !isReady, let deadline = command.attributes.deadline else {
            return false
        }
        // Its asker is to hear why, should it not arrive.
        return time.wall + .seconds(2) < deadline
    }

    /// Whom the hour that came last waits for here; `nil` where none waits.
    var hourWait: HourWait? {
        if let wait = reader.clockWait {
            return HourWait(for: wait.owners.sorted(), since: time.wall - wait.time)
        }
        guard let since = waitingEvents.since(.clock) else { return nil }
        let owners = Set(waitingEvents.streams.map(\.owner).filter { !isPlugin($0) })
            .subtracting([EventStream.clock.owner])
        return HourWait(for: owners.sorted(), since: time.wall(at: since))
    }

    /// How long an hour waits for events of others that lack a reference.
    static var referencePatience: Duration { .seconds(300) }

    /// Whether an hour, let through by its gate, waits for facts that are here and lack a reference:
    /// for a plugin's it does not.
    var hourWaitsForFacts: Bool {
        if let since = waitingEvents.since(.clock), time.now - since >= Self.referencePatience {
            return false
        }
        return waitingEvents.streams.contains { $0 != .clock && !isPlugin($0.owner) }
    }
}
