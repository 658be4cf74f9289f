internal import Messages

extension Intake {
    func review(_ command: ReviewInterim) throws(Refusal) -> Decision {
        let chart = try chart(of: command.client)
        guard let wait = chart.wait, wait.placement == command.placement else {
            throw Refusal(
                "The client does not wait for a level of care by this placement.",
                remedy: "Look at it with `cairn client show`.")
        }
        guard !command.words.isBlank else {
            throw Refusal(
                "The words are empty.",
                remedy: "Say what was done meanwhile, or what is agreed now.")
        }
        return Decision([
            InterimReviewed(
                client: command.client, placement: command.placement,
                isAvailable: command.isAvailable, words: command.words)
        ])
    }

    /// Whoever will come from residential care was spoken with.
    func contacted(
        _ event: ContactKept
    ) throws(NotYetKnown) -> Decision {
        guard let chart = charts[event.client] else { throw NotYetKnown("client") }
        guard let transfer = chart.transfer, !transfer.isMade else { return Decision() }
        return Decision([
            TransferContactMade(
                client: event.client, placement: transfer.placement, contact: event.contact)
        ])
    }

    /// What somebody has to do for whoever waits for a level, or comes from residential care.
    func waitDuties(of client: ClientID, _ chart: Chart) -> [DutyNeed] {
        let interim = chart.wait.map { wait in
            DutyNeed(
                .interimCare, client: client, about: wait.placement.text,
                roles: [.caseManager, .clinician], preferred: chart.keeper, since: wait.since,
                term: .staffHours(Chart.Wait.reviewedWithin),
                words: "Until level \(wait.level) can be had: \(wait.interim) Look whether it can "
                    + "be had now, and write it down.")
        }
        let transfer = chart.transfer.flatMap { transfer in
            transfer.isMade
                ? nil
                : DutyNeed(
                    .transferContact, client: client, about: transfer.placement.text,
                    roles: [.caseManager, .clinician, .peerSpecialist], preferred: chart.keeper,
                    since: transfer.since, term: .day(transfer.stepDown.transfer.advanced(by: -1)),
                    words: "Speak with the client at \(transfer.stepDown.program) before the "
                        + "transfer on \(transfer.stepDown.transfer).")
        }
        return [interim, transfer].compactMap(\.self)
    }
}

extension Chart {
    /// A client who waits for the level at which they were placed.
    struct Wait: Equatable, Codable {
        var placement: PlacementID
        var level: LevelOfCare
        /// What is done meanwhile, in words.
        var interim: String
        /// Since the placement, or since somebody looked last.
        var since: Timestamp

        /// Staff hours after which somebody looks again: a working week. A number of Cairn's own,
        /// which a clinician confirms: docs/clinical/duties.md.
        static let reviewedWithin = 40
    }

    /// A client who steps down from residential care.
    struct Transfer: Equatable, Codable {
        var placement: PlacementID
        var stepDown: StepDown
        var since: Timestamp
        /// Whether somebody spoke with the client.
        var isMade = false
    }

    /// What is to be done beside the level of care, from its confirmation on.
    mutating func wait(after event: PlacementConfirmed, at time: Timestamp) {
        wait =
            event.available == nil
            ? nil
            : Wait(
                placement: event.placement, level: event.placed, interim: event.interim ?? "",
                since: time)
        transfer = event.stepDown.map {
            Transfer(placement: event.placement, stepDown: $0, since: time)
        }
    }

    /// Somebody looked at the wait.
    mutating func review(_ event: InterimReviewed, at time: Timestamp) {
        guard wait?.placement == event.placement else { return }
        wait?.since = time
        wait?.interim = event.words
        if event.isAvailable { wait = nil }
    }
}
