import Messages
import SchedulerCore
import TestKit

/// Runs an agenda as a service does: a draft takes the input, decides, and takes in its own
/// events; a draft that throws is dropped.
struct Rehearsal {
    private(set) var agenda = Agenda()
    /// Everything that made the state, in order: what a journal would hold.
    private(set) var facts: [Fact] = []
    private(set) var now: Moment
    var clinic: Clinic { didSet { clinicDigest = clinic.planDigest } }
    private var clinicDigest: String
    private var messages = 0

    /// `start` is a local time; the clinic is six hours behind UTC.
    init(_ clinic: Clinic = .oneGroup, at start: String = "2026-11-05T08:00") throws {
        self.clinic = clinic
        clinicDigest = clinic.planDigest
        now = try Rehearsal.moment(start)
    }

    struct BadTime: Error {}

    static func moment(_ text: String) throws -> Moment {
        guard let local = LocalDateTime(text) else { throw BadTime() }
        let utc = Int64(local.minutesSince1970 + 360) * 60_000
        return Moment(utc: Timestamp(milliseconds: utc), local: local)
    }

    /// The events of one type so far, oldest first.
    func all<Kind: Event>(_ type: Kind.Type) -> [Kind] { facts.compactMap { $0.event as? Kind } }

    var sessions: [SessionID: SessionScheduled] {
        var result: [SessionID: SessionScheduled] = [:]
        for fact in facts {
            if let event = fact.event as? SessionScheduled { result[event.session] = event }
            if let event = fact.event as? SessionCancelled { result[event.session] = nil }
        }
        return result
    }

    /// The sessions of one week, in order.
    func week(_ monday: String) -> [SessionScheduled] {
        sessions.values.filter { $0.week.description == monday }
            .sorted { ($0.start, $0.session) < ($1.start, $1.session) }
    }

    func groupSessions(_ monday: String, of client: ClientID) -> [SessionScheduled] {
        week(monday).filter { $0.group != nil && $0.clients.contains(client) }
    }

    @discardableResult
    mutating func hear(_ event: any Event, from owner: Identity? = nil) throws -> [any Event] {
        var draft = agenda
        let owner = owner ?? type(of: event).owner ?? "cbt"
        let fact = fact(event, by: owner)
        draft.apply(fact)
        var context = context()
        let decision = try draft.react(to: fact, in: &context)
        return conclude(after: commit(decision.events, after: [fact], on: draft))
    }

    /// Takes in several events as one turn does: the conclusion comes behind the last.
    @discardableResult
    mutating func hear(together events: [any Event]) throws -> [any Event] {
        var all: [any Event] = []
        for event in events {
            var draft = agenda
            let fact = fact(event, by: type(of: event).owner ?? "cbt")
            draft.apply(fact)
            var context = context()
            let decision = try draft.react(to: fact, in: &context)
            all += commit(decision.events, after: [fact], on: draft)
        }
        return conclude(after: all)
    }

    /// Starts the process anew, perhaps with another `clinic.yaml`: it owes what was not concluded.
    @discardableResult
    mutating func restart(with clinic: Clinic? = nil) -> [any Event] {
        self.clinic = clinic ?? self.clinic
        return conclude(after: [])
    }

    @discardableResult
    mutating func order(_ command: any Command) throws -> [any Event] {
        var context = context()
        let actor = Actor(staff: "t01", role: .clinician)
        let decision = try agenda.decide(command, by: actor, in: &context)
        return conclude(after: commit(decision.events, after: [], on: agenda))
    }

    /// What whoever gives a command is told; nothing is recorded.
    func guidance(on command: any Command) throws -> [String] {
        var context = context()
        return try agenda.decide(
            command, by: Actor(staff: "t01", role: .clinician), in: &context
        ).guidance
    }

    /// The phase of a client's stay.
    func present(_ client: ClientID) throws -> PhaseID? {
        try ask(Enrollments())?.first { $0.client == client }?.phase
    }

    func ask<Question: Query>(_ query: Question) throws -> Question.View? {
        try agenda.answer(query, in: context()) as? Question.View
    }

    /// The whole view, in the order of its pages.
    func ask<Question: PagedQuery>(_ query: Question) throws -> [Question.Item]? {
        let items = try agenda.answer(query, in: context()) as? [Question.Item]
        return items?.sorted { $0.place < $1.place }
    }

