internal import ArgumentParser
internal import ClinicClient

/// Which clinic a command is about, and who gives it.
struct VisitOptions: ParsableArguments {
    @OptionGroup var clinic: ClinicOptions
    @OptionGroup var options: PersonOptions

    /// Who gives it.
    var person: Person { options.person }

    /// Reads the folder that was meant.
    func open() throws -> OpenedClinic { try clinic.open() }
}

/// The same, where health data may be shown.
struct LookOptions: ParsableArguments {
    @OptionGroup var visitor: VisitOptions
    @OptionGroup var revealing: RevealOptions
}
