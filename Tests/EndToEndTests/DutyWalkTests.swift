import Foundation
import Messages
import Testing

extension RealProcesses {
    @Suite("Each kind of duty, done as it is printed", .timeLimit(.minutes(10)))
    struct DutyWalkTests {
        @Test("The command that a sheet prints for a duty does it, whichever kind it is")
        func walk() async throws {
            try await RunningClinic.with("duty-walk", plugins: []) { clinic in
                // Chance calls for no urine test here: a test of the day stands for itself.
                try await clinic.edit("clinic.yaml") { text in
                    text.replacing("kind: collection", with: "kind: office")
                }
                try await clinic.up()
                let walk = DutyWalk(clinic)
                try await walk.register()
                // Most of the time a command waits for others: two people type at once.
                async let elsewhere = DutyWalk.elsewhere(in: clinic)
                try await walk.intake()
                try await walk.danger()
                try await walk.treatment()
                let walkedElsewhere = try await elsewhere
                try await walk.course()
                try await walk.takenBack()
                try await walk.end()
                try await walk.day()
                // What a therapy asks, and what changes in its session, is done so in a clinic that
                // has one: TherapyServicesTests. Thirty decisions are proved without processes.
                let left = Set(DutyKind.known).subtracting(walk.walked)
                #expect(
                    left.subtracting(walkedElsewhere) == [.reviewOverrides, .flag, .tellChange])
            }
        }
    }
}

/// A clinic in which each duty is looked up and done as `cairn today` prints it.
private final class DutyWalk {
    private let clinic: RunningClinic
    private let deeds: Deeds
    private(set) var walked: Set<DutyKind> = []

    init(_ clinic: RunningClinic) {
        self.clinic = clinic
        deeds = Deeds(clinic)
    }

