import Messages
import SchedulerCore
import TestKit
import Testing

@Suite("Enrollment")
struct EnrollmentTests {
    @Test("A confirmed level 2.1 opens a stay in the first phase")
    func opens() throws {
        var rehearsal = try Rehearsal()
        try rehearsal.admit("c-1", to: nil)
        let opened = try #require(rehearsal.all(EnrollmentOpened.self).first)
        #expect(opened.phase == "p1")
        #expect(opened.level == .intensiveOutpatient)
        #expect(opened.clinician == "t01")
    }

    @Test(
        "A level that no phase has opens nothing",
        arguments: [LevelOfCare.partialHospitalization, .residential, .withdrawalMonitored, "9.9"])
    func otherLevels(level: LevelOfCare) throws {
        var rehearsal = try Rehearsal()
        try rehearsal.hear(
            ClientRegistered(
                client: "c-1", ages: .adult, language: "en", commitments: [], owner: "t01"))
        #expect(try rehearsal.confirm("c-1", level).isEmpty)
    }

    @Test("A confirmed level 1 opens a stay in the first of the phases of that level")
    func opensLater() throws {
        var rehearsal = try Rehearsal()
        try rehearsal.hear(
            ClientRegistered(
                client: "c-1", ages: .adult, language: "en", commitments: [], owner: "t01"))
        let opened = try rehearsal.confirm("c-1", .outpatient).compactMap {
            $0 as? EnrollmentOpened
        }
        #expect(opened.map(\.phase) == ["p2"])
        #expect(opened.map(\.level) == [.outpatient])
        // A seat in a group of that phase, and its weeks are planned.
        #expect(try rehearsal.present("c-1") == "p2")
    }

    @Test("Placed at the level of a later phase, a client of the first steps down into it")
    func stepsDown() throws {
        var rehearsal = try Rehearsal()
        try rehearsal.admit("c-1")
        try rehearsal.confirm("c-1", .outpatient)
        let change = try #require(rehearsal.all(PhaseChanged.self).last)
        #expect(change.from == "p1" && change.to == "p2" && change.direction == .stepDown)
        #expect(rehearsal.all(EnrollmentClosed.self).isEmpty)
    }

    @Test(
        "Whoever moved, died or is in prison has no stay any more; another ending ends none",
        arguments: FollowUpEnding.known)
    func endings(ending: FollowUpEnding) throws {
        var rehearsal = try Rehearsal()
        try rehearsal.admit("c-1")
        try rehearsal.hear(
            FollowUpClosed(client: "c-1", ending: ending, reason: "Told.", signer: "t01"))
        let isOver = [.moved, .died, .prison].contains(ending)
        #expect(rehearsal.all(EnrollmentClosed.self).count == (isOver ? 1 : 0))
    }

