extension PlanAnalysis {
    mutating func judge(_ clinician: Clinician) {
        let work = work[clinician.id] ?? [:]
        let groups = work.values.count { if case .group = $0 { true } else { false } }
        if work.count > clinician.maxBlocks { breach(.clinicianHours, clinician.id) }
        if groups > clinician.maxGroupBlocks { breach(.clinicianGroups, clinician.id) }
        if let most = clinician.maxBlocksPerDay {
            for day in problem.days.indices
            where work.keys.count(where: { blocks[$0]?.day == day }) > most {
                breach(.clinicianDay, clinician.id, problem.days[day])
            }
        }
    }

    mutating func judge(_ client: Client) {
        let seats = seats[client.id] ?? []
        let appointments = appointments[client.id] ?? []
        guard let place = problem.phases.firstIndex(where: { $0.id == client.phase }) else {
            return breach(.unknown, client.id)
        }
        let phase = problem.phases[place]
        presence(client, seats, appointments, phase)
        let owed = phase.blocksPerWeek + client.makeUpBlocks
        if seats.count > owed { breach(.tooManyBlocks, client.id) }
        let weights = problem.weights
        score.add(
            max(0, owed - seats.count) * weights.unplacedBlock(inPhase: place),
            for: .unplacedBlock)
        for (type, count) in phase.requiredTypes {
            let had = seats.count { $0.template.therapyType == type }
            score.add(weights.missingType * max(0, count - had), for: .missingType)
        }
        comfort(client, seats, appointments)
        stability(client, seats, appointments)
        for kind in client.appointmentsDue where !appointments.contains(where: { $0.kind == kind })
        {
            switch kind {
            case .individual: score.add(weights.unplacedIndividual, for: .unplacedIndividual)
            case .family: score.add(weights.unplacedFamily, for: .unplacedFamily)
            }
        }
    }

    /// One place at a time, and no more blocks a day than the phase allows.
    private mutating func presence(
        _ client: Client, _ seats: [Seat], _ appointments: [PlannedAppointment], _ phase: Phase
    ) {
        let taken = seats.map(\.block.id) + appointments.map(\.block)
        if Set(taken).count < taken.count { breach(.clientTwice, client.id) }
        for day in problem.days.indices
        where seats.count(where: { $0.block.day == day }) > phase.maxBlocksPerDay {
            breach(.clientDay, client.id, problem.days[day])
        }
    }

    private mutating func comfort(
        _ client: Client, _ seats: [Seat], _ appointments: [PlannedAppointment]
    ) {
        let weights = problem.weights
        let away = seats.count { $0.block.track != client.trackPreference.first }
        for place in 0..<away {
            score.add(
                weights.inconvenient(at: place) * (1 + client.inconvenienceHistory),
                for: .inconvenient)
        }
        let groupDays = Set(seats.map(\.block.day))
        let visitDays = Set(appointments.compactMap { blocks[$0.block]?.day })
        score.add(
            weights.extraVisitDay * visitDays.subtracting(groupDays).count, for: .extraVisitDay)
    }

    /// What changes for the client against the plan before; of a new client nothing does.
    private mutating func stability(
        _ client: Client, _ seats: [Seat], _ appointments: [PlannedAppointment]
    ) {
        let weights = problem.weights
        // Where the clinician has left the clinic, the seat counts as one that was never had.
        let past = client.lastWeek.filter { clinicians[$0.clinician] != nil }
        for seat in seats where !past.isEmpty {
            // Two seats in one block of the plan before can only be a mistake: the last counts.
            if let same = past.last(where: { $0.block == seat.block.id }) {
                if same.clinician != seat.clinician {
                    score.add(weights.sameBlockNewClinician, for: .continuity)
                }
            } else if past.contains(where: { blocks[$0.block]?.day == seat.block.day }) {
                score.add(weights.sameDayNewBlock, for: .continuity)
            } else {
                score.add(weights.newDay, for: .continuity)
            }
        }
        for appointment in appointments {
            let before = client.lastAppointments.last { $0.kind == appointment.kind }
            guard let before else { continue }
            if before.block != appointment.block || before.clinician != appointment.clinician {
                score.add(weights.appointmentMoved, for: .appointmentMoved)
            }
        }
    }

    /// Clients who may not meet: one at the site keeps the other away for the block.
    mutating func meetings() {
        for client in problem.clients {
            for other in client.doNotMeet.compactMap({ clients[$0] }) {
                let mine = whereabouts(of: client)
                for place in mine.intersection(whereabouts(of: other)).sorted() {
                    breach(.doNotMeet, client.id, other.id, place)
                }
            }
        }
    }

    /// Site and block of all that the client comes for; telehealth brings nobody to a site.
    private func whereabouts(of client: Client) -> Set<String> {
        let seats = (seats[client.id] ?? []).compactMap { seat in
            seat.template.modality == .inPerson
                ? "\(seat.template.site ?? "") \(seat.block.id)" : nil
        }
        let appointments = (appointments[client.id] ?? []).map { appointment in
            "\(clinicians[appointment.clinician]?.site ?? "") \(appointment.block)"
        }
        return Set(seats + appointments)
    }
}
