/// Reads the fields of one object, and notes each fault with its path.
///
/// A field that cannot be read gives a value that does no harm: the faults are thrown in the end,
/// so that nobody uses what was read beside one.
struct FieldReader {
    let path: String
    private let fields: [String: JSONTree]
    private(set) var faults: [ProblemFault] = []
    private var known: Set<String> = []

    init(_ tree: JSONTree, at path: String) {
        self.path = path
        if case .object(let fields) = tree {
            self.fields = fields
        } else {
            fields = [:]
            faults = [
                ProblemFault(
                    path: path, problem: "An object is expected here, and there is \(tree.kind).",
                    remedy: "Write { … }.")
            ]
        }
    }

    /// The path of a field of this object.
    func place(_ name: String) -> String { path.isEmpty ? name : "\(path).\(name)" }

    mutating func fault(_ name: String, _ problem: String, remedy: String) {
        faults.append(ProblemFault(path: place(name), problem: problem, remedy: remedy))
    }

    /// Takes over the faults of a part.
    mutating func add(_ more: [ProblemFault]) { faults += more }

    mutating func text(_ name: String, default standard: String? = nil) -> String {
        switch value(name, isOptional: standard != nil) {
        case .text(let text)?: return text
        case .some(let other): return mistaken(name, "a text", other, standard ?? "")
        case nil: return standard ?? ""
        }
    }

    mutating func optionalText(_ name: String) -> String? {
        switch value(name, isOptional: true) {
        case .text(let text)?: return text
        case .null?, nil: return nil
        case .some(let other): return mistaken(name, "a text or null", other, nil)
        }
    }

    mutating func number(
        _ name: String, in range: ClosedRange<Int>, default standard: Int? = nil
    ) -> Int {
        switch value(name, isOptional: standard != nil) {
        case .number(let number)?:
            return inRange(number, name, range)
        case .some(let other):
            return mistaken(name, "a whole number", other, range.lowerBound)
        case nil: return standard ?? range.lowerBound
        }
    }

    mutating func optionalNumber(_ name: String, in range: ClosedRange<Int>) -> Int? {
        switch value(name, isOptional: true) {
        case .number(let number)?: return inRange(number, name, range)
        case .null?, nil: return nil
        case .some(let other): return mistaken(name, "a whole number or null", other, nil)
        }
    }

    mutating func bool(_ name: String) -> Bool {
        switch value(name, isOptional: false) {
        case .bool(let bool)?: return bool
        case .some(let other): return mistaken(name, "true or false", other, false)
        case nil: return false
        }
    }

    mutating func texts(_ name: String, isOptional: Bool = false) -> [String] {
        list(name, isOptional: isOptional) { tree in
            if case .text(let text) = tree { text } else { nil }
        } expected: {
            "a list of texts"
        }
    }

    mutating func numbers(
        _ name: String, in range: ClosedRange<Int>, isOptional: Bool = false
    ) -> [Int] {
        list(name, isOptional: isOptional) { tree in
            if case .number(let number) = tree, range.contains(number) { number } else { nil }
        } expected: {
            "a list of whole numbers from \(range.lowerBound) to \(range.upperBound)"
        }
    }

    /// The objects of a list, each with its path.
    mutating func objects(_ name: String, isOptional: Bool = false) -> [(JSONTree, path: String)] {
        switch value(name, isOptional: isOptional) {
        case .list(let trees)?:
            return trees.enumerated().map { ($0.element, "\(place(name))[\($0.offset)]") }
        case .some(let other): return mistaken(name, "a list", other, [])
        case nil: return []
        }
    }

    /// What the objects of a list say, with their faults.
    mutating func items<Item>(
        _ name: String, isOptional: Bool = false, _ item: (inout FieldReader) -> Item
    ) -> [Item] {
        objects(name, isOptional: isOptional).map { tree, path in
            var fields = FieldReader(tree, at: path)
            let item = item(&fields)
            faults += fields.all()
            return item
        }
    }

    /// Whether a field is there and not null.
    mutating func has(_ name: String) -> Bool {
        known.insert(name)
        return fields[name].map { $0 != .null } ?? false
    }

    /// The object of a field, if the field is there.
    mutating func object(_ name: String) -> JSONTree? {
        switch value(name, isOptional: false) {
        case .object(let fields)?: return .object(fields)
        case .some(let other): return mistaken(name, "an object", other, nil)
        case nil: return nil
        }
    }

    /// A field of the names in a set.
    mutating func choice<Choice: RawRepresentable & CaseIterable>(
        _ name: String, _ standard: Choice
    ) -> Choice where Choice.RawValue == String {
        let text = text(name)
        if let choice = Choice(rawValue: text) { return choice }
        let all = Choice.allCases.map(\.rawValue).joined(separator: ", ")
        if fields[name] != nil {
            fault(name, "\"\(text)\" is none of its values.", remedy: "Use one of \(all).")
        }
        return standard
    }

    /// The faults, with one for each field that nobody asked for: a slip in an optional field's
    /// name would else go unseen.
    func all(ignoring more: Set<String> = []) -> [ProblemFault] {
        faults
            + fields.keys.filter { !known.contains($0) && !more.contains($0) }.sorted().map {
                ProblemFault(
                    path: place($0), problem: "No such field is known.",
                    remedy: "Take it out, or correct its name.")
            }
    }

    private mutating func value(_ name: String, isOptional: Bool) -> JSONTree? {
        known.insert(name)
        if let value = fields[name] { return value }
        // Of what is no object at all this was said already.
        if !isOptional, !fields.isEmpty || faults.isEmpty {
            fault(name, "The field is missing.", remedy: "Add it.")
        }
        return nil
    }

    private mutating func list<Item>(
        _ name: String, isOptional: Bool, _ item: (JSONTree) -> Item?, expected: () -> String
    ) -> [Item] {
        switch value(name, isOptional: isOptional) {
        case .list(let trees)?:
            let items = trees.compactMap(item)
            return items.count == trees.count
                ? items : mistaken(name, expected(), .list(trees), [])
        case .some(let other): return mistaken(name, expected(), other, [])
        case nil: return []
        }
    }

    private mutating func inRange(_ number: Int, _ name: String, _ range: ClosedRange<Int>) -> Int {
        if range.contains(number) { return number }
        fault(
            name, "\(number) is not possible here.",
            remedy: "Use a number from \(range.lowerBound) to \(range.upperBound).")
        return range.lowerBound
    }

    private mutating func mistaken<Value>(
        _ name: String, _ expected: String, _ found: JSONTree, _ value: Value
    ) -> Value {
        fault(
            name, "Expected is \(expected), and there is \(found.kind).",
            remedy: "Write \(expected).")
        return value
    }
}
