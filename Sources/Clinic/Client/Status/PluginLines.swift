package import Messages

/// What `cairn status` tells of plugins: who waits for a person, and who cannot run.
///
/// What a plugin's host itself tells, such as that its program is in quarantine or not confined, is
/// in its heartbeat's troubles, and stands with the clinic's conditions.
package enum PluginLines {
    /// Whether a person has to act: one that was approved does not run.
    package static func isWrong(_ plugins: [PluginStatus]) -> Bool {
        plugins.contains { $0.state == .fails }
    }

    /// A line for each that waits for a person.
    static func lines(_ plugins: [PluginStatus]) -> [StatusReport.Line] {
        let lines = plugins.flatMap(lines(on:))
        return lines.isEmpty ? [] : lines + [StatusReport.Line("")]
    }

    private static func lines(on plugin: PluginStatus) -> [StatusReport.Line] {
        let name = plugin.plugin
        var lines: [StatusReport.Line] = []
        if plugin.state == .fails, let problem = plugin.problem {
            lines.append(StatusReport.Line("\(problem) \(plugin.remedy ?? "")", .bad))
        }
        guard let waiting = plugin.waiting else { return lines }
        let what = waiting.version.printable(upTo: 100)
        if plugin.state == .runs, let approved = plugin.approved {
            let runs = approved.version.printable(upTo: 100)
            lines.append(
                StatusReport.Line(
                    "Plugin \(name): another content waits (\(what)); what was approved (\(runs))"
                        + " runs on. `cairn plugin show \(name)`, then `cairn plugin enable"
                        + " \(name) --as STAFF`.", .warning))
        } else if plugin.state == .waits {
            lines.append(
                StatusReport.Line(
                    "Plugin \(name) (\(what)) waits for approval: `cairn plugin show \(name)`, then"
                        + " `cairn plugin enable \(name) --as STAFF`.", .warning))
        }
        return lines
    }
}
