import Messages
import TestKit
import Testing

@testable import TreatmentCore

@Suite("Urine tests")
struct UrineTestTests {
    private var desk = TreatmentDesk()

    /// Enrolled, with a signed plan, so that tests are all that there is to do.
    init() throws {
        try desk.enroll("c-1")
        try desk.write("c-1")
        try desk.sign("c-1")
    }

    @Test(
        "From the order to the laboratory's word each step is a person's, and use is nobody's yet")
    mutating func steps() throws {
        let test = try desk.orderTest("c-1")
        #expect(desk.kinds(of: "c-1") == [.collectTest])
        try desk.order(RecordCollection(client: "c-1", test: test, outcome: .collected))
        #expect(desk.kinds(of: "c-1") == [.recordResult])
        func result(_ stage: ResultStage) -> RecordTestResult {
            RecordTestResult(client: "c-1", test: test, stage: stage, found: [.cocaine])
        }
        try desk.order(result(.presumptive))
        let pending = try #require(try desk.care(of: "c-1").tests.last)
        #expect(pending.stage == .presumptive && pending.next == .recordResult)
        #expect(desk.kinds(of: "c-1") == [.recordResult])
        #expect(try desk.refusal(of: result(.presumptive)) != "")
        try desk.order(result(.confirmed))
        #expect(desk.kinds(of: "c-1") == [.judgeTest])
        #expect(desk.published.of(TestResulted.self).last?.unexpected == [.cocaine])
        #expect(desk.published.of(TestJudged.self) == [])
        let blank = JudgeTest(client: "c-1", test: test, judgement: .returnToUse, reason: " ")
        #expect(try desk.refusal(of: blank) != "")
        try desk.order(
            JudgeTest(client: "c-1", test: test, judgement: .returnToUse, reason: "Told it."))
        #expect(desk.kinds(of: "c-1") == [])
    }

    @Test("What a prescribed medication explains is not use, at either stage")
    mutating func prescribed() throws {
        try desk.prescribe("c-1")
        for stage in [ResultStage.presumptive, .confirmed] {
            let test = try desk.test("c-1", finding: [.buprenorphine], stage: stage)
            #expect(desk.published.of(TestResulted.self).last?.unexpected == [])
            #expect(desk.kinds(of: "c-1") == [])
            let judge = JudgeTest(
                client: "c-1", test: test, judgement: .returnToUse, reason: "Positive.")
            #expect(try desk.refusal(of: judge).contains("nothing to decide"))
        }
        // Something else beside it is not explained.
        _ = try desk.test("c-1", finding: [.buprenorphine, .fentanyl], stage: .confirmed)
        #expect(desk.published.of(TestResulted.self).last?.unexpected == [.fentanyl])
    }

    @Test(
        "A medication that is written down later explains what was found; its correction does not")
    mutating func explainedLater() throws {
        _ = try desk.test("c-1", finding: [.benzodiazepines], stage: .confirmed)
        #expect(desk.kinds(of: "c-1") == [.judgeTest])
        try desk.prescribe("c-1", "lorazepam", testsAs: [.benzodiazepines])
        #expect(desk.kinds(of: "c-1") == [])
        try desk.retract(desk.last(MedicationStarted.self))
        #expect(desk.kinds(of: "c-1") == [.judgeTest])
    }

    @Test("A stopped medication explains for two weeks more")
    mutating func stopped() throws {
        let id = try desk.prescribe("c-1")
        try desk.order(
            StopMedication(
                client: "c-1", medication: id, replaces: desk.last(MedicationStarted.self),
                reason: "r"))
        let medication = try #require(desk.core.charts["c-1"]?.medications.first)
        #expect(medication.explains(.buprenorphine, on: desk.day(14)))
        #expect(!medication.explains(.buprenorphine, on: desk.day(15)))
        #expect(!medication.explains(.buprenorphine, on: desk.day(-1)))
        #expect(!medication.explains(.methadone, on: desk.today))
    }

    @Test(
        "A refusal and a missed collection are talked over, and are no use; an excuse has a reason")
    mutating func notCollected() throws {
        for outcome in [CollectionOutcome.refused, .missed] {
            let test = try desk.orderTest("c-1")
            try desk.order(RecordCollection(client: "c-1", test: test, outcome: outcome))
            #expect(desk.kinds(of: "c-1") == [.judgeTest])
            let result = RecordTestResult(client: "c-1", test: test, stage: .confirmed, found: [])
            #expect(try desk.refusal(of: result).contains("not collected"))
            try desk.order(
                JudgeTest(client: "c-1", test: test, judgement: .noUse, reason: "The bus."))
            #expect(desk.kinds(of: "c-1") == [])
        }
        let test = try desk.orderTest("c-1")
        let silent = RecordCollection(client: "c-1", test: test, outcome: .excused)
        #expect(try desk.refusal(of: silent) != "")
        try desk.order(
            RecordCollection(client: "c-1", test: test, outcome: .excused, note: "Fever."))
        #expect(desk.kinds(of: "c-1") == [])
    }

