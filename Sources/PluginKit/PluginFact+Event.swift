public import Messages
public import TherapyContract

extension PluginFact {
    /// The fact as a type of Cairn's: `fact.as(QuestionnaireScored.self)`.
    ///
    /// - Returns: `nil` for a fact of another type, and for a body that does not fit this one.
    public func `as`<Body: Event>(_ kind: Body.Type) -> Body? {
        guard isOf(Body.self) else { return nil }
        return try? decode(Body.self)
    }

    /// Whether its type is of a kind. A handler asks for one kind after the other: most are told apart
    /// by their lengths.
    private func isOf<Body: Event>(_ kind: Body.Type) -> Bool {
        let owner = (Body.owner ?? owner).text
        let (entity, fact) = (Body.entity, Body.fact)
        guard type.utf8.count == owner.utf8.count + entity.utf8.count + fact.utf8.count + 2 else {
            return false
        }
        return type == "\(owner).\(entity).\(fact)"
    }
}
