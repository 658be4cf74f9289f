internal import ArgumentParser
internal import ClinicFiles
internal import Foundation
internal import Messages
internal import Platform
internal import ServiceKit
internal import SimulatorCore

/// `cairn-simulator`: plays a rehearsal's clients and staff, and lets its clock go on.
@main
struct SimulatorCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "cairn-simulator",
        abstract: "Plays a rehearsal's clients and staff, and lets its clock go on.",
        discussion: """
            It acts only by commands on the bus. A live clinic is refused.

            \(ServiceOptions.discussion)
            """, version: CairnVersion.text)

    @OptionGroup var options: ServiceOptions

    @Option(help: "How many weeks to play, from the rehearsal's first day; 0 goes on for ever.")
    var weeks = 0

    @Option(help: "Seconds between two hours; 0 goes as fast as everyone follows.")
    var pace = 0.0

    @Option(
        help: "New clients a week; four weeks' worth come first (default: as `init` was told).")
    var referralsPerWeek: Int?

    @Flag(help: "Show progress and, at the end, the summary.")
    var progress = false

    func run() async throws {
        StandardStreams.secure()
        do {
            let mode = try options.folder.standingMode()
            guard mode.isRehearsal else { throw ClinicError.rehearsalOnly }
            let clinic = try options.folder.standingClinic()
            let referrals =
                referralsPerWeek ?? mode.referralsPerWeek ?? Cohort.usualReferrals
            guard (0...ClinicMode.mostReferrals).contains(referrals) else {
                throw ValidationError(
                    "--referrals-per-week takes 0 to \(ClinicMode.mostReferrals).")
            }
            let play = Play(
                clinic: clinic, mode: mode, folder: options.folder, weeks: weeks, pace: pace,
                showsProgress: progress)
            await ServiceProcess(
                Cohort(seed: mode.seed, referralsPerWeek: referrals), as: .simulator,
                options: options
            ).run(beside: play.turn)
        } catch let error as any Remediable {
            StandardStreams.complain("cairn-simulator: \(error.advice)\n")
            throw ArgumentParser.ExitCode(Platform.ExitCode.configuration)
        }
    }
}
