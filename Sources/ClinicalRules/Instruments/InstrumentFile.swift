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
            throw InstrumentFileError(
                name, [PlacedFault("stands twice", "keep one of the two", at: [key])])
        }
        let instrument: Instrument
        do { instrument = try JSONText.decode(Instrument.self, from: bytes) } catch {
            throw InstrumentFileError(name, [InstrumentFile.fault(of: error)])
        }
        let strange = DataFile.strangeKeys(in: bytes, of: instrument)
        let faults =
            strange.map { PlacedFault("means nothing", "leave it out", at: $0) }
            + instrument.faults()
        guard faults.isEmpty else { throw InstrumentFileError(name, faults) }
        return instrument
    }

    /// Where a decoder found a fault, and which.
    private static func fault(of error: any Error) -> PlacedFault {
        let (path, problem) = DataFile.fault(of: error)
        return PlacedFault(
            problem, "hold it against docs/clinical/instrument.schema.json", at: path)
    }
}

/// Why a data file is no instrument.
package struct InstrumentFileError: Remediable, Equatable {
    /// The file's name.
    package var file: String
    /// What is wrong, each with its place and its remedy.
    package var faults: [PlacedFault]

    init(_ file: String, _ faults: [PlacedFault]) {
        self.file = file
        self.faults = faults
    }

    package var advice: Advice {
        Advice(
            "Could not read the instrument of \(file).", listing: faults.map(\.advice),
            remedy: "Mend the file: docs/clinical/instruments.md says what it holds.")
    }
}

/// What data files have in common.
enum DataFile {
    /// Where a decoder found a fault, and which: the rest of a sentence that begins with the place.
    static func fault(of error: any Error) -> (path: [String], problem: String) {
        func names(_ path: [any CodingKey]) -> [String] {
            path.map { $0.intValue.map(String.init) ?? $0.stringValue }
        }
        return switch error {
        case DecodingError.keyNotFound(let key, let context):
            (names(context.codingPath + [key]), "is missing")
        case DecodingError.typeMismatch(_, let context),
            DecodingError.valueNotFound(_, let context):
            (names(context.codingPath), "is of another kind")
        case DecodingError.dataCorrupted(let context) where !context.codingPath.isEmpty:
            (names(context.codingPath), "has a value that it cannot have")
        default: ([], "is no JSON object")
        }
    }

    /// The same as a sentence without its full stop.
    static func place(of error: any Error) -> String {
        let (path, problem) = fault(of: error)
        return "\(path.isEmpty ? "it" : path.joined(separator: ".")) \(problem)"
    }

    /// The ways to the keys of a file that nothing was read from: what would not be written back.
    static func strangeKeys(in bytes: [UInt8], of value: some Encodable) -> [[String]] {
        guard let given = try? JSONText.decode(JSONFragment.self, from: bytes),
            let encoded = try? JSONText.encode(value),
            let known = try? JSONText.decode(JSONFragment.self, from: encoded)
        else { return [] }
        return strangeKeys(in: given, beside: known, at: [])
    }

    private static func strangeKeys(
        in given: JSONFragment, beside known: JSONFragment, at path: [String]
    ) -> [[String]] {
        switch (given, known) {
        case (.object(let given), .object(let known)):
            given.sorted { $0.key < $1.key }.flatMap { key, value -> [[String]] in
                guard let other = known[key] else { return value == .null ? [] : [path + [key]] }
                return strangeKeys(in: value, beside: other, at: path + [key])
            }
        case (.array(let given), .array(let known)):
            zip(given, known).enumerated().flatMap { index, pair in
                strangeKeys(in: pair.0, beside: pair.1, at: path + ["\(index)"])
            }
        default: []
        }
    }
}
