import Messages
import TestKit
import Testing

@Suite("A book of duties is what its state asks for now")
struct DutyBookTests {
    private let weekdays = ["mon", "tue", "wed", "thu", "fri"].map { "\($0) 09:00-17:00" }
    /// Monday, nine o'clock in Chicago.
    private let monday = "2026-11-23T15:00:00Z"

    private func clinic(without gone: Set<StaffID> = []) -> Clinic {
        .example(
            staff: [
                Clinic.Staff("dir", roles: [.director], hours: weekdays),
                Clinic.Staff("sup", roles: [.clinicalSupervisor], hours: weekdays),
                Clinic.Staff("t01", hours: weekdays), Clinic.Staff("t02", hours: weekdays),
                Clinic.Staff("rn1", roles: [.nurse], hours: weekdays),
            ].filter { !gone.contains($0.id) })
    }

    private func need(
        _ about: String = "a-1", term: DutyTerm = .staffHours(4), preferred: StaffID? = "t01",
        words: String = "Call.", roles: [Role] = [.clinician]
    ) throws -> DutyNeed {
        DutyNeed(
            .contact, client: "c-1", about: about, roles: roles, preferred: preferred,
            since: try #require(Timestamp(monday)), term: term, words: words)
    }

    @Test("Of a kind that is spread the preferred one gets so many, and the rest goes by load")
    func preferredFull() throws {
        func holders(_ count: Int, most: Int?) throws -> [StaffID: Int] {
            var desk = try DutyDesk(clinic(), at: monday)
            let needs = try (0..<count).map { number in
                var need = try need("a-\(number)", roles: [.clinician, .nurse])
                need.mostOfKind = most
                return need
            }
            // One after the other, as they come, and all at once come to the same.
            for number in needs.indices { desk.reconcile(Array(needs[...number])) }
            var once = try DutyDesk(clinic(), at: monday)
            once.reconcile(needs)
            let people = { (desk: DutyDesk) in
                Dictionary(grouping: desk.holders.values.compactMap(\.self)) { $0 }
                    .mapValues(\.count)
            }
            #expect(people(desk) == people(once))
            return people(desk)
        }
        #expect(try holders(40, most: nil) == ["t01": 40])
        #expect(try holders(3, most: 3) == ["t01": 3])
        #expect(try holders(4, most: 3) == ["t01": 3, "t02": 1])
        #expect(try holders(40, most: 3) == ["t01": 20, "t02": 20])
    }

    @Test("Whoever is the only one there gets all of them, and another kind does not count")
    func spreadOverNobody() throws {
        var desk = try DutyDesk(clinic(without: ["t02", "rn1"]), at: monday)
        let needs = try (0..<9).map { number in
            var need = try need("a-\(number)")
            need.mostOfKind = 3
            return need
        }
        desk.reconcile(needs)
        #expect(Set(desk.holders.values) == ["t01"])
        var other = try DutyDesk(clinic(), at: monday)
        let calls = try (0..<9).map { try need("b-\($0)") }
        var rate = DutyNeed(
            .rate, client: "c-1", about: "r", roles: [.clinician], preferred: "t01",
            since: calls[0].since, term: .staffHours(4), words: "Rate.")
        rate.mostOfKind = 3
        other.reconcile(calls)
        other.reconcile(calls + [rate])
        #expect(other.holders["r"] == "t01")
    }

    @Test("What is needed is opened once, and closed once it is not needed any more")
    func opensAndCloses() throws {
        var desk = try DutyDesk(clinic(), at: monday)
        let opened = desk.reconcile([try need()]).of(DutyOpened.self)
        #expect(opened.map(\.person) == ["t01"])
        #expect(opened.map(\.due.description) == ["2026-11-23T19:00:00.000Z"])
        #expect(desk.reconcile([try need(), try need()]).isEmpty)
        let closed = desk.reconcile([], ending: .enteredInError)
        #expect(closed.of(DutyClosed.self).map(\.how) == [.enteredInError])
        #expect(closed.count == 1)
        #expect(desk.book.isEmpty)
    }

    @Test("Where what is to be done or since when has changed, it is another duty")
    func changes() throws {
        var desk = try DutyDesk(clinic(), at: monday)
        desk.reconcile([try need()])
        let events = desk.reconcile([try need(words: "Visit.")])
        #expect(events.of(DutyClosed.self).map(\.how) == [.notNeeded])
        #expect(events.of(DutyOpened.self).map(\.words) == ["Visit."])
        #expect(events.count == 2)
    }

    @Test("Other words give nobody more time, and a late duty goes on as late as it is")
    func reworded() throws {
        var desk = try DutyDesk(clinic(), at: monday)
        desk.reconcile([try need()])
        desk.wait(3, needing: [try need()])
        desk.reconcile([try need(words: "Visit.")])
        #expect(desk.book.open.values.map(\.due.description) == ["2026-11-23T19:00:00.000Z"])
        desk.wait(1, needing: [try need(words: "Visit.")])
        // In the hour in which it is due it is not late, and has no more time all the same.
        desk.reconcile([try need(words: "Write.")])
        #expect(desk.book.open.values.map(\.due.description) == ["2026-11-23T19:00:00.000Z"])
        desk.wait(24 * 2, needing: [try need(words: "Write.")])
        let late = try #require(desk.book.open.values.first)
        #expect(late.rung >= 2)
        let events = desk.reconcile([try need(words: "Phone.")])
        #expect(events.of(DutyOpened.self).map(\.words) == ["Phone."])
        let now = try #require(desk.book.open.values.first)
        #expect((now.rung, now.person, now.due) == (late.rung, late.person, late.due))
        #expect(now.firstDue == late.firstDue && now.missedBy.first == late.missedBy.first)
        #expect(now.role == late.role && desk.book.open.count == 1)
        // Told anew it is another matter, with its own time.
        var anew = try need(words: "Phone.")
        anew.since = desk.now
        desk.reconcile([anew])
        #expect(desk.book.open.values.map(\.rung) == [0])
    }

    @Test(
        "A late duty goes to a colleague, the clinical supervisor, the director, and to nobody else"
    )
    func rungs() throws {
        var desk = try DutyDesk(clinic(), at: monday)
        desk.reconcile([try need()])
        #expect(desk.wait(4, needing: [try need()]).isEmpty)
        let climbed = desk.wait(24 * 4, needing: [try need()]).of(DutyEscalated.self)
        #expect(Array(climbed.map(\.rung).prefix(3)) == [1, 2, 3])
        #expect(Array(climbed.map(\.person).prefix(4)) == ["t02", "sup", "dir", "dir"])
        #expect(
            Array(climbed.map(\.role).prefix(3)) == [
                .clinician, .clinicalSupervisor, .director,
            ])
        let duty = try #require(desk.book.open.values.first)
        #expect(duty.missedBy == ["t01", "t02", "sup", "dir"])
        #expect(duty.isLate(at: desk.now))
        #expect(duty.firstDue.description == "2026-11-23T19:00:00.000Z")
    }

