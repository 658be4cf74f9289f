import Messages
import Testing

@testable import SimulatorCore

@Suite("A cohort of synthetic clients and staff")
struct CohortTests {
    private let clinic = SmallClinic.clinic

    private func orders(_ cohort: Cohort, day: Int, hour: Int) -> [any Command] {
        cohort.orders(on: Shift(now: SmallClinic.moment(day: day, hour: hour), clinic: clinic))
            .commands.map(\.command)
    }

    private func fact(_ id: String, _ event: any Event, by owner: Identity, day: Int, hour: Int)
        -> Fact
    {
        Fact(
            id: MessageID(id), owner: owner, event: event,
            time: SmallClinic.moment(day: day, hour: hour).utc)
    }

    private func registered(_ client: ClientID, day: Int = 0) -> Fact {
        let event = ClientRegistered(
            client: client, ages: .adult, language: "en", commitments: [], owner: "cm1")
        return fact("registered-\(client)", event, by: .assessment, day: day, hour: 9)
    }

    private func cohort(_ facts: [Fact], seed: UInt64 = 1) -> Cohort {
        var cohort = Cohort(seed: seed, referralsPerWeek: 2)
        for fact in facts { cohort.apply(fact) }
        return cohort
    }

    @Test("The first Monday at nine brings half of the first week's referrals; before, nothing")
    func firstReferrals() {
        #expect(orders(Cohort(), day: 0, hour: 8).isEmpty)
        let first = orders(Cohort(), day: 0, hour: 9).compactMap { $0 as? RegisterClient }
        #expect(first.map(\.client) == ["c-0001", "c-0002", "c-0003", "c-0004"])
        #expect(first.first?.name == "Rehearsal Client 0001")
        #expect(first.first?.contact == "rehearsal-0001")
    }

    @Test("A referral that is registered is not sent again, and the next number follows")
    func noRepeat() {
        let known = (1...4).map { registered(Profile.name($0)) }
        #expect(orders(cohort(known), day: 0, hour: 10).allSatisfy { !($0 is RegisterClient) })
        let next = orders(cohort(known), day: 1, hour: 9).compactMap { $0 as? RegisterClient }
        #expect(next.map(\.client) == ["c-0005", "c-0006"])
    }

    @Test("Referrals that a closed day held up are made up for on the next day")
    func madeUp() {
        let known = (1...4).map { registered(Profile.name($0)) }
        let next = orders(cohort(known), day: 3, hour: 9).compactMap { $0 as? RegisterClient }
        #expect(next.count == 4)
    }

    @Test("No client is referred on a closure, a Friday, or a weekend", arguments: [52, 4, 5, 6])
    func noReferrals(day: Int) {
        #expect(orders(Cohort(), day: day, hour: 9).allSatisfy { !($0 is RegisterClient) })
    }

    @Test("One seed and one history give the same orders; another seed gives others")
    func seeded() {
        let known = (1...40).map { registered(Profile.name($0)) }
        func sent(_ seed: UInt64) -> [String] {
            orders(cohort(known, seed: seed), day: 0, hour: 10).map { "\($0)" }
        }
        #expect(sent(1) == sent(1))
        #expect(sent(1) != sent(2))
    }

    @Test("Of each sixteen clients every seed deals the same mix of needs", arguments: 1...5)
    func mix(seed: UInt64) {
        let hand = (1...16).map { Profile(of: Profile.name($0), chance: Chance(seed: seed)) }
        #expect(hand.count { $0.need == .withdrawal } == 1)
        #expect(hand.count { $0.need == .residential } == 1)
        #expect(hand.count { $0.need == .outpatient } == 1)
        #expect(hand.count { $0.isOverridden } == 1)
        #expect(hand.count { $0.course == .lapses } == 2)
    }

