internal import Messages

/// The commands of one hour, in order of weight: what comes first is sent first.
struct Orders {
    private(set) var commands: [(command: any Command, actor: Actor)] = []

    /// Adds a command by someone of a preferred role; without anyone who may, nothing is sent.
    mutating func send<Order: Command>(
        _ order: Order, by preferred: [Role], on shift: Shift
    ) {
        let key = order.subject ?? ""
        guard let actor = shift.anyone(preferred, among: Order.roles, for: key) else { return }
        commands.append((order, actor))
    }

    /// Adds a command by one person, or where that person may not, by someone of a preferred role.
    mutating func send<Order: Command>(
        _ order: Order, by person: StaffID, else preferred: [Role], on shift: Shift
    ) {
        if let actor = shift.actor(person, among: Order.roles) {
            commands.append((order, actor))
        } else {
            send(order, by: preferred, on: shift)
        }
    }
}
