import Messages
import Testing

@testable import ClientSamples
@testable import ClinicClient
@testable import cairn

@Suite("Short forms, as people type them")
struct ShortFormTests {
    @Test(
        "A client is meant by number, letter or id, with blanks around it or not",
        arguments: [
            ("1", "c-0001"), ("c1", "c-0001"), ("C1", "c-0001"), ("c-1", "c-0001"),
            ("C-0001", "c-0001"), ("0001", "c-0001"), (" c-0012 ", "c-0012"),
            ("12345", "c-12345"), ("n-1\u{00A0}", "n-1"), ("n-1\t", "n-1"), ("w-1", "w-1"),
            ("c-x0001", "c-x0001"), ("Ab.9_z-1", "Ab.9_z-1"),
        ])
    func clients(typed: String, id: String) throws {
        #expect(try ClientWord(argument: typed).id() == ClientID(id))
    }

    @Test(
        "What can be no id is refused, and not repeated",
        arguments: ["Jane Doe 1985", "José", "../../etc", "", " ", "a/b", "n-1\nx", "-x"])
    func noClients(typed: String) throws {
        let error = #expect(throws: ClientError.self) { try ClientWord(argument: typed).id() }
        let text = error?.advice.description ?? ""
        #expect(error?.ending == .usage && text.contains("c-0001"))
        #expect(typed.isBlank || !text.contains(typed))
    }

    @Test("Zero is nobody's number")
    func zero() throws {
        // As an id of before it stays what it is: nobody has it.
        #expect(try ClientWord(argument: "0").id() == "0")
    }

    @Test("A word is meant by itself, by another case or by a beginning that no other has")
    func words() throws {
        let known = ["phq-9", "phq-2", "gad-7", "bam", "bam-iop", "c-ssrs-screener"]
        for (typed, meant) in [
            ("phq9", "phq-9"), ("PHQ-2", "phq-2"), ("g", "gad-7"), ("bam", "bam"),
            ("bamiop", "bam-iop"), ("c-ssrs", "c-ssrs-screener"), ("bam-i", "bam-iop"),
        ] {
            #expect(try ShortForm.of(typed, in: known, naming: "form") == meant, "\(typed)")
        }
        for (typed, text) in [
            ("phq", "More than one form begins like that. Use one of: phq-9, phq-2."),
            ("php-9", "Did you mean phq-9?"), ("gda7", "Did you mean gad-7?"),
            ("", "There is no form"), ("--", "There is no form"),
        ] {
            let error = #expect(throws: ClientError.self) {
                try ShortForm.of(typed, in: known, naming: "form")
            }
            #expect(error?.advice.description.contains(text) == true, "\(typed)")
        }
    }

    @Test("A day is today, a weekday or a date; which weekday depends on what is done")
    func days() throws {
        let wednesday = LocalDate(year: 2026, month: 10, day: 7)
        for (typed, next, last, week) in [
            ("today", 7, 7, 7), ("tomorrow", 8, 8, 8), ("yesterday", 6, 6, 6), ("wed", 7, 7, 7),
            ("Mon", 12, 5, 5), ("friday", 9, 2, 9), ("thurs", 8, 1, 8), ("2026-10-20", 20, 20, 20),
        ] {
            let day = try DayWord.parse(typed)
            let found = [DayWord.Direction.next, .last, .thisWeek].map {
                day.date(on: wednesday, looking: $0)
            }
            let wanted = [next, last, week].map { LocalDate(year: 2026, month: 10, day: $0) }
            #expect(found == wanted, "\(typed)")
        }
        for typed in ["", "m", "mo", "next", "2026-13-01", "0000-01-01", "mondays"] {
            #expect(throws: (any Error).self, "\(typed)") { try DayWord.parse(typed) }
        }
    }

    @Test("Ratings are read by number or name, all of them or none")
    func ratings() throws {
        let read = { try RateCommand.read($0, by: "asam-3").map { [$0.dimension, $0.rating] } }
        #expect(try read(["1=0", "6=4"]) == [[1, 0], [6, 4]])
        #expect(try read(["recovery=4", "readiness=2"]) == [[6, 4], [4, 2]])
        for words in [["1"], ["1=5"], ["1=-1"], ["7=0"], ["1=0", "1=1"], ["x=1"], ["=1"], ["1="]] {
            #expect(throws: ClientError.self, "\(words)") { try read(words) }
        }
    }
}
