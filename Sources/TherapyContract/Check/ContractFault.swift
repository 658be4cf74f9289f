public import Messages

/// One place of a `plugin.json` that does not fit.
public struct ContractFault: Hashable, Sendable {
    /// In the file, from 1; `nil` where it has none.
    public let line: Int?
    /// What is wrong, with its place and its remedy.
    private let fault: PlacedFault

    init(_ fault: PlacedFault, line: Int?) { (self.fault, self.line) = (fault, line) }

    /// The keys and numbers that lead to the place.
    var path: [String] { fault.path }
    /// The place as it is called in JSON, `offerings[0].minutes`; empty for the whole.
    public var field: String { fault.place }
    /// What is wrong there: the rest of a sentence that begins with the field.
    public var problem: String { fault.problem }
    /// What to write instead, in the imperative.
    public var remedy: String { fault.remedy }

    /// All of it on one line, without a full stop.
    public var text: String {
        "\(line.map { "line \($0), " } ?? "")\(fault.text): \(remedy)"
    }

    /// Problem and remedy as sentences, with the file and the line.
    ///
    /// - Parameter file: what to call the file.
    public func advice(in file: String) -> Advice {
        let remedy = remedy.prefix(1).uppercased() + remedy.dropFirst()
        return Advice(
            "\(file):\(line.map { "\($0):" } ?? "") \(fault.text).",
            remedy: remedy.hasSuffix("?") ? remedy : remedy + ".")
    }
}

/// A `plugin.json` that declares no therapy: all that is wrong with it.
public struct ContractFaults: Error, Hashable {
    /// Each place; at least one.
    public let faults: [ContractFault]

    /// How many are told at once: what they are told in has a bound.
    public static let limitTold = 24

    /// Each with the file and its line, and a word for those beyond the bound.
    ///
    /// - Parameter file: what to call the file.
    public func advices(in file: String) -> [Advice] {
        let told = faults.prefix(Self.limitTold).map { $0.advice(in: file) }
        let more = faults.count - told.count
        guard more > 0 else { return told }
        return told + [Advice("\(file): and \(more) more.", remedy: "Mend those above first.")]
    }
}
