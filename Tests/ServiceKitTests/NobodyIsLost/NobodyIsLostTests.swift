import AssessmentCore
import Foundation
import Messages
import TestKit
import Testing

@Suite("Nobody is lost")
struct NobodyIsLostTests {
    /// How many random histories are played: a hundred here, ten thousand in the long form.
    private static let histories = number("CAIRN_HISTORIES") ?? 100
    /// The first of their seeds: the long form may be played in parts.
    private static let first = number("CAIRN_FIRST_HISTORY") ?? 0
    private static let size: UInt64 = 10
    private static let steps = 60

    private static func number(_ name: String) -> UInt64? {
        ProcessInfo.processInfo.environment[name].flatMap(UInt64.init)
    }

    @Test(
        "At each moment each client has a duty, a session or a call, whatever happens",
        arguments: 0..<max(1, histories / size))
    func nobody(block: UInt64) throws {
        for seed in (block * Self.size..<(block + 1) * Self.size).map({ Self.first + $0 }) {
            var story = try CareStory(seed: seed)
            for step in 0..<Self.steps {
                let deed = try story.step()
                let lost = try story.lost()
                guard !lost.isEmpty else { continue }
                Issue.record(
                    "Seed \(seed), step \(step), \(story.world.moment.now.local), after \(deed):\n\(lost.joined(separator: "\n"))"
                )
                return
            }
        }
    }

    @Test("The histories reach what they are to prove")
    func reach() throws {
        var kinds: Set<String> = []
        var ends: Set<DutyEnd> = []
        var demanded: Set<DutyKind> = []
        for seed in 0..<50 as Range<UInt64> {
            var story = try CareStory(seed: seed)
            for _ in 0..<Self.steps {
                _ = try story.step()
                for demand in try CareDemands(of: story.world).all() {
                    demanded.formUnion(demand.kinds)
                }
            }
            for owner in [Identity.assessment, .scheduler, .treatment, .aftercare] {
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
        ]
        let missing = wanted.filter { !kinds.contains($0.type(by: $0.owner ?? .ledger)) }
        #expect(missing.map { "\($0)" } == [])
        for kind in MessageCatalog.dutyEvents {
            #expect(kinds.contains(kind.type(by: .assessment)), "\(kind)")
        }
        #expect(ends == Set(DutyEnd.known))
        // Each kind of duty was asked for by the facts, and looked for among the open ones. Nobody
        // decides so often in a history that their overrides are looked at.
        let unseen = Set(DutyKind.known).subtracting(demanded).map(\.rawValue).sorted()
        #expect(unseen == ["flag", "review-overrides"])
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
