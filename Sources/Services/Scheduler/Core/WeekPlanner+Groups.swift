internal import Messages

extension WeekPlanner {
    /// Puts each group's weekly sessions into the timetable, or notes why one cannot be held.
    mutating func layOutGroups() {
        var places: [SessionID: Int] = [:]
        for (place, session) in timetable.sessions.enumerated() { places[session.session] = place }
        for group in known.clinic.groups {
            for template in group.sessions.sorted(by: { $0.at < $1.at }) {
                layOut(template, of: group, begun: places)
            }
        }
    }

    /// The most clients of a session: the tightest of group, policy and room.
    ///
    /// A room's seats are for clients; the clinician's chair is not counted among them.
    static func capacity(of group: Clinic.Group, in room: Clinic.Room, of clinic: Clinic) -> Int {
        max(0, min(group.capacity, clinic.policies.groupCapacity, room.seats))
    }

    private mutating func layOut(
        _ template: Clinic.SessionTemplate, of group: Clinic.Group, begun: [SessionID: Int]
    ) {
        var id = SessionID(week: known.week, holder: group.id.text, at: template.at)
        if slots.contains(where: { $0.id == id }) { id = SessionID("\(id)-again") }
        let date = known.week.advanced(by: template.at.weekday.daysAfterMonday)
        var slot = Slot(id: id, group: group, template: template, date: date, state: .missed)
        slot.state = state(of: slot, begun: begun)
        slotsOfGroup[group.id, default: []].append(slots.count)
        slots.append(slot)
    }

    private mutating func state(of slot: Slot, begun: [SessionID: Int]) -> Slot.State {
        if let place = begun[slot.id] { return .begun(place) }
        if known.clinic.closures.contains(slot.date) { return .closed }
        if let reason = known.planned.ban(on: slot.id) { return .cancelled(reason) }
        if slot.start <= known.now { return .missed }
        guard let room = known.clinic.rooms.first(where: { $0.id == slot.template.room }) else {
            return .cancelled("The clinic has no room \(slot.template.room).")
        }
        if let reason = clash(of: slot) { return .cancelled(reason) }
        return .open(timetable.add(session(slot, in: room)))
    }

    /// Why the clinic's own timetable does not allow a session. The first in it keeps its place.
    private func clash(of slot: Slot) -> String? {
        let template = slot.template
        guard let clinician = known.clinic.staff.first(where: { $0.id == template.clinician })
        else { return "The clinic has no staff member \(template.clinician)." }
        guard clinician.hours.contains(where: { $0.contains(template.at) }) else {
            return "It is outside the hours of \(template.clinician)."
        }
        guard timetable.isFree(.room(template.room), during: slot.span) else {
            return "Another session has room \(template.room) then."
        }
        guard timetable.isFree(.clinician(template.clinician), during: slot.span) else {
            return "Another session has \(template.clinician) then."
        }
        let own = slotsOfGroup[slot.group.id, default: []].contains {
            slots[$0].openIndex != nil && slots[$0].span.overlaps(slot.span)
        }
        return own ? "Group \(slot.group.id) has another session then." : nil
    }

    private func session(_ slot: Slot, in room: Clinic.Room) -> SessionScheduled {
        SessionScheduled(
            session: slot.id, week: known.week, kind: slot.template.kind, group: slot.group.id,
            clinician: slot.template.clinician, room: room.id, start: slot.start, end: slot.end,
            capacity: WeekPlanner.capacity(of: slot.group, in: room, of: known.clinic),
            clients: [])
    }
}
