// A supervisor that tests may kill: `run CLINIC NAME=SHELL-COMMAND …`, and its `guard`. Of a name
// with `watched` in it the watchdog wants a sign each second.
internal import ClinicFiles
internal import FoundationEssentials
internal import Messages
internal import Supervisor
internal import SupervisorCore

let arguments = Array(CommandLine.arguments.dropFirst())
guard arguments.count > 1 else { fatalError("usage: run CLINIC NAME=COMMAND … | guard …") }

if arguments[0] == "guard" {
    // guard --clinic PATH --incarnation TEXT
    Guardian(clinic: ClinicFolder(path: arguments[2]), incarnation: arguments[4]).keepWatch()
} else {
    let clinic = ClinicFolder(path: arguments[1])
    let processes = arguments.dropFirst(2).compactMap { argument -> ProcessSpecification? in
        let parts = argument.split(separator: "=", maxSplits: 1).map(String.init)
        guard let name = Identity(parts[0]) else { return nil }
        return ProcessSpecification(
            name: name, executable: "/bin/sh", arguments: ["-c", parts[1]],
            readiness: .whenStarted, watchdog: parts[0].contains("watched") ? .seconds(1) : nil)
    }
    let control = try ProcessControl(
        ProcessControl.Configuration(
            clinic: clinic,
            guardian: GuardianCommand(executable: "/proc/self/exe", arguments: ["guard"])),
        processes: processes, incarnation: UUID().uuidString,
        wallClock: { Timestamp(milliseconds: Int64(Date().timeIntervalSince1970 * 1000)) })
    try await control.start()
    while await control.nextChange() != nil {}
}
