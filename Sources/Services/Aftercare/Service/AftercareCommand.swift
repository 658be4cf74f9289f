internal import AftercareCore
internal import ArgumentParser
internal import Messages
internal import ServiceKit

/// The process `cairn-aftercare`.
@main
struct AftercareCommand: ServiceCommand {
    typealias Service = ContinuingCare
    static let identity = Identity.aftercare
    static let abstract = "Keeps in touch with everyone who is not in treatment."

    @OptionGroup var options: ServiceOptions
}
