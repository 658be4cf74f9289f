import AftercareCore
import AssessmentCore
import Foundation
import Messages
import PeerGroupsCore
import SchedulerCore
import TestKit
import Testing
import TherapyContract
import TreatmentCore

@testable import SimulatorCore

/// Thirty-two weeks of the small clinic with the cores of all services, in one thread.
@Suite("A whole rehearsal of the default seed")
struct WholeRehearsalTests {
    private static let whole = run(weeks: 32, seed: 1)
    private static let figures = summary(whole).figures

    private static func run(weeks: Int, seed: UInt64) -> Rehearsal {
        var rehearsal = Rehearsal(
            [
                (.assessment, Intake()), (.scheduler, Agenda()), (.peerGroups, Seating()),
                (.treatment, Charts()), (.aftercare, ContinuingCare()),
                (.simulator, Cohort(seed: seed, referralsPerWeek: 2)),
            ],
            clinic: SmallClinic.clinic, start: SmallClinic.moment(day: 0, hour: 0))
        do {
            let manifest = Golden.root().appending(path: "Plugins/examples/gratitude/plugin.json")
            try rehearsal.approve(
                JSONText.decode(PluginContract.self, from: Array(try Data(contentsOf: manifest))))
        } catch { Issue.record("\(error)") }
        rehearsal.run(days: weeks * 7)
        return rehearsal
    }

    private static func summary(_ rehearsal: Rehearsal) -> RunSummary {
        rehearsal.facts.reduce(into: RunSummary()) { $0.apply($1) }
    }

    private static func events<Kind: Event>(_ kind: Kind.Type) -> [(event: Kind, fact: Fact)] {
        whole.facts.compactMap { fact in (fact.event as? Kind).map { ($0, fact) } }
    }

    @Test("It shows what a director must be able to see")
    func minimums() {
        let figures = Self.figures
        #expect(figures.inAftercare >= 6)
        #expect(figures.contactsFollowedUp.count >= 3)
        #expect(figures.stepsDown >= 5)
        #expect(figures.stepsUp >= 1)
        #expect(figures.referredOutReached.count >= 2)
        #expect(figures.alertsRaised >= 3)
        #expect(figures.overrides >= 1)
        #expect(figures.seatedAfterWaiting.count >= 1)
        #expect(figures.weeksPlanned.count >= 32)
        #expect(figures.responseMinutes.count > figures.alertsLate)
        #expect(figures.alertsLate >= 1)
        #expect(figures.outcomes[.discharged, default: 0] >= 1)
    }

    @Test("No command is refused, and no fact is parked")
    func noRefusal() {
        #expect(Self.whole.refused.prefix(5) == [])
        #expect(Self.whole.parked == [])
    }

