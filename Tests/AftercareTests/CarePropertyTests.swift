import AftercareCore
import Messages
import TestKit
import Testing

@Suite("Continuing care over random histories")
struct CarePropertyTests {
    @Test(
        "Everybody not in treatment has an owner on the staff and a next contact within bounds on each day, nobody is discharged by the clock, and the fold is the state",
        arguments: UInt64(1)...16)
    func invariants(seed: UInt64) throws {
        var chance = SeededGenerator(seed: seed)
        var office = Office()
        var watch = Watch()
        for _ in 0..<90 {
            for _ in 0..<chance.below(8) {
                try step(&office, &chance, &watch)
                watch.read(office.published, on: office.today)
            }
            let struck = try office.goOn(days: 1)
            // Time alone climbs nothing.
            #expect(struck.of(OutreachEscalated.self).isEmpty)
            #expect(struck.of(ContactMissed.self).isEmpty)
            #expect(struck.of(ClientDischarged.self).isEmpty)
            #expect(struck.of(PlanSigned.self).isEmpty)
            watch.read(office.published, on: office.today)
            try watch.check(office)
            #expect(office.rebuilt() == office.core)
        }
        #expect(Set(watch.contacts).count == watch.contacts.count)
        #expect(watch.halved > 20, "\(watch.halved)")
    }

    private func step(_ office: inout Office, _ chance: inout SeededGenerator, _ watch: inout Watch)
        throws
    {
        let client = ClientID("c-\(chance.below(8))")
        let stay = EnrollmentID("e-\(client)-\(watch.stays[client, default: 0])")
        do {
            switch chance.below(19) {
            case 0:
                guard !watch.registered.contains(client) else { return }
                try office.register(client, owner: ["t01", "t02", "gone", "fd1"][chance.below(4)])
                watch.registered.insert(client)
            case 1:
                try office.place(
                    client, at: [.intensiveOutpatient, .residential, .outpatient][chance.below(3)])
                watch.read(office.published, on: office.today)
                guard watch.enrolled.contains(client) else { return }
                try office.unseat(client)
                watch.seated.remove(client)
                try office.close(client, .transferred, stay)
                watch.end(client)
            case 2: try office.reassess(client)
            case 3: try office.decline(client)
            case 4, 5:
                guard watch.registered.contains(client), !watch.enrolled.contains(client) else {
                    return
                }
                watch.stays[client, default: 0] += 1
                try office.enroll(
                    client, EnrollmentID("e-\(client)-\(watch.stays[client, default: 0])"))
                watch.enrolled.insert(client)
            case 6, 7:
                try office.seat(client)
                watch.seated.insert(client)
            case 8:
                try office.unseat(client)
                watch.seated.remove(client)
            case 9:
                guard watch.enrolled.contains(client) else { return }
                let outcomes: [EnrollmentOutcome] = [.completed, .completed, .discharged]
                try office.close(client, outcomes[chance.below(3)], stay)
                watch.end(client)
            case 10:
                let session = SessionID("s-\(client)-\(office.today)")
                try office.schedule(session, on: office.today)
                try office.attend(
                    client, session, [.noShow, .noShow, .present, .excused][chance.below(4)])
            case 11: try office.order(DischargeClient(client: client, reason: "Lost."))
            case 12:
                let hours = -chance.below(15 * 24)
                try office.tell(
                    client, isReached: chance.below(2) == 0,
                    happened: office.context.now.utc.advanced(byHours: hours),
                    direction: chance.below(2) == 0 ? .incoming : nil,
                    risk: chance.below(3) == 0 ? .high : nil)
            case 13: try office.order(ReportReturnToUse(client: client, account: "A friend."))
            case 14:
                let endings = FollowUpEnding.known
                try office.order(
                    CloseFollowUp(
                        client: client, ending: endings[chance.below(endings.count)],
                        reason: "Told."))
            case 15:
                try office.recordContact(
                    client, isReached: chance.below(2) == 0, returnToUse: chance.below(6) == 0)
            case 16:
                guard watch.registered.contains(client) else { return }
                try office.take(
                    ConcernOpened(
                        client: client, concern: "k-1", kind: .suicideRisk, urgency: .today,
                        questions: [], finding: "Screen."), from: .assessment)
                watch.endangered.insert(client)
            case 17:
                guard watch.endangered.remove(client) != nil else { return }
                try office.take(
                    ConcernClosed(
                        client: client, concern: "k-1", kind: .suicideRisk, level: .low,
                        action: "Screened.", hasSafetyPlan: true, nextScreen: office.day(30)),
                    from: .assessment)
            default:
                let correctable = office.history.filter {
                    $0.event is ContactKept || $0.event is ContactMissed
                        || $0.event is ClientDischarged || $0.event is FollowUpClosed
                        || $0.event is ReturnToUseReported
                }
                guard !correctable.isEmpty else { return }
                try office.retract(correctable[chance.below(correctable.count)].id)
            }
        } catch is Refusal {
        } catch is NotYetKnown {}
    }
}