    /// Clients of whom somebody waits for a plan to be signed, at ten of any workday.
    private func unsigned(_ count: Int) -> [Fact] {
        (1...count).flatMap { ordinal -> [Fact] in
            let client = Profile.name(ordinal)
            let plan = PlanDrafted(
                client: client, plan: CarePlanID("p-\(ordinal)"), cadence: "tmac", sections: [:])
            let opened = DutyOpened(
                duty: DutyID("d-\(ordinal)"), kind: .signPlan, client: client,
                about: "p-\(ordinal)", role: .clinician, person: "t01",
                since: SmallClinic.moment(day: 0, hour: 0).utc,
                due: SmallClinic.moment(day: 60, hour: 17).utc, words: "")
            return [
                registered(client),
                fact("p-\(ordinal)", plan, by: .aftercare, day: 0, hour: 9),
                fact("d-\(ordinal)", opened, by: .aftercare, day: 0, hour: 9),
            ]
        }
    }

    @Test("One hour sends at most 400 commands; the rest is sent in the next hour")
    func bound() {
        let known = unsigned(450)
        let sent = orders(cohort(known), day: 3, hour: 10)
        #expect(sent.count == Cohort.commandLimit)
        let signed = Set(sent.compactMap { ($0 as? SignPlan)?.client })
        let done = signed.sorted().map { client in
            fact(
                "s-\(client)", PlanSigned(client: client, plan: "p"),
                by: .aftercare, day: 3, hour: 10)
        }
        let later = orders(cohort(known + done), day: 3, hour: 11)
        let signedLater = Set(later.compactMap { ($0 as? SignPlan)?.client })
        #expect(signedLater.count == 450 - signed.count)
        #expect(signedLater.isDisjoint(with: signed))
    }

    @Test("A refused command is tried for two hours of a day and not for ever")
    func bounded() {
        let known = cohort([registered("c-0001")])
        let hours = (0..<24).filter { hour in
            orders(known, day: 3, hour: hour).contains { $0 is BookAppointment }
        }
        #expect(hours == [9, 10])
        let days = (0..<60).filter { day in
            orders(known, day: day, hour: 10).contains { $0 is BookAppointment }
        }
        #expect(days.max() ?? 99 <= 21)
    }

