/// A plan under search: what each cell holds, who sits where, and what it costs, all kept up with
/// each step and taken back step by step.
///
/// Invariants: ``total`` is what ``analyze(_:_:)`` says of ``plan``; no rule is broken, but that a
/// session may be too small for a while (``shortage`` counts that); to take all steps back restores
/// each field bit for bit.
struct SearchState: Sendable {
    let problem: DenseProblem

    /// Points of the plan.
    var total: Int
    /// Clients that sessions lack to their least size, added up.
    var shortage = 0

    /// What a cell holds.
    var contents: [Int32]
    static let nothing: Int32 = -1
    static let appointments: Int32 = -2
    /// Clients of a cell's session, ``DenseProblem/mostSeats`` places for each cell.
    var members: [Int32]
    /// Clients of a cell's session, or its appointments.
    var sizes: [Int32]
    /// Appointments of a cell, as many places for each as a block has room for.
    var visits: [Int32]

    /// Blocks in which a client sits in a group.
    var seats: [UInt64]
    /// Blocks in which a client has an appointment.
    var visitBlocks: [UInt64]
    /// The cell in which a client sits, by client and block; meaningless where there is no seat.
    var seatCells: [Int32]
    /// Blocks of a client of each therapy type.
    var typeCounts: [Int8]
    /// The cell of an appointment; -1 where it has no place.
    var appointmentCells: [Int32]

    /// Blocks of a clinician with a group or appointments.
    var busy: [UInt64]
    var groupCounts: [Int32]
    /// Sessions at a site in a block with a number of clients or more.
    var roomCounts: [Int32]

    /// Cells with a session, in no order that means anything.
    var open: [Int32] = []
    /// The place of a cell in ``open``.
    var openPlaces: [Int32]
    /// The cells with a session of each template.
    var openOfTemplate: [[Int32]]
    /// The place of a cell in its template's list.
    var templatePlaces: [Int32]

    /// Cells whose session stays where it is.
    let isHeld: [Bool]
    /// Cells whose session has the clients that it was given, and no others.
    let isFixed: [Bool]
    /// Seats that stay, as blocks of each client.
    var heldSeats: [UInt64]

    /// Steps since the last mark, so that they can be taken back.
    var steps: [Step] = []

    /// An empty plan, with what the programme holds.
    init(_ problem: DenseProblem) {
        self.problem = problem
        let cells = problem.cellCount
        let clients = problem.clientCount
        let types = problem.typeCount
        contents = [Int32](repeating: SearchState.nothing, count: cells)
        members = [Int32](repeating: -1, count: cells * DenseProblem.mostSeats)
        sizes = [Int32](repeating: 0, count: cells)
        visits = [Int32](repeating: -1, count: cells * problem.appointmentsPerBlock)
        seats = [UInt64](repeating: 0, count: clients)
        visitBlocks = [UInt64](repeating: 0, count: clients)
        seatCells = [Int32](repeating: -1, count: clients * problem.blockCount)
        typeCounts = [Int8](repeating: 0, count: clients * types)
        appointmentCells = [Int32](repeating: -1, count: problem.appointments.count)
        busy = [UInt64](repeating: 0, count: problem.clinicians.count)
        groupCounts = [Int32](repeating: 0, count: problem.clinicians.count)
        roomCounts = [Int32](repeating: 0, count: problem.rooms.placeCount)
        openPlaces = [Int32](repeating: -1, count: cells)
        openOfTemplate = [[Int32]](repeating: [], count: problem.templates.count)
        templatePlaces = [Int32](repeating: -1, count: cells)
        var held = [Bool](repeating: false, count: cells)
        var fixed = held
        for session in problem.held {
            held[session.cell] = true
            fixed[session.cell] = session.isFixed
        }
        isHeld = held
        isFixed = fixed
        heldSeats = [UInt64](repeating: 0, count: clients)
        total = SearchState.emptyTotal(problem)
        for session in problem.held { take(session) }
        steps = []
    }

    /// What a week without any session and appointment costs.
    private static func emptyTotal(_ problem: DenseProblem) -> Int {
        let seats = problem.clients.map { $0.need * $0.unplaced }
        let types = problem.required.map { Int($0) * problem.weights.missingType }
        return (seats + types + problem.appointments.map(\.unplaced)).reduce(0, +)
    }

    private mutating func take(_ session: DenseHeld) {
        openSession(session.template, in: session.cell)
        for client in session.clients {
            seat(Int(client), in: session.cell)
            heldSeats[Int(client)] |= 1 << UInt64(problem.block(of: session.cell))
        }
    }
}
