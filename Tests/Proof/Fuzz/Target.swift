internal import TestKit

/// Something that reads what others wrote.
protocol Target {
    /// An input that follows from the chance given, and from nothing else.
    func input(_ chance: inout SeededGenerator) -> FuzzInput
    /// Throws what is wrong with how the input was taken.
    mutating func check(_ input: FuzzInput) throws
}

/// All that is fuzzed, by name, with its share of a campaign's inputs.
enum TargetKind: String, CaseIterable {
    case frames, attributes, bodies, topics
    case keyQuestions = "key-questions"
    case pages, heartbeats, repair
    case services
    case keyFiles = "key-files"
    case descriptions, journals

    /// In thousandths; what writes files or folds a history takes long.
    var share: Int {
        switch self {
        case .frames, .attributes, .bodies: 150
        case .topics, .heartbeats, .pages: 140
        case .keyQuestions: 100
        case .repair: 30
        case .services, .keyFiles, .descriptions, .journals: 5
        }
    }

    func make() throws -> any Target {
        switch self {
        case .frames: try FramesTarget()
        case .attributes: try AttributesTarget()
        case .bodies: try BodiesTarget()
        case .topics: try TopicsTarget()
        case .keyQuestions: try KeyQuestionsTarget()
        case .pages: try PagesTarget()
        case .heartbeats: HeartbeatsTarget()
        case .repair: try RepairTarget()
        case .services: try ServicesTarget()
        case .keyFiles: try KeyFilesTarget()
        case .descriptions: try DescriptionsTarget()
        case .journals: try JournalsTarget()
        }
    }
}
