import Messages
import TestKit
import Testing

@testable import Histories

@Suite("Nobody is lost")
struct NobodyIsLostTests {
    private static let size: UInt64 = 10

    // The long form, of ten thousand and more, is deploy/histories.
    @Test(
        "At each moment each client has a duty, a session or a call, whatever happens",
        arguments: 0..<(100 / size))
    func nobody(block: UInt64) {
        for seed in block * Self.size..<(block + 1) * Self.size {
            guard let fault = RandomHistory(seed: seed).play() else { continue }
            Issue.record("\(fault)")
        }
    }

    // In a process of its own the order of every dictionary is another one.
    @Test("One seed, one history: another process comes to the same steps")
    func repeats() async throws {
        func steps() -> [String] {
            var steps: [String] = []
            for seed in [5, 13] as [UInt64] {
                _ = RandomHistory(seed: seed).play { steps.append("step \($0)") }
            }
            return steps
        }
        let result = try await #require(
            processExitsWith: .success, observing: [\.standardOutputContent]
        ) {
            for seed in [5, 13] as [UInt64] {
                _ = RandomHistory(seed: seed).play { print("step \($0)") }
            }
        }
        let output = String(decoding: result.standardOutputContent, as: UTF8.self)
        let told = output.split(separator: "\n").map(String.init).filter { $0.hasPrefix("step ") }
        #expect(told == steps() && told.count == 2 * RandomHistory.steps)
    }

    @Test("The histories reach what they are to prove")
    func reach() throws {
        var kinds: Set<String> = []
        var ends: Set<DutyEnd> = []
        var demanded: Set<DutyKind> = []
        var outages: Set<String> = []
        // A registration in error, with a duty open, comes up in one history of forty or so.
        for seed in 0..<150 as Range<UInt64> where seed < 50 || ends != Set(DutyEnd.known) {
            var story = try CareStory(seed: seed)
            for _ in 0..<RandomHistory.steps {
                _ = try story.step()
                if let outage = story.world.outage {
                    outages.insert("\(outage.service) \(outage.isDown)")
                    continue
                }
                for demand in try CareDemands(of: story.world).all() {
                    demanded.formUnion(demand.kinds)
                }
            }
            for owner in [Identity.assessment, .scheduler, .treatment, .aftercare, "calm"] {
                for fact in try story.world.facts(of: owner) {
                    kinds.insert(type(of: fact.event).type(by: owner))
                    if let closed = fact.event as? DutyClosed { ends.insert(closed.how) }
                }
            }
        }
        let wanted: [any Event.Type] = [
            PlacementConfirmed.self, TreatmentDeclined.self, ReassessmentOpened.self,
            RiskAcknowledged.self, ConcernClosed.self, EnrollmentOpened.self, EnrollmentClosed.self,
            AttendanceRecorded.self, ContactKept.self, ContactMissed.self, StaffAway.self,
            StaffBack.self, GateCleared.self, InterimReviewed.self, TransferContactMade.self,
            MeasureWorsened.self, SessionCovered.self, SessionCancelled.self, PhaseKept.self,
            ReturnToUseReported.self, FollowUpClosed.self, AppointmentCancelled.self,
            TreatmentPlanSigned.self, TreatmentPlanReviewed.self, TreatmentCertified.self,
            MedicationStopped.self, UrineTestLapsed.self, TestResulted.self, TestJudged.self,
            OverridesReviewed.self, ProposalTaken.self, DutyAsked.self,
            DutyEnded.self, AlertRaised.self, ConsentWithdrawn.self,
        ]
        let missing = wanted.filter { !kinds.contains($0.type(by: $0.owner ?? "calm")) }
        #expect(missing.map { "\($0)" } == [])
        for kind in MessageCatalog.dutyEvents {
            #expect(kinds.contains(kind.type(by: .assessment)), "\(kind)")
        }
        #expect(ends == Set(DutyEnd.known))
        // Each kind of duty was asked for by the facts, and looked for among the open ones; a session
        // that loses its therapy comes up in few histories.
        let unseen = Set(DutyKind.known).subtracting(demanded)
        #expect(unseen.isSubset(of: [.tellChange]), "\(unseen)")
        // Each of the six was down, and each heard nothing of another.
        #expect(outages.count == 12, "\(outages.sorted())")
    }

    @Test("A duty of nobody, of somebody who sees none, one that is late or too far is found")
    func faults() throws {
        let demands = try CareDemands(of: CareWorld())
        let now = demands.now.utc
        func fault(_ person: StaffID?, _ role: Role, dueInHours hours: Int) throws -> String? {
            var opened = try DutyOpened.example
            (opened.kind, opened.person, opened.role) = (.rate, person, role)
            opened.due = now.advanced(byHours: hours)
            var book = DutyBook()
            book.apply(opened)
            return book.open.values.first.flatMap(demands.fault(of:))
        }
        #expect(try fault("t01", .clinician, dueInHours: 1) == nil)
        for (person, role, hours) in [
            (nil, Role.clinician, 1), ("t99", .clinician, 1), ("t01", .nurse, 1),
            ("fd1", .frontDesk, 1), ("t01", .clinician, -1), ("t01", .clinician, 24 * 40),
        ] as [(StaffID?, Role, Int)] {
            #expect(try fault(person, role, dueInHours: hours) != nil)
        }
    }

    @Test("A call holds by the cadence of whoever is called, and only while somebody has it")
    func calls() throws {
        var steps = NextSteps(
            in: .small,
            at: Moment(
                utc: Timestamp(milliseconds: 0),
                local: LocalDateTime(
                    date: LocalDate(daysSince1970: 0), time: TimeOfDay(minutes: 0))))
        func add(_ client: ClientID, by owner: StaffID, inDays days: Int, mostDays: Int?) {
            steps.add(
                NextContact(
                    client: client, situation: .aftercare, owner: owner,
                    due: LocalDate(daysSince1970: days), contact: nil, rung: 0, reason: nil,
                    mostDays: mostDays))
        }
        var duty = try DutyOpened.example
        (duty.kind, duty.client, duty.person) = (.contact, "passed-on", "t01")
        duty.due = Timestamp(milliseconds: 0).advanced(byHours: 14 * 24)
        var book = DutyBook()
        book.apply(duty)
        for duty in book.open.values { steps.add(duty) }
        add("week", by: "t01", inDays: 7, mostDays: nil)
        add("fortnight", by: "t01", inDays: 14, mostDays: 14)
        add("passed-on", by: "t99", inDays: 14, mostDays: 14)
        add("far", by: "t01", inDays: 21, mostDays: 14)
        add("unsaid", by: "t01", inDays: 14, mostDays: nil)
        add("gone", by: "t99", inDays: 1, mostDays: 14)
        #expect(
            steps.lost(of: ["week", "fortnight", "passed-on", "far", "unsaid", "gone"])
                == ["far", "gone", "unsaid"])
    }

    @Test("Whom nobody has a duty for, no session and no call, is found")
    func found() throws {
        var steps = NextSteps(
            in: .small,
            at: Moment(
                utc: Timestamp(milliseconds: 0),
                local: LocalDateTime(
                    date: LocalDate(daysSince1970: 0), time: TimeOfDay(minutes: 0))))
        let opened = try DutyOpened.example
        var book = DutyBook()
        func add(_ client: ClientID, to person: StaffID?, dueInHours hours: Int) {
            var duty = opened
            (duty.duty, duty.client, duty.person) = (DutyID(client.text), client, person)
            duty.due = Timestamp(milliseconds: 0).advanced(byHours: hours)
            book.apply(duty)
        }
        add("held", to: "t01", dueInHours: 7 * 24)
        add("late", to: "t01", dueInHours: -100)
        add("far", to: "t01", dueInHours: 8 * 24)
        add("gone", to: "t99", dueInHours: 1)
        add("nobody", to: nil, dueInHours: 1)
        for duty in book.open.values { steps.add(duty) }
        #expect(
            steps.lost(of: ["held", "late", "far", "gone", "nobody", "none"])
                == ["far", "gone", "nobody", "none"])
    }
}
