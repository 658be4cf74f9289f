internal import ArgumentParser
internal import ClinicClient
internal import Foundation
internal import Messages

/// Who acts.
struct PersonOptions: ParsableArguments {
    @Option(
        name: .customLong("as"),
        help: ArgumentHelp(
            "The staff member who acts, by id (default: CAIRN_AS).", valueName: "staff"))
    var staff: String?

    @Option(
        help: "The role in which (default: CAIRN_ROLE, or the person's only role).",
        completion: .list(Role.known.map(\.rawValue)))
    var role: String?

    /// Who that is: where nothing was typed, as the environment says.
    var person: Person {
        let said = PersonOptions.ofEnvironment
        return Person(staff ?? said.staff, role: role ?? said.role)
    }

    /// Who acts as the environment says.
    static var ofEnvironment: Person {
        let environment = ProcessInfo.processInfo.environment
        return Person(environment.setting("CAIRN_AS"), role: environment.setting("CAIRN_ROLE"))
    }
}
