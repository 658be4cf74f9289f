internal import ArgumentParser
internal import ClinicClient
internal import Messages

/// Records who came.
struct AttendCommand: Act {
    static let configuration = CommandConfiguration(
        commandName: "attend", abstract: "Write down who came to a session, and who did not.",
        discussion: """
            STATUS is one of: \(AttendanceStatus.known.map(\.rawValue).joined(separator: ", ")). For \
            each client it is the session that began last on the day. Minutes are those of the whole \
            session unless `--minutes` says otherwise; of who came late or left early they must be \
            said. Whoever may not see the week names the session, as `cairn today` does. For example:

                cairn attend present 1 2 3 4 --as t01

                cairn attend late 5 --minutes 45 --as t01

                cairn attend no-show 6 --on yesterday --as t01
            """)

    @OptionGroup var visitor: VisitOptions

    @Argument(
        help: "How they took part.", completion: .list(AttendanceStatus.known.map(\.rawValue)))
    var status: String

    @Argument(help: "The clients: c-0001, c1 or 1; as many as it is true of.")
    var clients: [ClientWord]

    @Option(help: "How long they were there.")
    var minutes: Int?

    @Option(
        help: "The day: today, mon (the last one), or a date.", transform: DayWord.parse)
    var on = DayWord.ahead(0)

    @Option(help: "The session's id, where it is not the last that began.")
    var session: String?

    func act(
        as actor: Actor, in place: OpenedClinic, over bus: inout BusSession
    ) async throws -> Output {
        let status: AttendanceStatus = try ShortForm.of(status, naming: "way to take part")
        let clients = try clients.map { try $0.id() }
        let records = try await records(of: clients, status, in: place, over: &bus)
        var done: [String] = []
        for record in records {
            do { try await bus.send(record, as: actor) } catch let error as ClientError
                where !done.isEmpty
            {
                throw PartlyDone(done, after: error)
            }
            done.append(record.client.text)
        }
        return Output("\(status): \(done.joined(separator: ", ")).")
    }

    /// What is to be written down of each, all of it before any is.
    private func records(
        of clients: [ClientID], _ status: AttendanceStatus, in place: OpenedClinic,
        over bus: inout BusSession
    ) async throws -> [RecordAttendance] {
        if let session, let minutes = minutes ?? (status.isThere ? nil : 0) {
            return clients.map {
                RecordAttendance(
                    client: $0, session: SessionID(session), status: status, minutes: minutes)
            }
        }
        _ = await bus.hears(.supervisor, within: BusSession.silence)
        let now = place.now(heardIn: bus).local
        let day = on.date(on: now.date, looking: .last)
        let begun = try await bus.ask(WeekView(week: day.weekStart)).sessions
            .filter { $0.start.date == day && $0.start <= now }
        return try clients.map { client in
            let theirs = begun.filter { line in
                line.clients.contains(client) && (session.map { $0 == line.session.text } ?? true)
            }
            guard let last = theirs.max(by: { $0.start < $1.start }) else {
                throw ClientError.refused(
                    Advice(
                        "No session of \(client) began on \(day).",
                        remedy: "See `cairn week`; `--on` names another day. Nothing was written"
                            + " down."))
            }
            return RecordAttendance(
                client: client, session: last.session, status: status,
                minutes: try time(of: status, in: last))
        }
    }

    private func time(of status: AttendanceStatus, in session: SessionScheduled) throws -> Int {
        if let minutes { return minutes }
        switch status {
        case .present, .telehealth:
            return session.end.minutesSince1970 - session.start.minutesSince1970
        case .late, .leftEarly:
            throw ClientError.usage(
                Advice(
                    "How long the clients were there is missing.",
                    remedy: "Give `--minutes NUMBER`. Nothing was written down."))
        default: return 0
        }
    }
}

extension AttendanceStatus {
    /// Whether the client was there for some minutes.
    fileprivate var isThere: Bool {
        [.present, .telehealth, .late, .leftEarly].contains(self)
    }
}
