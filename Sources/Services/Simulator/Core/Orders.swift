internal import Messages

/// The commands of one hour, in order of weight: what comes first is sent first.
struct Orders {
    private(set) var commands: [(command: any Command, actor: Actor)] = []
    /// What therapies are told, after all commands.
    private(set) var told: [TherapyOrder] = []

    /// All of them as a decision.
    var decision: Decision { Decision(commands: commands, told: told) }

    /// Adds a command by someone of a preferred role; without anyone who may, nothing is sent.
    mutating func send<Order: Command>(
        _ order: Order, by preferred: [Role], on shift: Shift
    ) {
        let key = order.subject ?? ""
        // A service that the clinic does without never answers.
        guard shift.clinic.services.contains(Order.receiver) else { return }
        guard let actor = shift.anyone(preferred, among: Order.roles, for: key) else { return }
        add(order, by: actor)
    }

    /// Adds a command by a person in a role.
    mutating func add(_ order: some Command, by actor: Actor) { commands.append((order, actor)) }

    /// Adds a command by one person, or where that person may not, by someone of a preferred role.
    mutating func send<Order: Command>(
        _ order: Order, by person: StaffID, else preferred: [Role], on shift: Shift
    ) {
        if shift.clinic.services.contains(Order.receiver),
            let actor = shift.actor(person, among: Order.roles)
        {
            add(order, by: actor)
        } else {
            send(order, by: preferred, on: shift)
        }
    }

    /// Tells a therapy something about a client, by one person, or where that person may not, by someone of a
    /// preferred role.
    mutating func tell<Order: TherapyCommand>(
        _ order: Order, to therapy: Identity, about client: ClientID, by person: StaffID?,
        among roles: Set<Role> = Order.roles, else preferred: [Role], on shift: Shift
    ) {
        guard
            let actor = person.flatMap({ shift.actor($0, among: roles) })
                ?? shift.anyone(preferred, among: roles, for: client.text)
        else { return }
        told.append(TherapyOrder(order, to: therapy, by: actor))
    }

    /// The first of them, so many in all: commands come before what therapies are told.
    func limited(to limit: Int) -> Orders {
        var orders = self
        orders.commands = Array(commands.prefix(limit))
        orders.told = Array(told.prefix(limit - orders.commands.count))
        return orders
    }
}
