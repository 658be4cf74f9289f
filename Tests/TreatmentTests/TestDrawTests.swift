import Messages
import TestKit
import Testing

@testable import TreatmentCore

@Suite("Days that chance draws")
struct TestDrawTests {
    /// The days of some weeks on which a client of a phase is called, drawn by a seed.
    private func days(weeks: Int, tests: Int, seed: UInt64, at clinic: Clinic) -> [LocalDate] {
        var chance = IdentifierSource(
            high: seed, low: seed &* 77, time: Timestamp(milliseconds: 0))
        let start = CoreDesk<Charts>.start
        var (last, drawn) = (start, [LocalDate]())
        for day in (1...(weeks * 7)).map({ start.advanced(by: $0) })
        where TestDraw(on: day, at: clinic, away: DaysAway()).calls(
            tests: tests, last: last, by: &chance)
        {
            last = day
            drawn.append(day)
        }
        return drawn
    }

    @Test(
        "Over the weeks as many tests come as the phase wants, on all days of work alike",
        arguments: [8, 4, 2])
    func share(tests: Int) {
        let clinic = TreatmentDesk().clinic
        let drawn = (1...8).flatMap { days(weeks: 400, tests: tests, seed: $0, at: clinic) }
        let mean = Double(drawn.count) / Double(8 * 100)
        // A client whom chance leaves out for long is called sooner: a few more than wanted.
        #expect(Double(tests) * 0.95 < mean && mean < Double(tests) * 1.3, "\(mean)")
        let weekdays = Dictionary(grouping: drawn, by: \.weekday).mapValues(\.count)
        #expect(weekdays[.sun] == nil)
        let (least, most) = (weekdays.values.min() ?? 0, weekdays.values.max() ?? 0)
        #expect(Double(most) < 1.25 * Double(least), "\(weekdays)")
    }

    @Test("No day is safe: the day after a test, and the rest of a week with two, may be drawn")
    func neverSafe() {
        let clinic = TreatmentDesk().clinic
        let drawn = Set((1...20).flatMap { days(weeks: 50, tests: 8, seed: $0, at: clinic) })
        #expect(drawn.contains { drawn.contains($0.advanced(by: 1)) })
        let perWeek = (1...20).flatMap { seed in
            Dictionary(grouping: days(weeks: 50, tests: 8, seed: seed, at: clinic), by: \.weekStart)
                .values.map(\.count)
        }
        #expect(Set(perWeek).isSuperset(of: [1, 2, 3]))
    }

    @Test("No day is sure: chance can leave out a client whom it has left out for long")
    func neverSure() {
        let clinic = TreatmentDesk().clinic
        let day = LocalDate(year: 2026, month: 12, day: 1)
        let draw = TestDraw(on: day, at: clinic, away: DaysAway())
        var outcomes: Set<Bool> = []
        for seed in 1...40 as ClosedRange<UInt64> {
            var chance = IdentifierSource(high: 1, low: seed, time: Timestamp(milliseconds: 0))
            outcomes.insert(draw.calls(tests: 2, last: day.advanced(by: -300), by: &chance))
        }
        #expect(outcomes == [true, false])
    }

    @Test("Nobody is called on a closed day, where nobody can collect, or twice a day")
    func closed() {
        var clinic = TreatmentDesk().clinic
        let day = LocalDate(year: 2026, month: 12, day: 1)
        func calls(_ clinic: Clinic, last: LocalDate) -> Int {
            (1...100 as ClosedRange<UInt64>).count { seed in
                var chance = IdentifierSource(high: 1, low: seed, time: Timestamp(milliseconds: 0))
                return TestDraw(on: day, at: clinic, away: DaysAway()).calls(
                    tests: 8, last: last, by: &chance)
            }
        }
        let before = day.advanced(by: -1)
        #expect((10...60).contains(calls(clinic, last: before)))
        #expect(calls(clinic, last: day) == 0)
        clinic.closures = [day]
        #expect(calls(clinic, last: before) == 0)
        clinic.closures = []
        clinic.rooms = []
        #expect(calls(clinic, last: before) == 0)
    }

    @Test(
        "A day is drawn when it begins and told on no earlier one; a day that is over is not drawn")
    func onTheDay() throws {
        var desk = TreatmentDesk()
        for number in 1...12 {
            try desk.enroll(ClientID("c-\(number)"), EnrollmentID("e-\(number)"))
        }
        for _ in 0..<21 {
            let before = desk.published.count
            try desk.goOn(days: 1)
            let new = desk.published[before...].compactMap { $0 as? UrineTestOrdered }
            #expect(new.allSatisfy { $0.day == desk.today && $0.isDrawn })
        }
        let drawn = desk.published.of(UrineTestOrdered.self)
        #expect(drawn.count > 30)
        let count = drawn.count
        for _ in 0..<20 { try desk.take(DayBegan(date: desk.day(-1)), from: .supervisor) }
        #expect(desk.published.of(UrineTestOrdered.self).count == count)
        #expect(throws: Refusal.self) { try desk.retract(desk.last(UrineTestOrdered.self)) }
    }

    @Test("Whoever is not enrolled is not called")
    func notEnrolled() throws {
        var desk = TreatmentDesk()
        for number in 1...12 { try desk.register(ClientID("c-\(number)")) }
        try desk.goOn(days: 14)
        #expect(desk.published.of(UrineTestOrdered.self) == [])
    }
}
