/// A problem as numbers: what the search asks a million times a second, looked up and not searched.
///
/// Everybody and everything is an index in the order of the file. A *cell* is a clinician in a
/// block, `clinician * blockCount + block`: it holds one group, some appointments, or nothing. Sets
/// of blocks are bits of 64, so a week has at most ``mostBlocks``. All of it is fixed: what a plan
/// says is in ``SearchState``.
final class DenseProblem: Sendable {
    static let mostBlocks = 64
    /// Seats of a session at most: what a session keeps room for.
    static let mostSeats = 16

    let source: Problem
    let blockCount: Int
    let dayCount: Int
    let cellCount: Int
    let dayOfBlock: [Int32]
    /// Blocks of a day.
    let blocksOfDay: [UInt64]
    let siteCount: Int
    /// Therapy types.
    let typeCount: Int

    let templates: [DenseTemplate]
    /// Cells in which a template can be held.
    let cellsOfTemplate: IndexLists
    /// The same by block: `template * blockCount + block`.
    let cellsOfTemplateBlock: IndexLists
    /// Clients who may sit in a template.
    let clientsOfTemplate: IndexLists

    let clinicians: [DenseClinician]
    /// Templates that a clinician may lead.
    let templatesOfClinician: IndexLists

    let clients: [DenseClient]
    /// Points for a client's n-th awkward block, from 0: ``awkwardSteps`` for each client.
    let awkwardCosts: [Int32]
    let awkwardSteps: Int
    /// Blocks of a therapy type that a client must have, ``typeCount`` for each.
    let required: [Int8]
    /// The clinician of the plan before by client and block; -1 where the client had no seat.
    let lastClinician: [Int32]
    /// Clients who may not sit in the same session.
    let apart: IndexLists
    /// Clients who may not be at the same site.
    let away: IndexLists
    /// Templates that a client may sit in.
    let templatesOfClient: IndexLists
    /// Appointments of a client that are due.
    let appointmentsOfClient: IndexLists

    let appointments: [DenseAppointment]
    /// Clinicians who may give an appointment.
    let cliniciansOfAppointment: IndexLists
    /// The template that the plan before had in a cell; -1 for none.
    let lastTemplate: [Int32]
    /// Sessions that the programme fixes.
    let held: [DenseHeld]
    let rooms: RoomSupply
    let weights: Weights
    let appointmentsPerBlock: Int

    init(_ problem: Problem) {
        let names = DenseNames(problem)
        let blocks = problem.blocks.count
        var blocksOfDay = [UInt64](repeating: 0, count: problem.days.count)
        for (block, item) in problem.blocks.enumerated() {
            blocksOfDay[item.day] |= 1 << UInt64(block)
        }
        source = problem
        blockCount = blocks
        dayCount = problem.days.count
        cellCount = problem.clinicians.count * blocks
        dayOfBlock = problem.blocks.map { Int32($0.day) }
        self.blocksOfDay = blocksOfDay
        siteCount = problem.sites.count
        typeCount = names.types.count
        weights = problem.weights
        appointmentsPerBlock = problem.appointmentsPerBlock
        rooms = RoomSupply(problem)

        let supply = DenseSupply(problem, names)
        clinicians = supply.clinicians
        templatesOfClinician = IndexLists(supply.templatesOfClinician)
        templates = supply.templates
        cellsOfTemplate = IndexLists(supply.cellsOfTemplate)
        cellsOfTemplateBlock = IndexLists(supply.cellsOfTemplateBlock)
        lastTemplate = supply.lastTemplate
        held = supply.held

        let demand = DenseDemand(problem, names, blocksOfDay)
        clients = demand.clients
        awkwardSteps = demand.awkwardSteps
        awkwardCosts = demand.awkwardCosts
        required = demand.required
        lastClinician = demand.lastClinician
        apart = IndexLists(demand.apart)
        away = IndexLists(demand.away)
        templatesOfClient = IndexLists(demand.templatesOfClient)
        clientsOfTemplate = IndexLists(demand.clientsOfTemplate)
        appointments = demand.appointments
        appointmentsOfClient = IndexLists(demand.appointmentsOfClient)
        cliniciansOfAppointment = IndexLists(demand.cliniciansOfAppointment)
    }

    var clientCount: Int { clients.count }

    @inline(__always)
    func block(of cell: Int) -> Int { cell % blockCount }

    @inline(__always)
    func clinician(of cell: Int) -> Int { cell / blockCount }
}

/// A group template as numbers.
struct DenseTemplate: Sendable, BitwiseCopyable {
    /// Index of the site; -1 for telehealth.
    let site: Int
    /// Number of the therapy type, in order of first mention.
    let type: Int
    let minSize: Int
    let targetSize: Int
    let maxSize: Int
    /// Features that its room must have, as bits.
    let roomFeatures: UInt64
}

/// A clinician as numbers.
struct DenseClinician: Sendable, BitwiseCopyable {
    let site: Int
    let available: UInt64
    let maxBlocks: Int
    let maxGroups: Int
    /// Blocks a day at most; as many as a week has where nothing is said.
    let maxPerDay: Int
}

/// A client as numbers.
struct DenseClient: Sendable, BitwiseCopyable {
    let site: Int
    /// Blocks in which the client can come.
    let free: UInt64
    /// Blocks out of the preferred track.
    let awkward: UInt64
    /// Blocks that are owed.
    let need: Int
    let maxPerDay: Int
    /// Points for each block that is missing.
    let unplaced: Int
    let hadSeats: Bool
    /// Blocks of days on which the client had a seat.
    let lastDays: UInt64
    /// Whether there is somebody whom the client may not sit with, or meet.
    let hasOthers: Bool
}

/// An appointment that is due, as numbers.
struct DenseAppointment: Sendable, BitwiseCopyable {
    let client: Int
    let isFamily: Bool
    /// Points where it has no place.
    let unplaced: Int
    /// The cell in the plan before; -1 where there was none.
    let lastCell: Int

    var kind: AppointmentKind { isFamily ? .family : .individual }
}

/// A held session as numbers.
struct DenseHeld: Sendable {
    let template: Int
    let cell: Int
    let isFixed: Bool
    let clients: [Int32]
}
