internal import AftercareCore
internal import ArgumentParser
internal import AssessmentCore
internal import Foundation
internal import Journal
internal import Messages
internal import PeerGroupsCore
internal import PeerKit
internal import Platform
internal import SchedulerCore
internal import ServiceKit
internal import SimulatorPlay
internal import TreatmentCore
internal import Weakening

/// The program `cairn-weakened`: a service without some of its guarantees, for a proof that shows
/// that they would be missed.
///
/// It is the service whose program it is called as, as `cairn-scheduler` by a link to it, and does
/// without what `CAIRN_WEAKENED` names.
@main
struct WeakenedServices {
    static func main() async {
        let program = URL(fileURLWithPath: CommandLine.arguments[0]).lastPathComponent
        switch program {
        case "cairn-assessment": await WeakenedService<Intake>.main()
        case "cairn-scheduler": await WeakenedService<Agenda>.main()
        case "cairn-peer-groups": await WeakenedService<Seating>.main()
        case "cairn-treatment": await WeakenedService<Charts>.main()
        case "cairn-aftercare": await WeakenedService<ContinuingCare>.main()
        case "cairn-simulator": await WeakenedSimulator.main()
        default:
            StandardStreams.complain(
                "\(program): no service has this name. Link it under the name of one, as"
                    + " cairn-scheduler.\n")
            exit(Messages.ExitCode.configuration)
        }
    }
}

/// One service, with the seams that every service has used to take a promise away.
struct WeakenedService<Service: Core>: AsyncParsableCommand
where Service.Contract: ServiceContract {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            commandName: "cairn-\(Service.Contract.service)",
            abstract: "A service without some of its guarantees, for a proof.")
    }

    @OptionGroup var options: ServiceOptions

    func run() async throws {
        let missing = try Set<Weakness>.chosen()
        await ServiceProcess(
            Service(), as: Service.Contract.service, options: options,
            settings: missing.settings, journal: missing.journal
        ).run()
    }
}

/// The simulator, whose clients and staff act by commands alone: without some of its guarantees.
struct WeakenedSimulator: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "cairn-simulator",
        abstract: "A simulator without some of its guarantees, for a proof.")

    @OptionGroup var options: PlayOptions

    func run() async throws {
        let missing = try Set<Weakness>.chosen()
        try await options.play(settings: missing.settings, journal: missing.journal)
    }
}

extension Set<Weakness> {
    /// What the process is told to do without, said aloud.
    fileprivate static func chosen() throws -> Set<Weakness> {
        let text = ProcessInfo.processInfo.environment[Weakness.variable] ?? ""
        do {
            let missing = try Weakness.named(in: text)
            StandardStreams.complain("\(missing.warning)\n")
            return missing
        } catch {
            StandardStreams.complain("\(error.advice.problem) \(error.advice.remedy)\n")
            throw ArgumentParser.ExitCode(Messages.ExitCode.configuration)
        }
    }

    @Sendable fileprivate func settings(_: any JournalReading) -> PeerSettings {
        var settings = PeerSettings()
        settings.promises = promises
        return settings
    }

    @Sendable fileprivate func journal(_ address: JournalAddress) throws -> any JournalStore {
        try journal(over: address.openFile(), commitsForEachSync: 16)
    }
}
