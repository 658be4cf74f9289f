internal import Foundation

/// From nothing to a therapy whose first test passes, as an author types it.
enum NewTherapies {
    static let subject = "a new therapy"

    static func run(_ plan: Plan) throws -> [Row] {
        try Stage.with { stage in
            let tool = try Tool()
            let cairn = "\(tool.folder)/cairn"
            var rows = [
                row(
                    "a contract alone, until it is checked", goal: 120,
                    try begin("manifest", on: stage, with: tool) {
                        [[cairn, "plugin", "check", $0]]
                    }),
                row(
                    "Python, until its test passes", goal: 300,
                    try begin("python", on: stage, with: tool) {
                        [["python3", "-B", "-m", "unittest", "discover", "-s", $0]]
                    }),
            ]
            // A look whether all runs leaves out the one that builds a kit: .ci/run builds it too.
            guard plan.wantedRounds != 1 else { return rows }
            var build = 0.0
            let whole = try begin("swift", on: stage, with: tool) { folder in
                [
                    ["swift", "build", "--package-path", folder],
                    ["swift", "test", "--package-path", folder],
                ]
            } timing: {
                build = $0
            }
            rows.append(row("Swift, until its test passes", goal: 600, whole))
            rows.append(row("… its clean build with the kit", goal: 60, build))
            return rows
        }
    }

    /// Seconds from `cairn plugin new` to the end of the last command.
    ///
    /// - Parameter timing: is told the seconds of the first command alone.
    private static func begin(
        _ language: String, on stage: Stage, with tool: Tool,
        then commands: (String) -> [[String]], timing: (Double) -> Void = { _ in }
    ) throws -> Double {
        let folder = "\(stage.folder)/first-\(language)"
        let start = nanosecondsNow
        func seconds(since start: Int64) -> Double { Double(nanosecondsNow - start) / 1e9 }
        try tool.call("plugin", "new", "first-\(language)", "--language", language, "--to", folder)
        for (place, command) in commands(folder).enumerated() {
            let begun = nanosecondsNow
            try Tool.run(command)
            if place == 0 { timing(seconds(since: begun)) }
        }
        return seconds(since: start)
    }

    private static func row(_ setting: String, goal: Double, _ seconds: Double) -> Row {
        Row(
            what: subject, setting: setting, ours: "\(Figure.plain(seconds)) s",
            against: "\(Figure.plain(goal)) s", ratio: Spread([seconds / goal]), goal: .atMost(1),
            note: "without what a person types")
    }
}
