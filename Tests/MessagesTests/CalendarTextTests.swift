import Messages
import Testing

@Suite("Dates and times as text")
struct CalendarTextTests {
    @Test(
        "A moment is read to the millisecond, and written so",
        arguments: [
            ("1970-01-01T00:00:00Z", 0, "1970-01-01T00:00:00.000Z"),
            ("1970-01-01T00:00:00.5Z", 500, "1970-01-01T00:00:00.500Z"),
            ("1970-01-01T00:00:00.12Z", 120, "1970-01-01T00:00:00.120Z"),
            ("1970-01-01T00:00:01.001Z", 1001, "1970-01-01T00:00:01.001Z"),
            ("1970-01-01T00:00:00.999999999Z", 999, "1970-01-01T00:00:00.999Z"),
            ("1969-12-31T23:59:59.999Z", -1, "1969-12-31T23:59:59.999Z"),
            ("2026-11-23T14:05:09.120Z", 1_795_442_709_120, "2026-11-23T14:05:09.120Z"),
        ])
    func moment(text: String, milliseconds: Int64, written: String) {
        #expect(Timestamp(text)?.milliseconds == milliseconds)
        #expect(Timestamp(text)?.description == written)
    }

    @Test(
        "Another form of a moment is refused",
        arguments: [
            "", "2026-11-23T14:05:09", "2026-11-23T14:05:09+00:00", "2026-11-23 14:05:09Z",
            "2026-11-23T14:05:60Z", "2026-11-23T14:05:+9Z", "2026-11-23T14:05:09.Z",
            "2026-11-23T14:05:09.1234567890Z", "2026-11-23T14:05:09,120Z",
            "2026-11-23T14:05:09.1aZ",
            "2026-02-30T14:05:09Z", "2026-11-23T25:05:09Z", "2026-11-23T14-05:09Z",
            "2026-11-23T14:05:09ZZ",
        ])
    func otherMoment(text: String) { #expect(Timestamp(text) == nil) }

    @Test(
        "A day that the calendar has is read",
        arguments: ["0001-01-01", "2024-02-29", "9999-12-31"])
    func day(text: String) { #expect(LocalDate(text)?.description == text) }

    @Test(
        "A day that it does not have is refused, and another form",
        arguments: [
            "", "2023-02-29", "2026-04-31", "2026-13-01", "2026-00-10", "2026-01-00", "2026-1-001",
            "26-11-23", "2026-11-2", "2026/11/23", "2026-11-23 ", "+026-11-23", "2026-+1-23",
            "２026-1",
        ])
    func otherDay(text: String) { #expect(LocalDate(text) == nil) }

    @Test("Over 400 years each month has the days that it has, and none more")
    func months() throws {
        for year in 1900..<2300 {
            for month in 1...12 {
                let text = (28...31).map { "\(year)-\(month < 10 ? "0" : "")\(month)-\($0)" }
                // What the day number stands for, reckoned the other way.
                let days = text.filter { LocalDate($0)?.description == $0 }
                let next = LocalDate(
                    year: month < 12 ? year : year + 1, month: month % 12 + 1, day: 1)
                let last = next.advanced(by: -1).description
                #expect(days.last == last && text.compactMap { LocalDate($0) }.count == days.count)
            }
        }
    }

    @Test(
        "The end of a day is a time, no minute after it is",
        arguments: [("24:00", 1440), ("00:00", 0), ("09:30", 570)])
    func time(text: String, minutes: Int) {
        #expect(TimeOfDay(text)?.minutes == minutes)
        #expect(TimeOfDay(text)?.description == text)
    }

    @Test(
        "Another form of a time is refused",
        arguments: ["", "24:01", "9:30", "09:60", "25:00", "+9:30", "09:+3", "09-30", "09:300"])
    func otherTime(text: String) { #expect(TimeOfDay(text) == nil) }

    @Test("A local time is a day and a time with a T between")
    func local() {
        #expect(LocalDateTime("2026-11-23T09:30")?.description == "2026-11-23T09:30")
        for text in ["", "2026-11-23 09:30", "2026-11-23T09:30:00", "2026-11-23T", "T09:30"] {
            #expect(LocalDateTime(text) == nil)
        }
    }

    @Test(
        "An earlier moment has the clinic's date of that time, to the second before midnight",
        arguments: [
            ("2026-11-24T06:00:00Z", "2026-11-24"), ("2026-11-24T05:59:59Z", "2026-11-23"),
            ("2026-11-23T06:00:00Z", "2026-11-23"), ("1969-12-31T05:59:59Z", "1969-12-30"),
        ])
    func earlier(time: String, date: String) throws {
        // 00:01:10 in Chicago: a local time has no seconds.
        let utc = try #require(Timestamp("2026-11-24T06:01:10Z"))
        let now = try #require(Moment(utc, timeZone: "America/Chicago"))
        let time = try #require(Timestamp(time))
        #expect(now.localDate(of: time).description == date)
    }
}
