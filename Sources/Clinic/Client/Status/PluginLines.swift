internal import Messages

/// What `cairn status` tells of plugins: who waits for a person, and who cannot run.
///
/// What a plugin's host itself tells, such as that its program is in quarantine or not confined, is
/// in its heartbeat's troubles, and stands with the clinic's conditions.
enum PluginLines {
    /// A line for each that waits for a person.
    static func lines(_ plugins: [PluginStanding]) -> [StatusReport.Line] {
        var lines = plugins.flatMap(lines(on:))
        if plugins.contains(where: { $0.state == .held }) {
            lines.append(
                StatusReport.Line(
                    "The clinic was started without plugins (`cairn up --safe`): `cairn down`, then"
                        + " `cairn up`, has them again.", .warning))
        }
        return lines.isEmpty ? [] : lines + [StatusReport.Line("")]
    }

    private static func lines(on plugin: PluginStanding) -> [StatusReport.Line] {
        let name = plugin.plugin
        var lines: [StatusReport.Line] = []
        if plugin.state == .fails, let advice = plugin.advice {
            lines.append(StatusReport.Line(advice.description, .bad))
        }
        if plugin.state != .disabled, let rollback = plugin.rollback {
            return lines + [StatusReport.Line(rollback.description, .warning)]
        }
        guard let waiting = plugin.waiting else { return lines }
        let what = waiting.version.printable(upTo: 100)
        let approve = "`cairn plugin show \(name)`, then `cairn plugin enable \(name) --as STAFF`."
        if plugin.state == .waits {
            lines.append(
                StatusReport.Line(
                    "Plugin \(name) (\(what)) waits for approval: \(approve)", .warning))
        } else if plugin.state != .disabled, let approved = plugin.approved {
            let runs = approved.version.printable(upTo: 100)
            let word = plugin.state == .runs ? "runs on" : "stays in force"
            lines.append(
                StatusReport.Line(
                    "Plugin \(name): another content waits (\(what)); what was approved (\(runs))"
                        + " \(word). \(approve)", .warning))
        }
        return lines
    }
}
