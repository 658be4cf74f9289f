internal import ArgumentParser
internal import Messages
internal import SchedulerCore
internal import ServiceKit

/// `cairn-scheduler`: enrolment, phases and the weekly plan.
@main
struct SchedulerCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "cairn-scheduler", abstract: "Enrolment, phases and the weekly plan.",
        discussion: ServiceOptions.discussion, version: CairnVersion.text)

    @OptionGroup var options: ServiceOptions

    func run() async throws {
        await ServiceProcess(Agenda(), as: .scheduler, options: options).run()
    }
}
