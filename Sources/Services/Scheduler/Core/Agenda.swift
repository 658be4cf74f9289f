package import Messages

/// The clinic's calendar: who is enrolled in which phase, and who meets whom when and where.
///
/// Its state is what was said about people (``Roster``), therapies (``Catalog``) and weeks
/// (``Diary``). Plans are worked out from that state by ``WeekPlanner`` and kept as events. What
/// changes a plan marks it as outdated (``PlanStanding``); it is worked out once for a whole turn.
package struct Agenda: Core, Equatable {
    package typealias Contract = SchedulerContract
    /// 2: a cancelled session says whether a person cancelled it. 3: a review waits until it is
    /// decided; days without a record of attendance are told. 4: open concerns, measures that are
    /// worse, and what a program may end on; who of the staff is away, and who leads a session in
    /// their place. 5: what kept a client out of sessions before it was changed; which event
    /// proposed a review. 6: what therapies proposed. 7: consents; which offerings are not planned,
    /// and why; what of a planned session changed; who wrote attendance down, as the second is told.
    /// 8: what any form tells of use, each score that is worse, and why a review could not be held.
    package static let foldVersion = 8

    private(set) var roster = Roster()
    private(set) var catalog = Catalog()
    private(set) var diary = Diary()
    private(set) var standing = PlanStanding()
    /// What people have to do: sessions to write down and to cover, reviews to hold.
    private(set) var duties = DutyBook()

    package init() {}

    /// Each part takes from an event what it needs, and tolerates what it does not know yet.
    package mutating func apply(_ fact: Fact) {
        duties.away.fold(fact)
        if MessageCatalog.dutyEvents.contains(where: { $0 == type(of: fact.event) }) {
            return duties.apply(fact.event)
        }
        standing.fold(fact, over: self)
        roster.fold(fact)
        catalog.fold(fact.event, by: fact.owner)
        diary.fold(fact)
    }
}
