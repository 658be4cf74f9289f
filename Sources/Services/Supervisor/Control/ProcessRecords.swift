internal import ClinicFiles
internal import FoundationEssentials
internal import Messages

/// What a supervisor had running, on disk, for its guardian and its successor.
struct ProcessRecords: Codable, Equatable {
    /// One process group, by its leader.
    struct Record: Codable, Equatable {
        var name: Identity
        var pid: Int32
        var startTicks: UInt64
    }

    /// Random for each start of a supervisor.
    var incarnation: String
    /// The folder on the disk that it runs, for the file may lie in a copy of it.
    var folder: String
    var boot: String
    var processes: [Record]

    /// More than the records of any clinic have.
    private static let limitBytes = 1 << 20

    static func read(from folder: ClinicFolder) -> ProcessRecords? {
        // Unreadable is as good as absent: the marker in each environment finds the same processes.
        guard let bytes = try? PlainFile.read(folder.records, limit: limitBytes) else { return nil }
        return try? JSONDecoder().decode(ProcessRecords.self, from: Data(bytes))
    }

    func write(to folder: ClinicFolder) throws {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .prettyPrinted]
        try encoder.encode(self).write(to: URL(filePath: folder.records), options: .atomic)
    }
}
