internal import Messages

extension KnownClient {
    /// A return to use that was told, and what it rests on.
    struct Report: Equatable, Codable {
        var event: MessageID
        /// The event of another service that it followed from, or the command that told it.
        var cause: MessageID?
        var time: Timestamp
        /// Whether the contact at which it was told was entered in error.
        var isOrphan: Bool
        /// Whether the client was reached after it.
        var isAnswered = false
    }

    /// Takes a return to use in. What was told at a contact is recorded right behind it: where another
    /// is there, the contact was entered in error.
    mutating func tell(_ event: ReturnToUseReported, of fact: Fact) {
        let isOrphan = event.contact.map { $0 != recorded } ?? false
        reports.append(
            Report(event: fact.id, cause: fact.cause, time: fact.time, isOrphan: isOrphan))
        KnownClient.reportRetention.trim(&reports)
        (returned, isUrgent) = (fact.time, true)
    }

    /// More than anybody tells of one client before the correction of the first comes.
    private static let reportRetention = Retention.Newest(16)

    /// The client was reached: what was told before is answered.
    mutating func answer(before time: Timestamp) {
        guard let told = returned, told <= time else { return }
        (returned, isUrgent) = (nil, false)
        for place in reports.indices where reports[place].time <= time {
            reports[place].isAnswered = true
        }
    }

    /// A report was entered in error: what it made urgent is not, unless another one does.
    ///
    /// Where the history is folded without it, there is nothing to take back.
    mutating func untell(_ event: MessageID) {
        guard let place = reports.firstIndex(where: { $0.event == event }) else { return }
        let isLast = reports[place].time == returned
        reports.remove(at: place)
        guard isLast, returned != nil else { return }
        returned = reports.last { !$0.isAnswered }?.time
        if returned == nil { isUrgent = false }
    }

    /// The reports that cannot be without what was entered in error.
    func reports(restingOn correction: EnteredInError) -> [MessageID] {
        reports.filter { $0.isOrphan || $0.cause == correction.event }.map(\.event)
    }
}
