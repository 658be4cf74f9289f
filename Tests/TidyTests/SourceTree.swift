import Foundation
import TestKit

/// A text file of the project: its path from the root, and its lines.
struct SourceFile {
    let path: String
    let text: String

    var lines: [(number: Int, text: String)] {
        text.split(separator: "\n", omittingEmptySubsequences: false).enumerated()
            .map { ($0.offset + 1, String($0.element)) }
    }

    /// The lines without comments and without what stands in quotes: what the compiler acts on.
    var code: [(number: Int, text: String)] {
        var isInText = false
        return lines.map { number, line in
            let fences = line.components(separatedBy: "\"\"\"").count - 1
            defer { if fences % 2 == 1 { isInText.toggle() } }
            guard !isInText, fences == 0 else { return (number, "") }
            return (number, SourceFile.code(of: line))
        }
    }

    static func code(of line: String) -> String {
        let parts = line.replacingOccurrences(of: "\\\"", with: "").components(separatedBy: "\"")
        let bare = parts.enumerated().map { $0.offset % 2 == 0 ? $0.element : "\"\"" }.joined()
        return bare.components(separatedBy: "//").first ?? ""
    }
}

/// The project's own files: nothing that is built, fetched or hidden.
enum SourceTree {
    private static let kinds = ["swift", "md", "py", "yaml", "json"]

    static func files(in folders: [String], kind: String? = nil) throws -> [SourceFile] {
        let root = Golden.root()
        return try folders.flatMap { folder -> [SourceFile] in
            let top = root.appendingPathComponent(folder)
            let paths = try FileManager.default.subpathsOfDirectory(atPath: top.path)
            return paths.sorted().filter { path in
                let isHidden = path.split(separator: "/").contains { $0.hasPrefix(".") }
                let isOurs = kinds.contains { path.hasSuffix(".\($0)") }
                return !isHidden && isOurs && (kind.map { path.hasSuffix(".\($0)") } ?? true)
            }.compactMap { path -> SourceFile? in
                guard let text = try? String(contentsOfFile: "\(top.path)/\(path)", encoding: .utf8)
                else { return nil }
                return SourceFile(path: "\(folder)/\(path)", text: text)
            }
        }
    }

    static func swift(in folders: [String] = ["Sources", "Plugins"]) throws -> [SourceFile] {
        try files(in: folders, kind: "swift")
    }

    /// Everything that is shipped or read, with the files at the top.
    static func everything() throws -> [SourceFile] {
        let root = Golden.root()
        let folders = ["Sources", "Plugins", "Tests", "deploy", "docs"]
        let top = try FileManager.default.contentsOfDirectory(atPath: root.path).sorted()
        let files = top.compactMap { name -> SourceFile? in
            guard kinds.contains(where: { name.hasSuffix(".\($0)") }),
                let text = try? String(
                    contentsOf: root.appendingPathComponent(name), encoding: .utf8)
            else { return nil }
            return SourceFile(path: name, text: text)
        }
        return try files + self.files(in: folders.filter(top.contains))
    }
}
