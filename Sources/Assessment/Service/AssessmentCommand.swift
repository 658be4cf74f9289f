internal import ArgumentParser
internal import AssessmentCore
internal import Messages
internal import ServiceKit

/// `cairn-assessment`: intake, scores, levels of care and safety alerts.
@main
struct AssessmentCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "cairn-assessment",
        abstract: "Intake, scores, levels of care and safety alerts.",
        discussion: ServiceOptions.discussion, version: CairnVersion.text)

    @OptionGroup var options: ServiceOptions

    func run() async throws {
        await ServiceProcess(Intake(), as: .assessment, options: options).run()
    }
}
