internal import ClinicClient
internal import ClinicFiles
internal import ClinicalRules
internal import Messages

/// The instrument that a person names: one that is built in, or a data file to try.
struct InstrumentChoice {
    let instrument: Instrument
    /// Its data file.
    let file: String

    init(_ name: String) throws {
        if name.contains("/") || name.hasSuffix(".json") {
            let bytes = try BodyText.read("@\(name)")
            instrument = try InstrumentFile.read(bytes, named: name)
            file = String(decoding: bytes, as: UTF8.self)
            return
        }
        instrument = try InstrumentChoice.builtIn(name)
        file = InstrumentLibrary.file(of: instrument.id) ?? ""
    }

    /// The one that is built in and named so, or by a short form of its id.
    static func builtIn(_ name: String) throws -> Instrument {
        let id = try ShortForm.of(
            name, in: InstrumentLibrary.instruments.keys.sorted(), naming: "instrument",
            more: "See `cairn assess list`.")
        guard let instrument = InstrumentLibrary.instrument(id) else {
            preconditionFailure("An instrument of the library is not in it.")
        }
        return instrument
    }
}
