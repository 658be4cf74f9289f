package import ArgumentParser
internal import ClinicFiles
package import Journal
internal import Messages
package import PeerKit
internal import Platform
package import ServiceKit
internal import SimulatorCore

/// What a simulator is told when it is started.
package struct PlayOptions: ParsableArguments {
    @OptionGroup package var options: ServiceOptions

    @Option(help: "How many weeks to play, from the rehearsal's first day; 0 goes on for ever.")
    package var weeks = 0

    @Option(help: "Seconds between two hours; 0 goes as fast as everyone follows.")
    package var pace = 0.0

    @Option(
        help: "New clients a week; four weeks' worth come first (default: as `init` was told).")
    package var referralsPerWeek: Int?

    @Flag(help: "Show progress and, at the end, the summary.")
    package var progress = false

    package init() {}

    /// Plays until it is told to stop, or for so many weeks.
    ///
    /// - Parameters:
    ///   - settings: how its peer differs from others.
    ///   - opening: what keeps its journal; `nil` for a file in the clinic's folder.
    package func play(
        settings: @escaping @Sendable (any JournalReading) -> PeerSettings = { _ in
            PeerSettings()
        },
        journal opening: JournalOpening? = nil
    ) async throws {
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
                options: options, settings: settings, journal: opening
            ).run(beside: play.turn)
        } catch let error as any Remediable {
            StandardStreams.complain("cairn-simulator: \(error.advice)\n")
            throw ArgumentParser.ExitCode(Messages.ExitCode.configuration)
        }
    }
}
