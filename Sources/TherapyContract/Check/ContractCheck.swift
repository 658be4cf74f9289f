public import Messages

/// What does not fit in a `plugin.json`, place by place, with what each takes: all at once, for
/// whoever writes it. Supervisor, tool and desk judge by it alone.
public struct ContractCheck {
    /// Judges a form: what is wrong with it, each with its place in the form.
    public typealias FormCheck = (_ form: JSONFragment) -> [PlacedFault]

    let clinic: Clinic?
    private let checkForm: FormCheck?
    private let places: JSONPlaces
    private(set) var faults: [ContractFault] = []

    /// Whether forms are judged as a whole, and not by their ids alone.
    var judgesForms: Bool { checkForm != nil }

    /// Reads a `plugin.json`.
    ///
    /// - Parameters:
    ///   - bytes: no more than ``PluginContract/limitBytes``.
    ///   - clinic: whose phases, sessions and services it must fit; `nil` to not look at that.
    ///   - form: the check of instruments, for who has it; `nil` to look at a form's id alone.
    /// - Throws: ``ContractFaults``, all at once.
    public static func read(
        _ bytes: [UInt8], for clinic: Clinic? = nil, form: FormCheck? = nil
    ) throws(ContractFaults) -> PluginContract {
        let faults = faults(in: bytes, for: clinic, form: form)
        guard faults.isEmpty else { throw ContractFaults(faults: faults) }
        do { return try JSONText.decode(PluginContract.self, from: bytes) } catch {
            // The check has passed it: whatever is left has no place that could be named.
            throw ContractFaults(faults: [
                ContractFault(
                    PlacedFault(
                        "does not fit its form", "hold it against docs/plugins/plugin.schema.json",
                        at: []), line: nil)
            ])
        }
    }

    /// All faults, those of one place together, in the order of their lines.
    public static func faults(
        in bytes: [UInt8], for clinic: Clinic? = nil, form: FormCheck? = nil
    ) -> [ContractFault] {
        func whole(_ problem: String, _ remedy: String, line: Int? = nil) -> [ContractFault] {
            [ContractFault(PlacedFault(problem, remedy, at: []), line: line)]
        }
        guard bytes.count <= PluginContract.limitBytes else {
            return whole(
                "has \(bytes.count) bytes",
                "keep it to \(PluginContract.limitBytes)")
        }
        guard !BodyFlaws(of: bytes).isForeign, String(validating: bytes, as: UTF8.self) != nil
        else { return whole("is not UTF-8 text", "save it as UTF-8") }
        let places = JSONPlaces(bytes)
        // A decoder may be more lenient than JSON is, with a comma behind the last member say.
        guard places.brokenLine == nil,
            case .object(let members)? = try? JSONText.decode(JSONFragment.self, from: bytes)
        else {
            return whole(
                "is not one JSON object", "mend what stands in this line, or just before it",
                line: places.brokenLine)
        }
        var check = ContractCheck(clinic: clinic, checkForm: form, places: places)
        check.judge(members)
        return check.faults.enumerated().sorted {
            ($0.element.line ?? 0, $0.offset) < ($1.element.line ?? 0, $1.offset)
        }.map(\.element)
    }

    private init(clinic: Clinic?, checkForm: FormCheck?, places: JSONPlaces) {
        (self.clinic, self.checkForm, self.places) = (clinic, checkForm, places)
    }

    private mutating func judge(_ members: [String: JSONFragment]) {
        if case .integer(let version)? = members["contract"],
            version != Int64(PluginContract.current)
        {
            return add(
                "is \(version), which this build does not know",
                "write \(PluginContract.current), or install a Cairn that knows it",
                at: ["contract"])
        }
        for path in places.repeated {
            add("stands twice", "keep one of the two", at: path.map(shown))
        }
        expect(.therapy, of: .object(members), at: [])
        judgeNames(in: members)
        judgeUse(in: members)
        judgeSizes(of: members)
        for (path, form) in objects(members["forms"], at: ["forms"]) {
            judgeTexts(.object(form), at: path)
            judgeForm(.object(form), at: path)
        }
    }

