import Foundation
import PluginKit
import Testing

@testable import medication

/// docs/plugins/therapies/medication.md, played at the desk.
@Suite("Medication for opioid or alcohol use disorder")
struct MedicationTests {
    private var desk: TherapyDesk<MedicationTreatment>

    init() throws {
        desk = try TherapyDesk<MedicationTreatment>(
            contractAt: URL(filePath: #filePath).deletingLastPathComponent()
                .appending(path: "../../plugin.json").standardizedFileURL.path)
    }

    /// The names of what followed: of a duty its own name.
    private func names(_ actions: [Action]) -> [String] {
        actions.map { action in
            switch action {
            case .duty(_, let name, _, _, _): name
            case .closeDuty(_, let name): "no \(name)"
            case .alert(_, let sign, _, _): "alert \(sign)"
            default: action.name
            }
        }
    }

    private mutating func start(
        _ name: String = "buprenorphine", dose: String? = nil,
        for purpose: MedicationPurpose = .opioidUse, until refill: LocalDate? = nil,
        as id: MedicationID = "medication-1"
    ) throws -> [String] {
        names(
            try desk.tell(
                MedicationStarted(
                    client: "c-1", medication: id, name: name, purpose: purpose, dose: dose,
                    prescriber: "md1", testsAs: [], refill: refill, since: desk.now.date)))
    }

    private mutating func told(_ taken: Int, of prescribed: Int = 7) throws -> [String] {
        names(
            try desk.record(
                "doses-told", about: "c-1",
                [
                    "prescribed": .integer(Int64(prescribed)), "taken": .integer(Int64(taken)),
                ]))
    }

    private mutating func refill(_ day: LocalDate) throws -> [String] {
        names(
            try desk.tell(
                MedicationChanged(
                    client: "c-1", medication: "medication-1", dose: nil, prescriber: nil,
                    refill: day)))
    }

    private mutating func give(on day: LocalDate) throws -> [String] {
        names(
            try desk.record(
                "injection-given", about: "c-1",
                ["medication": .string("medication-1"), "day": .string(day.description)]))
    }

    private mutating func test(
        _ unexpected: [TestedSubstance], found: [TestedSubstance]? = nil,
        stage: ResultStage = .confirmed
    ) throws -> [String] {
        names(
            try desk.tell(
                TestResulted(
                    client: "c-1", test: "test-1", stage: stage, found: found ?? unexpected,
                    unexpected: unexpected)))
    }

    @Test("A missed dose is asked about once, until all were taken")
    mutating func missed() throws {
        #expect(try start() == ["assign-practice"])
        #expect(try told(7) == [])
        #expect(try told(6) == ["tell-doses"])
        #expect(try told(6) == [])
        #expect(try told(7) == ["no tell-doses"])
        #expect(try told(6) == ["tell-doses"])
        #expect(try told(9) == ["no tell-doses"])
        try desk.foldsTheSame()
    }

    @Test("From the third missed day on the prescriber decides, and staff think of overdose")
    mutating func decided() throws {
        _ = try start()
        #expect(
            try told(5) == ["tell-doses"])
        #expect(
            try told(6) == ["decide-dose", "propose-review", "alert overdose-risk"])
        #expect(try told(0) == [])
        #expect(names(try desk.record("dose-decided", about: "c-1")) == ["no decide-dose"])
        #expect(try told(7) == ["no tell-doses"])
        #expect(
            try told(4) == [
                "tell-doses", "decide-dose", "propose-review", "alert overdose-risk",
            ])
        try desk.foldsTheSame()
    }

    @Test("Alcohol use disorder has no alert of overdose, and the form counts like a word to staff")
    mutating func alcohol() throws {
        _ = try start("naltrexone", for: .alcoholUse)
        #expect(
            names(try desk.submit("c-1", "medication.adherence", scores: ["missed": 3]))
                == ["tell-doses", "decide-dose", "propose-review"])
        #expect(
            names(try desk.submit("c-1", "adherence", scores: ["missed": 0]))
                == ["no tell-doses"])
        try desk.foldsTheSame()
    }

    @Test("The practice goes on, and is asked about where it was not done")
    mutating func practice() throws {
        _ = try start()
        #expect(names(try desk.report("c-1", "as-prescribed")) == ["assign-practice"])
        #expect(
            names(try desk.report("c-1", "as-prescribed", isDone: false))
                == ["tell-doses", "assign-practice"])
    }

    @Test("A supply that ran out is missed day by day, until there is a refill")
    mutating func supply() throws {
        _ = try start(until: desk.now.date.advanced(by: 2))
        #expect(try desk.advance(days: 2) == [])
        #expect(names(try desk.advance(days: 1)) == ["supply-ran-out"])
        #expect(try desk.advance(days: 1) == [])
        #expect(
            names(try desk.advance(days: 1))
                == ["decide-dose", "propose-review", "alert overdose-risk"])
        #expect(try desk.advance(days: 5) == [])
        #expect(try refill(desk.now.date.advanced(by: 9)) == ["no supply-ran-out"])
        #expect(try desk.advance(days: 9) == [])
        #expect(names(try desk.advance(days: 1)) == ["supply-ran-out"])
        try desk.foldsTheSame()
    }

    @Test(
        "A long-acting form is booked, given late, or begun again",
        arguments: [
            ("buprenorphine", "monthly injection"), ("Vivitrol", nil), ("naltrexone XR", nil),
        ])
    mutating func longActing(name: String, dose: String?) throws {
        #expect(try start(name, dose: dose) == [])
        #expect(try told(0) == [])
        #expect(try desk.advance(days: 20) == [])
        #expect(names(try desk.advance(days: 1)) == ["book-injection"])
        #expect(try desk.advance(days: 7) == [])
        #expect(names(try desk.advance(days: 1)) == ["no book-injection", "give-injection"])
        #expect(try desk.advance(days: 12) == [])
        #expect(
            names(try desk.advance(days: 1))
                == ["no give-injection", "restart-injection", "propose-review"])
        #expect(try give(on: desk.now.date) == ["no restart-injection"])
        #expect(try desk.advance(days: 20) == [])
        #expect(names(try desk.advance(days: 1)) == ["book-injection"])
        try desk.foldsTheSame()
    }

    @Test("Where Treatment has the day of the next dose, its duty arranges that")
    mutating func owned() throws {
        _ = try start("Sublocade", until: desk.now.date.advanced(by: 10))
        #expect(try desk.advance(days: 10) == [])
        #expect(names(try desk.advance(days: 1)) == ["give-injection"])
        #expect(try refill(desk.now.date.advanced(by: 30)) == ["no give-injection"])
        #expect(try desk.advance(days: 30) == [])
    }

    @Test("Nothing ends a medication but a person; who stops one for opioids is talked to")
    mutating func stopped() throws {
        _ = try start()
        #expect(try desk.advance(days: 400) == [])
        #expect(try told(5) == ["tell-doses"])
        let stop = MedicationStopped(
            client: "c-1", medication: "medication-1", day: desk.now.date, reason: "A wish.")
        #expect(names(try desk.tell(stop)) == ["no tell-doses", "after-stopping"])
        #expect(try told(0) == [])
        #expect(try start() == ["no after-stopping", "assign-practice"])
        try desk.foldsTheSame()
    }

    @Test("Another medication that goes on does not hide that the one for opioids was stopped")
    mutating func oneOfTwo() throws {
        _ = try start()
        _ = try start("naltrexone", for: .alcoholUse, as: "medication-2")
        _ = try start("sertraline", for: .other, as: "medication-3")
        func stop(_ id: MedicationID) -> MedicationStopped {
            MedicationStopped(
                client: "c-1", medication: id, day: desk.now.date, reason: "A wish.")
        }
        #expect(try told(6) == ["tell-doses"])
        #expect(names(try desk.tell(stop("medication-1"))) == ["after-stopping"])
        #expect(try desk.tell(stop("medication-3")) == [])
        #expect(names(try desk.tell(stop("medication-2"))) == ["no tell-doses"])
        try desk.foldsTheSame()
    }

    @Test("What is prescribed is never use; use beside it asks about the dose")
    mutating func beside() throws {
        #expect(try test([.fentanyl]) == [])
        _ = try start()
        #expect(try test([], found: [.buprenorphine]) == [])
        #expect(try test([.cocaine]) == [])
        #expect(try test([.fentanyl], stage: .presumptive) == [])
        #expect(try test([.fentanyl]) == ["propose-review"])
        #expect(try test([.alcohol]) == [])
        _ = try start("acamprosate", for: .alcoholUse, as: "medication-2")
        #expect(try test([.alcohol]) == ["propose-review"])
    }

    @Test(
        "Withdrawal from 13 points of the COWS on proposes a review of who takes something for it")
    mutating func withdrawal() throws {
        #expect(try desk.submit("c-1", "cows", scores: ["total": 30]) == [])
        _ = try start()
        #expect(try desk.submit("c-1", "cows", scores: ["total": 12]) == [])
        #expect(names(try desk.submit("c-1", "cows", scores: ["total": 13])) == ["propose-review"])
        #expect(try desk.submit("c-1", "phq-9", scores: ["total": 20]) == [])
    }

    @Test("Another medication is none of its business, and a start that is taken back never was")
    mutating func others() throws {
        #expect(try start("sertraline", for: .other) == [])
        #expect(try told(0) == [])
        #expect(try start() == ["assign-practice"])
        let started = try #require(desk.journal.last { $0.type == "treatment.medication.started" })
        try desk.retract(started)
        #expect(try told(0) == [])
        #expect(!desk.journal.contains { $0.type == "medication.practice.assigned" })
        try desk.foldsTheSame()
    }
}
