import Messages
import TestKit

/// What the facts that stand ask of people at one moment, worked out from them.
///
/// Whose intake is open, which gates hold it and which day it has are taken from the views of the
/// cores that know it: what a level of care needs is judged elsewhere, in another language
/// (`hard_stops.py`). All else is worked out here.
///
/// Each demand wants an open duty of its kind, and each open duty wants a person who is on the staff
/// now, in its role, who may see it in `cairn today`, and who is not late without the next one having
/// been told. Where it is not plain from the facts whether something is asked for, nothing is.
struct CareDemands {
    /// Something that somebody has to do: any of some kinds, about one client or matter.
    struct Demand {
        var kinds: Set<DutyKind>
        var client: ClientID?
        /// What it is about; `nil` where any will do.
        var about: String?
        var why: String
    }

    /// A fact of one client.
    struct Told {
        let event: any Event
        let time: Timestamp
    }

    let world: any CareScene
    let open: [OpenDuty]
    /// What stands of each owner's history, by client and in order.
    private let told: [Identity: [ClientID: [Told]]]
    /// The day of each session that was ever planned.
    let sessionDays: [SessionID: LocalDate]
    /// When something of a client was corrected last.
    private let corrected: [ClientID: Timestamp]

    init(of world: some CareScene) throws {
        self.world = world
        var corrected: [ClientID: Timestamp] = [:]
        var days: [SessionID: LocalDate] = [:]
        open = world.duties.values.flatMap(\.open.values)
        var told: [Identity: [ClientID: [Told]]] = [:]
        for owner in [Identity.assessment, .scheduler, .treatment, .aftercare] {
            for fact in try world.facts(of: owner) {
                if let correction = fact.event as? EnteredInError, let client = correction.client {
                    corrected[client] = max(corrected[client] ?? fact.time, fact.time)
                }
                if let event = fact.event as? SessionScheduled {
                    days[event.session] = event.start.date
                }
                guard let client = fact.event.subject.map({ ClientID($0) }),
                    !MessageCatalog.peerEvents.contains(where: { $0 == type(of: fact.event) })
                else { continue }
                told[owner, default: [:]][client, default: []].append(
                    Told(event: fact.event, time: fact.time))
            }
        }
        (self.told, self.corrected, sessionDays) = (told, corrected, days)
    }

    /// From when on what is planned for a client rests on all that is known now: on no fact that was
    /// wrong, and on none that was missing.
    func settled(of client: ClientID?) -> Timestamp? {
        [world.wholeSince, client.flatMap { corrected[$0] }].compactMap(\.self).max()
    }

    var now: Moment { world.now }

    /// The clients of whom an owner tells anything.
    func clients(of owner: Identity) -> [ClientID] { told[owner, default: [:]].keys.sorted() }

    func facts(of owner: Identity, about client: ClientID) -> [Told] {
        told[owner]?[client] ?? []
    }

    /// All that is asked for now.
    func all() throws -> [Demand] {
        try dangers() + treatment() + calendar() + contacts() + placements() + therapies()
            + overrides()
    }

    /// Each demand without a duty, each duty without a person in time, and each that nothing asks for
    /// any more, in words.
    func unmet() throws -> [String] {
        try all().filter { !isMet($0) }.map { demand in
            let kinds = demand.kinds.map(\.rawValue).sorted().joined(separator: " or ")
            return "\(demand.client?.text ?? "-"): no \(kinds) about \(demand.about ?? "anything"):"
                + " \(demand.why)"
        } + open.compactMap(fault(of:)) + open.compactMap(world.ends.fault(of:))
    }

    private func isMet(_ demand: Demand) -> Bool {
        open.contains { duty in
            demand.kinds.contains(duty.kind)
                && (demand.client == nil || duty.client == nil || duty.client == demand.client)
                && (demand.about == nil || duty.about == demand.about)
        }
    }

    /// What is wrong with an open duty; `nil` for nothing.
    func fault(of duty: OpenDuty) -> String? {
        let staff = world.clinic.staff.first { $0.id == duty.person }
        let name = "\(duty.kind) of \(duty.client?.text ?? "-") about \(duty.about)"
        guard let staff, staff.roles.contains(duty.role) else {
            return "\(name) is with nobody who may do it: \(duty.person?.text ?? "nobody")"
        }
        // The ledger, which `cairn today` asks, answers whoever meets clients.
        guard !Set(staff.roles).isDisjoint(with: Set<Role>.care) else {
            return "\(name) is with \(staff.id), who does not see it"
        }
        guard now.utc <= duty.due else { return "\(name) is late, and nobody else was told" }
        let latest = now.today.advanced(by: Self.mostDays(duty) + Self.daysWithoutStaff)
        guard now.localDate(of: duty.due) <= latest else {
            return "\(name) is due on \(now.localDate(of: duty.due)), which is too far"
        }
        return excess(of: duty).map { "\(name) \($0)" }
    }

    /// Days on which nobody of the roles may be there: a weekend, closures, one who is away.
    private static let daysWithoutStaff = 14

    /// Within how many days whoever has a duty has to do it, whatever its state: a bound on all of a
    /// kind, to which ``excess(of:)`` adds what the facts say of one.
    private static func mostDays(_ duty: OpenDuty) -> Int {
        switch duty.kind {
        case .signTreatmentPlan: 10
        case .certify, .review: 14
        case .signPlan, .fillForm: 28
        case .screenAgain, .contact, .followReferral: 90
        case .bookAppointment: 7 * 16
        default: 7
        }
    }
}
