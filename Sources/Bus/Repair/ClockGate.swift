internal import Messages

/// Lets an hour of the clinic's clock through once all facts from before it are here.
///
/// Facts must never come after the hour that judges them. So an hour waits for the streams that are
/// not whole, and for the word of their owners that they know of the hour (``OwnerReports``).
///
/// Invariants:
/// - An hour waits ``patience`` at most. Whom it then waits for is *waived*: later hours do not wait
///   for them either, until they are whole and have caught up.
/// - Whoever was heard and then waived by patience is ``overdue``: hours were judged that may lack
///   their facts, and a person should look. Nobody is overdue whom nothing waits for.
/// - Who is stopped on purpose is waived and not overdue; who was never heard may have been removed
///   from the clinic, and is not overdue either.
/// - The clinic never waits for an owner that is *unheeded*.
struct ClockGate: Sendable {
    /// How long an hour waits for owners who were heard.
    static let patience: Duration = .seconds(300)
    /// How long an owner is listened for before the supervisor's word that it is stopped counts:
    /// somebody may have started it by hand, and heartbeats come each second.
    static let ownerSilence: Duration = .seconds(3)

    /// The hour that comes next.
    private enum Next {
        /// It is not here.
        case absent
        /// It is here and not let through, since when.
        case waits(SteadyInstant)
    }

    private var next = Next.absent
    private var reports = OwnerReports()
    private var waived: Set<EventStream> = []
    private var unheeded: Set<Identity> = []
    /// Owners whose silence outlasted the five-minute wait, until they have caught up with the clock.
    private(set) var overdue: Set<Identity> = []

    /// The owners whose word no hour waits for.
    var unawaited: Set<Identity> { reports.unawaited }
    /// Since when an hour waits; `nil` where none does.
    var waitsSince: SteadyInstant? {
        if case .waits(let since) = next { since } else { nil }
    }

    func heeds(_ owner: Identity) -> Bool { !unheeded.contains(owner) }
    func isWaived(_ stream: EventStream) -> Bool { waived.contains(stream) }

    /// One more stream is read.
    mutating func add(_ stream: EventStream, hold: StreamReader.ClockHold) {
        switch hold {
        case .always: break
        case .onceHeard: waived.insert(stream)
        case .never: unheeded.insert(stream.owner)
        }
    }

    /// An owner's heartbeat came.
    ///
    /// - Parameter judged: the place of the last hour that was let through.
    mutating func hear(_ heartbeat: Heartbeat, from owner: Identity, judged: Int64) {
        guard heeds(owner) else { return }
        reports.hear(heartbeat, from: owner, judged: judged)
    }

    /// A stream is waited for again: its owner came back, or is there after all.
    mutating func heed(_ stream: EventStream) { waived.remove(stream) }

    /// No hour waits for these streams, nor for the word of owners who are stopped on purpose.
    mutating func waive(_ streams: [EventStream], stopped silent: [Identity]) {
        reports.waive(silent)
        overdue.subtract(silent)
        waived.formUnion(streams)
    }

    /// Whether an hour may pass.
    ///
    /// - Parameter lagging: the streams that are not whole, without the clock's own.
    func mayPass(_ hour: Int64, lagging: [EventStream]) -> Bool {
        lagging.allSatisfy(waived.contains) && reports.awaited(at: hour).isEmpty
    }

    /// The owners that an hour waits for.
    func awaited(by hour: Int64, lagging: [EventStream]) -> Set<Identity> {
        reports.awaited(at: hour).union(lagging.filter { !isWaived($0) }.map(\.owner))
    }

    /// An hour is here: whether it passes now, which it does once patience is over.
    ///
    /// - Parameter isKnown: whether an owner was ever heard.
    mutating func admits(
        _ hour: Int64, lagging: [EventStream], at now: SteadyInstant,
        isKnown: (Identity) -> Bool
    ) -> Bool {
        let since = waitsSince ?? now
        next = .waits(since)
        if mayPass(hour, lagging: lagging) { return true }
        guard now - since >= Self.patience else { return false }
        let silent = reports.awaited(at: hour)
        overdue.formUnion(lagging.filter { !isWaived($0) }.map(\.owner).filter(isKnown))
        overdue.formUnion(silent)
        waived.formUnion(lagging)
        reports.waive(silent)
        return true
    }

    /// Hours were let through, or none is here.
    ///
    /// - Parameter isHeld: whether the next one is here and waits.
    mutating func passed(isHeld: Bool, at now: SteadyInstant) {
        next = isHeld ? .waits(now) : .absent
    }

    /// What every input ends with: whoever has caught up is overdue no longer.
    ///
    /// - Parameter streams: all that are read.
    mutating func settle(_ streams: [EventStream]) {
        guard !overdue.isEmpty else { return }
        let owners = Set(streams.filter(isWaived).map(\.owner))
        overdue = overdue.filter { reports.unawaited.contains($0) || owners.contains($0) }
    }
}
