internal import AftercareCore
internal import ArgumentParser
internal import Messages
internal import ServiceKit

/// `cairn-aftercare`: keeps in touch with everyone who is not in treatment.
@main
struct AftercareCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "cairn-aftercare",
        abstract: "Keeps in touch with everyone who is not in treatment.",
        discussion: ServiceOptions.discussion, version: CairnVersion.text)

    @OptionGroup var options: ServiceOptions

    func run() async throws {
        await ServiceProcess(ContinuingCare(), as: .aftercare, options: options).run()
    }
}
