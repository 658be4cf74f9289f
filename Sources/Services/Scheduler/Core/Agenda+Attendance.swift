internal import Messages

extension Agenda {
    /// Records how one client took part.
    func attendance(_ command: RecordAttendance, at now: Moment, in clinic: Clinic) throws
        -> AttendanceRecorded
    {
        try attendance(
            of: Participation(
                client: command.client, status: command.status, minutes: command.minutes),
            at: begun(command.session, by: now), in: clinic)
    }

    /// Records how several took part: all of it, or nothing where any of it is refused.
    func attendance(_ command: RecordSessionAttendance, at now: Moment, in clinic: Clinic) throws
        -> [AttendanceRecorded]
    {
        let session = try begun(command.session, by: now)
        let named = command.records.map(\.client)
        guard Set(named).count == named.count else {
            throw Refusal(
                "A client is named twice.", remedy: "Say of each once how they took part.")
        }
        let others = try command.others.map { status in
            guard ![.late, .leftEarly].contains(status) else {
                throw Refusal(
                    "How long each of the others was there is not said.",
                    remedy: "Name those who came late or left early, each with the minutes.")
            }
            let open = diary.weeks[session.week]?.unrecorded(in: session) ?? []
            return open.filter { !named.contains($0) }.map {
                Participation(
                    client: $0, status: status, minutes: status.isAttended ? session.minutes : 0)
            }
        }
        let records = command.records + (others ?? [])
        guard !records.isEmpty else {
            throw Refusal(
                "Nobody is left to write down\(first(of: session.session, in: clinic)).",
                remedy: "If a record is wrong, retract it and record it anew: `cairn correct`.")
        }
        return try records.map { try attendance(of: $0, at: session, in: clinic) }
    }

    private func begun(_ id: SessionID, by now: Moment) throws -> SessionScheduled {
        let session = try known(id)
        guard session.start <= now.local else {
            throw Refusal(
                "The session has not begun.", remedy: "Record attendance once it has begun.")
        }
        return session
    }

    /// Who was there before whoever comes second.
    private func first(of id: SessionID, in clinic: Clinic) -> String {
        diary.recording(of: id).map { ": it was done \($0.said(in: clinic))" } ?? ""
    }

    private func attendance(
        of record: Participation, at session: SessionScheduled, in clinic: Clinic
    ) throws -> AttendanceRecorded {
        guard session.clients.contains(record.client) else {
            throw Refusal(
                "The client was not on the list of this session.",
                remedy: "Check the session and the client: `cairn session list`.")
        }
        guard record.status.isKnown else {
            throw Refusal(
                "The attendance status is not known.",
                remedy: "Choose one of: "
                    + AttendanceStatus.known.map(\.rawValue).joined(separator: ", ") + ".")
        }
        let most = record.status.isAttended ? session.minutes : 0
        guard (0...most).contains(record.minutes) else {
            throw Refusal(
                "The minutes do not fit the session and the status.",
                remedy: "Give 0 to \(most) minutes.")
        }
        guard diary.attendance(of: record.client, at: session.session) == nil else {
            throw Refusal(
                "Attendance of this client at this session is recorded"
                    + "\(first(of: session.session, in: clinic)).",
                remedy:
                    "If it is wrong, retract it and record it anew: `cairn correct` shows it with "
                    + "its number, and takes it back.")
        }
        return AttendanceRecorded(
            client: record.client, session: session.session, status: record.status,
            minutes: record.minutes)
    }
}
