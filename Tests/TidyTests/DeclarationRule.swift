/// What is visible outside its module says what it is for; names say one thing.
enum DeclarationRule {
    private static let products = [
        "Sources/Messages/", "Sources/TestKit/", "Sources/TherapyContract/",
        "Sources/PluginKit/",
    ]
    /// What strangers read about on reference pages: there each member says what it is.
    private static let reference = ["Sources/PluginKit/"]
    private static let empty = ["Manager", "Helper", "Helpers", "Util", "Utils", "Utility"]
    private static let types = ["struct", "enum", "class", "actor", "protocol"]
    /// Witnesses that say nothing which their protocol has not said: of a type, and of a value.
    private static let typeWitnesses = [
        "known", "localType", "owner", "entity", "fact", "version", "dataClass", "mark", "marks",
        "markedOtherwise", "goldenName", "receiver", "type", "verb", "roles", "name", "service",
        "publishes", "decides", "answers", "reads", "isCorrectable", "loss", "permission",
    ]
    private static let valueWitnesses = [
        "rawValue", "subject", "description", "codingKey", "advice",
    ]
    private static let modifiers = [
        "public", "open", "package", "internal", "private", "fileprivate", "final", "indirect",
        "static", "class", "mutating", "nonisolated", "override", "convenience", "required",
    ]

    /// `public` belongs to the products, and to no plugin.
    static func publicFaults(in file: SourceFile) -> [String] {
        guard !products.contains(where: file.path.hasPrefix) else { return [] }
        return file.code.filter { !modifiers(of: $0.text).isDisjoint(with: ["public", "open"]) }
            .map { "\(file.path):\($0.number) is public outside the products" }
    }

    /// Types whose names say nothing.
    static func nameFaults(in file: SourceFile) -> [String] {
        file.code.compactMap { number, line in
            let words = words(of: line)
            guard let kind = kind(of: line), types.contains(kind) || kind == "typealias",
                let place = words.firstIndex(of: kind), place + 1 < words.count,
                empty.contains(where: words[place + 1].hasSuffix)
            else { return nil }
            return "\(file.path):\(number) names a type \(words[place + 1])"
        }
    }

    /// Types that others see, without a line above that says what they are.
    static func commentFaults(in file: SourceFile) -> [String] {
        let lines = file.lines
        return file.code.compactMap { number, line in
            guard !modifiers(of: line).isDisjoint(with: ["public", "package"]),
                let kind = kind(of: line), types.contains(kind),
                !isDocumented(lines, before: number)
            else { return nil }
            return "\(file.path):\(number) is not documented"
        }
    }

    /// Members that a stranger sees, without a line above that says what the type does not.
    ///
    /// What needs none: a witness of a protocol, an operator, an alias, an initialiser that only
    /// takes the members, and an identifier that is called what it identifies (`client: ClientID`).
    static func memberFaults(in file: SourceFile) -> [String] {
        let (lines, code) = (file.lines, file.code)
        let isReference = reference.contains(where: file.path.hasPrefix)
        return code.compactMap { number, line in
            guard isPublicMember(line, below: code[..<(number - 1)]),
                isReference || !isPlain(line),
                !isDocumented(lines, before: number)
            else { return nil }
            return "\(file.path):\(number) is a member that is not documented"
        }
    }

    /// Whether a line declares a public member: by its word, or as a part of what is public.
    private static func isPublicMember(
        _ line: String, below lines: ArraySlice<(number: Int, text: String)>
    ) -> Bool {
        guard let kind = kind(of: line),
            ["func", "var", "let", "init", "subscript", "associatedtype", "case"].contains(kind)
        else { return false }
        if modifiers(of: line).contains("public") { return true }
        // The nearest declaration above that is indented less is the one around it.
        func indent(_ text: String) -> Int { text.prefix { $0 == " " }.count }
        let outer = lines.last {
            indent($0.text) < indent(line) && self.kind(of: $0.text) != nil
        }
        guard let outer, modifiers(of: outer.text).contains("public") else { return false }
        let around = self.kind(of: outer.text)
        return around == "protocol" || (around == "enum" && kind == "case")
    }

    /// Whether a declaration says everything by itself.
    private static func isPlain(_ line: String) -> Bool {
        let words = words(of: line)
        guard let kind = kind(of: line), let place = words.firstIndex(of: kind) else {
            return false
        }
        let rest = Array(words[(place + 1)...])
        if kind == "init" {
            let isConversion = line.contains("init?") || line.contains("init(_ ")
            return !isConversion || rest.first == "codingKey"
        }
        guard let name = rest.first, !line.contains("func <") else { return true }
        if modifiers(of: line).contains("public") {
            let isOfType = modifiers(of: line).contains("static")
            if (isOfType ? typeWitnesses : valueWitnesses).contains(name) { return true }
            if rest.starts(with: ["encode", "to"]) { return true }
        }
        return rest.count == 2 && !line.contains("?") && rest[1].lowercased() == "\(name)id"
    }

    /// Whether the lines above, but for attributes, are a documentation comment.
    private static func isDocumented(_ lines: [(number: Int, text: String)], before number: Int)
        -> Bool
    {
        for line in lines[..<(number - 1)].reversed() {
            let text = line.text.drop { $0 == " " }
            if text.hasPrefix("@") { continue }
            return text.hasPrefix("///")
        }
        return false
    }

    /// What stands before the declaration's own word.
    private static func modifiers(of line: String) -> Set<String> {
        guard kind(of: line) != nil else { return [] }
        return Set(words(of: line).prefix(while: modifiers.contains))
    }

    /// What a line declares: `struct`, `func` …; of an import, or no declaration, nothing.
    private static func kind(of line: String) -> String? {
        let words = words(of: line)
        guard let word = words.first(where: { !modifiers.contains($0) || $0 == "class" }),
            types.contains(word)
                || [
                    "func", "var", "let", "init", "typealias", "subscript", "extension", "class",
                    "associatedtype", "case",
                ].contains(word)
        else { return nil }
        return word
    }

    private static func words(of line: String) -> [String] {
        line.split { !($0.isLetter || $0.isNumber || $0 == "_") }.map(String.init)
    }
}