    @Test("A placement or a seat of a client who is not registered yet waits")
    func notYetKnown() throws {
        var rehearsal = try Rehearsal()
        let before = rehearsal.agenda
        #expect(throws: NotYetKnown("client")) { try rehearsal.confirm("c-1") }
        #expect(throws: NotYetKnown("client")) {
            try rehearsal.hear(MemberJoined(client: "c-1", group: "p1-01", phase: "p1"))
        }
        #expect(rehearsal.agenda == before)
    }

    @Test("The primary clinician speaks the language, then has the fewest clients, then is first")
    func clinicians() throws {
        var rehearsal = try Rehearsal()
        for client: ClientID in ["c-1", "c-2", "c-3", "c-4"] {
            try rehearsal.admit(client, to: nil)
        }
        try rehearsal.admit("c-5", to: nil, language: "es")
        let clinicians = rehearsal.all(EnrollmentOpened.self).map(\.clinician)
        #expect(clinicians == ["t01", "t02", "t03", "t01", "t02"])
    }

    @Test("A full caseload takes nobody while another has room; when all are full, no one is lost")
    func caseloads() throws {
        var clinic = Clinic.oneGroup
        clinic.staff = [
            Clinic.Staff("t01", caseload: 1), Clinic.Staff("t02", caseload: 1),
            Clinic.Staff("n01", roles: [.nurse]),
            Clinic.Staff("d01", caseload: 0),
        ]
        var rehearsal = try Rehearsal(clinic)
        for client: ClientID in ["c-1", "c-2", "c-3"] { try rehearsal.admit(client, to: nil) }
        #expect(rehearsal.all(EnrollmentOpened.self).map(\.clinician) == ["t01", "t02", "t01"])
    }

    @Test("Without any clinician the confirmation fails aloud")
    func noClinician() throws {
        var clinic = Clinic.oneGroup
        clinic.staff = []
        var rehearsal = try Rehearsal(clinic)
        #expect(throws: AgendaError.noClinician) { try rehearsal.admit("c-1") }
    }

    @Test("Confirming the same level again changes nothing")
    func repeated() throws {
        var rehearsal = try Rehearsal()
        try rehearsal.admit("c-1")
        #expect(try rehearsal.confirm("c-1").isEmpty)
        try rehearsal.step("c-1", to: "p2")
        #expect(try rehearsal.confirm("c-1", .outpatient).isEmpty)
    }

    @Test("Reassessed at level 2.1, a client of a later phase steps up to the first")
    func stepsUp() throws {
        var rehearsal = try Rehearsal()
        try rehearsal.admit("c-1")
        try rehearsal.step("c-1", to: "p2")
        try rehearsal.step("c-1", to: "p3")
        try rehearsal.hear(ReassessmentOpened(client: "c-1", reason: "return to use"))
        try rehearsal.confirm("c-1")
        let change = try #require(rehearsal.all(PhaseChanged.self).last)
        #expect(change.from == "p3")
        #expect(change.to == "p1")
        #expect(change.direction == .stepUp)
        #expect(change.level == .intensiveOutpatient)
    }

    @Test("Another level ends the stay as a transfer; a later 2.1 opens a new one")
    func transfers() throws {
        var rehearsal = try Rehearsal()
        try rehearsal.admit("c-1")
        try rehearsal.confirm("c-1", .residential)
        #expect(rehearsal.all(EnrollmentClosed.self).map(\.outcome) == [.transferred])
        try rehearsal.confirm("c-1")
        let opened = rehearsal.all(EnrollmentOpened.self)
        #expect(opened.count == 2)
        #expect(opened[0].enrollment != opened[1].enrollment)
    }

    @Test("Declining or being discharged ends the stay and frees the seats to come")
    func ends() throws {
        var rehearsal = try Rehearsal(at: "2026-11-05T08:00")
        try rehearsal.admit("c-1")
        try rehearsal.admit("c-2")
        try rehearsal.wait(until: "2026-11-06T08:00")
        #expect(rehearsal.groupSessions("2026-11-09", of: "c-1").count == 9)
        try rehearsal.hear(TreatmentDeclined(client: "c-1", reason: "work"))
        try rehearsal.hear(ClientDischarged(client: "c-2", reason: "moved"))
        #expect(rehearsal.all(EnrollmentClosed.self).map(\.outcome) == [.discharged, .discharged])
        #expect(rehearsal.week("2026-11-09").allSatisfy { $0.clients.isEmpty })
        #expect(!rehearsal.week("2026-11-09").contains { $0.kind == "individual" })
    }

    @Test(
        "Phases change by one step, or back to the first",
        arguments: [
            (["p2"], true), (["p3"], false), (["p1"], false), (["p9"], false),
            (["p2", "p3"], true), (["p2", "p3", "p2"], true), (["p2", "p3", "p1"], true),
            (["p2", "p1"], true), (["p2", "p2"], false),
        ] as [([PhaseID], Bool)])
    func steps(path: [PhaseID], isAllowed: Bool) throws {
        var rehearsal = try Rehearsal()
        try rehearsal.admit("c-1")
        for phase in path.dropLast() { try rehearsal.step("c-1", to: phase) }
        let last = try #require(path.last)
        if isAllowed {
            try rehearsal.step("c-1", to: last)
            #expect(rehearsal.all(PhaseChanged.self).last?.to == last)
        } else {
            #expect(throws: Refusal.self) { try rehearsal.step("c-1", to: last) }
        }
    }

    @Test("A phase change names the level of the new phase, and its direction")
    func levels() throws {
        var rehearsal = try Rehearsal()
        try rehearsal.admit("c-1")
        try rehearsal.step("c-1", to: "p2")
        try rehearsal.step("c-1", to: "p1")
        let changes = rehearsal.all(PhaseChanged.self)
        #expect(changes.map(\.level) == [.outpatient, .intensiveOutpatient])
        #expect(changes.map(\.direction) == [.stepDown, .stepUp])
    }

    @Test("The program is completed in the last phase only, and by enrolled clients only")
    func completion() throws {
        var rehearsal = try Rehearsal()
        let complete = CompleteProgram(client: "c-1", reason: "done")
        #expect(throws: Refusal.self) { try rehearsal.order(complete) }
        try rehearsal.admit("c-1")
        #expect(throws: Refusal.self) { try rehearsal.order(complete) }
        try rehearsal.step("c-1", to: "p2")
        try rehearsal.step("c-1", to: "p3")
        try rehearsal.order(complete)
        #expect(rehearsal.all(EnrollmentClosed.self).map(\.outcome) == [.completed])
        #expect(try rehearsal.ask(Enrollments()) == [])
    }
}
