/// Something in a JSON text that does not fit, with its place.
public struct PlacedFault: Hashable, Sendable {
    /// The keys and numbers that lead there.
    public var path: [String]
    /// What is wrong there: the rest of a sentence that begins with the place.
    public var problem: String
    /// What to write instead, in the imperative, without a full stop.
    public var remedy: String

    /// Takes the rest of a sentence that begins with the place, and what to write instead.
    public init(_ problem: String, _ remedy: String, at path: [String]) {
        (self.path, self.problem, self.remedy) = (path, problem, remedy)
    }

    /// The place as it is called in JSON, `offerings[0].kind`; empty for the whole.
    public var place: String {
        path.reduce("") { name, step in
            Int(step) != nil && !name.isEmpty
                ? "\(name)[\(step)]" : name.isEmpty ? step : "\(name).\(step)"
        }
    }

    /// The place with what is wrong there: a sentence without its full stop.
    public var text: String { "\(path.isEmpty ? "it" : place) \(problem)" }

    /// Problem and remedy, a sentence each.
    public var advice: Advice {
        Advice("\(text).", remedy: "\(remedy.prefix(1).uppercased())\(remedy.dropFirst()).")
    }
}
