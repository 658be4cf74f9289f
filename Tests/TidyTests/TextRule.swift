import Foundation

/// What no text of the project says, and links that lead somewhere.
enum TextRule {
    /// The pages by which a stranger judges. Each sentence there names who does it.
    static let firstPages = ["README.md", "CHANGELOG.md", "docs/ARCHITECTURE.md"]

    /// Lines that say "whoever" in place of an actor.
    static func actorFaults(in file: SourceFile) -> [String] {
        file.lines.filter { $0.text.lowercased().contains("whoever") }
            .map { "\(file.path):\($0.number) says whoever: name who does it" }
    }

    /// Put together here, so that this file does not hold what it looks for.
    static let strangers = ["/" + "work/", ".." + "/shared", "/" + "tmp/h/"]

    static func strangerFaults(in file: SourceFile) -> [String] {
        file.lines.flatMap { number, line in
            strangers.filter(line.contains).map { "\(file.path):\(number) mentions \($0)" }
        }
    }

    static func noteFaults(in file: SourceFile) -> [String] {
        file.lines.filter { line in WordRule.notes.contains { WordRule.has($0, in: line.text) } }
            .map { "\(file.path):\($0.number) leaves a note to oneself" }
    }

    /// Relative links of a page whose file is not there.
    static func linkFaults(in file: SourceFile, exists: (String) -> Bool) -> [String] {
        let folder = (file.path as NSString).deletingLastPathComponent
        return file.lines.flatMap { number, line in
            links(in: line).compactMap { link in
                let path = String(link.prefix { $0 != "#" })
                guard !path.isEmpty, !link.contains("://"), !link.hasPrefix("mailto:") else {
                    return nil
                }
                let target = URL(fileURLWithPath: "/" + folder).appendingPathComponent(path)
                    .standardizedFileURL.path
                return exists(String(target.dropFirst()))
                    ? nil : "\(file.path):\(number) links to \(link)"
            }
        }
    }

    /// The targets of `[text](target)`.
    private static func links(in line: String) -> [String] {
        line.components(separatedBy: "](").dropFirst().compactMap { rest in
            rest.firstIndex(of: ")").map { String(rest[..<$0]) }
        }
    }
}
