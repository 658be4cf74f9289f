internal import Messages

/// The instruments that this version knows, read once from the data files built into it.
package enum InstrumentLibrary {
    /// By id.
    package static let instruments: [String: Instrument] = {
        let files = [
            PackageResources.phq_9_json, PackageResources.gad_7_json,
            PackageResources.audit_c_json, PackageResources.bam_iop_json,
            PackageResources.c_ssrs_screener_json, PackageResources.ciwa_ar_json,
            PackageResources.cows_json,
        ]
        let read = files.map { decodeBuiltIn(Instrument.self, from: $0) }
        return Dictionary(uniqueKeysWithValues: read.map { ($0.id, $0) })
    }()

    /// The instrument of that id.
    package static func instrument(_ id: String) -> Instrument? { instruments[id] }

    static let suicideScreen = "c-ssrs-screener"
    static var suicideScreenInstrument: Instrument? { instrument(suicideScreen) }
}

/// Reads a data file that was built in; a file that does not fit its type is a slip of ours.
func decodeBuiltIn<Value: Decodable>(_ type: Value.Type, from bytes: [UInt8]) -> Value {
    do {
        return try JSONText.decode(type, from: bytes)
    } catch {
        preconditionFailure("A built-in data file does not fit \(type): \(error)")
    }
}
