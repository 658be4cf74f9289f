internal import ClinicFiles
internal import Foundation
internal import Messages
internal import Platform
internal import ServiceKit
internal import Supervisor

/// Which programs a clinic consists of, and what each needs to be ready first.
struct Programs: Sendable {
    let folder: ClinicFolder
    /// The description that is in force.
    var clinic: Clinic
    let logFormat: LogFormat

    /// The longest silence of a process that is ready.
    private static let watchdog: Duration = .seconds(30)
    /// Seconds between two hours of a rehearsal that people watch.
    static let walkingPace = "10"

    /// All but the plugins, which run once they are approved.
    func all(simulates: Bool) -> [ProcessSpecification] {
        let simulator = simulates ? [service(.simulator, needs: [.hub])] : []
        return [service(.hub, needs: [])] + services() + simulator
    }

    /// The services that the description has run here.
    func services() -> [ProcessSpecification] {
        // Only the hub: whoever is stopped or given up must not keep another from coming back.
        clinic.services.filter { $0 != .hub && runsHere($0) }.map { service($0, needs: [.hub]) }
    }

    /// Whether this computer runs it; another one joins by its bundle.
    func runsHere(_ name: Identity) -> Bool { clinic.elsewhere?.contains(name) != true }

    /// Whether it is a program of Cairn's own, and no plugin.
    func isBuiltIn(_ name: Identity) -> Bool {
        [.hub, .simulator, .supervisor].contains(name) || clinic.services.contains(name)
    }

    /// The host that runs a plugin, from the copy that was approved.
    func host(of name: Identity, _ content: PluginContent, unconfined: Bool)
        -> ProcessSpecification
    {
        ProcessSpecification(
            name: name, executable: RunningProgram.beside("cairn-plugin-host"),
            arguments: [
                "--clinic", folder.path, "--plugin", name.text, "--contract", content.hash,
                "--log-format", logFormat.rawValue,
            ] + (unconfined ? ["--unconfined"] : []),
            dependencies: [.hub], watchdog: Programs.watchdog)
    }

    private func service(_ name: Identity, needs: Set<Identity>) -> ProcessSpecification {
        ProcessSpecification(
            name: name, executable: RunningProgram.beside("cairn-\(name)"),
            arguments: ["--clinic", folder.path]
                + (name == .hub
                    ? clinic.listen.map { ["--listen", $0] } ?? []
                    : ["--log-format", logFormat.rawValue])
                + (name == .simulator ? ["--pace", Programs.walkingPace] : []),
            dependencies: needs, watchdog: Programs.watchdog)
    }
}
