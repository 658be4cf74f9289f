package import Messages

// Nothing is asked for whoever has left: what a therapy asked for a stay ends with it. In a later stay
// it asks anew.

extension HostedTherapy {
    /// What ends with an event: all that was asked for in a stay that is over, or for whom nobody keeps
    /// in touch with any more. Danger ends with a death alone.
    ///
    /// It is recorded, so that the therapy's program hears of it. It goes with what it followed from,
    /// where that was entered in error: then all of it is asked for again.
    func endings(upon event: any Event) -> [any Event] {
        switch event {
        case let end as EnrollmentClosed:
            ended(for: end.client) { $0.urgency == nil }
        case let end as FollowUpClosed where end.ending.isGoodbye:
            ended(for: end.client) { $0.urgency == nil || end.ending == .died }
        default: []
        }
    }

    package func permitRetraction(of fact: Fact) throws {
        guard let end = fact.event as? DutyEnded, end.isByLeaving == true else { return }
        throw Refusal(
            "It ended because the client left.",
            remedy: "Correct what ended the stay or the contact: then it is asked for again.")
    }

    private func ended(for client: ClientID, _ isOver: (Ask) -> Bool) -> [any Event] {
        let asks = courses[client]?.asks ?? [:]
        return asks.filter { isOver($0.value) }.keys.sorted().map {
            DutyEnded(client: client, name: $0, how: .notNeeded, isByLeaving: true)
        }
    }
}

extension FollowUpEnding {
    /// Whether nobody keeps in touch from then on.
    var isGoodbye: Bool { self != .doNotCall }
}
