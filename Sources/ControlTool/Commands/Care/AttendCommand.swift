internal import ArgumentParser
internal import ClinicClient
internal import Messages

/// Records who came.
struct AttendCommand: Act {
    static let configuration = CommandConfiguration(
        commandName: "attend", abstract: "Write down who came to a session, and who did not.",
        discussion: """
            STATUS is one of: \(AttendanceStatus.known.map(\.rawValue).joined(separator: ", ")). \
            Behind the clients the session may be named, as `today 09:00` or `p1-01 mon 9`; else it \
            is, for each client, the one that began last on the day. Minutes are those of the whole \
            session unless `--minutes` says otherwise; of who came late or left early they must be \
            said. For a whole group at once see `cairn session held`. For example:

                cairn attend present 1 2 3 4 --as t01

                cairn attend late 5 today 09:00 --minutes 45 --as fd1

                cairn attend no-show 6 --on yesterday --as t01
            """)

    @OptionGroup var visitor: VisitOptions

    @Argument(
        help: "How they took part.", completion: .list(AttendanceStatus.known.map(\.rawValue)))
    var status: String

    @Argument(
        help:
            "The clients: c-0001, c1 or 1; as many as it is true of. Then the session, if need be.")
    var clients: [String]

    @Option(help: "How long they were there.")
    var minutes: Int?

    @Option(
        help: "The day: today, mon (the last one), or a date.", transform: DayWord.parse)
    var on: DayWord?

    @Option(help: "\(SessionWord.help) In quotes.")
    var session: String?

    func act(
        as actor: Actor, in opened: OpenedClinic, over bus: inout BusSession
    ) async throws -> Output {
        let status: AttendanceStatus = try ShortForm.of(status, naming: "way to take part")
        let (clients, word) = try parts(in: opened.clinic)
        let records = try await records(
            of: clients, at: word, status, as: actor, in: opened, over: &bus)
        var done: [String] = []
        for (session, records) in records {
            do {
                try await send(records, of: session, as: actor, over: &bus)
            } catch let error as ClientError where !done.isEmpty {
                throw PartlyDone(done, after: error)
            }
            done += records.map(\.client.text)
        }
        return Output("\(status): \(clients.map(\.text).joined(separator: ", ")).")
    }

    /// All that is said of one session, as one record.
    private func send(
        _ records: [Participation], of session: SessionID, as actor: Actor,
        over bus: inout BusSession
    ) async throws {
        guard let only = records.first, records.count == 1 else {
            try await bus.send(
                RecordSessionAttendance(session: session, records: records), as: actor)
            return
        }
        try await bus.send(
            RecordAttendance(
                client: only.client, session: session, status: only.status, minutes: only.minutes),
            as: actor)
    }

    /// Whom it is about, and at which session.
    private func parts(in clinic: Clinic) throws -> ([ClientID], SessionWord) {
        let start =
            clients.indices.first { place in
                place > 0 && SessionWord.read(Array(clients[place...]), in: clinic) != nil
            } ?? clients.endIndex
        let typed = session.map { $0.split(separator: " ").map(String.init) }
        let words = typed ?? Array(clients[start...])
        let ids = try clients[..<start].map { try ClientWord(argument: $0).id() }
        guard start == clients.endIndex || typed == nil else {
            throw ClientError.usage(
                Advice("The session is named twice.", remedy: "Leave one of them out."))
        }
        guard !words.isEmpty else { return (ids, SessionWord(on: on)) }
        guard let word = SessionWord.read(words, in: clinic) else {
            throw ClientError.usage(
                Advice(
                    "That is no session.",
                    remedy: "It looks like p1-01 mon 9, today 09:00, or an id of"
                        + " `cairn session list`."))
        }
        guard on == nil || word.day == nil && word.id == nil else {
            throw ClientError.usage(
                Advice("The day is named twice.", remedy: "Leave `--on` out."))
        }
        return (ids, word.on(on))
    }

    /// What is to be written down of each, by session, all of it before any is.
    private func records(
        of clients: [ClientID], at word: SessionWord, _ status: AttendanceStatus,
        as actor: Actor, in opened: OpenedClinic, over bus: inout BusSession
    ) async throws -> [(SessionID, [Participation])] {
        let search = await SessionSearch(opened, as: actor, over: &bus, looking: .last) { typed in
            "cairn attend \(status) CLIENT \(typed)"
        }
        let now = opened.now(heardIn: bus).local
        let lines = try await search.lines(of: word, over: &bus)
        var sessions: [SessionID: [Participation]] = [:]
        for client in clients {
            let theirs = lines.filter { $0.expected.contains(client) && $0.start <= now }
            let line: CalendarLine? =
                if word.isOpen {
                    theirs.max { $0.start < $1.start }
                } else {
                    try word.id == nil
                        ? search.one(of: theirs.filter(word.fits), among: theirs)
                        : lines.first(where: word.fits)
                }
            guard let session = line?.session ?? word.id else {
                let day = word.date(on: search.today, looking: .last)
                throw ClientError.refused(
                    Advice(
                        "No session of \(client) began on \(day).",
                        remedy: "See `cairn session list`; `--on` names another day. Nothing was"
                            + " written down."))
            }
            sessions[session, default: []].append(
                Participation(
                    client: client, status: status, minutes: try time(of: status, in: line)))
        }
        return sessions.sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
    }

    private func time(of status: AttendanceStatus, in session: CalendarLine?) throws -> Int {
        if let minutes { return minutes }
        switch status {
        case .present, .telehealth:
            return session.map { $0.end.minutesSince1970 - $0.start.minutesSince1970 } ?? 0
        case .late, .leftEarly:
            throw ClientError.usage(
                Advice(
                    "How long the clients were there is missing.",
                    remedy: "Give `--minutes NUMBER`. Nothing was written down."))
        default: return 0
        }
    }
}
