internal import ArgumentParser
internal import Messages
internal import ServiceKit
internal import TreatmentCore

/// The process `cairn-treatment`.
@main
struct TreatmentCommand: ServiceCommand {
    typealias Service = Charts
    static let identity = Identity.treatment
    static let abstract = "Keeps treatment plans, medication, urine tests and certification."

    @OptionGroup var options: ServiceOptions
}