    /// Lets time pass, and strikes each midnight on the way.
    mutating func wait(until text: String) throws {
        let goal = try Rehearsal.moment(text)
        while now.today < goal.today {
            let midnight = "\(now.today.advanced(by: 1))T00:00"
            now = try Rehearsal.moment(midnight)
            try hear(DayBegan(date: now.today))
        }
        now = goal
    }

    /// Strikes the hour that it is, which a clinic's clock does all the time.
    mutating func strikeHour() throws { try hear(HourBegan(moment: now)) }

    /// The agenda that the same facts give when they are read back.
    func rebuilt() -> Agenda {
        var agenda = Agenda()
        for fact in facts { agenda.apply(fact) }
        return agenda
    }

    private mutating func commit(_ events: [any Event], after inputs: [Fact], on draft: Agenda)
        -> [any Event]
    {
        agenda = draft
        facts += inputs
        for event in events {
            let fact = fact(event, by: .scheduler)
            agenda.apply(fact)
            facts.append(fact)
        }
        return events
    }

    /// What followed, but for duties: those stand in ``facts``.
    private mutating func conclude(after events: [any Event]) -> [any Event] {
        var all = events
        while true {
            var context = context()
            let conclusion = agenda.conclude(in: &context)
            guard !conclusion.isEmpty else { return all.besideDuties }
            all += commit(conclusion, after: [], on: agenda)
        }
    }

    private mutating func fact(_ event: any Event, by owner: Identity) -> Fact {
        messages += 1
        return Fact(id: MessageID("m-\(messages)"), owner: owner, event: event, time: now.utc)
    }

    private func context() -> Context {
        Context(
            now: now, clinic: clinic,
            identifiers: IdentifierSource(high: UInt64(messages), low: 7, time: now.utc),
            clinicDigest: clinicDigest)
    }
}

extension Rehearsal {
    /// Registers a client, confirms level 2.1, and seats the client in a group.
    mutating func admit(
        _ client: ClientID, to group: GroupID? = "p1-01", ages: AgeBand = .adult,
        language: String = "en", commitments: [String] = []
    ) throws {
        try hear(
            ClientRegistered(
                client: client, ages: ages, language: language,
                commitments: commitments.compactMap(WeeklyTime.init), owner: "t01"))
        try confirm(client, ages: ages)
        if let group { try hear(MemberJoined(client: client, group: group, phase: "p1")) }
    }

    @discardableResult
    mutating func confirm(
        _ client: ClientID, _ level: LevelOfCare = .intensiveOutpatient, ages: AgeBand = .adult
    ) throws -> [any Event] {
        try hear(
            PlacementConfirmed(
                client: client, placement: "r-1", indicated: level, placed: level, ages: ages))
    }

    @discardableResult
    mutating func step(_ client: ClientID, to phase: PhaseID) throws -> [any Event] {
        let from = try present(client) ?? "none"
        return try order(ChangePhase(client: client, from: from, to: phase, reason: "test"))
    }

    /// Records the same attendance for all of a client's group sessions that have begun.
    mutating func attend(
        _ client: ClientID, _ status: AttendanceStatus = .present, from first: String = "2026-01-01"
    ) throws {
        let recorded = Set(
            all(AttendanceRecorded.self).filter { $0.client == client }.map(\.session))
        let due = sessions.values.filter {
            $0.group != nil && $0.clients.contains(client) && $0.start <= now.local
                && first <= $0.start.date.description && !recorded.contains($0.session)
        }
        for session in due.sorted(by: { $0.start < $1.start }) {
            let minutes = status == .present ? 60 : 0
            try order(
                RecordAttendance(
                    client: client, session: session.session, status: status, minutes: minutes))
        }
    }

    /// A form that asks about use in so many days is whole.
    mutating func score(_ client: ClientID, use: Int, days: Int = 7) throws {
        try hear(
            QuestionnaireScored(
                client: client, submission: "f-1", instrument: "any", policy: "test",
                scores: [:], bands: [:], flags: [], use: UseTold(score: use, days: days)))
    }

    /// Assessment says that a client tells of more use.
    mutating func rise(_ client: ClientID, from best: Int = 0, to score: Int) throws {
        try hear(
            MeasureWorsened(
                client: client, submission: "f-2", instrument: "bam", scale: "use", best: best,
                score: score, limit: 1, compared: "f-1", rule: .risingUse))
    }
}
