import Foundation
import Messages
import TestKit
import Testing

/// The tables of docs/protocol.md follow from the catalog and from what the declarations say of
/// themselves; `UPDATE_GOLDEN=1` writes them anew.
@Suite("The page on the protocol")
struct ProtocolPageTests {
    private static let page = Golden.root().appending(path: "docs/protocol.md")

    @Test("Its tables list all messages, each with its class, who may, and what it says of itself")
    func tables() throws {
        var page = try String(contentsOf: Self.page, encoding: .utf8)
        for (title, rows) in try tablesOfAll() {
            page = try replacing(title, with: rows, in: page)
        }
        let difference = try Golden.difference(page, path: "docs/protocol.md")
        let known = Set(difference?.expected.split(separator: "\n") ?? [])
        let new = difference?.made.split(separator: "\n").filter { !known.contains($0) }
        #expect(difference == nil, "UPDATE_GOLDEN=1 writes what is new: \(new ?? [])")
    }

    private func tablesOfAll() throws -> [(title: String, rows: [String])] {
        let comments = try Comments()
        let events = MessageCatalog.events.map { type in
            row(
                "\(type.owner?.text ?? "*").\(type.localType)", [type.dataClass.rawValue],
                comments[type])
        }
        let commands =
            MessageCatalog.commands.map { type in
                row(
                    type.type, [type.dataClass.rawValue, names(of: type.roles)], comments[type])
            }
            + MessageCatalog.peerCommands.map { type in
                row(
                    "*.\(type.verb).v\(type.version)",
                    [type.dataClass.rawValue, names(of: type.roles)], comments[type])
            }
            + MessageCatalog.therapyCommands.map { type in
                row(
                    "*.\(type.verb).v\(type.version)",
                    [type.dataClass.rawValue, names(of: type.roles)], comments[type])
            }
        let queries =
            MessageCatalog.queries.map { type in
                row(
                    type.type,
                    [type.dataClass.rawValue, type.roles.map { names(of: $0) } ?? "any"],
                    comments[type])
            }
            + MessageCatalog.peerQueries.map { type in
                row(
                    "*.\(type.name).v\(type.version)",
                    [type.dataClass.rawValue, names(of: type.roles)], comments[type])
            }
        let narrow = ["| type | class | |", "| --- | --- | --- |"]
        let wide = ["| type | class | who may | |", "| --- | --- | --- | --- |"]
        return [
            ("Events", narrow + events), ("Commands", wide + commands),
            ("Queries", wide + queries),
        ]
    }

    private func row(_ type: String, _ cells: [String], _ comment: String) -> String {
        "| `\(type)` | " + (cells + [comment]).joined(separator: " | ") + " |"
    }

    /// Roles by the names of their sets, as the page explains them.
    private func names(of roles: Set<Role>) -> String {
        let sets: [(String, Set<Role>)] = [
            ("staff", .staff), ("care", .care), ("clinical", .clinical), ("operators", .operators),
        ]
        var left = roles
        var names: [String] = []
        for (name, set) in sets where set.isSubset(of: roles) && !set.isDisjoint(with: left) {
            names.append(name)
            left.subtract(set)
        }
        return (names + Role.known.filter(left.contains).map(\.rawValue)).joined(separator: ", ")
    }

    private func replacing(_ title: String, with rows: [String], in text: String) throws -> String {
        let begin = try #require(text.range(of: "\n### \(title)\n\n|"))
        let tail = text[begin.upperBound...]
        let end = tail.range(of: "\n\n")?.lowerBound ?? tail.index(before: tail.endIndex)
        let table = rows.joined(separator: "\n").dropFirst()
        return String(text[..<begin.upperBound]) + table + text[end...]
    }
}

/// The comments of all declarations, each as one paragraph.
private struct Comments {
    private var texts: [String: String] = [:]

    init() throws {
        let folder = Golden.root().appending(path: "Sources/Messages")
        let names = FileManager.default.enumerator(atPath: folder.path)?.compactMap {
            $0 as? String
        }
        for name in names ?? [] where name.hasSuffix(".swift") {
            let text = try String(contentsOf: folder.appending(path: name), encoding: .utf8)
            var comment: [String] = []
            for line in text.components(separatedBy: "\n") {
                if line.hasPrefix("///") {
                    comment.append(String(line.dropFirst(4)))
                    continue
                }
                if let match = line.firstMatch(of: /^public struct (\w+)/) {
                    let lines = comment.filter { !$0.isEmpty }
                    texts[String(match.output.1)] = lines.joined(separator: " ")
                }
                comment = []
            }
        }
    }

    subscript(type: Any.Type) -> String {
        let name = "\(type)".prefix { $0 != "<" }
        return (texts[String(name)] ?? "").replacing("``", with: "`")
    }
}
