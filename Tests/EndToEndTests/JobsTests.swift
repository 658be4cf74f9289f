import Foundation
import Messages
import TestKit
import Testing

extension RealProcesses {
    @Suite("Jobs, as people type them", .timeLimit(.minutes(5)))
    struct JobsTests {
        private static let page = "docs/clinical/jobs.md"

        @Test("The jobs of the page are done as it prints them, counted, and without JSON")
        func jobs() async throws {
            let page = Transcript(
                try String(
                    contentsOf: Programs.root.appending(path: Self.page), encoding: .utf8))
            let isWritten = ProcessInfo.processInfo.environment["UPDATE_GOLDEN"] != "1"
            try #require(page.steps.count > 20)
            try await RunningClinic.with("jobs", plugins: []) { clinic in
                // Chance calls for no urine test here: the page would differ each time.
                try await clinic.edit("clinic.yaml") { text in
                    text.replacing("kind: collection", with: "kind: office")
                }
                try await clinic.up()
                var done: [Transcript.Step] = []
                for step in page.steps {
                    let now = try await clinic.does(step, isWritten: isWritten)
                    #expect(
                        !isWritten || now.shown == step.shown,
                        "\(step.command): \(now.shown.joined(separator: "\n"))")
                    done.append(now)
                }
                let difference = try Golden.difference(page.with(done).text, path: Self.page)
                #expect(difference == nil, "\(difference?.made ?? "")")
                try check(done)
                try await checkPlan(clinic)
                try await Doors(clinic: clinic).walk()
            }
        }

        private func check(_ steps: [Transcript.Step]) throws {
            #expect(steps.allSatisfy { !$0.command.contains("{") && !$0.command.contains("send") })
            let first = steps.filter { $0.section.contains("first plan") && $0.counts }
            #expect(first.count <= 6, "\(first.count) commands")
            let characters = first.reduce(0) { $0 + $1.characters }
            #expect(characters <= 400, "\(characters) characters")
            // Nothing that the front desk types or sees says what the clinic treats.
            let intake = steps.filter { $0.section.hasPrefix("Job 6") }
            for step in intake {
                let text = ([step.command] + step.typed + step.shown).joined(separator: " ")
                #expect(!text.lowercased().contains("addict"), "\(text)")
            }
            // A trend is shown below what the client wants, and a ladder stops that was climbed.
            let trend = steps.last { $0.section.hasPrefix("Job 14") }
            #expect(trend?.shown.contains { $0.contains("goal 1") && $0.contains("sleep") } == true)
            let ladder = steps.filter { $0.section.hasPrefix("Job 17") && $0.counts }
            #expect(ladder.count == 2 && ladder[0].shown.contains { $0.contains("Try again") })
            // Whoever may not know is told the same of a client and of nobody.
            let calls = steps.filter { $0.section.hasPrefix("Job 9") }
            #expect(calls.count == 2 && calls[0].shown == calls[1].shown)
            #expect(calls[0].shown.last == "[ends with 65]", "\(calls[0].shown)")
        }

        /// The first client of the page sits in a group, and the week is planned.
        private func checkPlan(_ clinic: RunningClinic) async throws {
            let deeds = Deeds(clinic)
            let week = try await deeds.wait(for: WeekView(week: .october(12))) { lines in
                lines.sessions.isEmpty ? nil : lines.sessions
            }
            #expect(week.contains { $0.clients.contains("c-0001") })
        }
    }
}

/// The doors that the page of jobs does not go through, in the same clinic.
private struct Doors {
    let clinic: RunningClinic

    func walk() async throws {
        // What only looks, or is refused, is typed beside what changes something.
        async let strange: Void = refusesStrangeIDs()
        async let found: Void = finds()
        try await stopsAndGoesOn()
        try await corrects()
        try await changes()
        _ = try await (strange, found)
        try await attends()
        try await comesForTheIntake()
    }

    /// Types a line, and expects how it ends; what came.
    @discardableResult
    private func type(
        _ command: String, _ lines: [String] = [], ends code: Int32 = 0,
        sourceLocation: SourceLocation = #_sourceLocation
    ) async throws -> String {
        let result = try await clinic.types(command, lines)
        #expect(result.code == code, "\(command): \(result.output)", sourceLocation: sourceLocation)
        return result.output
    }