    /// First whether each part has its shape, then the rules of instruments: those by the form as it
    /// would be without the first faults, so that all are told at once.
    private mutating func judgeForm(_ form: JSONFragment, at path: [String]) {
        guard let checkForm else { return }
        let before = faults.count
        expect(.instrument, of: form, at: path)
        let unfit = faults[before...].map(\.path)
        for fault in checkForm(ContractForm.instrument.mended(form)) {
            let way = path + fault.path
            guard !unfit.contains(where: { way.starts(with: $0) }) else { continue }
            add(fault.problem, fault.remedy, at: way)
        }
    }

    /// Staff read a form's texts on a terminal, the guidance of an alert among them.
    private mutating func judgeTexts(_ value: JSONFragment, at path: [String]) {
        switch value {
        case .string(let text):
            guard !text.unicodeScalars.allSatisfy(ContractText.isPlain) else { return }
            add(
                "holds what steers a terminal, or begins another line", "write plain text",
                at: path)
        case .array(let values):
            for (place, value) in values.enumerated() {
                judgeTexts(value, at: path + ["\(place)"])
            }
        case .object(let members):
            for (name, value) in members.sorted(by: { $0.key < $1.key }) {
                judgeTexts(.string(name), at: path)
                judgeTexts(value, at: path + [name])
            }
        default: break
        }
    }

    /// Each form is recorded in a message of its own, and so is the rest.
    private mutating func judgeSizes(of members: [String: JSONFragment]) {
        let most = PluginContract.limitOfRecordBytes
        for (path, form) in objects(members["forms"], at: ["forms"]) {
            let size = ContractCheck.size(of: .object(form))
            guard size > most else { continue }
            add("has \(size) bytes as it is recorded", "keep each form to \(most)", at: path)
        }
        var rest = members
        rest["forms"] = nil
        let size = ContractCheck.size(of: .object(rest))
        if size > most {
            add(
                "has \(size) bytes beside its forms, as they are recorded",
                "keep them to \(most): shorten goals and titles", at: [])
        }
    }

    private static func size(of value: JSONFragment) -> Int {
        (try? JSONText.encode(value).count) ?? 0
    }

    /// Notes a fault.
    ///
    /// - Parameters:
    ///   - problem: the rest of a sentence that begins with the place.
    ///   - remedy: what to write instead, in the imperative.
    mutating func add(_ problem: String, _ remedy: String, at path: [String]) {
        faults.append(
            ContractFault(
                PlacedFault(problem, remedy, at: path.map(shown)), line: places.line(of: path)))
    }

    /// A text of the author's as it may be shown: short, on one line.
    func shown(_ text: String) -> String {
        String(
            String.UnicodeScalarView(
                text.unicodeScalars.filter(ContractText.isPlain).prefix(60)))
    }
}

// Parts of a contract that may be faulty elsewhere.
extension ContractCheck {
    /// The objects of a list, each with its place.
    func objects(_ value: JSONFragment?, at path: [String]) -> [(
        path: [String], members: [String: JSONFragment]
    )] {
        guard case .array(let values)? = value else { return [] }
        return values.enumerated().compactMap { place, value in
            guard case .object(let members) = value else { return nil }
            return (path + ["\(place)"], members)
        }
    }

    /// The texts of a list, each with its place.
    func texts(_ value: JSONFragment?, at path: [String]) -> [(path: [String], text: String)] {
        guard case .array(let values)? = value else { return [] }
        return values.enumerated().compactMap { place, value in
            value.text.map { (path + ["\(place)"], $0) }
        }
    }
}

extension JSONFragment {
    /// The text that it is, if it is one.
    var text: String? {
        if case .string(let text) = self { text } else { nil }
    }

    /// The whole number that it is, if it is one.
    var whole: Int? { double.flatMap { Int(exactly: $0) } }

    /// The number that it is, if it is one.
    var double: Double? {
        switch self {
        case .integer(let number): Double(number)
        case .number(let number): number
        default: nil
        }
    }
}
