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
        file = InstrumentLibrary.file(of: name) ?? ""
    }

    /// The instrument of that id, of those that are built in.
    static func builtIn(_ name: String) throws -> Instrument {
        guard let instrument = InstrumentLibrary.instrument(name) else {
            let known = InstrumentLibrary.instruments.keys.sorted()
            throw ClientError.usage(
                Advice(
                    "There is no instrument of that name.",
                    remedy: NearMiss.question(name, in: known) + "See `cairn assess list`."))
        }
        return instrument
    }
}
