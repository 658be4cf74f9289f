import Testing

@Suite("Imports go by layer")
struct ImportTests {
    @Test("The project keeps to it")
    func project() throws {
        let files = try SourceTree.swift(in: ["Sources", "Plugins", "Tests"])
        try #require(files.count > 100)
        #expect(files.flatMap(ImportRule.faults) == [])
    }

    @Test(
        "What does not fit is found",
        arguments: [
            ("Sources/Services/Scheduler/Core/A.swift", "internal import GRDB"),
            ("Sources/Services/Scheduler/Core/A.swift", "import Foundation"),
            ("Sources/Services/Scheduler/Core/A.swift", "import AssessmentCore"),
            ("Sources/Services/Scheduler/Core/A.swift", "internal import ServiceKit"),
            ("Sources/Services/Scheduler/Service/A.swift", "import AssessmentCore"),
            ("Sources/Messages/A.swift", "import Bus"),
            ("Sources/Messages/A.swift", "@_exported import Bus"),
            ("Sources/Bus/A.swift", "private import Journal"),
            ("Sources/Journal/A.swift", "package import Bus"),
            ("Sources/Journal/A.swift", "internal import GRDB"),
            ("Sources/Journal/A.swift", "internal import JournalSQLite"),
            ("Sources/PeerKit/A.swift", "internal import JournalSQLite"),
            ("Sources/Clinic/Files/A.swift", "internal import JournalSQLite"),
            ("Sources/Services/Ledger/Service/A.swift", "internal import JournalSQLite"),
            ("Sources/ServiceKit/A.swift", "internal import GRDB"),
            ("Sources/ServiceKit/A.swift", "import SchedulerCore"),
            ("Sources/Services/Hub/Service/A.swift", "import CZeroMQ"),
            ("Plugins/cbt/Sources/CBT/A.swift", "import ServiceKit"),
            ("Plugins/examples/breathing/Sources/A.swift", "@testable import PluginKit"),
            ("Sources/PluginKit/A.swift", "internal import PeerKit"),
            ("Sources/TherapyTools/A.swift", "internal import ClinicFiles"),
            ("Tests/SchedulerTests/A.swift", "import GRDB"),
            ("Tests/JournalTests/A.swift", "import GRDB"),
        ])
    func found(path: String, line: String) {
        #expect(ImportRule.faults(in: SourceFile(path: path, text: line)).count == 1)
    }

    @Test(
        "What fits passes",
        arguments: [
            ("Sources/Services/Scheduler/Core/A.swift", "package import Messages"),
            ("Sources/Services/Scheduler/Core/A.swift", "internal import FoundationEssentials"),
            ("Sources/Services/Scheduler/Service/A.swift", "internal import SchedulerCore"),
            ("Sources/Bus/A.swift", "internal import CZeroMQ"),
            ("Sources/JournalSQLite/A.swift", "internal import GRDB"),
            ("Sources/ServiceKit/A.swift", "internal import JournalSQLite"),
            ("Sources/Services/Ledger/Service/A.swift", "internal import Journal"),
            ("Tests/JournalSQLiteTests/A.swift", "import GRDB"),
            ("Plugins/cbt/Sources/CBT/A.swift", "import PluginKit"),
            ("Plugins/examples/breathing/Tests/A.swift", "@testable import breathing"),
            ("Sources/PluginKit/A.swift", "package import TherapyContract"),
            ("Sources/Bus/A.swift", "// import Journal"),
        ])
    func passes(path: String, line: String) {
        #expect(ImportRule.faults(in: SourceFile(path: path, text: line)) == [])
    }
}
