package import Messages

/// Reads an instrument's data file: the one way in, for those that are built in and for one that
/// somebody tries.
package enum InstrumentFile {
    /// The instrument that a file describes. What is wrong is named with its place.
    ///
    /// - Parameter name: the file's name, for the error.
    package static func read(
        _ bytes: [UInt8], named name: String
    ) throws(InstrumentFileError) -> Instrument {
        if let key = BodyFlaws(of: bytes).repeatedKey {
            throw InstrumentFileError(name, ["\(key) stands twice"])
        }
        let instrument: Instrument
        do { instrument = try JSONText.decode(Instrument.self, from: bytes) } catch {
            throw InstrumentFileError(name, [DataFile.place(of: error)])
        }
        let strange = DataFile.strangeKeys(in: bytes, of: instrument)
        let faults = strange.map { "\($0) means nothing" } + instrument.faults()
        guard faults.isEmpty else { throw InstrumentFileError(name, faults) }
        return instrument
    }
}

/// Why a data file is no instrument.
package struct InstrumentFileError: Remediable, Equatable {
    /// The file's name.
    package var file: String
    /// What is wrong, each with its place.
    package var faults: [String]

    init(_ file: String, _ faults: [String]) {
        self.file = file
        self.faults = faults
    }

    package var advice: Advice {
        Advice(
            "Could not read the instrument of \(file): \(faults.joined(separator: "; ")).",
            remedy: "Mend the file: docs/clinical/instruments.md says what it holds.")
    }
}

/// What data files have in common.
enum DataFile {
    /// Where a decoder found a fault, and which.
    static func place(of error: any Error) -> String {
        switch error {
        case DecodingError.keyNotFound(let key, let context):
            "\(name(context.codingPath + [key])) is missing"
        case DecodingError.typeMismatch(_, let context),
            DecodingError.valueNotFound(_, let context):
            "\(name(context.codingPath)) is of another kind"
        case DecodingError.dataCorrupted(let context) where !context.codingPath.isEmpty:
            "\(name(context.codingPath)) has a value that it cannot have"
        default: "it is no JSON object"
        }
    }

    /// The keys of a file that nothing was read from: what would not be written back.
    static func strangeKeys(in bytes: [UInt8], of value: some Encodable) -> [String] {
        guard let given = try? JSONText.decode(JSONFragment.self, from: bytes),
            let encoded = try? JSONText.encode(value),
            let known = try? JSONText.decode(JSONFragment.self, from: encoded)
        else { return [] }
        return strangeKeys(in: given, beside: known, at: "")
    }

    private static func strangeKeys(
        in given: JSONFragment, beside known: JSONFragment, at place: String
    ) -> [String] {
        switch (given, known) {
        case (.object(let given), .object(let known)):
            return given.sorted { $0.key < $1.key }.flatMap { key, value -> [String] in
                let way = place.isEmpty ? key : "\(place).\(key)"
                guard let other = known[key] else { return value == .null ? [] : [way] }
                return strangeKeys(in: value, beside: other, at: way)
            }
        case (.array(let given), .array(let known)):
            return zip(given, known).enumerated().flatMap { index, pair in
                strangeKeys(in: pair.0, beside: pair.1, at: "\(place).\(index)")
            }
        default: return []
        }
    }

    private static func name(_ path: [any CodingKey]) -> String {
        path.isEmpty
            ? "the whole"
            : path.map { $0.intValue.map(String.init) ?? $0.stringValue }.joined(separator: ".")
    }
}
