internal import Foundation
internal import Messages
internal import PluginHostCore
internal import TestKit
internal import Testing
internal import TherapyContract

/// Two therapies of Cairn's own have no program: the host's rule plays their pages below
/// docs/plugins/therapies.
@Suite("Therapies of Cairn's own that are a contract alone")
struct ContractsAloneTests {
    private static func contract(_ therapy: String) throws -> String {
        try String(
            contentsOf: Golden.root().appending(path: "Plugins/\(therapy)/plugin.json"),
            encoding: .utf8)
    }

    /// A therapy that was approved, and of which the clinic has many sessions.
    private func bench(_ therapy: Identity, offering: String) throws -> TherapyBench {
        var bench = try TherapyBench(of: Self.contract(therapy.text))
        try bench.tell(ContractTaken(version: "1.0.0", hash: "ab12"))
        for number in 1...16 {
            try bench.tell(
                TherapyBench.session(
                    SessionID("s-\(number)"), therapy: therapy, offering: offering),
                by: .scheduler)
        }
        return bench
    }

    /// What follows from one session: the module that is finished, and the practice that is given.
    private func session(
        _ number: Int, _ status: AttendanceStatus = .present, in bench: inout TherapyBench
    ) throws -> [String] {
        let events = try bench.tell(
            TherapyBench.attended(SessionID("s-\(number)"), status), by: .scheduler)
        return events.map { event in
            switch event {
            case let event as ModuleCompleted: event.module
            case let event as PracticeAssigned: event.practice
            default: type(of: event).localType
            }
        }
    }

    private func refusal(_ command: any TherapyCommand, as role: Role, in bench: TherapyBench)
        -> String
    {
        var bench = bench
        do {
            try bench.give(command, as: role)
            return "taken"
        } catch let error as Refusal {
            return "\(error.advice.problem) \(error.advice.remedy)"
        } catch { return "\(error)" }
    }

    @Test(
        "Mindfulness: eight sessions in order, each with its practice, and nothing after the last")
    func mindfulness() throws {
        var bench = try bench("mindfulness", offering: "mindfulness")
        let course = [
            ["autopilot", "body-scan"], ["craving", "craving-wave"], ["daily-life", "sober-space"],
            ["risky-situations", "sober-space"], ["acceptance", "sitting"],
            ["thoughts", "sitting"], ["care", "nourishing"], ["going-on", "own-practice"],
        ]
        // Who missed the third goes on with it at the next one.
        for (number, expected) in zip(1..., course.prefix(2)) {
            #expect(try session(number, in: &bench) == expected)
        }
        #expect(try session(3, .noShow, in: &bench).isEmpty)
        #expect(try session(4, .excused, in: &bench).isEmpty)
        #expect(try session(5, .leftEarly, in: &bench).isEmpty)
        for (number, expected) in zip(6..., course.dropFirst(2)) {
            #expect(try session(number, in: &bench) == expected)
        }
        #expect(try session(12, in: &bench).isEmpty)
        let due = bench.facts.compactMap { ($0.event as? PracticeAssigned)?.due }
        #expect(Set(due) == [TherapyBench.day.advanced(by: 7)])
    }

    @Test("Mindfulness: a closed cohort, and no other word of staff than how a practice went")
    func cohort() throws {
        let bench = try bench("mindfulness", offering: "mindfulness")
        let offered = try #require(bench.core.contract?.offerings.first)
        #expect(offered.cohortWeeks == 8 && offered.minutes == 120)
        #expect(offered.size?.least == 6 && offered.size?.most == 12)
        #expect(offered.notFor == ["psychosis", "mania", "suicidal-crisis"])
        var told = bench
        try told.tell(TherapyBench.attended("s-1"), by: .scheduler)
        let word = ReportPractice(client: "c-0001", practice: "body-scan", isDone: true)
        #expect(try told.give(word).map { type(of: $0).localType } == ["practice.reported.v1"])
        let juggling = ReportPractice(client: "c-0001", practice: "juggling", isDone: true)
        #expect(refusal(juggling, as: .clinician, in: told).contains("no practice of that name"))
        #expect(
            refusal(
                CompleteModule(client: "c-0001", module: "craving"), as: .clinician, in: told
            ).contains("no module of that name that a word finishes"))
        #expect(
            refusal(
                RecordFact(name: "sit", client: "c-0001", data: [:]), as: .clinician, in: told
            ).contains("no command of that name"))
    }

    @Test("Twelve steps: twelve modules in order, of which who was not there finishes none")
    func twelveSteps() throws {
        var bench = try bench("twelve-step", offering: "facilitation")
        for (number, status) in zip(1..., [AttendanceStatus.noShow, .excused, .leftEarly]) {
            #expect(try session(number, status, in: &bench).isEmpty)
        }
        var modules: [String] = []
        for number in 4...15 { modules += try session(number, in: &bench).prefix(1) }
        #expect(
            modules == [
                "all-paths", "acceptance-loss", "acceptance-limits", "people-places",
                "surrender-help", "surrender-hope", "feelings", "active-meetings",
                "active-contact", "family-and-use", "other-paths-again", "going-on",
            ])
        #expect(try session(16, in: &bench).isEmpty, "the meetings go on without the clinic")
    }

    @Test("Twelve steps: a meeting is the client's own word, and nothing follows from it")
    func meetings() throws {
        var bench = try bench("twelve-step", offering: "facilitation")
        try bench.tell(TherapyBench.attended("s-1"), by: .scheduler)
        let whole: [String: JSONFragment] = ["path": .string("secular"), "spoke": .bool(true)]
        func meeting(_ data: [String: JSONFragment]) -> RecordFact {
            RecordFact(name: "log-meeting", client: "c-0001", data: data)
        }
        for role in [Role.clinician, .caseManager, .peerSpecialist] {
            #expect(
                try bench.give(meeting(whole), as: role).map { type(of: $0).localType }
                    == ["record.added.v1"])
        }
        #expect(refusal(meeting(whole), as: .frontDesk, in: bench).contains("It takes: clinician"))
        let unfit: [[String: JSONFragment]] = [
            [:], ["path": .string("secular")],
            ["path": .string("secular"), "spoke": .string("yes")],
            whole.merging(["place": .string("church")]) { $1 },
        ]
        // Neither a person nor a place can be named: there is no field for either.
        for data in unfit { #expect(refusal(meeting(data), as: .clinician, in: bench) != "taken") }
        let choice = RecordFact(
            name: "choose-path", client: "c-0001", data: ["path": .string("none")])
        #expect(try bench.give(choice, as: .peerSpecialist).count == 1)
        #expect(bench.core.contract?.acts == [])
    }
}
