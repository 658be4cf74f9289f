// swift-tools-version: 6.2
import PackageDescription

/// A service: a pure core, and the process that feeds it.
func service(
    _ name: String, command: String, process: [Target.Dependency] = [],
    core: [Target.Dependency] = [], tests: [Target.Dependency] = [], fixtures: [String] = []
) -> [Target] {
    [
        .target(
            name: "\(name)Core", dependencies: ["Messages"] + core,
            path: "Sources/Services/\(name)/Core"),
        .executableTarget(
            name: command,
            dependencies: [
                .target(name: "\(name)Core"), "Messages", "Platform", "PeerKit", "ClinicFiles",
                "ServiceKit",
            ] + process,
            path: "Sources/Services/\(name)/Service"),
        .testTarget(
            name: "\(name)Tests",
            dependencies: [.target(name: "\(name)Core"), "Messages", "TestKit"] + tests,
            exclude: fixtures),
    ]
}

/// A therapy of ours: like a stranger's it sees the public products and nothing `package`.
func therapy(_ id: String, _ name: String) -> [Target] {
    [
        .executableTarget(
            name: id, dependencies: ["PluginKit"], path: "Plugins/\(id)/Sources/\(name)",
            packageAccess: false),
        .testTarget(
            name: "\(name)Tests", dependencies: [.target(name: id), "PluginKit"],
            path: "Plugins/\(id)/Tests/\(name)Tests"),
    ]
}

let argumentParser = Target.Dependency.product(
    name: "ArgumentParser", package: "swift-argument-parser")
let logging = Target.Dependency.product(name: "Logging", package: "swift-log")
let grdb = Target.Dependency.product(name: "GRDB", package: "GRDB.swift")
let crypto = Target.Dependency.product(name: "Crypto", package: "swift-crypto")
let subprocess = Target.Dependency.product(name: "Subprocess", package: "swift-subprocess")
let signals = Target.Dependency.product(name: "UnixSignals", package: "swift-service-lifecycle")
let yams = Target.Dependency.product(name: "Yams", package: "Yams")