    @Test("Where people do their work, fewer than 5 of 100 duties of a kind are passed on")
    func dutiesAreDone() {
        var kinds: [DutyID: DutyKind] = [:]
        var (opened, passed): ([DutyKind: Int], [DutyKind: Int]) = ([:], [:])
        for fact in Self.whole.facts {
            switch fact.event {
            // A clinician waits for a seat rather than for a list.
            case let event as DutyOpened where !event.words.contains("can step down"):
                kinds[event.duty] = event.kind
                opened[event.kind, default: 0] += 1
            case let event as DutyEscalated where event.rung == 1 || event.rung == 3:
                if let kind = kinds.removeValue(forKey: event.duty) {
                    passed[kind, default: 0] += 1
                }
            default: break
            }
        }
        for kind in [DutyKind.contact, .followReferral, .recordAttendance, .review, .signPlan] {
            #expect(opened[kind, default: 0] > 5, "\(kind)")
            #expect(
                passed[kind, default: 0] * 20 < opened[kind, default: 0],
                "\(kind): \(passed[kind, default: 0]) of \(opened[kind, default: 0])")
        }
    }

    @Test("No duty stays late for more than a week, and no planned contact untried")
    func nothingIsLateForWeeks() {
        var due: [DutyID: (Timestamp, DutyKind)] = [:]
        var late: [String] = []
        for fact in Self.whole.facts {
            switch fact.event {
            case let event as DutyOpened: due[event.duty] = (event.due, event.kind)
            case let event as DutyClosed:
                guard let (first, kind) = due.removeValue(forKey: event.duty) else { break }
                if fact.time.days(since: first) > 7 { late.append("\(kind) \(event.duty)") }
            default: break
            }
        }
        late += due.filter { Self.whole.now.utc.days(since: $0.value.0) > 7 }
            .map { "\($0.value.1) \($0.key) is open" }
        #expect(late == [])
        #expect(Self.figures.silences.abandoned == [:])
    }

    @Test("A therapist falls sick: each session that nobody leads is covered or cancelled")
    func sick() {
        #expect(Self.events(StaffAway.self).count == 1)
        let covers = Self.events(DutyOpened.self).filter { $0.event.kind == .coverSession }
        #expect(!covers.isEmpty)
        let ends = Dictionary(
            Self.events(DutyClosed.self).map { ($0.event.duty, $0.event.how) }
        ) { $1 }
        #expect(covers.allSatisfy { ends[$0.event.duty] == .done })
    }

    @Test("Every command comes from a person of the clinic in a role that may give it")
    func actors() {
        let wrong = Self.whole.sent.filter { order in
            let roles = type(of: order.command).roles
            let person = SmallClinic.clinic.staff.first { $0.id == order.actor.staff }
            return !roles.contains(order.actor.role)
                || person?.roles.contains(order.actor.role) != true
        }
        #expect(wrong.map { "\($0.command)" } == [])
        #expect(Self.whole.mostInOneHour <= Cohort.commandLimit)
    }

    @Test("Between ten in the evening and six nobody acts but on an open alert")
    func nights() {
        let nightly = Self.whole.sent.filter { order in
            let hour = order.moment.local.time.minutes / 60
            return (hour >= 22 || hour < 6) && !(order.command is AcknowledgeAlert)
        }
        #expect(nightly.map { "\(type(of: $0.command)) at \($0.moment.local)" } == [])
    }

    @Test("A cohort rebuilt from the facts it has seen equals the one that was stopped")
    func rebuilt() {
        var rebuilt = Cohort(seed: 1, referralsPerWeek: 2)
        for fact in Self.whole.history(of: .simulator) { rebuilt.apply(fact) }
        #expect(rebuilt == Self.whole.cohort)
    }

    @Test("Who comes at once is placed or declines within five days, all within a week")
    func intakeIsShort() {
        let missed = Set(
            Self.events(AppointmentRecorded.self).filter { $0.event.outcome == .missed }
                .map(\.event.client))
        var open: [ClientID: Timestamp] = [:]
        for fact in Self.whole.facts {
            switch fact.event {
            case let event as ClientRegistered: open[event.client] = fact.time
            case let event as PlacementConfirmed: close(event.client, fact)
            case let event as TreatmentDeclined: close(event.client, fact)
            default: break
            }
        }
        func close(_ client: ClientID, _ fact: Fact) {
            guard let since = open.removeValue(forKey: client) else { return }
            let days = fact.time.days(since: since)
            #expect(days <= (missed.contains(client) ? 7 : 5), "\(client)")
        }
        #expect(open.values.allSatisfy { Self.whole.now.utc.days(since: $0) <= 7 })
    }

    @Test("Intakes go by appointment: booked before they begin, some missed and made up for")
    func appointments() {
        let booked = Self.events(AppointmentBooked.self).filter { $0.event.purpose == .intake }
        let records = Self.events(AppointmentRecorded.self)
        #expect(records.count { $0.event.outcome == .came } >= 40)
        #expect(records.count { $0.event.outcome == .missed } >= 3)
        let first = Dictionary(booked.map { ($0.event.client, $0.fact.time) }) { min($0, $1) }
        for (event, fact) in Self.events(IntakeAnswered.self) {
            #expect(first[event.client].map { $0 < fact.time } ?? false, "\(event.client)")
        }
    }

    @Test("Gates are cleared by whoever may, and nobody is placed past one")
    func gates() {
        let cleared = Self.events(GateCleared.self)
        #expect(cleared.count >= 3)
        let roles: Set<Role> = [.nurse, .prescriber, .clinicalSupervisor]
        #expect(cleared.allSatisfy { $0.fact.actor.map { roles.contains($0.role) } ?? false })
        #expect(
            Self.events(PlacementConfirmed.self).allSatisfy {
                $0.event.openGates?.isEmpty ?? true
            })
    }

    @Test("Clients report what they practise, and do not hear of a practice that is done again")
    func practice() {
        let (assigned, reported) = (
            Self.events(PracticeAssigned.self), Self.events(PracticeReported.self)
        )
        #expect(assigned.count >= 40)
        #expect(reported.count { $0.event.isDone } * 2 > assigned.count)
        #expect(reported.contains { !$0.event.isDone })
        #expect(reported.allSatisfy { $0.fact.actor != nil })
    }

    @Test("Fewer than 5 of 100 client-weeks of the first phase fall short of their hours")
    func fewConflicts() {
        let offered = Self.events(WeekPlanned.self)
            .reduce(into: [LocalDate: Int]()) { $0[$1.event.week] = $1.event.minutes.count }
        let clientWeeks = offered.values.reduce(0, +)
        #expect(clientWeeks > 200)
        #expect(Self.figures.conflicts.count * 20 < clientWeeks)
    }

    @Test("The incidents happen: a pair is kept apart, work changes, a form is taken back")
    func incidents() {
        #expect(Self.events(PairingForbidden.self).count == 1)
        #expect(Self.events(CommitmentsChanged.self).count >= 1)
        let corrected = Self.events(EnteredInError.self).map(\.event.event)
        let forms = Self.events(QuestionnaireSubmitted.self).map(\.fact.id)
        #expect(!Set(corrected).isDisjoint(with: forms))
    }

    @Test("Who went to withdrawal management is followed up, and some start treatment after it")
    func welcomeBack() {
        var elsewhere: Set<ClientID> = []
        var back: Set<ClientID> = []
        for (event, _) in Self.events(PlacementConfirmed.self) {
            if event.placed == .withdrawalMonitored {
                elsewhere.insert(event.client)
            } else if event.placed == .intensiveOutpatient, elsewhere.contains(event.client) {
                back.insert(event.client)
            }
        }
        #expect(!back.isEmpty)
    }

    @Test("One seed is one history, fact by fact; another seed is another", arguments: [1, 2])
    func oneHistory(seed: UInt64) {
        func told(_ seed: UInt64) -> [String] {
            Self.run(weeks: 3, seed: seed).facts.map {
                "\($0.id) \($0.time) \($0.event.subject ?? "")"
            }
        }
        let first = told(seed)
        #expect(first == told(seed))
        #expect(first != told(seed + 2))
    }
}
