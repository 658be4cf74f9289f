/// From declarations and golden files to Swift.
enum Derivation {
    /// What follows from the sources; a ``Fault`` for what is declared wrongly.
    static func source(from sources: [(path: String, text: String)], golden: GoldenFolder) throws
        -> String
    {
        var derived = DerivedSource()
        for (path, text) in sources {
            for declaration in try DeclarationReader.declarations(in: text, file: path) {
                derived.addInitialiser(of: declaration)
                guard let kind = declaration.kind else { continue }
                let type = try MessageType(of: declaration, as: kind)
                try golden.check(declaration, against: type.golden(of: kind))
                try check(declaration, kind)
                derived.add(declaration, kind, type)
            }
        }
        derived.add(golden)
        return derived.text
    }

    /// What no compiler would find.
    private static func check(_ declaration: Declaration, _ kind: Declaration.Kind) throws {
        let fields = Set(declaration.fields.map(\.name))
        if let name = declaration.markedOtherwise.first(where: { !fields.contains($0) }) {
            throw declaration.fault(
                "markedOtherwise names \(name), which is no field.", remedy: "Take it out.")
        }
        let isAboutClient = declaration.conformances.contains("AboutClient")
        guard kind.hasSubject, !isAboutClient, !declaration.hasSubject,
            declaration.fields.contains(where: { $0.name == "client" && $0.wrapped == "ClientID" })
        else { return }
        throw declaration.fault(
            "it has a client, and does not say that it is about the client.",
            remedy: "Add AboutClient behind \(kind.rawValue), or a `subject` of its own.")
    }
}