    @Test(
        "The director is told of danger again after 2, 4, 8, and then each 8 hours, by day and night"
    )
    func growingDistance() throws {
        var desk = try DutyDesk(clinic(), at: monday)
        let needs = [try need(term: .hours(1))]
        desk.reconcile(needs)
        let hours = (1...60).filter { _ in !desk.wait(1, needing: needs).isEmpty }
        // Each is told in the hour after it was due.
        #expect(hours == [2, 4, 6, 8, 11, 16, 25, 34, 43, 52])
    }

    @Test("A rung that the clinic has nobody for is left out")
    func missingRungs() throws {
        var desk = try DutyDesk(clinic(without: ["t02", "sup"]), at: monday)
        let needs = [try need(term: .hours(1))]
        desk.reconcile(needs)
        let climbed = desk.wait(4, needing: needs).of(DutyEscalated.self)
        #expect(climbed.map(\.person) == ["dir", "dir"])
        #expect(climbed.map(\.rung) == [3, 4])
        // Without anybody above, those who may do it are told again and again.
        var alone = try DutyDesk(clinic(without: ["t02", "sup", "dir", "rn1"]), at: monday)
        alone.reconcile(needs)
        #expect(alone.wait(2, needing: needs).of(DutyEscalated.self).map(\.person) == ["t01"])
    }