/// What an onlooker concludes from the events alone.
private struct Watch {
    var registered: Set<ClientID> = []
    var enrolled: Set<ClientID> = []
    var seated: Set<ClientID> = []
    var stays: [ClientID: Int] = [:]
    var contacts: [ContactID] = []
    /// Whose danger is open.
    var endangered: Set<ClientID> = []
    /// How often a time was looked at that a danger halves.
    private(set) var halved = 0
    private var followUps: [ClientID: FollowUpAssigned] = [:]
    /// Since when each stands in the situation.
    private var since: [ClientID: LocalDate] = [:]
    private var duties = DutyBook()
    private var closed: Set<ClientID> = []
    private var count = 0

    mutating func end(_ client: ClientID) { enrolled.remove(client) }

    /// Takes in what was published since it last looked.
    mutating func read(_ published: [any Event], on today: LocalDate) {
        defer { count = published.count }
        for event in published.dropFirst(count) {
            duties.apply(event)
            switch event {
            case let event as FollowUpAssigned:
                if followUps[event.client]?.situation != event.situation {
                    since[event.client] = today
                }
                followUps[event.client] = event
            case let event as FollowUpClosed where event.ending != .doNotCall:
                followUps[event.client] = nil
                closed.insert(event.client)
            case let event as FollowUpEnded:
                followUps[event.client] = nil
                // In treatment, or gone again after a call that was entered in error.
                #expect(
                    enrolled.contains(event.client) && seated.contains(event.client)
                        || closed.contains(event.client))
            case let event as ContactDue: contacts.append(event.contact)
            default: break
            }
        }
    }

    /// Whoever is not in treatment has a next contact by somebody on the staff, on a day of work;
    /// but for those with whom a person ended it.
    mutating func check(_ office: Office) throws {
        let next = Dictionary(
            uniqueKeysWithValues: try office.nextContacts().map { ($0.client, $0) })
        // One duty for each, and no other.
        let contacts = duties.open.values.filter { [.contact, .followReferral].contains($0.kind) }
        #expect(contacts.compactMap(\.client).sorted() == next.keys.sorted())
        #expect(
            contacts.allSatisfy { $0.person.map(office.clinic.staff.map(\.id).contains) ?? false })
        for client in registered where !(enrolled.contains(client) && seated.contains(client)) {
            let ending = endings(in: office.history)[client]
            guard let contact = next[client] else {
                #expect(ending != nil && ending != .doNotCall, "\(client) on \(office.today)")
                continue
            }
            let days = office.today.days(until: contact.due)
            // What nobody tried stays due. A Sunday may put a day off.
            #expect(contact.contact != nil || days >= 0)
            let most = mostDays(of: contact, isSilent: ending == .doNotCall, on: office.today)
            #expect(days <= most + 1, "\(client) on \(office.today)")
            if endangered.contains(client) { halved += 1 }
            #expect(contact.due.weekday != .sun)
            #expect(office.clinic.staff.map(\.id).contains(contact.owner))
        }
    }

    /// The most days to the next contact, as docs/clinical/contacts.md has them for the first 90 days.
    private func mostDays(of contact: NextContact, isSilent: Bool, on today: LocalDate) -> Int {
        let isGone = [.referredOut, .declined, .discharged, .aftercare].contains(contact.situation)
        let passed = since[contact.client]?.days(until: today) ?? 0
        let days = isSilent ? 90 : isGone && 56 <= passed + 1 ? 14 : 7
        return endangered.contains(contact.client) ? days / 2 : days
    }

    /// How a person ended the contact with each client, by what stands.
    private func endings(in history: [Fact]) -> [ClientID: FollowUpEnding] {
        history.reduce(into: [:]) { endings, fact in
            guard let event = fact.event as? FollowUpClosed else { return }
            endings[event.client] = event.ending
        }
    }
}
