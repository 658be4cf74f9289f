internal import Messages

extension Cohort {
    /// What the people of the clinic do in this hour: the urgent first.
    func orders(on shift: Shift) -> Orders {
        var orders = Orders()
        doDuties(on: shift, &orders)
        receiveReferrals(on: shift, &orders)
        bookIntakes(on: shift, &orders)
        welcomeBack(on: shift, &orders)
        completePrograms(on: shift, &orders)
        keepCharts(on: shift, &orders)
        discharge(on: shift, &orders)
        meetIncidents(on: shift, &orders)
        reportPractice(on: shift, &orders)
        askForConsents(on: shift, &orders)
        return orders.limited(to: Cohort.commandLimit)
    }
}
