package import Messages
package import TherapyContract

/// What may happen to a therapy in some weeks, drawn from a seed: its sessions with who came, what it
/// reads of others, what staff record of it, and what clients practise.
package struct RehearsedHistory: Sendable {
    /// What happens at one time of the clinic.
    package struct Moment: Sendable {
        package var now: LocalDateTime
        package var facts: [PluginFact]

        package init(now: LocalDateTime, facts: [PluginFact]) {
            (self.now, self.facts) = (now, facts)
        }
    }

    private let contract: PluginContract
    private let clients: [ClientID]
    private var chance: SplitMix64
    private var count = 0
    /// The first day: a Monday.
    package static let start = LocalDate(year: 2026, month: 11, day: 23)

    /// - Parameter clients: how many there are, at least one.
    package init(_ contract: PluginContract, seed: UInt64, clients: Int = 3) {
        self.contract = contract
        self.clients = (1...max(1, clients)).map { ClientID(number: 900 + $0) }
        chance = SplitMix64(seed: seed)
    }

    /// Those who take part.
    package var people: [ClientID] { clients }

    /// The moments of some weeks, in order.
    package mutating func weeks(_ count: Int) throws -> [Moment] {
        try (0..<count).flatMap { week in
            try (0..<7).compactMap { day in
                try moments(of: Self.start.advanced(by: week * 7 + day))
            }.flatMap { $0 }
        }
    }

    private mutating func moments(of day: LocalDate) throws -> [Moment] {
        var moments: [Moment] = []
        func time(_ hour: Int) -> LocalDateTime {
            LocalDateTime(date: day, time: TimeOfDay(minutes: hour * 60))
        }
        if isTold("supervisor.clock.day-began") {
            moments.append(
                Moment(now: time(0), facts: [try fact(DayBegan(date: day), at: time(0))]))
        }
        let weekday = day.weekday.daysAfterMonday
        for (place, offering) in contract.offerings.enumerated() {
            for number in 0..<min(offering.perWeek, 5)
            where (place + number * 5 / min(offering.perWeek, 5)) % 5 == weekday {
                let hour = 9 + place % 8
                moments.append(
                    Moment(now: time(hour), facts: try session(of: offering, at: time(hour))))
            }
        }
        guard weekday < 5 else { return moments }
        let rest =
            try others(at: time(18)) + forms(at: time(18)) + records(at: time(18))
            + reports(at: time(18))
        return rest.isEmpty ? moments : moments + [Moment(now: time(18), facts: rest)]
    }

    /// A session with those who came.
    private mutating func session(of offering: Offering, at start: LocalDateTime) throws
        -> [PluginFact]
    {
        guard isTold("scheduler.session.scheduled") else { return [] }
        let session = SessionID("s-\(count + 1)")
        let end = LocalDateTime(
            date: start.date, time: TimeOfDay(minutes: start.time.minutes + offering.minutes))
        let planned = SessionScheduled(
            session: session, week: start.date.weekStart, kind: offering.kind, group: "p1-01",
            therapy: contract.id, offering: offering.name, clinician: "t01", room: "g1",
            start: start, end: end, capacity: clients.count, clients: clients)
        var facts = [try fact(planned, at: start)]
        guard isTold("scheduler.attendance.recorded") else { return facts }
        for client in clients {
            let status = Self.statuses[
                Int.random(in: 0..<Self.statuses.count, using: &chance)]
            let minutes = [.noShow, .excused].contains(status) ? 0 : offering.minutes
            facts.append(
                try fact(
                    AttendanceRecorded(
                        client: client, session: session, status: status, minutes: minutes),
                    at: start))
        }
        return facts
    }

    /// Most clients come most of the time.
    private static let statuses: [AttendanceStatus] =
        AttendanceStatus.known + [.present, .present, .present, .present, .noShow]

    /// Events of others that it reads, each by its example under docs/protocol.
    private mutating func others(at now: LocalDateTime) throws -> [PluginFact] {
        let own: Set = [
            "scheduler.session.scheduled", "scheduler.attendance.recorded",
            "supervisor.clock.day-began",
        ]
        var facts: [PluginFact] = []
        for read in contract.told.map(\.event) where !own.contains(read.description) {
            guard Int.random(in: 0..<3, using: &chance) == 0,
                let type = MessageCatalog.event(type: "\(read).v1")
            else { continue }
            guard let text = try? type.exampleText,
                case .object(var body)? = try? JSONText.decode(
                    JSONFragment.self, from: Array(text.utf8))
            else { continue }
            let client = clients[Int.random(in: 0..<clients.count, using: &chance)]
            for (name, value) in body.sorted(by: { $0.key < $1.key }) {
                body[name] = varied(value)
            }
            let isAbout = body["client"] != nil
            if isAbout { body["client"] = .string(client.text) }
            facts.append(
                try made(
                    read.description, by: read.stream.owner, about: isAbout ? client : nil,
                    body: JSONText.encode(body), at: now))
        }
        return facts
    }

    /// The therapy's own forms, whole and scored.
    private mutating func forms(at now: LocalDateTime) throws -> [PluginFact] {
        guard isTold("assessment.questionnaire.scored") else { return [] }
        var facts: [PluginFact] = []
        for form in contract.forms.compactMap({ RehearsedForm($0) })
        where Int.random(in: 0..<3, using: &chance) == 0 {
            let client = clients[Int.random(in: 0..<clients.count, using: &chance)]
            var scores: [String: Int] = [:]
            for scale in form.scales {
                scores[scale.id] = Int.random(in: 0...max(0, scale.most), using: &chance)
            }
            facts.append(
                try fact(
                    QuestionnaireScored(
                        client: client, submission: SubmissionID("f-\(count + 1)"),
                        instrument: form.id, policy: "rehearsal", scores: scores, bands: [:],
                        flags: []), at: now))
        }
        return facts
    }

    /// An example's value, so that not all are alike: another number behind a name that is counted,
    /// and now and then an empty list.
    private mutating func varied(_ value: JSONFragment) -> JSONFragment {
        switch value {
        case .array: return Bool.random(using: &chance) ? value : .array([])
        case .string(let text):
            guard let dash = text.lastIndex(of: "-"), LocalDate(text) == nil,
                text[dash...].dropFirst().allSatisfy(\.isNumber), !text.hasSuffix("-")
            else { return value }
            return .string("\(text[...dash])\(count + 1)")
        default: return value
        }
    }

    /// What staff record of it.
    private mutating func records(at now: LocalDateTime) throws -> [PluginFact] {
        var facts: [PluginFact] = []
        for command in contract.commands where Int.random(in: 0..<3, using: &chance) == 0 {
            guard let declared = contract.fact(command.records) else { continue }
            let client = clients[Int.random(in: 0..<clients.count, using: &chance)]
            var data: [String: JSONFragment] = [:]
            for (name, field) in declared.fields.sorted(by: { $0.key < $1.key }) {
                data[name] = value(of: field, on: now.date)
            }
            facts.append(
                try fact(
                    RecordAdded(
                        name: declared.name, client: declared.about == .client ? client : nil,
                        data: data),
                    at: now))
        }
        return facts
    }

    private mutating func value(of field: FactField, on day: LocalDate) -> JSONFragment {
        let drawn = Int64.random(in: 0...10, using: &chance)
        let least = Int64(clamping: Int(field.least?.rounded(.up) ?? -1e9))
        let most = Int64(clamping: Int(field.most?.rounded(.down) ?? 1e9))
        let number = max(least, min(most, drawn))
        let one: JSONFragment =
            switch field.type {
            case .text: .string("A note of the rehearsal.")
            case .identifier: .string("one-\(number)")
            case .integer: .integer(number)
            case .number: .number(Double(number) / 4)
            case .boolean: .bool(number % 2 == 0)
            case .date: .string(day.description)
            }
        return field.list ? .array([one]) : one
    }

    /// What clients say about what they practise.
    private mutating func reports(at now: LocalDateTime) throws -> [PluginFact] {
        var facts: [PluginFact] = []
        for practice in contract.practice where Int.random(in: 0..<3, using: &chance) == 0 {
            let client = clients[Int.random(in: 0..<clients.count, using: &chance)]
            let isDone = Bool.random(using: &chance)
            facts.append(
                try fact(
                    PracticeReported(client: client, practice: practice.name, isDone: isDone),
                    at: now))
        }
        return facts
    }

    private func isTold(_ type: String) -> Bool {
        contract.told.contains { $0.event.description == type }
    }

    private mutating func fact<Body: Event>(_ event: Body, at now: LocalDateTime) throws
        -> PluginFact
    {
        let owner = Body.owner ?? contract.id
        return try made(
            "\(owner).\(Body.entity).\(Body.fact)", by: owner,
            about: event.subject.map { ClientID($0) }, body: JSONText.encode(event), at: now)
    }

    private mutating func made(
        _ type: String, by owner: Identity, about client: ClientID?, body: [UInt8],
        at now: LocalDateTime
    ) throws -> PluginFact {
        count += 1
        return PluginFact(
            id: MessageID("told-\(count)"), type: type, owner: owner, time: now.inRehearsal,
            date: now.date, client: client.flatMap { clients.contains($0) ? $0 : nil }, data: body)
    }
}

extension LocalDateTime {
    /// The moment in a rehearsal of the tools, whose clinic is six hours behind UTC.
    var inRehearsal: Timestamp {
        Timestamp(milliseconds: Int64(minutesSince1970 + 6 * 60) * 60_000)
    }
}
