package import Messages

/// What each client's treatment consists of: the plan, medication, urine tests, certification.
package struct Charts: Core, Equatable {
    package typealias Contract = TreatmentContract
    /// 2: what was open of an earlier stay is over.
    package static let foldVersion = 2

    var charts: [ClientID: Chart] = [:]
    /// What people have to do: plans to sign, tests to collect, supplies that run out.
    private(set) var duties = DutyBook()

    package init() {}

    package mutating func apply(_ fact: Fact) {
        duties.away.fold(fact)
        if MessageCatalog.dutyEvents.contains(where: { $0 == type(of: fact.event) }) {
            return duties.apply(fact.event)
        }
        guard !(fact.event is EnteredInError), !(fact.event is StaffAway),
            !(fact.event is StaffBack), let client = fact.event.subject
        else { return }
        var chart = charts[ClientID(client)] ?? Chart()
        if fact.owner == .treatment {
            chart.foldOwn(fact)
        } else {
            chart.foldOther(fact.event, at: fact.time)
        }
        charts[ClientID(client)] = chart
    }
}
