internal import ClinicClient
internal import ClinicalRules
internal import Messages

/// The forms of a clinic: those that are built in, and those of its therapies, as assessment tells
/// them.
struct FormBook {
    private let therapies: [String: TherapyFormLine]
    private let read: [String: Instrument]

    /// The forms that are built in, and some of therapies.
    init(_ lines: [TherapyFormLine] = []) {
        therapies = Dictionary(lines.map { ($0.instrument, $0) }) { first, _ in first }
        read = therapies.compactMapValues { line in
            (try? JSONText.encode(line.form)).flatMap {
                try? JSONText.decode(Instrument.self, from: $0)
            }
        }
    }

    /// The instrument of that id, whether anybody is asked it now or not.
    func instrument(_ id: String) -> Instrument? {
        InstrumentLibrary.instrument(id) ?? read[id]
    }

    /// What a therapy calls a scale of its form.
    func title(of scale: String, in id: String) -> String? { therapies[id]?.measures[scale] }

    /// The forms of therapies, in order.
    var ofTherapies: [(line: TherapyFormLine, instrument: Instrument)] {
        therapies.sorted { $0.key < $1.key }.compactMap { id, line in
            read[id].map { (line, $0) }
        }
    }

    /// The form that a person names, by its id or a short form of it.
    func named(_ name: String) throws(ClientError) -> Instrument {
        let id = try ShortForm.of(
            name, in: (Array(InstrumentLibrary.instruments.keys) + therapies.keys).sorted(),
            naming: "instrument", more: "See `cairn forms`.")
        guard let instrument = instrument(id) else {
            throw ClientError.refused(
                Advice(
                    "This program cannot read the form \(id).",
                    remedy: "Use the program of the version that the clinic runs."))
        }
        return instrument
    }

    /// The form that a person names in a clinic. One that is built in needs nobody's answer.
    static func instrument(
        _ name: String, in opened: () throws -> OpenedClinic, as person: Person
    ) async throws -> Instrument {
        do { return try InstrumentChoice.builtIn(name) } catch let slip {
            // Without a therapy no form has another name than those that are built in.
            guard let clinic = try? opened(), !clinic.plugins.isEmpty || name.contains(".")
            else {
                throw slip
            }
            let book = try await clinic.visit(as: person) { try await $0.formBook() }
            return try book.named(name)
        }
    }
}

extension BusSession {
    /// The forms of the clinic, asked of assessment.
    mutating func formBook() async throws -> FormBook { FormBook(try await ask(TherapyForms())) }
}
