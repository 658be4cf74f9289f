internal import Messages

/// The instruments that this version knows: a data file each, built in.
package enum InstrumentLibrary {
    /// By id.
    package static let instruments: [String: Instrument] = {
        var found: [String: Instrument] = [:]
        for (name, text) in files {
            do throws(InstrumentFileError) {
                let instrument = try InstrumentFile.read(Array(text.utf8), named: name)
                precondition(
                    "\(instrument.id).json" == name, "\(name) describes another instrument.")
                found[instrument.id] = instrument
            } catch {
                // The tests read each file: a built program with a faulty one was never tested.
                preconditionFailure(error.advice.problem)
            }
        }
        return found
    }()

    /// The instruments, by id.
    package static let all: [Instrument] = instruments.values.sorted { $0.id < $1.id }

    /// The instrument of that id.
    package static func instrument(_ id: String) -> Instrument? { instruments[id] }

    /// The ids of all instruments, in order: none of the files is read for them.
    package static var ids: [String] { files.map { String($0.name.dropLast(".json".count)) } }

    /// The data file of an instrument, as it was written.
    package static func file(of id: String) -> String? {
        EmbeddedData.files["instruments/\(id).json"]
    }

    private static var files: [(name: String, text: String)] {
        EmbeddedData.files.filter { $0.key.hasPrefix("instruments/") }.sorted { $0.key < $1.key }
            .map { (String($0.key.dropFirst("instruments/".count)), $0.value) }
    }
}
