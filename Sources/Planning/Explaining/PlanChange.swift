/// One thing that people have to be told because a plan changed.
package struct PlanChange: Hashable, Sendable {
    /// What it is that changed.
    package enum Subject: Hashable, Sendable {
        /// A session that is no longer held, or one that is new.
        case session(SessionKey)
        /// A seat of a client.
        case seat(client: String)
        /// An appointment of a client.
        case appointment(client: String, kind: AppointmentKind)
    }

    /// Why something is not as it was.
    package enum Reason: Hashable, Sendable {
        case clinicianAbsent(String)
        case roomMissing
        case clientBusy
        case clientMayNotAttend([Ineligibility])
        case clientLeft
        /// There is no such group any more.
        case groupGone
        /// The session in which the client sat is no longer held.
        case sessionClosed
        /// It could have stayed: the change makes room for others, or serves the client better.
        case serves
    }

    package var subject: Subject
    /// Where it was: block and clinician.
    package var from: [Attendance]
    /// Where it is.
    package var to: [Attendance]
    package var reason: Reason
}

/// What is different in a plan from one that people know, each with its reason.
///
/// Seats of a client are one change, whatever their number. Sorted: sessions, seats, appointments.
package func changes(in problem: Problem, from old: Plan, to new: Plan) -> [PlanChange] {
    let comparison = PlanComparison(problem: problem, old: old.sorted, new: new.sorted)
    return comparison.sessions + comparison.seats + comparison.appointments
}

/// Two plans of one problem, side by side.
private struct PlanComparison {
    let problem: Problem
    let old: Plan
    let new: Plan

    var sessions: [PlanChange] {
        let before = Set(old.sessions.map(\.key))
        let after = Set(new.sessions.map(\.key))
        let closed = before.subtracting(after).sorted().map { key in
            PlanChange(
                subject: .session(key), from: [place(key)], to: [], reason: reason(closed: key))
        }
        let opened = after.subtracting(before).sorted().map { key in
            PlanChange(subject: .session(key), from: [], to: [place(key)], reason: .serves)
        }
        return closed + opened
    }

    var seats: [PlanChange] {
        let before = seats(of: old)
        let after = seats(of: new)
        return Set(before.keys).union(after.keys).sorted().compactMap { client in
            let from = before[client] ?? []
            let to = after[client] ?? []
            guard Set(from) != Set(to) else { return nil }
            let lost = from.filter { !to.contains($0) }
            let gained = to.filter { !from.contains($0) }
            return PlanChange(
                subject: .seat(client: client), from: lost, to: gained,
                reason: lost.lazy.map { reason(client, lost: $0) }.first { $0 != .serves }
                    ?? .serves)
        }
    }

    var appointments: [PlanChange] {
        let before = visits(of: old)
        let after = visits(of: new)
        return Set(before.keys).union(after.keys).sorted {
            ($0.client, $0.kind) < ($1.client, $1.kind)
        }
        .compactMap { key in
            let from = before[key]
            let to = after[key]
            guard from != to else { return nil }
            return PlanChange(
                subject: .appointment(client: key.client, kind: key.kind),
                from: from.map { [$0] } ?? [], to: to.map { [$0] } ?? [],
                reason: from.map { reason(key.client, appointment: $0) } ?? .serves)
        }
    }

    private struct Visit: Hashable {
        let client: String
        let kind: AppointmentKind
    }

    private func place(_ key: SessionKey) -> Attendance {
        Attendance(block: key.block, clinician: key.clinician)
    }

    private func seats(of plan: Plan) -> [String: [Attendance]] {
        var seats: [String: [Attendance]] = [:]
        for session in plan.sessions {
            for client in session.clients {
                seats[client, default: []].append(place(session.key))
            }
        }
        return seats
    }

    private func visits(of plan: Plan) -> [Visit: Attendance] {
        Dictionary(
            plan.appointments.map {
                (
                    Visit(client: $0.client, kind: $0.kind),
                    Attendance(block: $0.block, clinician: $0.clinician)
                )
            }
        ) { first, _ in first }
    }

    private func isAbsent(_ clinician: String, in block: String) -> Bool {
        !problem.clinicians.contains { $0.id == clinician && $0.available.contains(block) }
    }

    private func reason(closed key: SessionKey) -> PlanChange.Reason {
        if isAbsent(key.clinician, in: key.block) { return .clinicianAbsent(key.clinician) }
        guard let template = problem.groupTemplates.first(where: { $0.id == key.template }) else {
            return .groupGone
        }
        let rooms = problem.rooms.filter {
            $0.site == template.site && !$0.closed.contains(key.block)
        }
        let rivals = new.sessions.filter { session in
            session.block == key.block
                && problem.groupTemplates.contains {
                    $0.id == session.template && $0.site == template.site
                }
        }
        return template.modality == .inPerson && rivals.count >= rooms.count
            ? .roomMissing : .serves
    }

    private func reason(_ client: String, lost seat: Attendance) -> PlanChange.Reason {
        guard let person = problem.clients.first(where: { $0.id == client }) else {
            return .clientLeft
        }
        if person.unavailable.contains(seat.block) { return .clientBusy }
        if isAbsent(seat.clinician, in: seat.block) { return .clinicianAbsent(seat.clinician) }
        let session = old.sessions.first { place($0.key) == seat }
        let template = problem.groupTemplates.first { $0.id == session?.template }
        let reasons = template?.reasonsAgainst(person) ?? []
        if !reasons.isEmpty { return .clientMayNotAttend(reasons) }
        let isHeld = new.sessions.contains { $0.key == session?.key }
        return isHeld ? .serves : .sessionClosed
    }

    private func reason(_ client: String, appointment: Attendance) -> PlanChange.Reason {
        guard let person = problem.clients.first(where: { $0.id == client }) else {
            return .clientLeft
        }
        if person.unavailable.contains(appointment.block) { return .clientBusy }
        if isAbsent(appointment.clinician, in: appointment.block) {
            return .clinicianAbsent(appointment.clinician)
        }
        return .serves
    }
}
