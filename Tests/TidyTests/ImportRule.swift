/// Who may import what: messages below, cores on them, processes around cores.
enum ImportRule {
    private static let storing: Set<String> = [
        "Messages", "HashChain", "Platform", "Bus", "Journal",
    ]
    /// Modules of the project that a folder may import; what is outside is not named here.
    private static let layers: [(folder: String, own: Set<String>)] = [
        ("Sources/Messages/", []),
        ("Sources/MessageSchema/", ["Messages"]),
        ("Sources/ClinicalRules/", ["Messages"]),
        ("Sources/TherapyContract/", ["Messages"]),
        ("Sources/EmbedData/", []),
        ("Sources/Planning/", ["Messages"]),
        ("Sources/HashChain/", ["Messages"]),
        ("Sources/TestKit/", ["Messages"]),
        ("Sources/Bus/", ["Messages", "HashChain", "CZeroMQ"]),
        ("Sources/Platform/", ["Messages"]),
        ("Sources/PluginHost/Core/", ["Messages", "TherapyContract"]),
        ("Sources/PluginHost/Child/", ["Messages", "Platform", "TherapyContract"]),
        (
            "Sources/PluginHost/Service/",
            storing.union([
                "PeerKit", "ClinicFiles", "ServiceKit", "TherapyContract", "PluginHost",
                "PluginHostCore",
            ])
        ),
        ("Sources/Journal/", ["Messages"]),
        ("Sources/JournalSQLite/", ["Messages", "HashChain", "Platform", "Journal"]),
        ("Sources/PeerKit/", storing),
        ("Sources/Clinic/Files/", storing.union(["TherapyContract", "ClinicalRules"])),
        (
            "Sources/Clinic/Archive/",
            storing.union(["JournalSQLite", "PeerKit", "ClinicFiles", "TherapyContract"])
        ),
        (
            "Sources/Clinic/Client/", ["Messages", "HashChain", "Bus", "Platform", "ClinicFiles"]
        ),
        ("Sources/ServiceKit/", storing.union(["JournalSQLite", "PeerKit", "ClinicFiles"])),
        ("Sources/PluginKit/", ["Messages", "TherapyContract", "PluginHostCore"]),
        (
            "Sources/TherapyTools/",
            ["Messages", "Platform", "TherapyContract", "PluginKit", "PluginHost"]
        ),
        (
            "Sources/ControlTool/",
            [
                "Messages", "MessageSchema", "HashChain", "Platform", "Bus", "ClinicFiles",
                "ClinicArchive", "ClinicClient", "ClinicalRules", "TherapyContract",
                "TherapyTools", "PluginHost",
            ]
        ),
    ]
    /// A service's core is known by its name, so that a new one needs no line here.
    private static func isCore(_ module: String) -> Bool { module.hasSuffix("Core") }
    private static let named: Set<String> = [
        "Messages", "MessageSchema", "HashChain", "Platform", "TestKit", "Bus", "Journal",
        "JournalSQLite", "PeerKit", "ClinicFiles", "ClinicArchive", "ClinicClient", "ServiceKit",
        "CZeroMQ", "Supervisor", "PluginHost", "ClinicalRules", "TherapyContract", "PluginKit",
        "TherapyTools", "Planning",
    ]
    private static func isOurs(_ module: String) -> Bool {
        isCore(module) || named.contains(module)
    }

    static func faults(in file: SourceFile) -> [String] {
        file.code.compactMap { number, line in
            guard let module = module(imported: line) else { return nil }
            // What is shipped sees of others what they show.
            let isTest = file.path.hasPrefix("Tests/") || file.path.contains("/Tests/")
            let looksInside = line.contains("@testable") && !isTest
            guard looksInside || !permits(module, in: file.path) else { return nil }
            return "\(file.path):\(number) may not import \(module)"
        }
    }

    /// The module that a line imports, whatever stands before the word.
    private static func module(imported line: String) -> String? {
        let words = line.split(separator: " ")
        guard let place = words.firstIndex(of: "import"), place + 1 < words.count,
            words[..<place].allSatisfy({
                $0.hasPrefix("@")
                    || ["internal", "package", "public", "private", "fileprivate"].contains($0)
            })
        else { return nil }
        return String(words[place + 1].prefix { $0 != "." && $0 != ";" })
    }

    private static func permits(_ module: String, in path: String) -> Bool {
        if module == "CZeroMQ" { return path.hasPrefix("Sources/Bus/") }
        if module == "GRDB" {
            return path.hasPrefix("Sources/JournalSQLite/")
                || path.hasPrefix("Tests/JournalSQLiteTests/")
        }
        if path.hasPrefix("Tests/") { return true }
        if path.hasPrefix("Plugins/") {
            return !isOurs(module) || module == "PluginKit"
        }
        if let layer = layers.first(where: { path.hasPrefix($0.folder) }) {
            return !isOurs(module) || layer.own.contains(module)
        }
        let parts = path.split(separator: "/")
        guard parts.count > 3, parts[1] == "Services" else { return !isOurs(module) }
        if parts[3] == "Core" {
            return ["Messages", "ClinicalRules", "TherapyContract", "FoundationEssentials"]
                .contains(module)
        }
        // What keeps a journal is chosen where processes are made, and a service knows its promises.
        if module == "JournalSQLite" { return false }
        return !isCore(module) || module == "\(parts[2])Core"
    }
}
