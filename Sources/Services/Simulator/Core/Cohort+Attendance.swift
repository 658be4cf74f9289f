internal import Messages

extension Cohort {
    /// Takes attendance of a session that has ended: in its last hours, or on a later morning.
    func takeAttendance(_ duty: OpenDuty, on shift: Shift, _ orders: inout Orders) {
        guard let meeting = sessions[SessionID(duty.about)], !meeting.isCancelled else { return }
        let age = shift.now.local.minutesSince1970 - meeting.plan.end.minutesSince1970
        // Three hours, and two of a morning, bound how often a refused record is sent again.
        guard (0..<180).contains(age) || 0 < age && shift.isWorkday && shift.isTime(for: 9) else {
            return
        }
        for client in meeting.plan.clients.sorted() where !meeting.recorded.contains(client) {
            let (status, minutes) = attendance(of: client, at: meeting.plan, on: shift)
            let record = RecordAttendance(
                client: client, session: meeting.plan.session, status: status, minutes: minutes)
            orders.send(record, for: duty, else: [.clinician, .frontDesk], on: shift)
        }
    }

    private func attendance(
        of client: ClientID, at plan: SessionScheduled, on shift: Shift
    ) -> (AttendanceStatus, Int) {
        let whole = plan.end.minutesSince1970 - plan.start.minutesSince1970
        if isAway(client, on: shift) { return (.noShow, 0) }
        // Who misses a day misses all of it; who is late is late for one session.
        switch chance.unit(["day", client.text, plan.start.date.description]) {
        case ..<0.04: return (.noShow, 0)
        case ..<0.06: return (.excused, 0)
        case ..<0.08: return (.telehealth, whole)
        default: break
        }
        switch chance.unit(["session", client.text, plan.start.description]) {
        case ..<0.03: return (.late, whole - min(15, whole / 2))
        case ..<0.05: return (.leftEarly, whole / 2)
        default: return (.present, whole)
        }
    }

    /// Whether the client stays away altogether, by the course that treatment takes.
    func isAway(_ client: ClientID, on shift: Shift) -> Bool {
        guard let record = cases[client], let stay = record.stay,
            stay.phase == shift.clinic.phases.first?.id, record.judgements == 1
        else { return false }
        let days = shift.days(since: stay.opened)
        switch profile(of: client).course {
        case .steady, .slow, .lapses: return false
        case .vanishes: return days >= 14
        case .pauses:
            let hasCome = record.lastReached.map { shift.days(since: $0) < days - 14 } ?? false
            return days >= 14 && !hasCome
        }
    }
}
