import Messages
import TestKit
import Testing

@testable import TreatmentCore

@Suite("Medication")
struct MedicationTests {
    private var desk = TreatmentDesk()

    @Test(
        "A medication is recorded from the referral on, and goes on for as long as nobody stops it")
    mutating func goesOn() throws {
        try desk.register("c-1")
        let id = try desk.prescribe("c-1")
        desk.clinic.rooms = []
        try desk.goOn(days: 100)
        let taken = try #require(try desk.care(of: "c-1").medications.first)
        #expect(taken.medication == id && taken.stopped == nil)
        #expect(taken.testsAs == [.buprenorphine])
        #expect(desk.duties(of: "c-1") == [])
    }

    @Test("A supply that runs out is somebody's duty a week ahead, until another is written down")
    mutating func refill() throws {
        try desk.register("c-1")
        let id = try desk.prescribe("c-1", refill: desk.day(10))
        desk.clinic.rooms = []
        try desk.goOn(days: 2)
        #expect(desk.duties(of: "c-1") == [])
        try desk.goOn(days: 1)
        let duty = try #require(desk.duties(of: "c-1").first)
        #expect(duty.kind == .arrangeRefill && duty.person == "rn1")
        #expect(desk.context.now.localDate(of: duty.due) == desk.day(6))
        let event = try #require(try desk.care(of: "c-1").medications.first?.event)
        try desk.order(
            ChangeMedication(client: "c-1", medication: id, replaces: event, refill: desk.day(35)))
        #expect(desk.duties(of: "c-1") == [])
        #expect(desk.published.of(DutyClosed.self).last?.how == .done)
        // A year that was mistyped would be nobody's duty for as long.
        let changed = try #require(try desk.care(of: "c-1").medications.first?.event)
        let far = ChangeMedication(
            client: "c-1", medication: id, replaces: changed, refill: desk.day(367))
        #expect(try desk.refusal(of: far).contains("cannot be right"))
        // The one that was changed is another by now.
        let again = ChangeMedication(
            client: "c-1", medication: id, replaces: event, refill: desk.day(40))
        #expect(try desk.refusal(of: again).contains("Now it is that of event"))
    }

    @Test("Stopping has a reason, warns of an overdose, and is corrected from its end")
    mutating func stopped() throws {
        try desk.register("c-1")
        let id = try desk.prescribe("c-1", refill: desk.day(3))
        #expect(desk.kinds(of: "c-1") == [.arrangeRefill])
        let started = desk.last(MedicationStarted.self)
        let blank = StopMedication(client: "c-1", medication: id, replaces: started, reason: "")
        #expect(try desk.refusal(of: blank) != "")
        let command = StopMedication(
            client: "c-1", medication: id, replaces: started, reason: "The client's wish.")
        var context = desk.context
        let decision = try desk.core.decide(
            command, by: Actor(staff: "md1", role: .prescriber), in: &context)
        #expect(decision.guidance.joined().contains("overdose"))
        try desk.order(command)
        #expect(desk.duties(of: "c-1") == [])
        #expect(throws: Refusal.self) { try desk.retract(started) }
        try desk.retract(desk.last(MedicationStopped.self))
        #expect(desk.kinds(of: "c-1") == [.arrangeRefill])
        try desk.retract(started)
        #expect(try desk.care(of: "c-1").medications == [])
    }

    @Test("A medication is written down once, however its name is written, until it is stopped")
    mutating func once() throws {
        try desk.register("c-1")
        let first = try desk.prescribe("c-1", "Naltrexone 50 mg")
        func start(_ name: String) -> StartMedication {
            StartMedication(
                client: "c-1", name: name, purpose: .alcoholUse, prescriber: "md1", testsAs: [])
        }
        for name in ["Naltrexone 50 mg", " naltrexone  50 MG "] {
            let refusal = try desk.refusal(of: start(name))
            #expect(refusal.contains("medication refill") && !refusal.contains("altrexone"))
        }
        #expect(try desk.refusal(of: start("naltrexone injection")) == "")
        let standing = try #require(
            try desk.care(of: "c-1").medications.first { $0.medication == first })
        try desk.order(
            StopMedication(
                client: "c-1", medication: first, replaces: standing.event,
                reason: "Another form."))
        let stopped = desk.last(MedicationStopped.self)
        #expect(try desk.refusal(of: start("naltrexone 50 mg")) == "")
        // Taken back now, the end would leave it taken twice.
        let again = desk.last(MedicationStarted.self)
        let error = #expect(throws: Refusal.self) { try desk.retract(stopped) }
        #expect(error?.advice.remedy.contains(again.text) == true)
        try desk.retract(again)
        try desk.retract(stopped)
        #expect(try desk.care(of: "c-1").medications.allSatisfy { $0.stopped == nil })
    }

    @Test("What means nothing is refused")
    mutating func refused() throws {
        try desk.register("c-1")
        func start(
            name: String = "x", purpose: MedicationPurpose = .other, prescriber: String = "y",
            testsAs: [TestedSubstance] = [], until: LocalDate? = nil, since: LocalDate? = nil
        ) -> StartMedication {
            StartMedication(
                client: "c-1", name: name, purpose: purpose, prescriber: prescriber,
                testsAs: testsAs, refill: until, since: since)
        }
        for command in [
            start(name: " "), start(prescriber: ""), start(purpose: "fun"),
            start(testsAs: ["sugar"]), start(since: desk.day(1)), start(until: desk.day(-1)),
            start(until: desk.day(367)), start(until: desk.day(-9), since: desk.day(-8)),
        ] { #expect(try desk.refusal(of: command) != "", "\(command)") }
        #expect(try desk.refusal(of: start(since: desk.day(-400))) == "")
        // What ran out yesterday is told late, and is somebody's to see to.
        let late = start(name: "y", until: desk.day(-1), since: desk.day(-30))
        #expect(try desk.refusal(of: late) == "")
        #expect(try desk.refusal(of: start(name: " X")).contains("of that name already"))
        let taken = try #require(try desk.care(of: "c-1").medications.first)
        let change = ChangeMedication(
            client: "c-1", medication: taken.medication, replaces: taken.event,
            refill: desk.day(3660))
        #expect(try desk.refusal(of: change).contains("cannot be right"))
    }
}