    @Test("The client's wish decides who collects, and another one is not written down as having")
    mutating func collector() throws {
        try desk.order(ChooseCollector(client: "c-1", gender: .male))
        let test = try desk.orderTest("c-1")
        let duty = try #require(desk.duties(of: "c-1").first)
        #expect(duty.person == "cm1")
        #expect(duty.words.contains("male"))
        func collected(_ by: StaffID) -> RecordCollection {
            RecordCollection(client: "c-1", test: test, outcome: .collected, collector: by)
        }
        #expect(try desk.refusal(of: collected("rn1")).contains("somebody else"))
        #expect(try desk.refusal(of: collected("nobody")).contains("not on the staff"))
        let second = ChooseCollector(client: "c-1", gender: .female)
        #expect(try desk.refusal(of: second) != "")
        try desk.order(collected("cm1"))
    }

    @Test(
        "What nobody wrote down lapses after two days, says nothing of the client, and can be told")
    mutating func lapsed() throws {
        let test = try desk.orderTest("c-1")
        desk.clinic.rooms = []
        try desk.goOn(days: 2)
        #expect(desk.kinds(of: "c-1") == [.collectTest])
        try desk.goOn(days: 1)
        #expect(desk.kinds(of: "c-1") == [])
        #expect(try desk.care(of: "c-1").tests.last?.isLapsed == true)
        #expect(desk.published.of(CollectionRecorded.self) == [])
        #expect(throws: Refusal.self) { try desk.retract(desk.last(UrineTestLapsed.self)) }
        try desk.order(RecordCollection(client: "c-1", test: test, outcome: .collected))
        #expect(desk.kinds(of: "c-1") == [.recordResult])
    }

    @Test("Corrections go from the end: the result, the collection, the order")
    mutating func corrected() throws {
        _ = try desk.test("c-1", finding: [.cocaine])
        let (order, collection) = (
            desk.last(UrineTestOrdered.self), desk.last(CollectionRecorded.self)
        )
        #expect(throws: Refusal.self) { try desk.retract(order) }
        #expect(throws: Refusal.self) { try desk.retract(collection) }
        try desk.retract(desk.last(TestResulted.self))
        #expect(desk.kinds(of: "c-1") == [.recordResult])
        try desk.retract(collection)
        #expect(desk.kinds(of: "c-1") == [.collectTest])
        try desk.retract(order)
        #expect(desk.kinds(of: "c-1") == [])
        #expect(desk.core == desk.rebuilt())
    }

    @Test("Words that are none of the known are refused")
    mutating func words() throws {
        let test = try desk.orderTest("c-1")
        let refused: [any Command] = [
            RecordCollection(client: "c-1", test: test, outcome: "spilled"),
            RecordCollection(client: "c-1", test: "t-9", outcome: .collected),
            ChooseCollector(client: "c-1", gender: "tall"),
            OrderUrineTest(client: "c-1", reason: "Again."),
            OrderUrineTest(client: "c-1", reason: " "),
        ]
        for command in refused { #expect(try desk.refusal(of: command) != "", "\(command)") }
        try desk.order(RecordCollection(client: "c-1", test: test, outcome: .collected))
        let unknown = RecordTestResult(
            client: "c-1", test: test, stage: .presumptive, found: ["sugar"])
        #expect(try desk.refusal(of: unknown).contains("cocaine"))
    }

    @Test("Whom the client wishes collects, if she is there; else the wish stays in the words")
    mutating func absentCollector() throws {
        var other = Clinic.Staff("rn2", roles: [.nurse], caseload: 0)
        other.gender = .female
        desk.clinic.staff.append(other)
        try desk.order(ChooseCollector(client: "c-1", gender: .female))
        _ = try desk.orderTest("c-1")
        let holder = try #require(desk.duties(of: "c-1").first?.person)
        #expect(["rn1", "rn2"].contains(holder))
        try desk.take(StaffAway(staff: holder, from: desk.today, through: desk.today))
        let next = try #require(desk.duties(of: "c-1").first?.person)
        #expect(["rn1", "rn2"].contains(next) && next != holder)
        try desk.take(StaffAway(staff: next, from: desk.today, through: desk.today))
        let last = try #require(desk.duties(of: "c-1").first)
        #expect(last.person != holder && last.person != next)
        #expect(last.words.contains("wishes the collector to be female"))
    }

    @Test("On a day on which all who collect are away nobody is drawn")
    mutating func nobodyCollects() throws {
        // At this desk chance is the same in each hour: many clients draw differently.
        for number in 2...40 { try desk.enroll(ClientID("c-\(number)")) }
        func drawn() -> Int { desk.published.of(UrineTestOrdered.self).count { $0.isDrawn } }
        try desk.goOn(days: 4)
        let count = drawn()
        #expect(0 < count)
        for person in ["rn1", "cm1", "t01"] as [StaffID] {
            try desk.take(StaffAway(staff: person, from: desk.day(1), through: desk.day(4)))
        }
        try desk.goOn(days: 4)
        #expect(drawn() == count)
    }

    @Test("What was open of an earlier stay is nobody's in the next one, and may be told late")
    mutating func nextStay() throws {
        let test = try desk.orderTest("c-1")
        try desk.close("c-1")
        #expect(desk.kinds(of: "c-1") == [])
        try desk.goOn(days: 40)
        try desk.enroll("c-1", "e-2")
        #expect(desk.kinds(of: "c-1") == [.signTreatmentPlan])
        try desk.order(
            RecordCollection(client: "c-1", test: test, outcome: .excused, note: "Left before."))
        #expect(desk.kinds(of: "c-1") == [.signTreatmentPlan])
        #expect(desk.rebuilt() == desk.core)
    }
}
