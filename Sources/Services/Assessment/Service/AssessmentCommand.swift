internal import ArgumentParser
internal import AssessmentCore
internal import Messages
internal import ServiceKit

/// The process `cairn-assessment`.
@main
struct AssessmentCommand: ServiceCommand {
    typealias Service = Intake
    static let identity = Identity.assessment
    static let abstract = "Intake, scores, levels of care and safety alerts."

    @OptionGroup var options: ServiceOptions
}
