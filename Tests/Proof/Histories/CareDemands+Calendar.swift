import Messages
import TestKit

/// What the calendar, the intake and the time after treatment ask for.
extension CareDemands {
    func calendar() throws -> [Demand] {
        let sessions = try sessionsOnCalendar()
        let stays = stays
        return try unrecorded(sessions, stays) + uncovered(sessions) + reviews(stays) + intakes()
    }

    /// Intakes with a day: whether the client came is written down, and one that nobody can keep is
    /// moved.
    private func intakes() throws -> [Demand] {
        let away = try away()
        let staff = Set(world.clinic.staff.map(\.id))
        return try world.view(IntakeAppointments()).compactMap { booked in
            let isKept =
                staff.contains(booked.with) && !away.isAway(booked.with, on: booked.at.date)
            let hasBegun = booked.at <= now.local
            guard hasBegun || !isKept else { return nil }
            return Demand(
                kinds: [hasBegun ? .recordAppointment : .moveAppointment], client: booked.client,
                about: booked.appointment.text,
                why: hasBegun ? "it began at \(booked.at)" : "\(booked.with) is not there")
        }
    }

    /// Every session that stands, with who leads it.
    private func sessionsOnCalendar() throws -> [(session: SessionScheduled, leader: StaffID)] {
        var sessions: [SessionID: (session: SessionScheduled, leader: StaffID)] = [:]
        for fact in try world.facts(of: .scheduler) {
            switch fact.event {
            case let event as SessionScheduled:
                let old = sessions[event.session]
                let isSame = old?.session.clinician == event.clinician
                sessions[event.session] = (
                    event, isSame ? old?.leader ?? event.clinician : event.clinician
                )
            case let event as SessionCancelled: sessions[event.session] = nil
            case let event as SessionCovered: sessions[event.session]?.leader = event.clinician
            default: break
            }
        }
        return sessions.values.sorted { $0.session.session < $1.session.session }
    }

    /// Sessions that have begun, within the two weeks in which attendance may be told.
    private func unrecorded(
        _ sessions: [(session: SessionScheduled, leader: StaffID)], _ stays: [OpenStay]
    ) throws -> [Demand] {
        let enrolled = Set(stays.map(\.client))
        var recorded: Set<[String]> = []
        for fact in try world.facts(of: .scheduler) {
            guard let event = fact.event as? AttendanceRecorded else { continue }
            recorded.insert([event.session.text, event.client.text])
        }
        return sessions.map(\.session).filter { session in
            session.start <= now.local
                && now.today.advanced(by: -13) <= session.start.date
                && session.clients.contains {
                    enrolled.contains($0) && !recorded.contains([session.session.text, $0.text])
                }
        }.map {
            Demand(
                kinds: [.recordAttendance], about: $0.session.text, why: "it began at \($0.start)")
        }
    }

    private func uncovered(_ sessions: [(session: SessionScheduled, leader: StaffID)]) throws
        -> [Demand]
    {
        let away = try away()
        return sessions.filter {
            now.local < $0.session.start && away.isAway($0.leader, on: $0.session.start.date)
        }.map {
            Demand(
                kinds: [.coverSession], about: $0.session.session.text,
                why: "\($0.leader) is away on \($0.session.start.date)")
        }
    }

    /// A review that was asked for, and on which nobody has decided.
    private func reviews(_ stays: [OpenStay]) -> [Demand] {
        stays.compactMap { stay in
            var due: PhaseReviewDue?
            var since: Timestamp?
            for told in facts(of: .scheduler, about: stay.client) {
                switch told.event {
                case let event as PhaseReviewDue where event.enrollment == stay.enrollment:
                    (due, since) = (event, told.time)
                case is PhaseKept, is PhaseChanged, is EnrollmentOpened: due = nil
                default: break
                }
            }
            guard let due, let since else { return nil }
            // Another level that a person confirmed since is a decision on it.
            let isDecided = facts(of: .assessment, about: stay.client).contains {
                since <= $0.time && $0.event is PlacementConfirmed
            }
            guard due.direction != .higherLevel || !isDecided else { return nil }
            return Demand(
                kinds: [.review], client: stay.client, why: "a review is due: \(due.direction)")
        }
    }

    func contacts() -> [Demand] {
        clients(of: .aftercare).compactMap { client in
            contactTerm(of: client).situation.map { situation in
                Demand(
                    kinds: [.contact, .followReferral], client: client,
                    why: "somebody keeps in touch: \(situation)")
            }
        } + aftercarePlans()
    }

    /// The continuing-care plan and the appointments of whoever is enrolled.
    private func aftercarePlans() -> [Demand] {
        stays.flatMap { stay -> [Demand] in
            let told = facts(of: .aftercare, about: stay.client)
            let isClosed = told.contains { $0.event is FollowUpClosed }
            let draft = told.last { $0.event is PlanDrafted && stay.includes($0.time) }
            guard !isClosed, let plan = draft?.event as? PlanDrafted else { return [] }
            var demands: [Demand] = []
            if !told.contains(where: { ($0.event as? PlanSigned)?.plan == plan.plan }) {
                demands.append(
                    Demand(
                        kinds: [.signPlan], client: stay.client, about: plan.plan.text,
                        why: "the plan for the time after is not signed"))
            }
            var booked: [AppointmentID: LocalDateTime] = [:]
            for told in told {
                switch told.event {
                case let event as AppointmentBooked:
                    if let old = event.replaces { booked[old] = nil }
                    booked[event.appointment] = event.at
                case let event as AppointmentCancelled: booked[event.appointment] = nil
                default: break
                }
            }
            if booked.values.count(where: { now.local < $0 }) < AppointmentRule.needed {
                demands.append(
                    Demand(
                        kinds: [.bookAppointment], client: stay.client, about: plan.plan.text,
                        why: "fewer than two appointments are to come"))
            }
            return demands
        }
    }
}
