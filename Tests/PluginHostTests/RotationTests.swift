internal import Messages
internal import PluginHostCore
internal import Testing

/// A curriculum that moves by the calendar: the clinic's groups are at the module of the week.
@Suite("A rotation by the calendar")
struct RotationTests {
    /// The Monday from which all rotations count their weeks.
    private static let origin = LocalDate(year: 1970, month: 1, day: 5)

    /// The module that a session of a day finishes.
    private func module(
        on day: LocalDate, client: ClientID = "c-0001", in bench: inout TherapyBench
    )
        throws -> String?
    {
        let id = SessionID("s-\(day)-\(client)-\(bench.facts.count)")
        var session = TherapyBench.session(id)
        session.start.date = day
        session.end.date = day
        session.clients = [client]
        try bench.tell(session, by: .scheduler)
        let attended = AttendanceRecorded(
            client: client, session: id, status: .present, minutes: 60)
        return try bench.tell(attended, by: .scheduler)
            .compactMap { ($0 as? ModuleCompleted)?.module }.first
    }

    @Test("It is the same for whoever comes when, week by week, and begins again at its end")
    func weeks() throws {
        // A number of whole rotations behind the origin, on a Monday of this century.
        let monday = Self.origin.advanced(by: 4 * 7 * 740)
        let expected = ["one", "two", "two", "three", "one", "two", "two", "three", "one"]
        for (week, name) in expected.enumerated() {
            for weekday in [0, 3, 6] {
                var bench = try TherapyBench.rotating()
                let day = monday.advanced(by: week * 7 + weekday)
                #expect(try module(on: day, in: &bench) == name, "week \(week), day \(weekday)")
            }
        }
    }

    @Test("A module is finished once in each turn, however many sessions that has")
    func once() throws {
        var bench = try TherapyBench.rotating()
        let monday = Self.origin.advanced(by: 4 * 7 * 740)
        #expect(try module(on: monday, in: &bench) == "one")
        #expect(try module(on: monday.advanced(by: 2), in: &bench) == nil)
        #expect(try module(on: monday.advanced(by: 7), in: &bench) == "two")
        #expect(try module(on: monday.advanced(by: 14), in: &bench) == nil, "its second week")
        #expect(try module(on: monday.advanced(by: 21), in: &bench) == "three")
        #expect(try module(on: monday.advanced(by: 28), in: &bench) == "one", "the next turn")
        #expect(try module(on: monday.advanced(by: 28), client: "c-0002", in: &bench) == "one")
    }

    @Test("Who comes in the last week of a module has it all the same; its practice goes with it")
    func late() throws {
        var bench = try TherapyBench.rotating()
        let monday = Self.origin.advanced(by: 4 * 7 * 740)
        #expect(try module(on: monday.advanced(by: 20), in: &bench) == "two")
        #expect(try module(on: monday.advanced(by: 28), in: &bench) == "one")
        let due = bench.facts.compactMap { ($0.event as? PracticeAssigned)?.due }
        #expect(due == [monday.advanced(by: 35)])
    }

    @Test("A week before the first Monday has its module, too")
    func before() throws {
        var bench = try TherapyBench.rotating()
        #expect(try module(on: Self.origin.advanced(by: -1), in: &bench) == "three")
        #expect(try module(on: Self.origin.advanced(by: -8), in: &bench) == "two")
    }
}
