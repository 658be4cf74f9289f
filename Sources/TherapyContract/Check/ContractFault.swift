/// One place of a `plugin.json` that does not fit.
public struct ContractFault: Hashable, Sendable {
    /// In the file, from 1; `nil` where it has none.
    public let line: Int?
    /// The place as it is called in JSON, `offerings[0].minutes`; empty for the whole.
    public let field: String
    /// What is wrong there: the rest of a sentence that begins with the field.
    public let problem: String
    /// What to write instead, in the imperative.
    public let remedy: String

    /// All of it on one line, without a full stop.
    public var text: String {
        let place = line.map { "line \($0), " } ?? ""
        let subject = field.isEmpty ? "it" : field
        return "\(place)\(subject) \(problem): \(remedy)"
    }
}

/// A `plugin.json` that declares no therapy: all that is wrong with it.
public struct ContractFaults: Error, Hashable {
    /// Each place; at least one.
    public let faults: [ContractFault]

    /// How many are told at once: what they are told in has a bound.
    public static let limitTold = 24

    /// A phrase for each fault, and one for those beyond the bound.
    public var texts: [String] {
        let told = faults.prefix(Self.limitTold).map(\.text)
        let more = faults.count - told.count
        return more > 0 ? told + ["and \(more) more"] : told
    }
}
