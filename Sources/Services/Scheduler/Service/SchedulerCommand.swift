internal import ArgumentParser
internal import Messages
internal import SchedulerCore
internal import ServiceKit

/// The process `cairn-scheduler`.
@main
struct SchedulerCommand: ServiceCommand {
    typealias Service = Agenda
    static let identity = Identity.scheduler
    static let abstract = "Enrolment, phases and the weekly plan."

    @OptionGroup var options: ServiceOptions
}
