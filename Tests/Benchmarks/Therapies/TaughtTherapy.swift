internal import Foundation

/// A therapy of sixty-four modules, one for each session that a client attends: the same contract
/// with programs in two languages and with none.
enum TaughtTherapy: String, CaseIterable {
    /// The contract alone: its host does all of it in its own process.
    case contract
    case swift
    case python

    static let id = "bench"
    /// What the sessions of this therapy are planned for.
    static let offering = "lessons"
    private static let modules = 64

    /// How a line calls it.
    var words: String {
        switch self {
        case .contract: "no program"
        case .swift: "Swift"
        case .python: "Python"
        }
    }

    private var command: [String] {
        switch self {
        case .contract: []
        case .swift: ["breathing"]
        case .python: ["python3", "therapy.py"]
        }
    }

    /// `plugin.json`.
    func declaration(of id: String) -> String {
        let modules = (1...Self.modules).map {
            #"{"name": "m-\#($0)", "title": "Module \#($0)", "goal": "To be finished."}"#
        }
        let words = command.map { "\"\($0)\"" }.joined(separator: ", ")
        let program = command.isEmpty ? "" : #""command": [\#(words)], "#
        let reads = ["session.scheduled", "attendance.recorded"].map {
            #"{"event": "scheduler.\#($0)", "because": "it is measured"}"#
        }
        return #"""
            {"contract": 1, "id": "\#(id)", "version": "1.0.0", "title": "Measured", \#(program)
             "offerings": [{"name": "\#(Self.offering)", "title": "Lessons", "kind": "education",
                            "phases": ["p1"], "minutes": 60, "perWeek": 1}],
             "curriculum": [{"name": "lessons", "offering": "\#(Self.offering)",
                             "modules": [\#(modules.joined(separator: ", "))]}],
             "reads": [\#(reads.joined(separator: ", "))],
             "reactsTo": ["scheduler.attendance.recorded"], "limits": {"eventsPerMinute": 6000}}
            """#
    }

    /// Writes its folder.
    ///
    /// - Parameter programs: where the programs of this build are.
    func write(to folder: String, as id: String, programs: String) throws {
        let files = FileManager.default
        try files.createDirectory(atPath: folder, withIntermediateDirectories: true)
        try declaration(of: id).write(
            toFile: "\(folder)/plugin.json", atomically: true, encoding: .utf8)
        switch self {
        case .contract: return
        case .swift:
            try files.copyItem(atPath: "\(programs)/breathing", toPath: "\(folder)/breathing")
        case .python:
            let kit = "Plugins/python/cairn_therapy"
            try files.copyItem(
                atPath: "Plugins/templates/python/therapy.py", toPath: "\(folder)/therapy.py")
            let target = "\(folder)/cairn_therapy"
            try files.createDirectory(atPath: target, withIntermediateDirectories: true)
            for name in try files.contentsOfDirectory(atPath: kit) where name != "__pycache__" {
                try files.copyItem(atPath: "\(kit)/\(name)", toPath: "\(target)/\(name)")
            }
        }
    }
}
