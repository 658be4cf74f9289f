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
        #expect(try desk.refusal(of: start(name: " X")).contains("takes this medication already"))
        let taken = try #require(try desk.care(of: "c-1").medications.first)
        let change = ChangeMedication(
            client: "c-1", medication: taken.medication, replaces: taken.event,
            refill: desk.day(3660))
        #expect(try desk.refusal(of: change).contains("cannot be right"))
    }
}
