/// Whether the types and modules that a page names are there.
enum NameRule {
    private static let keywords: Set<Substring> = [
        "struct", "enum", "class", "actor", "protocol", "extension", "typealias",
    ]

    /// The words in `backticks` that begin like a type's name, each once and in order.
    static func names(in page: SourceFile) -> [String] {
        let found = page.text.matches(of: #/`([A-Z][A-Za-z]+)`/#).map { String($0.output.1) }
        return Set(found).sorted()
    }

    /// What is declared in Swift files, and the folders that files lie in: a module is a folder.
    static func known(in files: [SourceFile]) -> Set<String> {
        var known: Set<String> = []
        for file in files {
            known.formUnion(file.path.split(separator: "/").dropLast().map(String.init))
            guard file.path.hasSuffix(".swift") else { continue }
            for (_, line) in file.lines {
                let words = line.split(separator: " ", maxSplits: 7)
                guard let place = words.firstIndex(where: keywords.contains),
                    place + 1 < words.count
                else { continue }
                let name = words[place + 1].prefix { $0.isLetter || $0 == "." }
                known.formUnion(name.split(separator: ".").map(String.init))
            }
        }
        return known
    }
}
