internal import Messages

/// The sessions that therapies offer, and which of their processes run.
struct Catalog: Equatable, Sendable, Codable {
    private(set) var offerings: [OfferedSession: SessionOffered] = [:]
    /// Processes that an operator stopped, that were given up or are away too long, and have not
    /// been ready since. One that crashed is not among them: it is restarted in a moment.
    private(set) var stopped: Set<Identity> = []

    mutating func fold(_ event: any Event, by owner: Identity) {
        switch event {
        case let event as SessionOffered:
            let key = OfferedSession(therapy: owner, offering: event.offering)
            offerings[key] = accepts(event, as: key) ? event : nil
        case let event as OfferingWithdrawn:
            offerings[OfferedSession(therapy: owner, offering: event.offering)] = nil
        case let event as ProcessStopped where event.byOperator: stopped.insert(event.process)
        case let event as ProcessAbsent: stopped.insert(event.process)
        case let event as ProcessGivenUp: stopped.insert(event.process)
        case let event as PluginWithdrawn: stopped.insert(event.plugin)
        case let event as ProcessReady: stopped.remove(event.process)
        default: break
        }
    }

    /// Whether an offer is kept: anybody with a plugin's key can offer anything, so that is bounded.
    private func accepts(_ offer: SessionOffered, as key: OfferedSession) -> Bool {
        guard offer.isFit else { return false }
        return offerings[key] != nil
            || offerings.keys.count { $0.therapy == key.therapy } < SessionOffered.limitOfTherapy
    }

    /// Whether any offering asks for more than a phase, a kind and minutes.
    var isChoosy: Bool {
        offerings.values.contains {
            $0.consent != nil || $0.credential != nil || !($0.notFor ?? []).isEmpty
        }
    }

    /// Whether any offering asks for a consent.
    func asks(for consent: String) -> Bool { offerings.values.contains { $0.consent == consent } }

    /// Whether any offering is not for whoever has a concern of that kind open.
    func isClosed(to concern: AlertKind) -> Bool {
        offerings.values.contains { offer in
            (offer.notFor ?? []).contains { Contraindication.concern($0) == concern }
        }
    }

    /// Whether the same may be planned as by another.
    func offersSame(as other: Self) -> Bool {
        let therapies = Set(offerings.keys.map(\.therapy))
        return offerings == other.offerings
            && stopped.intersection(therapies) == other.stopped.intersection(therapies)
    }

    /// What may be planned now, in a fixed order.
    var available: [(key: OfferedSession, session: SessionOffered)] {
        offerings.filter { !stopped.contains($0.key.therapy) }
            .map { (key: $0.key, session: $0.value) }
            .sorted { $0.key < $1.key }
    }
}

/// One offering of one therapy: two therapies may use the same name.
struct OfferedSession: Hashable, Comparable, Sendable, Codable {
    let therapy: Identity
    let offering: String

    static func < (left: Self, right: Self) -> Bool {
        (left.therapy, left.offering) < (right.therapy, right.offering)
    }
}
