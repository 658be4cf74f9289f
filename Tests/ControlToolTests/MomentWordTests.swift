import ArgumentParser
import Messages
import Testing

@testable import cairn

@Suite("A day and a time are typed alike wherever one is asked for")
struct MomentWordTests {
    /// A Wednesday.
    private let now = LocalDateTime(
        date: LocalDate(year: 2026, month: 10, day: 7), time: TimeOfDay(minutes: 9 * 60))

    private func october(_ day: Int) -> LocalDate { LocalDate(year: 2026, month: 10, day: day) }

    @Test(
        "A time is one of today, or of the day before it; a weekday's is the nearest one that fits",
        arguments: [
            ("18:30", "2026-10-07T18:30", "2026-10-07T18:30"),
            ("9", "2026-10-07T09:00", "2026-10-07T09:00"),
            ("today 8", "2026-10-07T08:00", "2026-10-07T08:00"),
            ("yesterday 18:30", "2026-10-06T18:30", "2026-10-06T18:30"),
            ("mon 10", "2026-10-05T10:00", "2026-10-12T10:00"),
            // Of the very day: what is over, or not there yet, is another week's.
            ("wed 8:30", "2026-10-07T08:30", "2026-10-14T08:30"),
            ("wed 18:00", "2026-09-30T18:00", "2026-10-07T18:00"),
            ("wed 9", "2026-10-07T09:00", "2026-10-14T09:00"),
            ("2026-10-20 10:15", "2026-10-20T10:15", "2026-10-20T10:15"),
            ("2026-10-20T10:15", "2026-10-20T10:15", "2026-10-20T10:15"),
        ])
    func read(typed: String, last: String, next: String) throws {
        let word = try MomentWord.parse(typed)
        #expect("\(word.local(at: now, looking: .last))" == last)
        #expect("\(word.local(at: now, looking: .next))" == next)
    }

    @Test(
        "What is none is refused, with how it looks or the near word",
        arguments: [
            "", "soon", "25:00", "mon", "mon 9 10", "tomorow 9", "2026-13-01 9", "9999-01-01T09:00",
        ])
    func refused(typed: String) {
        #expect(throws: (any Error).self) { try MomentWord.parse(typed) }
    }

    @Test("After a day comes the next one of its name, and an end is counted from the beginning")
    func direction() throws {
        let wednesday = now.date
        #expect(try DayWord.parse("wed").date(on: wednesday, looking: .after) == october(14))
        #expect(try DayWord.parse("thu").date(on: wednesday, looking: .after) == october(8))
        let monday = try DayWord.parse("mon").date(on: wednesday, looking: .next)
        #expect(try DayWord.parse("fri").end(of: monday, on: wednesday) == october(16))
        #expect(try DayWord.parse("tomorrow").end(of: wednesday, on: wednesday) == october(8))
    }

    @Test(
        "Each option for a day takes the words of a day",
        arguments: [
            "staff away t01 --from tomorrow --to fri", "staff back t01 --from mon",
            "concern close c1 suicide-risk --level low --plan yes --next tomorrow Seen.",
            "contact reached c1 Fine. --at 18:30", "contact tried c1 --at yesterday\u{A0}18:30",
            "medication start c1 x --for y --by z --until fri --since yesterday",
            "medication refill c1 x fri", "certification sign c1 --from mon",
            "place c1 2.1 --from 3.5 --program Oak --transfer fri",
            "appointment book c1 fri 10:00 --with Ray --place Here",
            "appointment intake c1 fri 10 --with t01", "session list tomorrow", "week tomorrow",
            "session plan mon", "session cancel p1-01 Flooded. --on fri --at 9",
            "attend present c1 --on yesterday", "advance-clock --to tomorrow",
        ])
    func options(line: String) throws {
        let words = line.split(separator: " ").map { String($0).replacing("\u{A0}", with: " ") }
        do {
            _ = try CairnCommand.parseAsRoot(words + (words[0] == "week" ? [] : ["--as", "t01"]))
        } catch {
            Issue.record("\(line): \(CairnCommand.fullMessage(for: error))")
        }
    }
}
