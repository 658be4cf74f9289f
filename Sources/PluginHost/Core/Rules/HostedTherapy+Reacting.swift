package import Messages
internal import TherapyContract

// What a contract alone makes of a fact: a therapy without a program is a whole one.

extension HostedTherapy {
    /// What follows from an event: where it was entered in error, that what followed from it is too;
    /// for a contract without a program, what the contract's own rules say.
    package func react(to fact: Fact, in context: inout Context) throws -> Decision {
        if let correction = fact.event as? EnteredInError {
            return Decision((followed[correction.event] ?? []).map(takenBack))
        }
        let endings = endings(upon: fact.event)
        guard endings.isEmpty else { return Decision(endings) }
        guard let contract, contract.isManifestAlone,
            let attendance = fact.event as? AttendanceRecorded, isPresent(to: fact.time)
        else { return Decision() }
        guard let session = sessions[attendance.session] else { throw NotYetKnown("session") }
        guard let session, attendance.status.isThere else { return Decision() }
        let taught = contract.curriculum.filter {
            $0.offering == session.offering && $0.when.contains(.attended)
        }
        return Decision(
            taught.flatMap { curriculum -> [any Event] in
                guard let module = next(in: curriculum, for: attendance.client, on: session.day)
                else { return [] }
                return completion(
                    of: module, by: attendance.client, session: attendance.session,
                    on: session.day)
            })
    }

    private func takenBack(_ event: FollowedEvent) -> any Event {
        EnteredInError(
            event: event.event, type: event.type, client: event.client,
            reason: "What it followed from was entered in error.")
    }

    /// Whether the therapy reacts to what happened then: not to the past, unless it says so.
    package func isPresent(to time: Timestamp) -> Bool {
        guard contract?.history != .fromStart else { return true }
        return standing.since.map { time >= $0 } ?? false
    }

    /// The module that a session of a day finishes for a client; `nil` for none.
    func next(in curriculum: Curriculum, for client: ClientID, on day: LocalDate)
        -> CurriculumModule?
    {
        let finished = courses[client]?.finished ?? [:]
        switch curriculum.moves {
        case .client: return curriculum.modules.first { finished[$0.name] == nil }
        case .calendar:
            guard let turn = curriculum.turn(on: day) else { return nil }
            // Once in each turn, however many sessions it has.
            if let last = finished[turn.module.name], last >= turn.begins { return nil }
            return turn.module
        }
    }

    /// What a finished module brings: itself, and the practice that goes with it.
    func completion(
        of module: CurriculumModule, by client: ClientID, session: SessionID?, on day: LocalDate
    ) -> [any Event] {
        let completed = ModuleCompleted(client: client, module: module.name, session: session)
        guard let practice = module.practice.flatMap({ contract?.practice($0) }) else {
            return [completed]
        }
        return [
            completed,
            PracticeAssigned(
                client: client, practice: practice.name, due: day.advanced(by: practice.dueDays)),
        ]
    }
}

extension AttendanceStatus {
    /// Whether the client was there long enough to have taken the module in.
    fileprivate var isThere: Bool { [.present, .late, .telehealth].contains(self) }
}