    private func refusesStrangeIDs() async throws {
        let strange = ["'Jane Doe 1985'", "'../../etc'", "José", "''"]
        for command in [
            "client timeline ID --as t01", "contact tried ID --as cm1", "intake ID --as t01",
            "form phq9 ID --as t01", "rate ID 1=0 --as t01", "place ID --as t01",
            "duties --client ID --as dir", "client busy ID --never --as fd1",
            "attend present ID --as fd1", "phase keep ID Why. --as t01",
            "correct ID 1 Why. --as t01",
        ] {
            for id in strange {
                let line = "cairn " + command.replacing("ID", with: id)
                let said = try await clinic.types(line)
                #expect(said.code == 64, "\(line): \(said.code) \(said.output)")
                let bare = id.trimmingCharacters(in: ["'"])
                #expect(bare.isEmpty || !said.output.contains(bare), "\(said.output)")
            }
        }
        let text = try await type(
            "cairn client register A B --language klingom --consented --as fd1", ends: 64)
        #expect(text.contains("not known") && text.contains("es Spanish"), "\(text)")
        #expect(
            try await type(
                "cairn client register A B --language spanihs --consented --as fd1", ends: 64
            ).contains("Did you mean Spanish?"))
        let near = try await type("cairn form php-9 1 --as t01", ends: 64)
        #expect(near.contains("Did you mean phq-9?"), "\(near)")
        // Without consent, and twice.
        try await type("cairn client register A 555-0000 --as fd1", ends: 65)
        let twice = try await type(
            "cairn client register 'ana cruz' '(512) 555-0100' --consented --as fd1", ends: 65)
        #expect(twice.contains("registered already") && !twice.contains("c-0001"), "\(twice)")
    }

    /// A form is stopped in the middle and gone on with; an impossible answer is refused with why.
    private func stopsAndGoesOn() async throws {
        let stopped = try await type("cairn form phq9 c1 --as t01", ["0", "7", "several", "stop"])
        #expect(stopped.contains("the answers are 0 Not at all"), "\(stopped)")
        #expect(stopped.contains("as far as it goes"), "\(stopped)")
        let rest = ["0", "0", "0", "0", "0", "0", "0", "-"]
        let whole = try await type("cairn form phq9 c1 --as t01", rest)
        #expect(whole.contains("It goes on with what is open"), "\(whole)")
        #expect(!whole.contains("1/10  "), "\(whole)")
        #expect(whole.contains("total 1 (minimal)"), "\(whole)")
        // Nothing is left to go on with: it begins anew, and the end of the input stops it.
        let anew = try await type("cairn form phq9 c1 --as t01", ["1"])
        #expect(anew.contains("1/10  "), "\(anew)")
        let nothing = try await type("cairn form gad7 c1 --as t01", ["stop"], ends: 65)
        #expect(nothing.contains("Nothing was answered"), "\(nothing)")
        try await type("cairn form gad7 c1 --answers 0,1,2 --as t01", ends: 65)
        try await type("cairn form gad7 c1 --answers '[0,0,0,0,0,0,1]' --as t01")
    }

    private func finds() async throws {
        let found = try await type("cairn client find cruz --reveal Called. --as cm1")
        #expect(found.contains("c-0001  Ana Cruz  512 555 0100"), "\(found)")
        let asked = try await type("cairn client find --reveal Called. --as cm1", ["5550100"])
        #expect(asked.contains("c-0001"), "\(asked)")
        try await type("cairn client find cruz --as cm1", ends: 64)
        try await type("cairn client find zzz --reveal Called. --as cm1", ends: 65)
        let shown = try await type("cairn client show 1 --reveal Called. --as t01")
        #expect(shown.contains("Ana Cruz") && shown.contains("p1"), "\(shown)")
        #expect(try await !type("cairn client show 1 --as t01").contains("Ana"))
        #expect(try await !type("cairn client show 1 --reveal Desk. --as fd1").contains("Ana"))
        // Each look is recorded, without what was looked for.
        let looks = try await Deeds(clinic).wait(for: LedgerExport(after: 0)) { lines in
            let looks = lines.filter { $0.data.contains("client find") }
            return looks.count >= 3 ? looks : nil
        }
        #expect(looks.allSatisfy { !$0.data.contains("cruz") && !$0.data.contains("c-0001") })
    }

    /// What was recorded in error is listed with a number, and taken back by it.
    private func corrects() async throws {
        let list = try await type("cairn correct 1 --reveal Check. --as t01")
        let line = try #require(
            list.split(separator: "\n").last { $0.contains("assessment.questionnaire.submitted") })
        let number = try #require(line.split(separator: " ").first)
        try await type("cairn correct 1 \(number) --as t01", ends: 64)
        try await type("cairn correct 2 \(number) Wrong. --as t01", ends: 65)
        try await type("cairn correct 1 \(number) Wrong form. --as t01")
        try await type("cairn correct 1 \(number) Wrong form. --as t01", ends: 65)
        try await wait(for: "a list without it") {
            try await !type("cairn correct 1 --reveal Check. --as t01").split(separator: "\n")
                .contains { $0.hasPrefix("\(number) ") }
        }
    }

    private func changes() async throws {
        try await type("cairn client busy 1 'sun 09:00-10:00' --as fd1")
        try await type("cairn client busy 1 'sunday' --as fd1", ends: 64)
        try await type("cairn pairing forbid 1 2 They fought. --as t01")
        try await wait(for: "the rule") {
            try await clinic.types("cairn pairing allow 2 1 They made up. --as t01").code == 0
        }
        #expect(
            try await type("cairn pairing allow 1 2 Again. --as t01", ends: 65)
                .contains("not kept apart"))
        try await type("cairn session plan mon --as fd1")
        try await type("cairn client discharge 1 Gone. --as dir", ends: 65)
        try await type("cairn phase change 1 p9 Better. --as t01", ends: 64)
        #expect(
            try await type("cairn phase keep 3 Stays. --as t01", ends: 65)
                .contains("not in treatment here"))
        try await type("cairn care-plan show 1 --reveal Check. --as t01", ends: 65)
        #expect(
            try await type("cairn place 3 2.1 --as t01", ends: 65)
                .contains("No recommendation waits"))
        try await type("cairn place 3 2.2 --as t01", ends: 64)
    }

    /// An intake is booked, moved, seen by the desk, and asked after when nobody came.
    private func comesForTheIntake() async throws {
        let told = try await type(
            "cairn client register Eve 555-0199 --consented --as fd1")
        let id = try #require(told.firstMatch(of: /c-\d+/)).output
        try await type("cairn appointment intake \(id) today 8 --with t01 --as fd1", ends: 65)
        try await type("cairn appointment intake \(id) today 16 --with t9 --as fd1", ends: 64)
        try await wait(for: "aftercare to know the client") {
            try await clinic.types(
                "cairn appointment intake \(id) thu 9:30 --with cm1 --as fd1"
            ).code == 0
        }
        try await type("cairn appointment missed \(id) --as fd1", ends: 65)
        try await type("cairn appointment intake \(id) today 14 --with cm1 --moves --as fd1")
        try await type("cairn contact agree \(id) text --message yes --as fd1")
        try await type("cairn advance-clock --to 2026-10-13T14:00")
        let list = try await type("cairn session list --as fd1")
        #expect(list.contains("intake") && list.contains(id), "\(list)")
        let missed = try await type("cairn appointment missed \(id) No answer. --as fd1")
        #expect(missed.contains("The next contact is on 2026-10-14"), "\(missed)")
        let card = try await type("cairn contact show \(id) --reveal Calls. --as fd1")
        #expect(card.contains("by text message") && card.contains("2026-10-14"), "\(card)")
        #expect(try await !type("cairn contact show \(id) --as fd1").contains("text"))
    }

    /// The front desk signs in who came, and cancels what cannot be.
    private func attends() async throws {
        try await type("cairn advance-clock --to 2026-10-13T13:00")
        let deeds = Deeds(clinic)
        let sessions = try await deeds.ask(WeekView(week: .october(12))).sessions
        let theirs = sessions.filter { $0.clients.contains("c-0001") && $0.group != nil }
        let day = try #require(theirs.map(\.start.date).filter { $0 <= .october(13) }.max())
        let late = "cairn attend late 1 --on \(day)"
        #expect(try await type("\(late) --as t01", ends: 64).contains("--minutes"))
        try await type("\(late) --minutes 45 --as t01")
        // The front desk sees who is expected, and not what a session is about.
        let list = try await type("cairn session list \(day) --as fd1")
        #expect(list.contains("c-0001") && !list.contains("process"), "\(list)")
        #expect(try await type("cairn week --as fd1", ends: 65).contains("scheduler.week"))
        let first = try #require(theirs.first { $0.start.date == day })
        try await type("cairn attend no 1 --session \(first.session) --as fd1")
        try await type("cairn attend p 1 --on 2026-10-11 --as t01", ends: 65)
        try await type("cairn attend p 1 mon --on tue --as t01", ends: 64)
        try await type("cairn week mon --reveal Check. --as dir")

        let next = try #require(theirs.first { $0.start.date > .october(13) })
        let group = try #require(next.group)
        let cancel = "cairn session cancel \(group) The room is flooded. --on \(next.start.date)"
        let several = try await type("\(cancel) --as t01", ends: 65)
        #expect(several.contains("\(group) ") && several.contains(" \(next.start.time) REASON`"))
        try await type("\(cancel) --at \(next.start.time) --as t01")

        let stay = try #require(try await deeds.ask(Enrollments()).first { $0.client == "c-0001" })
        let other = stay.clinician == "t02" ? "T03" : "T02"
        let reassign = "cairn reassign \(stay.clinician) Closer. --client 1 --as dir"
        try await type("\(reassign) --to t0", ends: 64)
        try await type("\(reassign) --to \(other)")
        _ = try await deeds.wait(for: Enrollments()) { stays in
            stays.first { $0.client == "c-0001" && $0.clinician.text == other.lowercased() }
        }
    }
}

extension LocalDate {
    fileprivate static func october(_ day: Int) -> LocalDate {
        LocalDate(year: 2026, month: 10, day: day)
    }
}
