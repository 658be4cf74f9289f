import Foundation
import Messages
import TestKit
import Testing

@testable import ClinicalRules

@Suite("Which forms are due")
struct FormScheduleTests {
    /// A client's forms, and a clinic that asks for them.
    private struct Client {
        var history = FormHistory()
        var clinic = Clinic.example(staff: [Clinic.Staff("t01")])
        var stage: FormStage
        private var count = 0

        /// Somebody who is in treatment since a time, in a phase since another.
        init(since opened: String, phase: Int = 1, firstPhase: Int = 1, phaseSince: String? = nil)
            throws
        {
            stage = .elsewhere
            stage = .treatment(
                FormStage.Stay(
                    opened: try moment(opened).utc, firstPhase: firstPhase, phase: phase,
                    since: try moment(phaseSince ?? opened).utc))
        }

        func moment(_ text: String) throws -> Moment {
            let local = try #require(LocalDateTime(text))
            return try #require(Moment(local, timeZone: clinic.timeZone))
        }

        mutating func hand(in id: String, at time: String, _ answers: [String: ItemAnswer]? = nil)
            throws
        {
            count += 1
            let instrument = try #require(InstrumentLibrary.instrument(id))
            let answers =
                answers
                ?? Dictionary(
                    uniqueKeysWithValues: instrument.items.map { item in
                        (item.key, ItemAnswer(value: instrument.answers(to: item).values[0]))
                    })
            let form = QuestionnaireSubmitted(
                client: "c-1", submission: SubmissionID("f-\(count)"), instrument: id,
                answers: answers)
            history.add(form, at: try moment(time).utc)
            guard let score = instrument.judge(answers, banding: nil).score else { return }
            history.settle(
                QuestionnaireScored(
                    client: "c-1", submission: form.submission, instrument: id,
                    policy: score.policy, scores: score.scores, bands: score.bands,
                    flags: score.flags))
        }

        /// What is due of one instrument.
        func due(_ id: String, at time: String) throws -> FormDue? {
            try all(at: time).first { $0.instrument.id == id }
        }

        func all(at time: String, of instruments: [Instrument] = InstrumentLibrary.all) throws
            -> [FormDue]
        {
            var schedule = FormSchedule(of: instruments, in: clinic, at: try moment(time))
            return schedule.due(by: history, at: stage)
        }
    }

    @Test(
        "Each cadence at its boundaries: not a day before the first, late after the last",
        arguments: [
            ("bam-iop", 1, 7, 9), ("bam-iop", 2, 7, 9), ("phq-9", 1, 14, 28),
            ("phq-9", 3, 14, 28), ("gad-7", 1, 14, 28), ("who-5", 1, 28, 31),
            ("barc-10", 2, 28, 31), ("bam", 3, 28, 31), ("readiness-ruler", 1, 7, 9),
        ])
    func boundaries(id: String, phase: Int, fewest: Int, most: Int) throws {
        var client = try Client(since: "2026-09-01T10:00", phase: phase)
        try client.hand(in: id, at: "2026-09-08T17:30")
        let last = try #require(LocalDate("2026-09-08"))
        let (first, before) = (last.advanced(by: fewest), last.advanced(by: fewest - 1))
        #expect(try client.due(id, at: "\(before)T23:59") == nil)
        let due = try #require(try client.due(id, at: "\(first)T00:00"))
        #expect(due.since == (try client.moment("\(first)T00:00").utc))
        #expect(due.term == .day(last.advanced(by: most)))
        // The same duty as long as it is not done, however late.
        #expect(try client.due(id, at: "\(last.advanced(by: 90))T12:00") == due)
        try client.hand(in: id, at: "\(first)T09:00")
        #expect(try client.due(id, at: "\(first)T10:00") == nil)
    }

