import Messages
import SupervisorCore
import Testing

private func time(_ text: String) throws -> Timestamp { try #require(Timestamp(text)) }

@Suite("The clinic's clock")
struct ClockStrikerTests {
    @Test("A new clinic begins with the hour it is in")
    func first() throws {
        let verdict = ClockStriker.verdict(after: nil, now: try time("2026-11-23T14:59:59.999Z"))
        #expect(verdict == .strike([try time("2026-11-23T14:00:00Z")]))
    }

    @Test("An hour is struck when it begins, and once")
    func next() throws {
        let last = try time("2026-11-23T14:00:00Z")
        let due = try time("2026-11-23T15:00:00Z")
        #expect(
            ClockStriker.verdict(after: last, now: try time("2026-11-23T14:59:59.999Z"))
                == .strike([]))
        #expect(ClockStriker.verdict(after: last, now: due) == .strike([due]))
        #expect(ClockStriker.verdict(after: due, now: due) == .strike([]))
    }

    @Test("Missed hours are struck in order, across midnight too")
    func missed() throws {
        let verdict = ClockStriker.verdict(
            after: try time("2026-11-23T22:00:00Z"), now: try time("2026-11-24T01:30:00Z"))
        #expect(
            verdict
                == .strike([
                    try time("2026-11-23T23:00:00Z"), try time("2026-11-24T00:00:00Z"),
                    try time("2026-11-24T01:00:00Z"),
                ]))
    }

    @Test("26 hours are struck, a millisecond more waits for a person")
    func jump() throws {
        let last = try time("2026-11-23T00:00:00Z")
        let edge = last.advanced(byHours: 26)
        #expect(
            ClockStriker.verdict(after: last, now: edge)
                == .strike((1...26).map(last.advanced(byHours:))))
        let over = Timestamp(milliseconds: edge.milliseconds + 1)
        guard case .waitForPerson(let advice) = ClockStriker.verdict(after: last, now: over) else {
            Issue.record("it struck")
            return
        }
        #expect(advice.problem.contains("26 hours"))
        #expect(advice.remedy.contains("`cairn clock confirm --through \(edge)`"))
    }

    @Test("A person's word strikes up to the time that it confirms, and no further")
    func confirmed() throws {
        let last = try time("2026-11-20T00:00:00Z")
        let now = last.advanced(byHours: 60)
        let word = last.advanced(byHours: 30)
        #expect(
            ClockStriker.verdict(after: last, now: now, confirmed: word)
                == .strike((1...30).map(last.advanced(byHours:))))
        let then = ClockStriker.verdict(after: word, now: now, confirmed: word)
        guard case .waitForPerson = then else {
            Issue.record("an old word confirmed a new jump")
            return
        }
        #expect(
            ClockStriker.verdict(after: last, now: now, confirmed: now.advanced(byHours: 99))
                == .strike((1...60).map(last.advanced(byHours:))), "never beyond now")
    }

    @Test("A step back strikes nothing until the time has caught up; a long one is told")
    func back() throws {
        let last = try time("2026-11-23T14:00:00Z")
        #expect(
            ClockStriker.verdict(after: last, now: last.advanced(byHours: -1)) == .strike([]))
        for hours in [-2, -26, -1000] {
            let now = last.advanced(byHours: hours)
            for confirmed in [nil, now, last.advanced(byHours: 5)] {
                let verdict = ClockStriker.verdict(after: last, now: now, confirmed: confirmed)
                guard case .waitForPerson(let advice) = verdict else {
                    Issue.record("nobody is told of \(hours) hours")
                    continue
                }
                #expect(advice.problem.contains("\(-hours) hours behind"))
            }
        }
    }

    @Test("A jump of years is advised, and confirmed, a year at a time")
    func years() throws {
        let last = try time("2026-11-23T14:00:00Z")
        let now = try time("2058-01-01T00:30:00Z")
        guard case .waitForPerson(let advice) = ClockStriker.verdict(after: last, now: now) else {
            Issue.record("nobody is asked")
            return
        }
        #expect(advice.remedy.contains("--through 2027-11-24T14:00:00.000Z"))
    }
}
