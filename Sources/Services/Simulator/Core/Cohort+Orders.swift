internal import Messages

extension Cohort {
    /// What the people of the clinic do in this hour: the urgent first.
    func orders(on shift: Shift) -> [(command: any Command, actor: Actor)] {
        var orders = Orders()
        doDuties(on: shift, &orders)
        receiveReferrals(on: shift, &orders)
        assess(on: shift, &orders)
        completePrograms(on: shift, &orders)
        keepCharts(on: shift, &orders)
        fillDueForms(on: shift, &orders)
        discharge(on: shift, &orders)
        meetIncidents(on: shift, &orders)
        return Array(orders.commands.prefix(Cohort.commandLimit))
    }
}
