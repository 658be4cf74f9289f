/// Clients and their appointments, as numbers.
struct DenseDemand {
    private(set) var clients: [DenseClient] = []
    let awkwardSteps: Int
    private(set) var awkwardCosts: [Int32] = []
    private(set) var required: [Int8] = []
    private(set) var lastClinician: [Int32] = []
    private(set) var apart: [[Int32]]
    private(set) var away: [[Int32]]
    private(set) var templatesOfClient: [[Int32]] = []
    private(set) var clientsOfTemplate: [[Int32]]
    private(set) var appointments: [DenseAppointment] = []
    private(set) var appointmentsOfClient: [[Int32]] = []
    private(set) var cliniciansOfAppointment: [[Int32]] = []

    init(_ problem: Problem, _ names: DenseNames, _ blocksOfDay: [UInt64]) {
        awkwardSteps = problem.blocks.count + 1
        apart = DenseDemand.others(\.doNotPair, problem, names)
        away = DenseDemand.others(\.doNotMeet, problem, names)
        clientsOfTemplate = Array(repeating: [], count: problem.groupTemplates.count)
        for client in problem.clients {
            add(client, problem, names, blocksOfDay)
            let mine = problem.groupTemplates.indices.filter {
                problem.groupTemplates[$0].reasonsAgainst(client).isEmpty
            }
            templatesOfClient.append(mine.map(Int32.init))
            for template in mine {
                clientsOfTemplate[template].append(Int32(templatesOfClient.count - 1))
            }
            add(appointmentsOf: client, problem, names)
        }
    }

    private mutating func add(
        _ client: Client, _ problem: Problem, _ names: DenseNames, _ blocksOfDay: [UInt64]
    ) {
        let index = clients.count
        let place = problem.phases.firstIndex { $0.id == client.phase } ?? 0
        let phase = problem.phases[place]
        var last = [Int32](repeating: -1, count: problem.blocks.count)
        var days: UInt64 = 0
        for past in client.lastWeek {
            guard let block = names.blocks[past.block],
                let clinician = names.clinicians[past.clinician]
            else { continue }
            last[block] = Int32(clinician)
            days |= blocksOfDay[problem.blocks[block].day]
        }
        lastClinician += last
        for step in 0..<awkwardSteps {
            awkwardCosts.append(
                Int32(problem.weights.inconvenient(at: step) * (1 + client.inconvenienceHistory)))
        }
        var types = [Int8](repeating: 0, count: names.types.count)
        for (type, count) in phase.requiredTypes {
            if let type = names.types[type] { types[type] = Int8(clamping: count) }
        }
        required += types
        let awkward = problem.blocks.indices.filter {
            problem.blocks[$0].track != client.trackPreference.first
        }
        clients.append(
            DenseClient(
                site: names.sites[client.site] ?? -1,
                free: blocksOfDay.reduce(0, |) & ~names.bits(client.unavailable),
                awkward: awkward.reduce(0) { $0 | 1 << UInt64($1) },
                need: phase.blocksPerWeek + client.makeUpBlocks,
                maxPerDay: phase.maxBlocksPerDay,
                unplaced: problem.weights.unplacedBlock(inPhase: place), hadSeats: days != 0,
                lastDays: days, hasOthers: !apart[index].isEmpty || !away[index].isEmpty))
    }

    private mutating func add(
        appointmentsOf client: Client, _ problem: Problem, _ names: DenseNames
    ) {
        var mine: [Int32] = []
        for kind in client.appointmentsDue {
            mine.append(Int32(appointments.count))
            let last = client.lastAppointments.last { $0.kind == kind }
            let cell = last.flatMap { names.cell(clinician: $0.clinician, block: $0.block) }
            let isFamily = kind == .family
            appointments.append(
                DenseAppointment(
                    client: clients.count - 1, isFamily: isFamily,
                    unplaced: isFamily
                        ? problem.weights.unplacedFamily : problem.weights.unplacedIndividual,
                    lastCell: cell ?? -1))
            cliniciansOfAppointment.append(
                problem.clinicians.indices.filter {
                    client.maySee(problem.clinicians[$0], for: kind)
                }.map(Int32.init))
        }
        appointmentsOfClient.append(mine)
    }

    /// The clients whom each names, and who name it: a wish of either holds.
    private static func others(
        _ list: KeyPath<Client, [String]>, _ problem: Problem, _ names: DenseNames
    ) -> [[Int32]] {
        var others = [Set<Int>](repeating: [], count: problem.clients.count)
        for (index, client) in problem.clients.enumerated() {
            for other in client[keyPath: list].compactMap({ names.clients[$0] }) {
                others[index].insert(other)
                others[other].insert(index)
            }
        }
        return others.map { $0.sorted().map(Int32.init) }
    }
}
