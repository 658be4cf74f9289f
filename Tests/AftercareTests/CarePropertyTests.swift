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
                watch.read(office.published)
            }
            let struck = try office.goOn(days: 1)
            #expect(struck.of(ClientDischarged.self).isEmpty)
            #expect(struck.of(PlanSigned.self).isEmpty)
            watch.read(office.published)
            watch.check(on: office.today, staff: office.clinic.staff.map(\.id))
            #expect(office.rebuilt() == office.core)
        }
        #expect(Set(watch.contacts).count == watch.contacts.count)
    }

    private func step(_ office: inout Office, _ chance: inout SeededGenerator, _ watch: inout Watch)
        throws
    {
        let client = ClientID("c-\(chance.below(8))")
        let stay = EnrollmentID("e-\(client)-\(watch.stays[client, default: 0])")
        do {
            switch chance.below(14) {
            case 0:
                guard !watch.registered.contains(client) else { return }
                try office.register(client, owner: ["t01", "t02", "gone", "fd1"][chance.below(4)])
                watch.registered.insert(client)
            case 1:
                try office.place(
                    client, at: [.intensiveOutpatient, .residential, .outpatient][chance.below(3)])
                watch.read(office.published)
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
                try office.recordContact(
                    client, isReached: chance.below(2) == 0, returnToUse: chance.below(6) == 0)
            default:
                let correctable = office.history.filter {
                    $0.event is ContactKept || $0.event is ContactMissed
                        || $0.event is ClientDischarged
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
    private var followUps: [ClientID: FollowUpAssigned] = [:]
    private var count = 0

    mutating func end(_ client: ClientID) { enrolled.remove(client) }

    /// Takes in what was published since it last looked.
    mutating func read(_ published: [any Event]) {
        defer { count = published.count }
        for event in published.dropFirst(count) {
            switch event {
            case let event as FollowUpAssigned: followUps[event.client] = event
            case let event as FollowUpEnded:
                #expect(followUps.removeValue(forKey: event.client) != nil)
                #expect(enrolled.contains(event.client) && seated.contains(event.client))
            case let event as ContactDue: contacts.append(event.contact)
            default: break
            }
        }
    }

    func check(on today: LocalDate, staff: [StaffID]) {
        for client in registered where !(enrolled.contains(client) && seated.contains(client)) {
            guard let followUp = followUps[client] else {
                Issue.record("\(client) has no follow-up on \(today).")
                continue
            }
            let days = today.days(until: followUp.nextContact)
            #expect(days >= 0)
            #expect(days <= (followUp.situation == .aftercare ? 14 : 7))
            #expect(staff.contains(followUp.owner))
        }
    }
}
