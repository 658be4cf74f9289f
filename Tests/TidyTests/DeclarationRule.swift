/// What is visible outside its module says what it is for; names say one thing.
enum DeclarationRule {
    private static let products = ["Sources/Messages/", "Sources/PluginKit/", "Sources/TestKit/"]
    private static let empty = ["Manager", "Helper", "Helpers", "Util", "Utils", "Utility"]
    private static let types = ["struct", "enum", "class", "actor", "protocol"]
    private static let modifiers = [
        "public", "open", "package", "internal", "private", "fileprivate", "final", "indirect",
        "static", "class", "mutating", "nonisolated", "override", "convenience", "required",
    ]

    /// `public` belongs to the three products, and to plugins' none.
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
