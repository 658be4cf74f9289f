internal import Messages

/// What owners say of the clock: who may still tell of facts from before they knew of an hour.
///
/// An owner's heartbeat says how much of the clock it has *received*. Whatever it records later, it
/// records knowing of those hours, so the heads in that heartbeat close what came before them. It
/// does not say what it has *handled*: two that read each other would wait for each other for ever.
///
/// What others recorded because of such facts belongs before the hour, too. So an owner is also
/// waited for until it has taken in what closed at the other owners.
struct OwnerReports: Sendable {
    /// What an owner's heartbeats say.
    private struct Report {
        var incarnation: String
        var received: Int64
        /// Its heads when it first told of ``received``.
        var closed: [EventStream: Int64]
        /// How far it has read others.
        var positions: [EventStream: Int64]
    }

    private var reports: [Identity: Report] = [:]
    /// Owners that the clock waits no longer for, until they have caught up with it.
    private(set) var unawaited: Set<Identity> = []

    /// An owner's heartbeat came.
    ///
    /// - Parameter judged: the place of the last clock event that was let through.
    mutating func hear(_ heartbeat: Heartbeat, from owner: Identity, judged: Int64) {
        guard let told = heartbeat.clockReceived, StreamCursor.isSequence(told) else {
            return forget(owner)
        }
        // Nobody has taken in the hour that everyone waits for; and of others nobody's word counts.
        let heads = heartbeat.heads.filter {
            $0.key.owner == owner && $0.key != EventStream.clock
                && StreamCursor.isSequence($0.value.sequence)
        }.mapValues(\.sequence)
        if let known = reports[owner], known.incarnation == heartbeat.incarnation {
            // A heartbeat that comes late says less than is known.
            if told > known.received { reports[owner]?.closed = heads }
            reports[owner]?.received = max(told, known.received)
            // Streams that it names no more are forgotten, or names made up would fill the memory.
            reports[owner]?.positions = heartbeat.positions.merging(known.positions) { max($0, $1) }
                .filter { heartbeat.positions[$0.key] != nil }
        } else {
            reports[owner] = Report(
                incarnation: heartbeat.incarnation, received: told, closed: heads,
                positions: heartbeat.positions)
        }
        if unawaited.contains(owner), !lags(owner, at: judged) { unawaited.remove(owner) }
    }

    /// An owner says nothing of the clock.
    private mutating func forget(_ owner: Identity) {
        reports[owner] = nil
        unawaited.remove(owner)
    }

    /// The owners that a clock event waits for. Those who tell nothing of the clock are not.
    func awaited(at sequence: Int64) -> Set<Identity> {
        Set(reports.keys.filter { !unawaited.contains($0) && lags($0, at: sequence) })
    }

    /// The clock waits for these no longer.
    mutating func waive(_ owners: some Sequence<Identity>) {
        unawaited.formUnion(owners.filter { reports[$0] != nil })
    }

    /// Whether an owner has not received a clock event, or not read what others closed before it.
    private func lags(_ owner: Identity, at sequence: Int64) -> Bool {
        guard let report = reports[owner] else { return false }
        guard report.received >= sequence else { return true }
        return reports.contains { other, told in
            told.received >= sequence && !unawaited.contains(other)
                && told.closed.contains { stream, head in
                    report.positions[stream].map { $0 < head } ?? false
                }
        }
    }
}
