/// A person's gender, where a client may wish for one: at the collection of a urine.
public struct Gender: OpenEnumeration {
    public let rawValue: String
    public init(rawValue: String) { self.rawValue = rawValue }

    /// A woman.
    public static let female: Gender = "female"
    /// A man.
    public static let male: Gender = "male"
    public static let known: [Gender] = [female, male]
}
