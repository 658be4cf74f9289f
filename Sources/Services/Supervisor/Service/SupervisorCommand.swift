internal import ArgumentParser
internal import ClinicFiles
internal import Foundation
internal import Messages
internal import Platform
internal import ServiceKit
internal import Supervisor
internal import SupervisorCore

/// `cairn-supervisor`: runs a clinic's processes and strikes its clock.
@main
struct SupervisorCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "cairn-supervisor",
        abstract: "Runs a clinic's processes, and strikes its clock.",
        discussion: """
            It starts the hub, the services that clinic.yaml names and the plugins in the clinic's
            folder, each when what it needs is ready; restarts what fails; and stops them in
            reverse order on SIGTERM. Exit codes: 0 stopped as asked, 77 another supervisor runs,
            78 the clinic's configuration is wrong.
            """,
        version: CairnVersion.text,
        subcommands: [SuperviseCommand.self, GuardCommand.self, SweepCommand.self],
        defaultSubcommand: SuperviseCommand.self)
}

/// Runs a clinic.
struct SuperviseCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "run", abstract: "Runs a clinic until it is told to stop.")

    @OptionGroup var options: ServiceOptions

    @Flag(help: "Run the simulator too; only a rehearsal has one.")
    var simulate = false

    @Flag(help: "Run no plugin.")
    var safe = false

    func run() async throws {
        StandardStreams.secure()
        await SupervisedClinic(options: options, simulates: simulate, isSafe: safe).run()
    }
}

/// Waits for its supervisor's end, then ends what that left behind.
struct GuardCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(commandName: "guard", shouldDisplay: false)

    @Option var clinic: String
    @Option var incarnation: String

    func run() async throws {
        StandardStreams.secure()
        Guardian(clinic: ClinicFolder(path: clinic), incarnation: incarnation).keepWatch()
    }
}

/// Ends what is left of a clinic whose supervisor is gone, and says how many there were.
struct SweepCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(commandName: "sweep", shouldDisplay: false)

    @Option var clinic: String

    func run() async throws {
        StandardStreams.secure()
        do {
            let outcome = try Sweep.end(in: ClinicFolder(path: clinic))
            print(outcome.found, outcome.left.map { "\($0)" }.joined(separator: ","))
            if !outcome.left.isEmpty { throw ArgumentParser.ExitCode.failure }
        } catch let error as any Remediable {
            StandardStreams.complain("\(error.advice)\n")
            throw ArgumentParser.ExitCode(Messages.ExitCode.of(error))
        }
    }
}