    @Test("An override asks for more care than indicated, and never passes a hard stop")
    func safeOverride() throws {
        let client = try #require(
            (1...16).map(Profile.name).first {
                Profile(of: $0, chance: Chance(seed: 1)).isOverridden
            })
        func confirmation(_ level: LevelOfCare, _ stops: [String]) -> ConfirmPlacement? {
            let recommended = PlacementRecommended(
                client: client, placement: "r-1", edition: "asam-3", policy: "p", level: level,
                hardStops: stops, reasons: [], counterfactuals: [])
            let facts = [
                registered(client), fact("r", recommended, by: .assessment, day: 0, hour: 14),
                duty(.confirmPlacement, about: "r-1", of: "t01", by: .assessment, client: client),
            ]
            return orders(cohort(facts), day: 1, hour: 9).compactMap { $0 as? ConfirmPlacement }
                .first
        }
        #expect(confirmation(.outpatient, [])?.level == .intensiveOutpatient)
        #expect(confirmation(.outpatient, [])?.overrideReason != nil)
        #expect(confirmation(.outpatient, ["withdrawal"])?.level == .outpatient)
        #expect(confirmation(.residentialHigh, [])?.level == .residentialHigh)
        #expect(confirmation(.emergency, ["suicide-risk"])?.overrideReason == nil)
    }

    @Test("A contact is recorded on its due day and on no day before, by its owner")
    func contacts() {
        let due = ContactDue(
            client: "c-0001", contact: "k-1", situation: .intake, owner: "ps1",
            due: SmallClinic.start.advanced(by: 6))
        let known = cohort([
            registered("c-0001"), fact("k", due, by: .aftercare, day: 5, hour: 0),
            duty(.contact, about: "f-1", of: "ps1", by: .aftercare),
        ])
        func calls(day: Int) -> [Int] {
            (0..<24).filter { hour in
                orders(known, day: day, hour: hour).contains { $0 is RecordContact }
            }
        }
        #expect(calls(day: 5).isEmpty)
        #expect(calls(day: 6) == [10, 11] || calls(day: 6) == [16, 17])
        let shift = Shift(
            now: SmallClinic.moment(day: 6, hour: calls(day: 6).first ?? 10), clinic: clinic)
        #expect(
            known.orders(on: shift).commands.map(\.actor) == [
                Actor(staff: "ps1", role: .peerSpecialist)
            ])
    }

    @Test("A duty is done by whoever has it now")
    func passedOn() {
        let plan = PlanDrafted(
            client: "c-0001", plan: "p-1", cadence: "tmac", sections: ["coping": ""])
        let facts = [
            registered("c-0001"), fact("p", plan, by: .aftercare, day: 0, hour: 9),
            duty(.signPlan, about: "p-1", of: "t01", by: .aftercare),
        ]
        func signers(_ facts: [Fact]) -> [StaffID] {
            cohort(facts).orders(
                on: Shift(now: SmallClinic.moment(day: 1, hour: 10), clinic: clinic)
            ).commands
                .filter { $0.command is SignPlan }.map(\.actor.staff)
        }
        #expect(signers(Array(facts.prefix(2))).isEmpty)
        #expect(signers(facts) == ["t01"])
        let passed = DutyReassigned(
            duty: "d-1", client: "c-0001", role: .clinician, person: "t02")
        #expect(
            signers(facts + [fact("d", passed, by: .aftercare, day: 0, hour: 9)]) == ["t02"])
    }

    @Test("A review that cannot be decided is put off with a reason before it is late")
    func putOff() {
        let facts = [
            registered("c-0001"),
            fact(
                "e",
                EnrollmentOpened(
                    client: "c-0001", enrollment: "e-1", phase: "p1", level: .intensiveOutpatient,
                    ages: .adult, clinician: "t01"), by: .scheduler, day: 0, hour: 9),
            fact(
                "r",
                PhaseReviewDue(
                    client: "c-0001", enrollment: "e-1", direction: .stepDown, reasons: []),
                by: .scheduler, day: 0, hour: 9),
            duty(.review, about: "e-1", of: "t01", by: .scheduler, dueOn: 14),
        ]
        // No group of the second phase has a seat.
        var full = clinic
        full.groups.removeAll { $0.phase == "p2" }
        func orders(day: Int) -> [any Command] {
            cohort(facts).orders(
                on: Shift(now: SmallClinic.moment(day: day, hour: 9), clinic: full)
            ).commands.map(\.command).filter { $0.subject == "c-0001" }
        }
        #expect(!orders(day: 7).contains { $0 is KeepPhase || $0 is ChangePhase })
        #expect(orders(day: 14).contains { ($0 as? KeepPhase)?.reason.contains("seat") ?? false })
    }

    private func duty(
        _ kind: DutyKind, about: String, of person: StaffID, by owner: Identity, dueOn day: Int = 1,
        client: ClientID = "c-0001"
    ) -> Fact {
        let opened = DutyOpened(
            duty: "d-1", kind: kind, client: client, about: about, role: .clinician,
            person: person, since: SmallClinic.moment(day: 0, hour: 0).utc,
            due: SmallClinic.moment(day: day, hour: 17).utc, words: "")
        return fact("duty", opened, by: owner, day: 0, hour: 0)
    }

    @Test("Nobody is discharged before the follow-up is exhausted, and then only by the director")
    func discharge() {
        let exhausted = OutreachExhausted(client: "c-0001", contact: "k-1")
        let before = cohort([registered("c-0001")])
        let after = cohort([
            registered("c-0001"), fact("x", exhausted, by: .aftercare, day: 9, hour: 0),
        ])
        func discharges(_ cohort: Cohort) -> [Actor] {
            (10..<120).flatMap { day in
                cohort.orders(
                    on: Shift(now: SmallClinic.moment(day: day, hour: 11), clinic: clinic)
                ).commands
            }
            .filter { $0.command is DischargeClient }.map(\.actor)
        }
        #expect(discharges(before).isEmpty)
        #expect(Set(discharges(after)) == [Actor(staff: "dir", role: .director)])
    }

    @Test("The simulator publishes nothing and takes no command")
    func onlyCommands() {
        #expect(SimulatorContract.publishes.isEmpty)
        var context = Context(
            now: SmallClinic.moment(day: 0, hour: 9), clinic: clinic,
            identifiers: IdentifierSource(
                high: 1, low: 1, time: SmallClinic.moment(day: 0, hour: 9).utc))
        #expect(throws: Refusal.self) {
            try Cohort().decide(
                PlanWeek.example, by: Actor(staff: "dir", role: .director), in: &context)
        }
    }
}
