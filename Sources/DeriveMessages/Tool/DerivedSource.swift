/// The Swift source of what follows from declarations.
struct DerivedSource {
    private var parts = [
        """
        // Derived from the declarations of messages and docs/protocol: see docs/decisions/0027.
        //
        // Where a type here has no member `mark`: say what it tells of a client, with
        // `extension Name: Marked { public static let mark = Mark.describes }`.
        """
    ]

    /// The whole file.
    var text: String { parts.joined(separator: "\n\n") + "\n" }

    /// Adds an initialiser, unless the struct has one of its own.
    ///
    /// Beside it Swift makes one of the same parameters, for the module alone. The last parameter,
    /// which nobody gives, makes the two differ.
    mutating func addInitialiser(of declaration: Declaration) {
        guard !declaration.hasInitialiser else { return }
        let fields = declaration.fields.filter { !($0.isConstant && $0.value != nil) }
        let parameters = fields.map { field in
            "\(field.name): \(field.type)" + (field.standard.map { " = \($0)" } ?? "")
        }
        let body = fields.map { "        self.\($0.name) = \($0.name)\n" }.joined()
        parts.append(
            """
            extension \(declaration.name) {
                public init(\((parameters + ["_: Void = ()"]).joined(separator: ", "))) {
            \(body)    }
            }
            """)
    }

    /// Adds the parts of a message's type and the marks of its fields.
    mutating func add(_ declaration: Declaration, _ kind: Declaration.Kind, _ type: MessageType) {
        var members = zip(kind.words, type.words).map { "public static let \($0) = \"\($1)\"" }
        members.append("public static let version = \(type.version)")
        switch kind {
        case .event:
            let owner = type.owner == "*" ? "nil" : "\"\(type.owner)\""
            members.append("public static let owner: Identity? = \(owner)")
            // Asked for with each event.
            let local = (type.words + ["v\(type.version)"]).joined(separator: ".")
            members.append("public static let localType = \"\(local)\"")
        case .command, .query, .pagedQuery:
            members.append("public static let receiver: Identity = \"\(type.owner)\"")
        case .peerCommand, .peerQuery, .therapyCommand: break
        }
        let marks = declaration.fields.map { "\"\($0.name)\": \($0.wrapped).mark" }
        members.append(
            "public static let marks: [String: Mark] = "
                + (marks.isEmpty
                    ? "[:]"
                    : "([\(marks.joined(separator: ", "))] as [String: Mark])"
                        + ".merging(markedOtherwise) { $1 }"))
        parts.append(
            """
            extension \(declaration.name) {
            \(members.map { "    \($0)\n" }.joined())}
            """)
    }

    /// Adds the golden files.
    mutating func add(_ golden: GoldenFolder) {
        let lines = golden.texts.sorted { $0.key < $1.key }.map { name, text in
            "        \"\(name)\": ###\"\"\"\n\(text)\n\"\"\"###,\n"
        }
        parts.append(
            """
            /// The golden files of docs/protocol.
            enum GoldenTexts {
                static let all: [String: String] = [
            \(lines.joined())    ]
            }
            """)
    }
}
