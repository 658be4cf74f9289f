import Messages
import TestKit
import Testing

@Suite("A draft")
struct DraftTests {
    private static let actor = Actor(staff: "t01", role: .clinician)

    private var context: Context { CoreDesk<Weeks>(as: .scheduler, clinic: .small).context }

    @Test("applies each event at once, and leaves the state that it was made of")
    func applies() throws {
        let weeks = Weeks()
        var context = context
        let (planned, cancelled) = try (WeekPlanned.example, SessionCancelled.example)
        let events = weeks.draft(by: Self.actor, in: &context) { draft in
            #expect(draft.state.facts.isEmpty)
            draft.record(planned)
            #expect(draft.state.facts == ["scheduler session.week-planned t01"])
            draft.record(cancelled)
            #expect(draft.state.facts.last == "scheduler session.cancelled t01")
        }
        #expect(
            events.map { type(of: $0).localType } == [
                "session.week-planned.v1", "session.cancelled.v1",
            ])
        #expect(weeks.facts.isEmpty)
    }

    @Test("uses up the identifiers that it draws, unless it throws")
    func identifiers() throws {
        var context = context
        var undisturbed = context
        #expect(throws: NotYetKnown.self) {
            _ = try Weeks().draft(in: &context) { draft in
                _ = draft.context.identifiers.next()
                throw NotYetKnown("client")
            }
        }
        var drawn = ""
        _ = Weeks().draft(in: &context) { drawn = $0.context.identifiers.next() }
        #expect(drawn == undisturbed.identifiers.next())
        #expect(context.identifiers.next() == undisturbed.identifiers.next())
    }

    /// Keeps what it was told.
    private struct Weeks: Core {
        typealias Contract = SchedulerContract
        var facts: [String] = []

        mutating func apply(_ fact: Fact) {
            let type = type(of: fact.event)
            let actor = fact.actor?.staff.text ?? "nobody"
            facts.append("\(fact.owner) \(type.entity).\(type.fact) \(actor)")
        }

        func decide(_ command: any Command, by actor: Actor, in context: inout Context) throws
            -> Decision
        { Decision() }

        func react(to fact: Fact, in context: inout Context) throws -> Decision { Decision() }

        func answer(_ query: any Query, in context: Context) throws -> any Codable & Sendable { 0 }
    }
}

@Suite("What a state holds on to")
struct RetentionTests {
    @Test("is the newest of a list")
    func newest() {
        var list: [Int] = []
        for number in 1...3 {
            list.append(number)
            Retention.Newest(3).trim(&list)
        }
        #expect(list == [1, 2, 3])
        list += [4, 5]
        Retention.Newest(3).trim(&list)
        #expect(list == [3, 4, 5])
    }

    @Test("or what lies so many days back")
    func days() {
        let newest = LocalDate(year: 2026, month: 3, day: 2)
        #expect(
            Retention.Days(2).oldest(before: newest) == LocalDate(year: 2026, month: 2, day: 28))
    }
}

@Suite("A missed day")
struct AbsenceTests {
    @Test("has a no-show and nothing attended")
    func missed() {
        #expect(Absence.isMissed([.noShow]))
        #expect(Absence.isMissed([.noShow, .excused, .noShow]))
        for status in [.present, .late, .leftEarly, .telehealth] as [AttendanceStatus] {
            #expect(status.isAttended)
            #expect(!Absence.isMissed([.noShow, status]))
        }
    }

    @Test("is none where nothing is said of it")
    func silent() {
        #expect(!Absence.isMissed([]))
        #expect(!Absence.isMissed([.excused]))
        #expect(!Absence.isMissed([AttendanceStatus(rawValue: "asleep")]))
    }
}
