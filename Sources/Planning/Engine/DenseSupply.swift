/// Clinicians, groups and what the programme holds, as numbers.
struct DenseSupply {
    private(set) var clinicians: [DenseClinician] = []
    private(set) var templatesOfClinician: [[Int32]] = []
    private(set) var templates: [DenseTemplate] = []
    private(set) var cellsOfTemplate: [[Int32]] = []
    private(set) var cellsOfTemplateBlock: [[Int32]] = []
    private(set) var lastTemplate: [Int32]
    private(set) var held: [DenseHeld] = []

    init(_ problem: Problem, _ names: DenseNames) {
        let blocks = problem.blocks.count
        lastTemplate = [Int32](repeating: -1, count: problem.clinicians.count * blocks)
        templatesOfClinician = Array(repeating: [], count: problem.clinicians.count)
        for clinician in problem.clinicians { add(clinician, problem, names) }
        for template in problem.groupTemplates { add(template, problem, names) }
        for key in problem.lastWeekSessions {
            if let cell = names.cell(key), let template = names.templates[key.template] {
                lastTemplate[cell] = Int32(template)
            }
        }
        for session in problem.heldSessions {
            guard let cell = names.cell(session.key),
                let template = names.templates[session.template]
            else { continue }
            held.append(
                DenseHeld(
                    template: template, cell: cell, isFixed: session.freedom == .fixed,
                    clients: session.clients.compactMap { names.clients[$0].map(Int32.init) }))
        }
    }

    private mutating func add(_ clinician: Clinician, _ problem: Problem, _ names: DenseNames) {
        clinicians.append(
            DenseClinician(
                site: names.sites[clinician.site] ?? -1,
                available: names.bits(clinician.available), maxBlocks: clinician.maxBlocks,
                maxGroups: clinician.maxGroupBlocks,
                maxPerDay: clinician.maxBlocksPerDay ?? problem.blocks.count))
    }

    private mutating func add(_ template: GroupTemplate, _ problem: Problem, _ names: DenseNames) {
        let sizes = template.sizes(under: problem.rulePacks)
        let leaders = problem.clinicians.indices.filter {
            template.reasonsAgainst(problem.clinicians[$0]).isEmpty
        }
        for leader in leaders { templatesOfClinician[leader].append(Int32(templates.count)) }
        let blocks = problem.blocks.count
        let cells = (0..<blocks).map { block in
            leaders.filter { clinicians[$0].available.has(block) }
                .map { Int32($0 * blocks + block) }
        }
        cellsOfTemplateBlock += cells
        cellsOfTemplate.append(cells.flatMap(\.self).sorted())
        templates.append(
            DenseTemplate(
                site: template.modality == .inPerson ? names.sites[template.site ?? ""] ?? -1 : -1,
                type: names.types[template.therapyType] ?? 0, minSize: sizes.lowerBound,
                targetSize: template.targetMinSize, maxSize: sizes.upperBound,
                roomFeatures: RoomSupply.bits(template.roomFeatures, in: problem)))
    }
}
