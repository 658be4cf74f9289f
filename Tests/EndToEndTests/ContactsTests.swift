import Foundation
import Messages
import Testing

extension RealProcesses {
    @Suite("Contacts, as a person writes them down", .timeLimit(.minutes(5)))
    struct ContactsTests {
        @Test("Nobody's silence climbs; what was tried, reached and heard of does what it says")
        func contacts() async throws {
            try await RunningClinic.with("contacts", plugins: []) { clinic in
                try await clinic.up()
                let deeds = Deeds(clinic)
                try await deeds.bringIn("k-1")
                // A week, and eleven days on which nobody tries.
                #expect(try await clinic.cairn("advance-clock", "--hours", "432").code == 0)
                let due = try await deeds.next(of: "k-1")
                #expect(due.contact != nil && due.rung == 0)
                let discharge = DischargeClient(client: "k-1", reason: "Lost.")
                #expect(try await deeds.refused(discharge).contains("not exhausted"))

                // Five words for what is needed most often.
                let reached = try await clinic.cairn("contact", "reached", "k-1", "--as", "cm1")
                #expect(reached.code == 0, "\(reached.errors)")
                #expect(reached.output.contains("The next contact is on"), "\(reached.output)")
                #expect(try await deeds.next(of: "k-1").contact == nil)
                for list in [["client", "show", "k-1"], ["week"]] {
                    let shown = try await clinic.cairn(
                        list + ["--reveal", "A call.", "--as", "cm1"])
                    #expect(shown.output.contains("not reached for"), "\(shown.output)")
                }

                // The client phones before the due day, and it is written down a day later.
                let now = try #require(try await clinic.status()).time
                let today = try #require(LocalDate(String(now.prefix(10))))
                let evening = "\(today.advanced(by: -1))T18:30"
                let late = try await clinic.cairn(
                    "contact", "reached", "k-1", "--at", evening, "--incoming", "--by", "t01",
                    "--as", "cm1")
                #expect(late.code == 0, "\(late.errors)")
                let future = try await clinic.cairn(
                    "contact", "tried", "k-1", "--at", "\(today.advanced(by: 2))T08:00", "--as",
                    "cm1")
                #expect(future.code != 0 && future.errors.contains("in the future"))
                #expect(future.errors.contains("Record it once it has happened"))

                let used = try await clinic.cairn(
                    "contact", "used", "k-1", "A", "friend", "phoned.", "--as", "fd1")
                #expect(used.code == 0, "\(used.errors)")
                #expect(used.output.contains("within 24 hours"), "\(used.output)")
                #expect(today.days(until: try await deeds.next(of: "k-1").due) <= 1)

                let ended = try await clinic.cairn(
                    "contact", "end", "k-1", "moved", "The", "sister", "told", "it.", "--as",
                    "t01")
                #expect(ended.code == 0, "\(ended.errors)")
                #expect(try await !deeds.ask(NextContacts()).contains { $0.client == "k-1" })
                let again = try await clinic.cairn(
                    "contact", "end", "k-1", "vanished", "So.", "--as", "t01")
                #expect(again.code != 0 && again.errors.contains("do-not-call"))
            }
        }

        @Test("Whoever nobody writes down is followed up; level 1 is a phase; danger is reviewed")
        func treatment() async throws {
            try await RunningClinic.with("unrecorded", plugins: []) { clinic in
                try await clinic.up()
                let deeds = Deeds(clinic)
                try await deeds.advance(to: "2026-10-06T08:00")
                try await deeds.bringIn("u-1")
                try await deeds.place("u-1")
                try await deeds.bringIn("u-2")
                try await deeds.place("u-2", rating: 1, at: .outpatient)
                let stays = try await deeds.ask(Enrollments())
                #expect(stays.first { $0.client == "u-2" }?.phase == "p2")

                // A week without any record of attendance: nobody counts as in treatment by that.
                try await deeds.advance(to: "2026-10-16T08:00")
                let next = try await deeds.wait(for: NextContacts()) { contacts in
                    contacts.first { $0.client == "u-1" && $0.situation == .unrecorded }
                }
                #expect(next.reason?.contains("within 2 days") == true)

                // Use that rose: a review at once, in the first phase too. The monthly form tells it
                // after the weekly one.
                for (form, use) in [("bam-iop", 0), ("bam", 1)] {
                    let names =
                        ["A", "B", "C", "D", "E", "F", "G"].map { "7\($0)" }
                        + (1...17).filter { $0 != 7 }.map { "\($0)" }
                    let items = names.map { ($0, ItemAnswer(value: $0 == "4" ? use : 0)) }
                    let answers = Dictionary(uniqueKeysWithValues: items)
                    try await deeds.give(
                        SubmitQuestionnaire(
                            client: "u-1", instrument: form, answers: answers))
                }
                _ = try await deeds.wait(for: Enrollments()) { stays in
                    stays.first { $0.client == "u-1" && $0.review == .higherLevel }
                }
                let away = try await clinic.cairn(
                    "phase", "keep", "u-1", "In", "hospital.", "--not-held", "--as", "t01")
                #expect(away.output.contains("was not held"), "\(away.errors)")
                #expect(away.output.contains("falls due again"), "\(away.output)")
                let week = try await clinic.cairn("week", "--reveal", "Review.", "--as", "dir")
                #expect(week.output.contains("u-1: In hospital."), "\(week.output)\(week.errors)")
                let told = try await deeds.wait(for: ClientTimeline(client: "u-1")) { lines in
                    lines.map { "\($0)" }.first { $0.contains("phase-kept") }
                }
                #expect(told.contains("wasNotHeld"), "\(told)")
                try await clinic.isGreen()
            }
        }
    }
}

extension Deeds {
    fileprivate func next(of client: ClientID) async throws -> NextContact {
        try #require(try await ask(NextContacts()).first { $0.client == client })
    }
}
