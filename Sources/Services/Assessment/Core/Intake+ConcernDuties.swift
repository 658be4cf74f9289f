internal import ClinicalRules
internal import Messages

extension Intake {
    /// Each open danger without an alert that waits is somebody's duty, and so is each next screen
    /// that a clinician promised: nobody forgets either.
    func concernDuties() -> [DutyNeed] {
        charts.flatMap { client, chart -> [DutyNeed] in
            // Nobody can be screened who is gone.
            let screens = chart.hasLeft ? [] : chart.concerns.screens
            return chart.concerns.open.filter(\.alerts.isEmpty).map { close($0, of: chart) }
                + screens.map { screen($0, of: client, chart) }
        }
    }

    private func close(_ concern: OpenConcern, of chart: Chart) -> DutyNeed {
        let closing = concernPolicy.closing
        let isBare = chart.evidence.dangers[concern.kind.rawValue]?.isBare ?? false
        return DutyNeed(
            .closeConcern, client: concern.client, about: concern.kind.rawValue,
            roles: [.clinician, .prescriber, .clinicalSupervisor],
            preferred: chart.keeper, since: max(concern.told, concern.taken ?? concern.told),
            term: concern.urgency == .now
                ? .hours(closing.hoursNow) : .staffHours(closing.staffHoursToday),
            words: (isBare ? "What told of it was entered in error. " : "")
                + "Screen again and judge the risk of \(concern.kind), open for"
                + " \(concern.urgency). Close it, with what was done, or keep watch.")
    }

    private func screen(
        _ planned: ConcernBook.NextScreen, of client: ClientID, _ chart: Chart
    ) -> DutyNeed {
        let forms = concernPolicy.kind(planned.kind)?.screens ?? []
        let how = forms.isEmpty ? "Ask" : "Go through \(forms.joined(separator: " or ")), or ask"
        return DutyNeed(
            .screenAgain, client: client, about: planned.kind.rawValue,
            roles: [.clinician, .prescriber, .clinicalSupervisor],
            preferred: chart.keeper, since: planned.closed,
            term: .day(planned.day),
            words: "\(how) about \(planned.kind) again, as was promised when it was closed.")
    }

    /// How a duty about a danger ended; `nil` for any other.
    func endOfConcernDuty(_ duty: OpenDuty) -> DutyEnd? {
        guard [.closeConcern, .screenAgain].contains(duty.kind), let client = duty.client else {
            return nil
        }
        let concerns = charts[client]?.concerns
        // Versions before named the concern by its id.
        let isOpen =
            concerns?.open.contains { [$0.kind.rawValue, $0.concern.text].contains(duty.about) }
            ?? false
        return duty.kind == .closeConcern && isOpen ? .notNeeded : .done
    }
}
