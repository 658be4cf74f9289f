import Messages
import TestKit

/// By when whoever had a duty first was to have done it, as the facts of it say.
extension CareDemands {
    /// Who is away, as the scheduler's facts tell it.
    func away() throws -> DaysAway {
        try world.facts(of: .scheduler).reduce(into: DaysAway()) { $0.fold($1) }
    }

    /// By when the next contact with a client falls due.
    func contactTerm(of client: ClientID) -> ContactTerm {
        var term = ContactTerm(by: world.clinic.policies)
        // Of what was told in one hour by two services either may have come first.
        let told = [.assessment, .scheduler, .aftercare].flatMap { (owner: Identity) in
            facts(of: owner, about: client)
        }
        let order = told.indices.sorted { (told[$0].time, $0) < (told[$1].time, $1) }
        for told in order.map({ told[$0] }) {
            let session = (told.event as? AttendanceRecorded)?.session
            term.take(told.event, at: told.time, on: session.flatMap { sessionDays[$0] })
        }
        return term
    }

    /// What is wrong with the time that the first had for a duty; `nil` where it is within its terms,
    /// or the facts do not say which those are.
    func excess(of duty: OpenDuty) -> String? {
        guard let limit = limit(of: duty) else { return nil }
        switch limit {
        case .moment(let latest):
            guard latest < duty.firstDue else { return nil }
            return "was first due at \(duty.firstDue), and the facts allow \(latest)"
        case .day(let day):
            let latest = workday(from: max(day, now.localDate(of: duty.since)))
            guard latest < now.localDate(of: duty.firstDue) else { return nil }
            return "was first due at \(duty.firstDue), and the facts allow \(latest)"
        }
    }

    private func limit(of duty: OpenDuty) -> ContactTerm.Limit? {
        let settled = settled(of: duty.client)
        let since = max(duty.since, settled ?? duty.since)
        let day = now.localDate(of: since)
        switch duty.kind {
        case .contact, .followReferral:
            return duty.client.map { contactTerm(of: $0).limit(settled: settled, on: now) }
        case .screenAgain: return screen(duty).map { .day(max($0, day)) }
        case .review:
            let told = duty.client.map { facts(of: .scheduler, about: $0) } ?? []
            let due = told.last { ($0.event as? PhaseReviewDue)?.enrollment.text == duty.about }
            let isLess = (due?.event as? PhaseReviewDue)?.direction == .stepDown
            return isLess ? .day(day.advanced(by: 14)) : .moment(since.advanced(byHours: 72))
        case .acknowledgeAlert, .answerQuestion: return alert(duty, settled: settled)
        case .signPlan: return .day(day.advanced(by: 28))
        case .signTreatmentPlan: return .day(day.advanced(by: 10))
        case .bookAppointment:
            let weeks = world.clinic.phases.last?.reviewAfterWeeks ?? 0
            return .day(day.advanced(by: max(14, 7 * weeks - 14)))
        default: return nil
        }
    }

    /// The day that the close of a concern names.
    private func screen(_ duty: OpenDuty) -> LocalDate? {
        let told = duty.client.map { facts(of: .assessment, about: $0) } ?? []
        let closed = told.compactMap { $0.event as? ConcernClosed }
        return closed.last { $0.kind.rawValue == duty.about }?.nextScreen
    }

    /// Danger for now waits for nobody's shift. One of a therapy's host has no alert of assessment.
    private func alert(_ duty: OpenDuty, settled: Timestamp?) -> ContactTerm.Limit? {
        let told = duty.client.map { facts(of: .assessment, about: $0) } ?? []
        let alert = told.last { ($0.event as? RiskAlerted)?.alert.text == duty.about }
        guard let alert, let event = alert.event as? RiskAlerted else { return nil }
        let since = max(alert.time, settled ?? alert.time)
        return event.urgency == .now
            ? .moment(since.advanced(byHours: world.clinic.policies.alertHoursNow))
            : .day(now.localDate(of: since).advanced(by: 1))
    }

    /// The first day from one on, on which any of the care staff works.
    private func workday(from day: LocalDate) -> LocalDate {
        let away = (try? away()) ?? DaysAway()
        return (0...28).lazy.map { day.advanced(by: $0) }.first { day in
            !world.clinic.closures.contains(day)
                && world.clinic.staff.contains { person in
                    !Role.care(person.roles).isEmpty && !away.isAway(person.id, on: day)
                        && person.hours.contains { $0.weekday == day.weekday }
                }
        } ?? day
    }
}

extension Role {
    /// Those of some roles that meet clients.
    fileprivate static func care(_ roles: [Role]) -> Set<Role> {
        Set(roles).intersection(Set<Role>.care)
    }
}
