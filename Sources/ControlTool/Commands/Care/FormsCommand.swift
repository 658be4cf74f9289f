internal import ArgumentParser
internal import ClinicClient
internal import ClinicalRules
internal import Messages

/// Shows the forms of a clinic.
struct FormsCommand: Visit {
    static let configuration = CommandConfiguration(
        commandName: "forms",
        abstract: "List the forms of a clinic and of its therapies, or show one.",
        discussion: """
            A form of a therapy is called by the therapy and its own name. One whose therapy is not \
            approved any more is not asked, and what was answered stays readable. For example:

                cairn forms

                cairn forms dbt.diary-card
            """)

    @OptionGroup var visitor: VisitOptions

    @Argument(help: "A form, to be shown item by item.")
    var form: String?

    func visit(_ opened: OpenedClinic, over session: inout BusSession) async throws -> Output {
        let book = try await session.formBook()
        if let form { return Output(InstrumentPage(try book.named(form)).lines) }
        let builtIn = InstrumentLibrary.all.map { instrument in
            let isAsked =
                opened.clinic.policies.instruments?.contains(instrument.id)
                ?? (instrument.cadence.isRoutine ?? false)
            return FormsCommand.row(instrument, from: "built in", isAsked ? "asked" : "on demand")
        }
        let own = book.ofTherapies.map { line, instrument in
            FormsCommand.row(
                instrument, from: line.therapy.text, line.isInUse ? "asked" : "not in use")
        }
        return .table([["FORM", "NAME", "ITEMS", "FROM", "USE"]] + builtIn + own)
    }

    private static func row(_ instrument: Instrument, from source: String, _ use: String)
        -> [String]
    {
        [
            instrument.id, instrument.name.printable(upTo: 60), "\(instrument.items.count)", source,
            use,
        ]
    }
}
