public import Messages
public import TherapyContract

extension PluginFact {
    /// The fact as a type of Cairn's: `fact.as(QuestionnaireScored.self)`.
    ///
    /// - Returns: `nil` for a fact of another type, and for a body that does not fit this one.
    public func `as`<Body: Event>(_ kind: Body.Type) -> Body? {
        guard type == "\(Body.owner ?? owner).\(Body.entity).\(Body.fact)" else { return nil }
        return try? decode(Body.self)
    }
}