    @Test(
        "Whoever has left, or has no such role any more, gives it to another, and the time stands")
    func reassigns() throws {
        var desk = try DutyDesk(clinic(), at: monday)
        let first = desk.reconcile([try need()]).of(DutyOpened.self)
        desk.clinic = clinic(without: ["t01"])
        let moved = desk.reconcile([try need()])
        #expect(moved.of(DutyReassigned.self).map(\.person) == ["t02"])
        #expect(moved.count == 1)
        #expect(desk.book.open.values.map(\.due) == first.map(\.due))
        desk.clinic = clinic(without: ["t01", "t02", "sup"])
        #expect(desk.reconcile([try need()]).of(DutyReassigned.self).map(\.person) == ["dir"])
        desk.clinic = .example(staff: [])
        #expect(desk.reconcile([try need()]).of(DutyReassigned.self).map(\.person) == [nil])
        #expect(desk.reconcile([try need()]).isEmpty)
        desk.clinic = clinic()
        #expect(desk.reconcile([try need()]).of(DutyReassigned.self).map(\.person) == ["t01"])
    }

    @Test("Where the director leaves who had it last, it falls back to those who may do it")
    func directorLeaves() throws {
        var desk = try DutyDesk(clinic(), at: monday)
        let needs = [try need(term: .hours(1))]
        desk.reconcile(needs)
        desk.wait(6, needing: needs)
        #expect(desk.holders == ["a-1": "dir"])
        desk.clinic = clinic(without: ["dir"])
        desk.reconcile(needs)
        let holder = desk.holders["a-1"] ?? nil
        #expect(["t01", "t02"].contains(holder))
        #expect(desk.book.open.values.map(\.rung) == [3])
    }

    @Test("Duties that nobody is preferred for are spread evenly, and alike in every process")
    func spread() throws {
        let needs = try (0..<20).map { try need("a-\($0)", preferred: nil) }
        var desk = try DutyDesk(clinic(), at: monday)
        desk.reconcile(needs)
        let counts = Dictionary(grouping: desk.book.open.values, by: \.person).mapValues(\.count)
        #expect(counts == ["t01": 10, "t02": 10])
        var other = try DutyDesk(clinic(), at: monday)
        other.reconcile(needs.reversed())
        #expect(other.holders == desk.holders)
    }

    @Test("Who is on shift in time goes before whom one would rather have")
    func onShift() throws {
        var clinic = clinic()
        clinic.staff[2].hours = []
        var desk = try DutyDesk(clinic, at: monday)
        let opened = desk.reconcile([
            try need(), try need("a-2", roles: [.clinician, .nurse]),
        ])
        #expect(opened.of(DutyOpened.self).map(\.person) == ["t02", "t02"])
        clinic.staff[3].hours = []
        desk = try DutyDesk(clinic, at: monday)
        #expect(
            desk.reconcile([try need(roles: [.clinician, .nurse])]).of(DutyOpened.self)
                .map(\.person) == ["rn1"])
    }

    @Test("Nobody is on shift at night: it is for whoever comes first")
    func night() throws {
        var clinic = clinic()
        clinic.staff[3].hours = weekdays.map { $0.replacing("09:00", with: "07:00") }
            .compactMap { WeeklyTime($0) }
        var desk = try DutyDesk(clinic, at: "2026-11-24T05:00:00Z")
        var need = try need(term: .hours(1))
        need.since = desk.now
        #expect(desk.reconcile([need]).of(DutyOpened.self).map(\.person) == ["t02"])
    }
}
