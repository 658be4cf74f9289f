internal import ArgumentParser
internal import ClinicalRules
internal import Messages
internal import TherapyContract
internal import TherapyTools

/// Tries a therapy against all that a clinic asks of one.
struct PluginCheckCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "check", abstract: "Try a therapy, and grade it bronze, silver or gold.",
        discussion: """
            Tells it four weeks of invented clients: in order, again, from the middle, after it \
            was ended, and all at once. It needs no clinic. The program is shut in as in a clinic, \
            where bubblewrap works; else it says UNCONFINED: check what you wrote or read. \
            docs/plugins/authoring.md lists the checks.
            """)

    @Argument(
        help: "The therapy's folder.", completion: .directory)
    var folder: String

    @Option(
        help: ArgumentHelp("The folder of the version before.", valueName: "folder"),
        completion: .directory)
    var upgrades: String?

    @Option(
        help: "The grade that it must have: bronze, silver or gold.",
        completion: .list(["bronze", "silver", "gold"]), transform: PluginCheckCommand.grade)
    var grade = Grade.bronze

    @Option(help: "The seed of what happens to the invented clients.")
    var seed: UInt64 = 1

    @Flag(help: "Print it as JSON.")
    var json = false

    func run() async throws {
        let staged = try StagedPlugin(folder)
        let before = try upgrades.map { try StagedPlugin($0) }
        let report = try await TherapyCheck.report(
            onFolder: staged.folder, before: before?.folder, seed: seed,
            by: PluginReading.confinement,
            read: {
                try PluginReading.contract($0, of: $0 == staged.folder ? folder : upgrades ?? $0)
            }, formCheck: InstrumentFile.faults)
        let isReached = report.grade.map { $0 >= grade } ?? false
        let contract = try? PluginReading.contract(staged.folder, of: folder)
        guard !json else {
            let page = CheckPage(report, of: contract, asksFor: grade)
            return try Output(
                [Output.Line(JSONText.readable(page))], ending: isReached ? .done : .wrong
            ).show()
        }
        let verdict = Output.Line(
            "Grade: \(report.grade?.rawValue ?? "none")", isReached ? .good : .bad)
        try Output(
            [Output.Line(PluginReading.confinementLine(of: contract))]
                + report.lines.flatMap(Self.lines) + [verdict],
            ending: isReached ? .done : .wrong
        ).show()
    }

    private static func lines(of line: CheckReport.Line) -> [Output.Line] {
        let place = line.grade.rawValue.padded(to: 8) + line.name.padded(to: 11)
        switch line.verdict {
        case .held(let word):
            return [Output.Line(place + (word.map { "holds: \($0)" } ?? "holds"))]
        case .untried(let reason): return [Output.Line(place + "not tried: \(reason)", .faint)]
        case .broken(let faults):
            let indent = String(repeating: " ", count: 19)
            return [Output.Line(place + "DOES NOT HOLD", .bad)]
                + faults.flatMap { fault in
                    [
                        Output.Line(indent + fault.problem),
                        Output.Line("\(indent)  \(fault.remedy)"),
                    ]
                }
        }
    }

    private static func grade(_ word: String) throws -> Grade {
        guard let grade = Grade(rawValue: word) else {
            throw ValidationError("--grade takes bronze, silver or gold.")
        }
        return grade
    }
}

extension String {
    fileprivate func padded(to width: Int) -> String {
        self + String(repeating: " ", count: max(1, width - count))
    }
}
