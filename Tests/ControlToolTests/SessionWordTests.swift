import ClinicClient
import Messages
import TestKit
import Testing

@testable import ClientSamples
@testable import cairn

@Suite("Sessions, as people type them")
struct SessionWordTests {
    private let clinic = Clinic.small
    private let today = LocalDate(year: 2026, month: 10, day: 7)

    private func line(
        _ group: GroupID?, _ day: Int, _ time: String, by clinician: StaffID = "t01"
    ) throws -> CalendarLine {
        let date = LocalDate(year: 2026, month: 10, day: day)
        let start = try #require(TimeOfDay(time))
        return CalendarLine(
            session: SessionID("\(date.weekStart).\(group?.text ?? clinician.text).x-\(time)"),
            group: group, start: LocalDateTime(date: date, time: start),
            end: LocalDateTime(date: date, time: TimeOfDay(minutes: start.minutes + 60)),
            room: "g1", clinician: clinician, expected: ["c-0001"], recorded: [])
    }

    @Test(
        "A group or a person, a day and a time, or the id; what follows is left",
        arguments: [
            ("today 09:00", nil, "today", "09:00", ""), ("mon 9", nil, "mon", "09:00", ""),
            ("p1-01 mon 0900", "p1-01", "mon", "09:00", ""), ("p1-01", "p1-01", nil, nil, ""),
            ("t01 9:30", "t01", nil, "09:30", ""), ("9:00", nil, nil, "09:00", ""),
            ("P1-01 The room", "p1-01", nil, nil, "The room"),
            ("p1-01 Monday is a holiday", "p1-01", nil, nil, "Monday is a holiday"),
            ("mon 9 Flooded.", nil, "mon", "09:00", "Flooded."),
            ("yesterday", nil, "yesterday", nil, ""),
        ] as [(String, String?, String?, String?, String)])
    func words(typed: String, holder: String?, day: String?, time: String?, rest: String) throws {
        let words = typed.split(separator: " ").map(String.init)
        let taken = try #require(SessionWord.take(from: words[...], in: clinic))
        #expect(taken.session.holder == holder)
        #expect(taken.session.day == (try day.map(DayWord.parse)))
        #expect(taken.session.time == time.flatMap { TimeOfDay($0) })
        #expect(taken.rest.joined(separator: " ") == rest)
    }

    @Test("A number alone, a reason and a client's id are no session; an id is one by itself")
    func none() {
        for typed in ["9", "1 2 3", "The room", "monday is", "25:00", "09:61", "c-0001"] {
            let words = typed.split(separator: " ").map(String.init)
            #expect(SessionWord.take(from: words[...], in: clinic) == nil, "\(typed)")
        }
        let id = "2026-10-05.p1-01.mon-0900"
        #expect(SessionWord.read([id], in: clinic)?.id == SessionID(id))
        #expect(SessionWord.read([id, "more"], in: clinic) == nil)
    }

    @Test("Of several each is named by a command that means it alone, and so are the near ones")
    func ambiguous() throws {
        let lines = [
            try line("p1-01", 7, "09:00"), try line("p2-01", 7, "09:00", by: "t02"),
            try line(nil, 5, "13:00"), try line("p1-01", 9, "09:00"),
        ]
        for looked in [DayWord.Direction.last, .next] {
            for line in lines {
                let typed = line.typed(on: today, looking: looked).split(separator: " ")
                let word = try #require(SessionWord.read(typed.map(String.init), in: clinic))
                let day = word.date(on: today, looking: looked)
                let found = lines.filter { $0.start.date == day && word.fits($0) }
                #expect(found == [line])
            }
        }
        let search = SessionSearch(
            actor: Actor(staff: "fd1", role: .frontDesk), today: today, direction: .next
        ) { typed in
            "cairn staff cover \(typed) t03"
        }
        let several = #expect(throws: ClientError.self) {
            try search.one(of: Array(lines.prefix(2)), among: lines)
        }
        let text = several?.advice.description ?? ""
        #expect(text.contains("`cairn staff cover p1-01 today 09:00 t03`"))
        #expect(text.contains("`cairn staff cover p2-01 today 09:00 t03`"))
        let nothing = #expect(throws: ClientError.self) {
            try search.one(of: [], among: [lines[2]])
        }
        #expect(nothing?.advice.description.contains("t01 2026-10-05 13:00 t03`") == true)
        #expect(nothing?.advice.problem.contains("No such session") == true)
        #expect(try search.one(of: [lines[0]], among: lines) == lines[0])
    }

    @Test("The day's list has sessions and intakes in order of time, and who is written down")
    func list() throws {
        let intake = IntakeAppointment(
            client: "c-0002", appointment: "a-1", with: "t02",
            at: LocalDateTime(date: today, time: TimeOfDay(minutes: 570)), way: "phone")
        let list = SessionList(
            lines: [try line("p1-01", 7, "09:00"), try line(nil, 7, "10:00")], intakes: [intake])
        let text = list.lines(of: [today])
        #expect(text.count == 5 && text[0] == "wed 2026-10-07")
        #expect(text[2].contains("09:00-10:00") && text[2].contains("0 of 1"))
        #expect(text[3].contains("intake") && text[3].contains("c-0002"))
        #expect(text[4].contains("individual"))
        #expect(list.lines(of: [today.advanced(by: 1)]) == ["No sessions on 2026-10-08."])
    }

    @Test(
        "A weekly time is read as people write it",
        arguments: [
            ("mon 09:00-17:00", "mon 09:00-17:00"), ("Monday 9-17", "mon 09:00-17:00"),
            ("TUE 8:30-12", "tue 08:30-12:00"), ("mon 17-9", nil), ("today 9-17", nil),
            ("mon 9", nil), ("9-17", nil),
        ] as [(String, String?)])
    func weekly(typed: String, time: String?) throws {
        guard let time else {
            #expect(throws: ClientError.self) { try WeeklyTimes.read([typed]) }
            return
        }
        #expect(try WeeklyTimes.read([typed]).map(\.description) == [time])
    }

    @Test("A day that is misspelt is answered with the near one")
    func nearDay() {
        let error = #expect(throws: (any Error).self) { try DayWord.parse("tomorow") }
        #expect("\(error.map { "\($0)" } ?? "")".contains("Did you mean tomorrow?"))
    }
}