let package = Package(
    name: "cairn",
    products: [
        .library(name: "Messages", targets: ["Messages"]),
        .library(name: "PluginKit", targets: ["PluginKit"]),
        .library(name: "TestKit", targets: ["TestKit"]),
    ],
    dependencies: [
        .package(url: "https://github.com/groue/GRDB.swift", from: "7.10.0"),
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
        .package(url: "https://github.com/apple/swift-crypto", from: "4.5.2"),
        .package(url: "https://github.com/apple/swift-log", from: "1.16.2"),
        .package(url: "https://github.com/swift-server/swift-service-lifecycle", from: "2.13.0"),
        .package(url: "https://github.com/swiftlang/swift-subprocess", from: "1.0.2"),
        .package(url: "https://github.com/jpsim/Yams", from: "6.2.2"),
    ],
    targets: [
        .executableTarget(name: "derive-messages", path: "Sources/DeriveMessages/Tool"),
        .plugin(
            name: "DeriveMessages", capability: .buildTool(), dependencies: ["derive-messages"],
            path: "Sources/DeriveMessages/Plugin"),
        .target(name: "Messages", plugins: ["DeriveMessages"]),
        .target(name: "MessageSchema", dependencies: ["Messages"]),
        .executableTarget(name: "embed-data", path: "Sources/EmbedData/Tool"),
        .plugin(
            name: "EmbedData", capability: .buildTool(), dependencies: ["embed-data"],
            path: "Sources/EmbedData/Plugin"),
        .target(
            name: "ClinicalRules", dependencies: ["Messages"], exclude: ["Data"],
            plugins: ["EmbedData"]),
        .target(name: "HashChain", dependencies: ["Messages", crypto]),
        .target(name: "Platform", dependencies: ["Messages", signals]),
        .systemLibrary(name: "CZeroMQ", providers: [.apt(["libzmq3-dev"])]),
        .target(name: "Bus", dependencies: ["Messages", "HashChain", "CZeroMQ"]),
        .target(name: "Journal", dependencies: ["Messages", crypto]),
        .target(
            name: "JournalSQLite",
            dependencies: ["Messages", "HashChain", "Platform", "Journal", grdb, crypto]),
        .target(
            name: "PeerKit", dependencies: ["Messages", "HashChain", "Platform", "Bus", "Journal"]),
        .target(
            name: "ClinicFiles",
            dependencies: [
                "Messages", "HashChain", "Platform", "Bus", "Journal", "TherapyContract",
                "ClinicalRules", yams,
            ],
            path: "Sources/Clinic/Files"),
        .target(
            name: "ClinicArchive",
            dependencies: [
                "Messages", "HashChain", "Platform", "Bus", "Journal", "JournalSQLite", "PeerKit",
                "ClinicFiles", "TherapyContract",
            ],
            path: "Sources/Clinic/Archive"),
        .target(
            name: "ServiceKit",
            dependencies: [
                "Messages", "HashChain", "Platform", "Bus", "Journal", "JournalSQLite", "PeerKit",
                "ClinicFiles", argumentParser, logging, signals,
            ]),
        .target(name: "Planning", dependencies: ["Messages"]),
        .testTarget(
            name: "PlanningTests", dependencies: ["Planning", "cairn-scheduler"],
            exclude: ["Fixtures"]),
        .target(name: "TherapyContract", dependencies: ["Messages"]),
        .testTarget(
            name: "TherapyContractTests",
            dependencies: ["TherapyContract", "Messages", "TestKit", "TestSupport"],
            exclude: ["Validator"]),
        .target(
            name: "PluginHostCore", dependencies: ["Messages", "TherapyContract"],
            path: "Sources/PluginHost/Core"),
        .target(
            name: "PluginHost",
            dependencies: [
                "PluginHostCore", "TherapyContract", "Messages", "Platform", subprocess,
            ],
            path: "Sources/PluginHost/Child"),
        .executableTarget(
            name: "cairn-plugin-host",
            dependencies: [
                "PluginHostCore", "PluginHost", "TherapyContract", "Messages", "Platform", "Bus",
                "Journal", "PeerKit", "ClinicFiles", "ServiceKit", argumentParser,
            ],
            path: "Sources/PluginHost/Service"),
        .testTarget(
            name: "PluginHostTests",
            dependencies: [
                "PluginHostCore", "PluginHost", "TherapyContract", "Messages", "PeerKit",
                "JournalDoubles", "Platform", "TestKit", "TestSupport", "cairn-plugin-host",
                "Journal", "JournalSQLite", "ClinicFiles", "PeerBench",
            ]),
        .target(
            name: "PluginKit", dependencies: ["Messages", "TherapyContract", "PluginHostCore"]),
        .testTarget(
            name: "PluginKitTests",
            dependencies: ["PluginKit", "TherapyContract", "PluginHostCore", "Messages"]),
        .target(
            name: "TherapyTools",
            dependencies: ["PluginKit", "TherapyContract", "PluginHost", "Messages", "Platform"]),
        .testTarget(
            name: "TherapyToolsTests",
            dependencies: [
                "TherapyTools", "TherapyContract", "Messages", "TestKit", "ClinicalRules",
            ],
            exclude: ["BadPlugins"]),
        .executableTarget(
            name: "breathing", dependencies: ["PluginKit"],
            path: "Plugins/examples/breathing/Sources/Breathing", packageAccess: false),
        .testTarget(
            name: "BreathingTests", dependencies: ["breathing", "PluginKit"],
            path: "Plugins/examples/breathing/Tests/BreathingTests"),
        .target(name: "TestKit", dependencies: ["Messages"]),
        .target(
            name: "ClinicClient",
            dependencies: ["Messages", "HashChain", "Bus", "Platform", "ClinicFiles"],
            path: "Sources/Clinic/Client"),
        .executableTarget(
            name: "cairn",
            dependencies: [
                "Messages", "MessageSchema", "HashChain", "Platform", "Bus", "ClinicFiles",
                "ClinicArchive", "ClinicClient", "ClinicalRules", "TherapyContract",
                "TherapyTools", "PluginHost", argumentParser,
            ],
            path: "Sources/ControlTool"),
        .testTarget(name: "DeriveMessagesTests", dependencies: ["derive-messages"]),
        .testTarget(name: "MessagesTests", dependencies: ["Messages", "TestKit"]),
        .testTarget(
            name: "MessageSchemaTests",
            dependencies: ["MessageSchema", "Messages", "TestKit", "TherapyContract"],
            exclude: ["Validator"]),
        .testTarget(
            name: "BusTests",
            dependencies: ["Bus", "HashChain", "Messages", "TestKit", "TestSupport"]),
        .target(
            name: "JournalDoubles", dependencies: ["Messages", "HashChain", "Journal"],
            path: "Tests/JournalDoubles"),
        .testTarget(
            name: "JournalTests",
            dependencies: [
                "Journal", "JournalSQLite", "JournalDoubles", "Messages", "TestSupport",
            ]),
        .executableTarget(
            name: "JournalCrashWriter",
            dependencies: ["Journal", "JournalSQLite", "JournalDoubles", "Messages"],
            path: "Tests/JournalSQLiteTests/CrashWriter"),
        .target(
            name: "FaultyDisk", path: "Tests/FaultyDisk",
            linkerSettings: [.linkedLibrary("sqlite3")]),
        .testTarget(
            name: "JournalSQLiteTests",
            dependencies: [
                "Journal", "JournalSQLite", "JournalDoubles", "Messages", "Platform",
                "JournalCrashWriter", "FaultyDisk", "TestSupport", grdb,
            ],
            exclude: ["CrashWriter"]),
        .testTarget(
            name: "PlatformTests", dependencies: ["Platform", "Messages", "TestSupport"]),
        .target(
            name: "PeerBench",
            dependencies: [
                "Messages", "HashChain", "Journal", "JournalDoubles", "PeerKit", "ClinicFiles",
                "TestKit", "TestSupport",
            ],
            path: "Tests/PeerBench"),
        .testTarget(
            name: "PeerKitTests",
            dependencies: [
                "PeerKit", "PeerBench", "Messages", "Bus", "Journal", "JournalSQLite",
                "JournalDoubles", "HashChain", "ClinicFiles", "Weakening", "TestKit",
                "TestSupport", "FaultyDisk", "AssessmentCore", "SchedulerCore", "PeerGroupsCore",
                "TreatmentCore", "AftercareCore", "LedgerCore", "SimulatorCore", "SupervisorCore",
            ]),
        .testTarget(
            name: "ClinicTests",
            dependencies: [
                "ClinicFiles", "ClinicArchive", "Messages", "HashChain", "Platform", "Bus",
                "Journal", "JournalSQLite", "JournalDoubles", "PeerKit", "PeerBench", "TestKit",
                "TestSupport", "TherapyContract",
            ]),
        .testTarget(
            name: "ServiceKitTests",
            dependencies: [
                "ServiceKit", "Messages", "Platform", "Bus", "Journal", "JournalSQLite",
                "JournalDoubles", "PeerKit", "PeerBench", "ClinicFiles", "TestSupport", "TestKit",
                logging,
            ]),
        .target(
            name: "TestSupport", dependencies: ["Messages", "Bus", "TestKit"],
            path: "Tests/Support"),
        .testTarget(name: "TidyTests", dependencies: ["Messages", "TestKit"]),
        .testTarget(
            name: "EndToEndTests",
            dependencies: [
                "Messages", "HashChain", "Journal", "JournalSQLite", "SupervisorCore", "TestKit",
                "TestSupport", "PeerKit", "ClinicFiles", "ClinicArchive", "Platform",
            ]),
        .target(
            name: "BenchmarkPeers", path: "Tests/Benchmarks/Peers",
            linkerSettings: [.linkedLibrary("zmq")]),
        .executableTarget(
            name: "cairn-benchmark",
            dependencies: [
                "BenchmarkPeers", "Messages", "HashChain", "Bus", "Journal", "JournalSQLite",
                "ServiceKit", "HubCore", "SchedulerCore", argumentParser, "PeerKit", "ClinicFiles",
                "PluginHost", "TherapyContract",
            ],
            path: "Tests/Benchmarks", exclude: ["Peers", "Planning"]),
        .testTarget(
            name: "BenchmarkTests", dependencies: ["cairn-benchmark", "BenchmarkPeers", "Messages"]),
        .target(
            name: "Weakening", dependencies: ["Messages", "Journal", "JournalDoubles", "PeerKit"],
            path: "Tests/Proof/Weakening"),
        .executableTarget(
            name: "cairn-weakened",
            dependencies: [
                "Weakening", "Messages", "Platform", "PeerKit", "ServiceKit", "AssessmentCore",
                "SchedulerCore", "PeerGroupsCore", "TreatmentCore", "AftercareCore",
                "SimulatorPlay",
                "Journal",
                argumentParser,
            ],
            path: "Tests/Proof/WeakenedService"),
        .target(
            name: "Simulation",
            dependencies: [
                "Messages", "HashChain", "Bus", "Journal", "JournalDoubles", "TestKit", "PeerKit",
                "Weakening",
            ],
            path: "Tests/Proof/Simulation"),
        .executableTarget(
            name: "cairn-simulate", dependencies: ["Simulation", "Weakening", argumentParser],
            path: "Tests/Proof/SimulationCommand"),
        .testTarget(
            name: "SimulationTests", dependencies: ["Simulation", "Messages", "Weakening"]),
        .target(
            name: "Histories",
            dependencies: [
                "Messages", "TestKit", "AssessmentCore", "SchedulerCore", "PeerGroupsCore",
                "TreatmentCore", "AftercareCore", "PluginHostCore", "TherapyContract",
            ],
            path: "Tests/Proof/Histories"),
        .executableTarget(
            name: "cairn-histories", dependencies: ["Histories", argumentParser],
            path: "Tests/Proof/HistoriesCommand"),
        .testTarget(
            name: "HistoriesTests", dependencies: ["Histories", "Messages", "TestKit"]),
        .executableTarget(
            name: "cairn-fuzz",
            dependencies: [
                "Messages", "HashChain", "Bus", "Journal", "JournalSQLite", "JournalDoubles",
                "TestKit", "HubCore", "AssessmentCore", "SchedulerCore", "PeerGroupsCore",
                "TreatmentCore", "AftercareCore", "LedgerCore",
                "SupervisorCore", argumentParser, "PeerKit", "ClinicFiles", "Platform",
                "TherapyContract",
            ],
            path: "Tests/Proof/Fuzz"),
        .target(
            name: "ClientSamples",
            dependencies: ["ClinicClient", "ClinicFiles", "Messages", "Bus", "TestSupport"],
            path: "Tests/ClientSamples"),
        .testTarget(
            name: "ClinicClientTests",
            dependencies: [
                "ClinicClient", "ClinicFiles", "ClientSamples", "Messages", "Bus", "PeerKit",
                "TestSupport",
            ]),
        .testTarget(
            name: "ControlToolTests",
            dependencies: [
                "cairn", "ClinicClient", "ClientSamples", "Bus", "Messages", "TestKit",
                "TestSupport",
                argumentParser, "ClinicFiles", "Platform", "ClinicalRules", "TherapyContract",
            ]),
        .testTarget(
            name: "ClinicalRulesTests",
            dependencies: [
                "ClinicalRules", "embed-data", "Messages", "TestKit", "TestSupport",
            ],
            exclude: ["Fixtures", "Validator"]),
    ]
        + service(
            "Hub", command: "cairn-hub", process: ["Bus", signals],
            tests: ["cairn-hub", "Bus", "ClinicFiles", "TestSupport"])
        + [
            .target(
                name: "SupervisorCore", dependencies: ["Messages"],
                path: "Sources/Services/Supervisor/Core"),
            .target(
                name: "Supervisor",
                dependencies: [
                    "SupervisorCore", "Messages", "Platform", subprocess, "ClinicFiles",
                ],
                path: "Sources/Services/Supervisor/Control"),
            .executableTarget(
                name: "cairn-supervisor",
                dependencies: [
                    "Supervisor", "SupervisorCore", "ServiceKit", "Bus", "Journal", "Messages",
                    "PeerKit", "ClinicFiles", "Platform", "TherapyContract", "ClinicalRules",
                ],
                path: "Sources/Services/Supervisor/Service"),
            .executableTarget(
                name: "SupervisorSubject",
                dependencies: ["Supervisor", "SupervisorCore", "Messages", "ClinicFiles"],
                path: "Tests/SupervisorTests/Subject"),
            .testTarget(
                name: "SupervisorTests",
                dependencies: [
                    "SupervisorCore", "Supervisor", "SupervisorSubject", "cairn-supervisor",
                    "Messages", "Journal", "JournalSQLite", "TestKit", "TestSupport", "PeerKit",
                    "ClinicFiles", "Platform", "ServiceKit", "Bus", "HashChain",
                ],
                exclude: ["Subject"]),
        ]
        + service(
            "Assessment", command: "cairn-assessment", core: ["ClinicalRules"],
            tests: ["ClinicalRules", "TestSupport"], fixtures: ["Fixtures"])
        + service(
            "Scheduler", command: "cairn-scheduler", process: ["Planning"], tests: ["TestSupport"])
        + service("PeerGroups", command: "cairn-peer-groups", tests: ["TestSupport"])
        + service("Treatment", command: "cairn-treatment", tests: ["TestSupport"])
        + service("Aftercare", command: "cairn-aftercare", tests: ["TestSupport"])
        + service(
            "Ledger", command: "cairn-ledger", process: ["Journal"],
            tests: [
                "Journal", "JournalSQLite", "JournalDoubles", "HashChain", "PeerBench",
                "TestSupport",
            ])
        + [
            .target(
                name: "SimulatorPlay",
                dependencies: [
                    "SimulatorCore", "Messages", "Platform", "Journal", "PeerKit", "ClinicFiles",
                    "ServiceKit", argumentParser,
                ],
                path: "Sources/Services/Simulator/Play")
        ]
        + service(
            "Simulator", command: "cairn-simulator", process: ["SimulatorPlay"],
            core: ["ClinicalRules", "TherapyContract"],
            tests: [
                "ClinicalRules", "AssessmentCore", "SchedulerCore", "PeerGroupsCore",
                "TreatmentCore", "AftercareCore", "ClinicFiles", "TestSupport",
                "PluginHostCore", "TherapyContract", "Histories",
            ])
        + therapy("cbt", "CBT") + therapy("dbt", "DBT") + therapy("motivation", "Motivation")
        + therapy("relapse-prevention", "RelapsePrevention")
        + therapy("life-skills", "LifeSkills") + therapy("family", "Family")
        + therapy("medication", "Medication"),
    swiftLanguageModes: [.v6]
)

for target in package.targets where ![.system, .plugin].contains(target.type) {
    target.swiftSettings = [
        .enableUpcomingFeature("ExistentialAny"),
        .enableUpcomingFeature("InternalImportsByDefault"),
        .enableUpcomingFeature("MemberImportVisibility"),
        .enableUpcomingFeature("NonisolatedNonsendingByDefault"),
        .treatAllWarnings(as: .error),
    ]
}
