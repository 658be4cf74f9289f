internal import Messages

extension Cohort {
    /// On a Tuesday morning of the fourth week a therapist is sick, for three days.
    func fallSick(inWeek week: Int, on shift: Shift, _ orders: inout Orders) {
        guard week >= 3, !wasAway, shift.weekday == .tue, shift.isTime(for: 7) else { return }
        let therapists = shift.clinic.staff.filter {
            $0.roles.contains(.clinician) && 0 < $0.caseload
        }
        guard let sick = chance.pick(from: therapists.map(\.id).sorted(), "sick") else { return }
        orders.send(
            RecordAway(
                staff: sick, from: shift.today, through: shift.today.advanced(by: Cohort.sickDays)),
            by: [.frontDesk], on: shift)
    }

    private static let sickDays = 2

    /// Gives a session to a clinician who is there and free, or cancels it.
    func cover(_ duty: OpenDuty, on shift: Shift, _ orders: inout Orders) {
        guard let plan = sessions[SessionID(duty.about)]?.plan, shift.now.local < plan.start else {
            return
        }
        let time = WeeklyTime(plan.start.date.weekday, plan.start.time, plan.end.time)
        let busy = Set(
            sessions.values.filter { !$0.isCancelled && $0.plan.overlaps(plan) }
                .map(\.plan.clinician))
        let free = shift.clinic.staff.filter { person in
            person.roles.contains(.clinician) && !busy.contains(person.id)
                && !away.isAway(person.id, on: plan.start.date)
                && person.hours.contains { $0.contains(time) }
        }
        if let other = chance.pick(from: free.map(\.id).sorted(), "cover", duty.about) {
            orders.send(
                CoverSession(session: plan.session, clinician: other), for: duty,
                else: [.director], on: shift)
        } else {
            orders.send(
                CancelSession(
                    session: plan.session, reason: "Rehearsal: nobody is there to lead it."),
                for: duty, else: [.director], on: shift)
        }
    }
}

extension SessionScheduled {
    fileprivate func overlaps(_ other: SessionScheduled) -> Bool {
        start < other.end && other.start < end
    }
}
