import ClinicalRules
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

    @Test("An id is meant by its beginning or its end, where no other has it")
    func ids() throws {
        let known: [AlertID] = [
            "0199a3f2-7a01-7c11-8f3e-5d2b9c04a1e7", "0199a3f2-7a05-7d52-9a0b-1c44e8b2f6d3",
        ]
        func id(_ typed: String) throws(ClientError) -> AlertID {
            try ShortForm.id(typed, in: known, naming: "open alert", more: "See the list.")
        }
        for (typed, place) in [
            (known[0].text, 0), ("1e7", 0), ("F6D3", 1), ("0199a3f2-7a05", 1),
        ] {
            #expect(try id(typed) == known[place], "\(typed)")
        }
        for (typed, text) in [
            ("0199", "More than one"), ("e7", "There is no open alert"), ("", "There is no"),
            ("0199a3f2-7a05-7d52-9a0b-1c44e8b2f6d4", "Did you mean \(known[1])?"),
        ] {
            let error = #expect(throws: ClientError.self) { try id(typed) }
            #expect(error?.advice.description.contains(text) == true, "\(typed)")
        }
    }

    @Test("An alert is meant by its id or by its client, and never by what may be both")
    func alerts() throws {
        let now = Timestamp(milliseconds: 1_795_442_400_000)
        func alert(_ id: AlertID, _ client: ClientID, _ kind: AlertKind = .suicideRisk) -> OpenAlert
        {
            OpenAlert(
                alert: id, client: client, kind: kind, urgency: .now, raised: now, due: now,
                guidance: "-", isSourceRetracted: false)
        }
        let open = [
            alert("aaa-111", "c-0001"), alert("bbb-222", "c-0001"), alert("ccc-333", "c-0002"),
            alert("ddd-444", "c-0002", .dangerAtHome), alert("123-eee", "c-0123"),
        ]
        func meant(_ typed: String) throws -> [AlertID] {
            try AlertsAckCommand.meant(by: typed, of: open).map(\.alert)
        }
        #expect(try meant("aaa-111") == ["aaa-111"])
        #expect(try meant("333") == ["ccc-333"])
        #expect(try meant("c1") == ["aaa-111", "bbb-222"])
        for (typed, text) in [
            ("c2", "more than one danger"), ("123", "as well as an alert"), ("c9", "no open alert"),
        ] {
            let error = #expect(throws: ClientError.self) { try meant(typed) }
            let told = error?.advice.description ?? ""
            #expect(told.contains(text) && !told.contains("danger-at-home"), "\(typed): \(told)")
        }
    }

    @Test("The fourth edition is rated by the words of its file, whole, in any case")
    func words4() throws {
        let read = { try RateCommand.read($0, by: "asam-4").map { [$0.dimension, $0.rating] } }
        #expect(try read(["1=any", "3=2.1-COE", "2=4"]) == [[1, 0], [3, 6], [2, 4]])
        #expect(try read(["recovery=evaluate"]) == [[5, 5]])
        for (word, near) in [
            ("3=2.1-co", "Did you mean 2.1-coe?"), ("1=evalute", "Did you mean evaluate?"),
            ("3=3", "any, 1.5, 2.1, 2.1-coe, 2.5-coe, 3.1-coe, 3.5-coe, 3.7-coe, 4, evaluate"),
            ("2=2", "any, 1.5"),
        ] {
            let error = #expect(throws: ClientError.self) { try read([word]) }
            #expect(error?.advice.description.contains(near) == true, "\(word)")
        }
        // Each word of each edition is read as what it is, and shown again as it was typed.
        for edition in PlacementEditions.all {
            let page = RatingWord.page(of: edition)
            for (place, dimension) in edition.dimensions.enumerated() {
                for rating in dimension.ratings {
                    let word = "\(dimension.number)=\(rating.said)"
                    let found = try RateCommand.read([word], by: edition.id)
                    #expect(found.map(\.rating) == [rating.value], "\(edition.id) \(word)")
                    #expect(
                        RatingWord.said(rating.value, of: dimension.number, by: edition.id)
                            == rating.said)
                    #expect(page[place + 1][2].contains(rating.said))
                }
            }
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