    /// Does the duty of a kind by one of the ways that are printed for it, and waits until it is over.
    ///
    /// - Parameters:
    ///   - choice: what tells the way from the others.
    ///   - filling: the words in capitals, longest first.
    ///   - lines: what is typed at what the command asks.
    private func does(
        _ kind: DutyKind, of client: ClientID?, about: String? = nil, by choice: String,
        filling: KeyValuePairs<String, String> = [:], typing lines: [String] = [],
        sourceLocation: SourceLocation = #_sourceLocation
    ) async throws {
        let duty = try await duty(kind, of: client, about: about)
        let commands = try await clinic.printed(for: duty, sourceLocation: sourceLocation)
        var command = try #require(
            commands.first { $0.contains(choice) }, "\(kind): \(commands)",
            sourceLocation: sourceLocation)
        for (word, value) in filling { command = command.replacing(word, with: value) }
        let result = try await clinic.types(command, lines)
        #expect(
            result.code == 0, "\(command): \(result.output)", sourceLocation: sourceLocation)
        _ = try await deeds.wait(for: OpenDuties(client: client)) { found in
            found.contains { $0.duty.duty == duty.duty } ? nil : true
        }
        walked.insert(kind)
    }

    /// A duty that is open, or will be in a moment.
    private func duty(_ kind: DutyKind, of client: ClientID?, about: String? = nil) async throws
        -> OpenDuty
    {
        var open: [String] = []
        do {
            return try await deeds.wait(for: OpenDuties(client: client)) { found in
                open = found.map { "\($0.duty.kind) \($0.duty.about)" }
                return found.map(\.duty).first {
                    $0.kind == kind && (about ?? $0.about) == $0.about
                }
            }
        } catch { throw TestFault("no \(kind) \(about ?? "") is open, but \(open)") }
    }

    /// Types a line, and expects that it is taken, or ends so; what came.
    @discardableResult
    private func type(
        _ command: String, ends code: Int32 = 0, sourceLocation: SourceLocation = #_sourceLocation
    ) async throws -> String {
        let result = try await clinic.types("cairn \(command)")
        #expect(
            result.code == code, "\(command): \(result.output)", sourceLocation: sourceLocation)
        return result.output
    }

    // MARK: What is walked

    private let first: ClientID = "c-0001"
    private let clear = ["no", "no", "no"]

    func register() async throws {
        try await deeds.advance(to: "2026-10-06T13:00")
        let names = ["Ana Cruz", "Ben Okafor", "Cleo Maas", "Dora Lind"]
        for (number, name) in names.enumerated() {
            try await type("client register '\(name)' 555-010\(number) --consented --as fd1")
        }
    }

    func intake() async throws {
        let answers = ["yes"] + Array(repeating: "no", count: 8)
        try await does(.fillForm, of: first, about: "intake", by: "intake", typing: answers)
        try await does(
            .fillForm, of: first, about: "c-ssrs-screener", by: "form", typing: clear)
        try await does(
            .clearGate, of: first, by: "medical-review", filling: ["FINDING": "'No fits since.'"])
        let words = try await type("rate c1 --as t01")
        #expect(words.contains("0, 1, 2, 3, 4") && words.contains("relapse"), "\(words)")
        try await does(.rate, of: first, by: "=RATING", filling: ["RATING": "1"])
        try await does(.confirmPlacement, of: first, about: "recommendation", by: "place")
        try await does(
            .confirmPlacement, of: first, by: "LEVEL REASON",
            filling: ["LEVEL": "2.1", "REASON": "'Wants to come.'"])
        try await does(
            .signTreatmentPlan, of: first, by: "plan write",
            filling: ["DAY": "2026-11-20", "TEXT": "Sleep"])
    }

    func danger() async throws {
        let answers = Array(repeating: "0", count: 8) + ["1", "-"]
        try await does(.fillForm, of: first, about: "phq-9", by: "form", typing: answers)
        // A peer judges no danger, and is told whose it is; the second is told who was first.
        let alert = try await duty(.acknowledgeAlert, of: first)
        let ack = "alerts ack \(alert.about) --action Stayed. --as"
        #expect(try await type("\(ack) ps1", ends: 65).contains("whose it is now"))
        try await does(.acknowledgeAlert, of: first, by: "ack", filling: ["TEXT": "'Stayed.'"])
        for line in ["\(ack) t02", "concern take 1 suicide Stayed. --as t02"] {
            let second = try await type(line, ends: 65)
            #expect(second.contains("by \(alert.person?.text ?? "") at 2026-10-06"), "\(second)")
        }
        try await does(
            .closeConcern, of: first, by: "concern close",
            filling: [
                "LEVEL": "low", "YES-OR-NO": "yes", "DATE": "2026-10-13", "TEXT": "'Talked.'",
            ])
        let close = "concern close 1 suicide --level low --plan yes --next tomorrow Seen. --as t02"
        #expect(try await type(close).contains("closed already, by"))
        try await does(.screenAgain, of: first, by: "form c-ssrs", typing: clear)
        // An alert of danger makes a review due.
        try await does(.review, of: first, by: "keep", filling: ["REASON": "'Stays here.'"])
    }

    func treatment() async throws {
        try await type("test order 1 Looks tired. --as t01")
        try await does(
            .collectTest, of: first, by: "refused", filling: ["WORDS": "'Not today.'"])
        try await does(.judgeTest, of: first, by: "no-use", filling: ["WORDS": "'Was upset.'"])
        try await type(
            "medication start 1 buprenorphine --for opioid-use-disorder --by md1"
                + " --until 2026-10-10 --as rn1")
        // What is written down twice is one.
        let twice = try await type(
            "medication start 1 Buprenorphine --for opioid-use-disorder --by md1 --as rn1",
            ends: 65)
        #expect(twice.contains("cairn medication refill"), "\(twice)")
        try await does(.arrangeRefill, of: first, by: "refill", filling: ["DAY": "2026-12-10"])
        try await type("certification require 1 Medicare --as cm1")
        try await does(.certify, of: first, by: "sign")
    }

    func course() async throws {
        try await deeds.advance(to: "2026-10-07T12:00")
        let day = LocalDate(year: 2026, month: 10, day: 7)
        let week = try await deeds.wait(for: WeekView(week: day.weekStart)) { lines in
            lines.sessions.first { $0.clients.contains("c-0001") && $0.start.date == day }
        }
        try await deeds.advance(to: "2026-10-07T17:00")
        try await does(
            .recordAttendance, of: nil, about: week.session.text, by: "session held")
        let second = try await type("session held \(week.session) --as fd1", ends: 65)
        #expect(second.contains("it was done by"), "\(second)")
        for line in ["duties --json --as dir", "alerts --json --as t01", "week --json --as dir"] {
            let told = try await clinic.cairn(line.split(separator: " ").map(String.init)).output
            let object = try JSONSerialization.jsonObject(with: Data(told.utf8))
            #expect((object as? [String: Any])?.isEmpty == false, "\(line): \(told)")
            #expect(!told.contains("c-0001"), "\(line)")
        }
        try await type("test order 1 Asked for it. --as t01")
        try await does(.collectTest, of: first, by: "collected")
        try await does(.recordResult, of: first, by: "presumptive --test")
        try await type("staff away t01 --from 2026-10-08 --to 2026-10-09 --as fd1")
        try await does(.coverSession, of: nil, by: "cancel", filling: ["REASON": "'Nobody free.'"])
        try await type("staff back t01 --from 2026-10-08 --as fd1")
    }

    /// What is walked of other clients than the first, on the first day.
    static func elsewhere(in clinic: RunningClinic) async throws -> Set<DutyKind> {
        let walk = DutyWalk(clinic)
        try await walk.refused()
        try await walk.elsewhere()
        return walk.walked
    }

    private func refused() async throws {
        // A question that was refused is an alert of its own, taken charge of by the client's id.
        let refused = Array(repeating: "0", count: 8) + ["refused", "-"]
        _ = try await clinic.types("cairn form phq9 2 --as t01", refused)
        try await does(.answerQuestion, of: "c-0002", by: "ack", filling: ["TEXT": "'Asked.'"])
        _ = try await clinic.types("cairn form phq9 2 --as t01", refused)
        let taken = try await type("alerts ack c2 --action 'Asked again.' --as t01")
        #expect(taken.contains("acknowledged by t01"), "\(taken)")
    }

    /// Somebody who is placed elsewhere, and somebody who comes from there and has to wait.
    private func elsewhere() async throws {
        for (number, rated) in [(3, "1=3"), (4, "1=1")] {
            try await type("intake \(number) --answers n,n,n,n,n,n,n,n,n --as t01")
            try await type("form c-ssrs \(number) --answers n,n,n --as t01")
            try await type("rate \(number) \(rated) 2=0 3=1 4=1 5=2 6=1 --as t01")
            try await type("place \(number) --as t01")
        }
        try await type("place 3 3.7-wm --as t01")
        try await does(
            .followReferral, of: "c-0003", by: "reached", filling: ["WORDS": "'Is there.'"])
        try await type(
            "place 4 2.5 'Needs more.' --available 2.1 --interim 'A call each day' --from 3.5"
                + " --program Oak --transfer 2026-10-20 --as t01")
        try await does(
            .interimCare, of: "c-0004", by: "still", filling: ["WORDS": "'Called the unit.'"])
        try await does(.transferContact, of: "c-0004", by: "reached", filling: ["WORDS": "'Fine.'"])
    }

    /// A return to use that was told in error takes back what followed from it.
    func takenBack() async throws {
        try await type("contact used 1 The mother phoned. --as fd1")
        _ = try await deeds.wait(for: OpenDuties(client: first)) { found in
            found.contains { $0.duty.kind == .rate } ? true : nil
        }
        let list = try await type("correct 1 --reveal 'Told of another.' --as t01")
        let line = try #require(
            list.split(separator: "\n").last { $0.contains("return-to-use-reported") })
        let number = try #require(line.split(separator: " ").first)
        try await type("correct 1 \(number) Of another client. --as t01")
        _ = try await deeds.wait(for: OpenDuties(client: first)) { found in
            let kinds = Set(found.map(\.duty.kind))
            return kinds.isDisjoint(with: [.rate, .contact]) ? true : nil
        }
        // Told rightly, somebody gets in touch.
        try await type("contact used 1 She told it herself. --as fd1")
        try await does(.contact, of: first, by: "reached", filling: ["WORDS": "'Came by.'"])
        let told = try await type("correct 1 --reveal 'It was no use.' --as t01")
        let last = try #require(
            told.split(separator: "\n").last { $0.contains("return-to-use-reported") })
        try await type("correct 1 \(last.split(separator: " ")[0]) It was none. --as t01")
    }

    /// The last phase, and the review of the plan.
    func end() async throws {
        let looked = try await type("overrides look All read. --as dir")
        #expect(looked.contains("No rate waited"), "\(looked)")
        let week = try await type("week --as dir")
        #expect(week.contains("Override rates: nobody's is outside 2 to 25 %"), "\(week)")
        try await type("phase change 1 p2 Goes well. --as t01")
        try await type("phase change 1 p3 Goes well. --as t01")
        try await does(
            .signPlan, of: first, by: "care-plan sign",
            filling: ["SECTION=TEXT": "'coping=Walks.'"])
        let appointment = try await duty(.bookAppointment, of: first)
        let booked = "appointment book 1 2026-12-20T10:00 --with Ray --place Here --as"
        try await type("\(booked) \(try #require(appointment.person))")
        let twice = try await type("\(booked) cm1", ends: 65)
        #expect(twice.contains("--replaces"), "\(twice)")
        try await does(
            .bookAppointment, of: first, by: "book",
            filling: ["TIME": "2026-12-27T10:00", "TEXT": "Ray"])
        try await deeds.advance(to: "2026-10-30T10:00")
        try await does(
            .reviewTreatmentPlan, of: first, by: "review", filling: ["WORDS": "'Sleeps.'"])
    }

    /// An intake that has a day: whoever was to keep it is away, and then the client comes.
    func day() async throws {
        try await type("client register 'Eve' 555-0105 --consented --as cm1")
        try await type("appointment intake 5 2026-11-02 10 --with cm1 --as fd1")
        try await type("staff away cm1 --from 2026-11-02 --to 2026-11-02 --as fd1")
        try await does(
            .moveAppointment, of: "c-0005", by: "intake",
            filling: ["DAY": "2026-11-03", "TIME": "10", "STAFF": "rn1"])
        try await deeds.advance(to: "2026-11-03T11:00")
        try await does(
            .recordAppointment, of: "c-0005", by: "came", filling: ["WORDS": "'In time.'"])
    }
}