    @Test("The first of each is due within a week of the enrollment, and those of intake once")
    func first() throws {
        var client = try Client(since: "2026-09-01T10:00")
        let due = try client.all(at: "2026-09-01T10:00")
        #expect(
            due.map(\.instrument.id) == [
                "audit", "bam-iop", "barc-10", "c-ssrs-screener", "dast-10", "gad-7", "phq-9",
                "readiness-ruler", "who-5",
            ])
        #expect(Set(due.map(\.term)) == [.day(try #require(LocalDate("2026-09-08")))])
        for form in due {
            try client.hand(in: form.instrument.id, at: "2026-09-03T09:00")
        }
        #expect(try client.all(at: "2026-09-09T23:00").isEmpty)
        let later = try client.all(at: "2027-06-01T09:00").map(\.instrument.id)
        #expect(
            later == ["bam-iop", "barc-10", "gad-7", "phq-9", "readiness-ruler", "who-5"])
    }

    @Test("A form of the intake counts as the first, and is not asked again before its time")
    func beforeTreatment() throws {
        var client = try Client(since: "2026-09-10T10:00")
        try client.hand(in: "phq-9", at: "2026-09-02T10:00")
        try client.hand(in: "audit", at: "2026-09-02T10:00")
        try client.hand(in: "bam-iop", at: "2026-08-20T10:00")
        #expect(try client.due("phq-9", at: "2026-09-15T23:00") == nil)
        #expect(try client.due("phq-9", at: "2026-09-16T00:00") != nil)
        #expect(try client.due("audit", at: "2026-09-16T00:00") == nil)
        // One that is older than its time is due with the enrollment, and nobody is late for it.
        let weekly = try #require(try client.due("bam-iop", at: "2026-09-10T10:00"))
        #expect(weekly.since == (try client.moment("2026-09-10T10:00").utc))
        #expect(weekly.term == .day(try #require(LocalDate("2026-09-17"))))
    }

    @Test(
        "Days are days of the calendar, also where the clock is set",
        arguments: [("2026-10-27", "2026-11-03"), ("2027-03-09", "2027-03-16")])
    func clockChange(last: String, next: String) throws {
        var client = try Client(since: "\(last)T08:00")
        try client.hand(in: "bam-iop", at: "\(last)T23:30")
        let before = try #require(LocalDate(next)).advanced(by: -1)
        #expect(try client.due("bam-iop", at: "\(before)T23:59") == nil)
        let due = try #require(try client.due("bam-iop", at: "\(next)T00:00"))
        #expect(due.since == (try client.moment("\(next)T00:00").utc))
    }

    @Test("On a day without staff nothing is late: the next day with staff counts")
    func closures() throws {
        var client = try Client(since: "2026-11-02T10:00")
        client.clinic.closures = ["2026-11-26", "2026-11-27"].compactMap { LocalDate($0) }
        // A Tuesday: nine days later is Thanksgiving, and after the bridge comes a Saturday.
        try client.hand(in: "bam-iop", at: "2026-11-17T10:00")
        let due = try #require(try client.due("bam-iop", at: "2026-11-24T08:00"))
        #expect(due.term == .day(try #require(LocalDate("2026-11-26"))))
        var hours = StaffHours(client.clinic)
        let late = hours.due(after: due.since, within: due.term, of: due.instrument.roles)
        #expect(late == (try client.moment("2026-11-28T21:00").utc))
    }

    @Test("A phase asks for its own forms, and a change of phase makes nobody late")
    func phases() throws {
        var client = try Client(
            since: "2026-09-01T10:00", phase: 2, phaseSince: "2026-10-13T09:00")
        #expect(try client.due("readiness-ruler", at: "2026-10-20T09:00") == nil)
        // Not done since the enrollment: it is as late in the second phase as in the first.
        let weekly = try #require(try client.due("bam-iop", at: "2026-10-20T09:00"))
        #expect(weekly.since == (try client.moment("2026-09-01T10:00").utc))
        client = try Client(since: "2026-09-01T10:00", phase: 3, phaseSince: "2026-11-10T09:00")
        let monthly = try #require(try client.due("bam", at: "2026-11-10T09:00"))
        #expect(monthly.since == (try client.moment("2026-11-10T09:00").utc))
        #expect(monthly.term == .day(try #require(LocalDate("2026-11-17"))))
        try client.hand(in: "bam-iop", at: "2026-11-09T09:00")
        #expect(try client.due("bam-iop", at: "2026-12-20T09:00") == nil)
    }

    @Test("Whoever refused was asked; a form that is not whole for another reason is still due")
    func refused() throws {
        let whole = ["1", "2", "3", "4", "5", "6"].map { ($0, ItemAnswer(value: 0)) }
        for (missing, isDue) in [
            (ItemAnswer(missing: .refused), false), (ItemAnswer(missing: .notAsked), true),
        ] {
            var client = try Client(since: "2026-09-01T10:00")
            let answers = Dictionary(uniqueKeysWithValues: whole + [("7", missing)])
            try client.hand(in: "gad-7", at: "2026-09-02T10:00", answers)
            #expect((try client.due("gad-7", at: "2026-09-03T10:00") != nil) == isDue)
            #expect(try client.due("gad-7", at: "2026-09-16T10:00") != nil)
        }
        var client = try Client(since: "2026-09-01T10:00")
        try client.hand(in: "gad-7", at: "2026-09-02T10:00", ["1": ItemAnswer(value: 1)])
        #expect(try client.due("gad-7", at: "2026-09-03T10:00") != nil)
    }

    @Test("After the program its forms come at 1, 3, 6, 9 and 12 months, and then no more")
    func aftercare() throws {
        var client = try Client(since: "2026-01-01T10:00")
        client.stage = .aftercare(since: try client.moment("2026-03-01T16:00").utc)
        let start = try #require(LocalDate("2026-03-01"))
        for mark in [30, 91, 182, 273, 365] {
            let early = start.advanced(by: mark - 7)
            #expect(try client.due("bam", at: "\(early.advanced(by: -1))T23:59") == nil)
            let due = try #require(try client.due("bam", at: "\(early)T00:00"), "\(mark)")
            #expect(due.term == .day(start.advanced(by: mark + 7)))
            // One that did not come is not asked for for ever.
            let limit = start.advanced(by: mark + 28)
            #expect(try client.due("bam", at: "\(limit)T12:00") == due)
            #expect(try client.due("bam", at: "\(limit.advanced(by: 1))T12:00") == nil)
            try client.hand(in: "bam", at: "\(early)T09:00")
            #expect(try client.due("bam", at: "\(early)T10:00") == nil)
        }
        // The forms of the end itself are asked for as long.
        let end = ["barc-10", "c-ssrs-screener", "gad-7", "phq-9"]
        #expect(try client.all(at: "2026-03-20T10:00").map(\.instrument.id) == end)
        #expect(try client.all(at: "2026-03-30T10:00").allSatisfy { $0.instrument.id == "who-5" })
    }

    @Test("A clinic chooses its instruments; what an answer asks for is asked all the same")
    func chosen() throws {
        var client = try Client(since: "2026-09-01T10:00")
        client.clinic.policies.instruments = ["phq-2", "sds"]
        #expect(
            try client.all(at: "2026-09-01T10:00").map(\.instrument.id) == ["phq-2", "sds"])
        try client.hand(
            in: "phq-2", at: "2026-09-02T10:00",
            ["1": ItemAnswer(value: 2), "2": ItemAnswer(value: 1)])
        let due = try #require(try client.due("phq-9", at: "2026-09-02T11:00"))
        #expect(due.term == .day(try #require(LocalDate("2026-09-05"))))
        try client.hand(in: "phq-9", at: "2026-09-03T10:00")
        #expect(try client.due("phq-9", at: "2026-10-30T10:00") == nil)
    }

    @Test("A screen is due within 24 hours of a return to use and of an answer that asks for it")
    func occasions() throws {
        let nobody = try Client(since: "2026-09-01T10:00")
        let time = "2026-09-12T23:00"
        func screen(after change: (inout Client) throws -> Void) throws -> FormDue? {
            var client = nobody
            client.stage = .elsewhere
            try client.hand(in: "c-ssrs-screener", at: "2026-09-12T22:00")
            try change(&client)
            return try client.due("c-ssrs-screener", at: "2026-09-13T03:00")
        }
        let at = try nobody.moment(time).utc
        #expect(try screen { _ in } == nil)
        let lapse = try #require(try screen { $0.history.tellReturnToUse(at: at) })
        #expect(lapse.since == at && lapse.term == .hours(24))
        // Also of a form that is not whole, and whatever the total is.
        let item = try #require(
            try screen { try $0.hand(in: "phq-9", at: time, ["9": ItemAnswer(value: 1)]) })
        #expect(item.since == at && item.term == .hours(24))
        #expect(
            try screen { try $0.hand(in: "phq-9", at: time, ["9": ItemAnswer(value: 0)]) } == nil)
        let used = { (days: Int) -> [String: ItemAnswer] in
            // The three forms have the same items.
            let instrument = try #require(InstrumentLibrary.instrument("bam-iop"))
            var answers = Dictionary(
                uniqueKeysWithValues: instrument.items.map { ($0.key, ItemAnswer(value: 0)) })
            answers["4"] = ItemAnswer(value: days)
            return answers
        }
        // Use after none is a return to it; use that goes on is no news.
        #expect(
            try screen {
                try $0.hand(in: "bam-iop", at: "2026-09-05T10:00", try used(0))
                try $0.hand(in: "bam-iop", at: time, try used(2))
            } != nil)
        #expect(
            try screen {
                try $0.hand(in: "bam-iop", at: "2026-09-05T10:00", try used(1))
                try $0.hand(in: "bam-iop", at: time, try used(2))
            } == nil)
        #expect(try screen { try $0.hand(in: "bam-iop", at: time, try used(2)) } == nil)
        // From phase 3 on the monthly form tells it, after the weekly one as after its own.
        for (before, day) in [
            ("bam-iop", "2026-09-05"), ("bam", "2026-08-12"), ("bam-r", "2026-08-12"),
        ] {
            for form in ["bam", "bam-r"] {
                #expect(
                    try screen {
                        try $0.hand(in: before, at: "\(day)T10:00", try used(0))
                        try $0.hand(in: form, at: time, try used(1))
                    } != nil, "\(before) \(form)")
            }
        }
        // It looks back on a month: use of which the weekly form told is no news.
        #expect(
            try screen {
                try $0.hand(in: "bam-iop", at: "2026-08-29T10:00", try used(1))
                try $0.hand(in: "bam-iop", at: "2026-09-05T10:00", try used(0))
                try $0.hand(in: "bam", at: time, try used(1))
            } == nil)
        // One that is not whole tells it too.
        #expect(
            try screen {
                try $0.hand(in: "bam", at: "2026-08-12T10:00", try used(0))
                try $0.hand(in: "bam", at: time, ["4": ItemAnswer(value: 1)])
            } != nil)
        // It is over with the screen, and with the episode.
        #expect(
            try screen {
                $0.history.tellReturnToUse(at: at)
                try $0.hand(in: "c-ssrs-screener", at: time)
            } == nil)
        #expect(
            try screen {
                $0.history.tellReturnToUse(at: at)
                $0.history.end()
            } == nil)
    }

    @Test("Two reasons for one form are one form, and what is urgent comes before the routine")
    func once() throws {
        var client = try Client(since: "2026-09-01T10:00")
        client.history.tellReturnToUse(at: try client.moment("2026-09-02T10:00").utc)
        try client.hand(in: "phq-9", at: "2026-09-03T10:00", ["9": ItemAnswer(value: 2)])
        let due = try client.all(at: "2026-09-03T10:00")
        #expect(Set(due.map(\.instrument.id)).count == due.count)
        #expect(due.first?.instrument.id == "c-ssrs-screener")
        #expect(due.first?.since == (try client.moment("2026-09-02T10:00").utc))
    }

    @Test("The instrument of the documented recipe falls due once its file is there")
    func recipe() throws {
        let page = try String(
            contentsOf: Golden.root().appending(path: "docs/clinical/instruments.md"),
            encoding: .utf8)
        let text = try #require(page.firstMatch(of: /```json\n([^`]*)```/)?.output.1)
        let added = try InstrumentFile.read(Array(text.utf8), named: "week-3.json")
        var client = try Client(since: "2026-09-01T10:00")
        let instruments = InstrumentLibrary.all + [added]
        let due = try client.all(at: "2026-09-01T10:00", of: instruments)
        #expect(due.contains { $0.instrument.id == "week-3" })
        // A clinic that names its instruments has to name this one.
        client.clinic.policies.instruments = ["phq-9"]
        let other = try client.all(at: "2026-09-01T10:00", of: instruments)
        #expect(!other.contains { $0.instrument.id == "week-3" })
    }

    @Test("What an occasion names is there, and nothing but one guidance asks for a form twice")
    func walk() throws {
        for instrument in InstrumentLibrary.all {
            for occasion in instrument.cadence.occasions ?? [] where occasion.form != nil {
                let form = try #require(
                    occasion.form.flatMap(InstrumentLibrary.instrument), "\(instrument.id)")
                for item in occasion.items ?? [] { #expect(form.item(item) != nil) }
                if let scale = occasion.scale { #expect(form.scale(scale) != nil) }
            }
        }
        let nurses = InstrumentLibrary.all.filter { $0.roles.first == .nurse }.map(\.id)
        #expect(nurses == ["ciwa-ar", "cows"])
    }

    @Test(
        "A cadence that cannot be meant is refused with its place",
        arguments: [
            (#""phases": [1, 2]"#, #""phases": [0]"#, "cadence.repeats[0].phases"),
            (#""days": [7, 9]"#, #""days": [7]"#, "cadence.repeats[0].days"),
            (#""days": [7, 9]"#, #""days": [0, 9]"#, "cadence.repeats[0].days"),
            (#""isRoutine": true"#, #""isRoutin": true"#, "cadence.isRoutin means nothing"),
            (
                #""isRoutine": true"#, #""isRoutine": true, "aftercareDays": [30, 30]"#,
                "cadence.aftercareDays"
            ),
            (
                #""isRoutine": true"#,
                #""isRoutine": true, "occasions": [{"isReturnToUse": true, "guidance": "x"}]"#,
                "cadence.occasions[0] has neither hours nor days"
            ),
            (
                #""isRoutine": true"#,
                #""isRoutine": true, "occasions": [{"form": "a", "hours": 1, "guidance": "x"}]"#,
                "cadence.occasions[0] is neither"
            ),
            (
                #""lookbackDays": 7"#, #""lookbackDays": 7, "administeredBy": ["doctor"]"#,
                "administeredBy"
            ),
        ])
    func faults(old: String, new: String, told: String) throws {
        let text = try #require(InstrumentLibrary.file(of: "bam-iop"))
        try #require(text.contains(old))
        let error = #expect(throws: InstrumentFileError.self) {
            try InstrumentFile.read(
                Array(text.replacing(old, with: new, maxReplacements: 1).utf8),
                named: "bam-iop.json")
        }
        #expect(error?.description.contains(told) == true, "\(error?.description ?? "")")
    }
}
