internal import ArgumentParser
internal import Messages
internal import SchedulerCore
internal import ServiceKit

/// The program `cairn-scheduler`: the process of a clinic, or a plan from a file without one.
@main
enum SchedulerProgram {
    static func main() async {
        // A process of a clinic must have its folder; a plan from a file has none.
        if CommandLine.arguments.dropFirst().first.map(PlanningCommand.names.contains) ?? false {
            await PlanningCommand.main()
        } else {
            await SchedulerCommand.main()
        }
    }
}

/// The process `cairn-scheduler`.
struct SchedulerCommand: ServiceCommand {
    typealias Service = Agenda
    static let identity = Identity.scheduler
    static let abstract = """
        Enrolment, phases and the weekly plan. `solve --help` and `analyze --help`: a plan from a \
        file, without a clinic.
        """

    @OptionGroup var options: ServiceOptions
}
