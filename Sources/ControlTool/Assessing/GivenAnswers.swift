internal import ClinicClient
internal import ClinicalRules
internal import Messages

/// Answers as a person types them.
enum GivenAnswers {
    /// Reads a list in the order of the items, or an object by item. No value is repeated.
    static func read(_ bytes: [UInt8], for instrument: Instrument) throws -> [String: ItemAnswer] {
        if let advice = BodyFlaws(of: bytes).advice(on: instrument.id) {
            throw ClientError.usage(advice)
        }
        guard let given = try? JSONText.decode(JSONFragment.self, from: bytes) else {
            throw fault(instrument, "The answers are no JSON.")
        }
        return try answers(given, to: instrument)
    }

    /// The answers of a form that stands in a file.
    static func answers(
        _ given: JSONFragment, to instrument: Instrument
    ) throws -> [String: ItemAnswer] {
        switch given {
        case .array(let list):
            guard list.count <= instrument.items.count else {
                throw fault(
                    instrument,
                    "\(list.count) answers are given, and it has \(instrument.items.count) items.")
            }
            return try read(zip(instrument.items.map(\.key), list), for: instrument)
        case .object(let fields):
            return try read(fields.map { ($0.key, $0.value) }, for: instrument)
        default: throw fault(instrument, "The answers are neither a list nor an object.")
        }
    }

    private static func read(
        _ fields: some Sequence<(String, JSONFragment)>, for instrument: Instrument
    ) throws -> [String: ItemAnswer] {
        var answers: [String: ItemAnswer] = [:]
        for (key, value) in fields {
            let set = instrument.item(key).map(instrument.answers)
            switch answer(value, of: set) {
            case .none: break
            case .some(let answer?): answers[key] = answer
            case .some(nil):
                throw fault(
                    instrument,
                    "Item \(key.printable(upTo: 40)) has an answer that is no number and no word of"
                        + " it.")
            }
        }
        return answers
    }

    /// What one answer says: nothing for null, and `.some(nil)` for what cannot be read.
    private static func answer(
        _ given: JSONFragment, of set: Instrument.AnswerSet?
    ) -> ItemAnswer?? {
        switch given {
        case .null: return .none
        case .integer(let value): return ItemAnswer(value: Int(value))
        case .string(let word): return .some(self.word(word, of: set))
        case .object:
            let bytes = try? JSONText.encode(given)
            let answer = bytes.flatMap { try? JSONText.decode(ItemAnswer.self, from: $0) }
            return .some(answer?.value == nil && answer?.missing == nil ? nil : answer)
        default: return .some(nil)
        }
    }

    /// The answer that a word stands for: why there is none, or a label of the item.
    static func word(_ word: String, of set: Instrument.AnswerSet?) -> ItemAnswer? {
        let missing = ItemAnswer.Missing(rawValue: word)
        if missing.isKnown { return ItemAnswer(missing: missing) }
        let place = set?.labels?.firstIndex { $0.lowercased() == word.lowercased() }
        return place.flatMap { set?.values[$0] }.map { ItemAnswer(value: $0) }
    }

    private static func fault(_ instrument: Instrument, _ problem: String) -> ClientError {
        .usage(
            Advice(
                "Could not read the answers to \(instrument.id). \(problem)",
                remedy: InstrumentLibrary.instrument(instrument.id) == nil
                    ? "See `cairn forms \(instrument.id)`."
                    : "See `cairn assess show \(instrument.id)`."))
    }
}
