/// The places of a problem's identifiers in their lists.
struct DenseNames {
    let blocks: [String: Int]
    let sites: [String: Int]
    let clinicians: [String: Int]
    let templates: [String: Int]
    let clients: [String: Int]
    /// Numbers of therapy types, in order of first mention.
    let types: [String: Int]
    private let blockCount: Int

    init(_ problem: Problem) {
        func places(_ names: [String]) -> [String: Int] {
            Dictionary(names.enumerated().map { ($0.element, $0.offset) }) { first, _ in first }
        }
        blocks = places(problem.blocks.map(\.id))
        sites = places(problem.sites)
        clinicians = places(problem.clinicians.map(\.id))
        templates = places(problem.groupTemplates.map(\.id))
        clients = places(problem.clients.map(\.id))
        var types: [String: Int] = [:]
        for template in problem.groupTemplates where types[template.therapyType] == nil {
            types[template.therapyType] = types.count
        }
        for phase in problem.phases {
            for type in phase.requiredTypes.keys.sorted() where types[type] == nil {
                types[type] = types.count
            }
        }
        self.types = types
        blockCount = problem.blocks.count
    }

    func cell(_ key: SessionKey) -> Int? { cell(clinician: key.clinician, block: key.block) }

    func cell(clinician: String, block: String) -> Int? {
        guard let clinician = clinicians[clinician], let block = blocks[block] else { return nil }
        return clinician * blockCount + block
    }

    func bits(_ ids: [String]) -> UInt64 {
        ids.compactMap { blocks[$0] }.reduce(0) { $0 | 1 << UInt64($1) }
    }
}
