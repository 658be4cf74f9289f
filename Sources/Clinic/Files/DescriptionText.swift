internal import Foundation
internal import Messages
internal import Yams

/// A description in YAML, read with the lines in which things stand.
struct DescriptionText {
    /// Something wrong with it, and where.
    struct Fault: Hashable {
        /// In the file, from 1; `nil` where it has none.
        var line: Int?
        /// What is wrong, without the value that was written: it may be anything.
        var words: String

        var text: String { (line.map { "line \($0), " } ?? "") + words }
    }

    private let root: Node

    /// - Throws: ``Unreadable`` for what is no YAML, or has a key twice.
    init(_ text: String) throws {
        do {
            guard let root = try Yams.compose(yaml: text) else {
                throw Unreadable(faults: [Fault(line: 1, words: "it is empty")])
            }
            self.root = root
        } catch let error as YamlError {
            throw Unreadable(faults: DescriptionText.faults(of: error, in: text))
        }
    }

    /// It is no YAML.
    struct Unreadable: Error { var faults: [Fault] }

    /// Each place that does not have the form.
    func faults(against form: TextForm) -> [Fault] { faults(of: root, against: form, at: []) }

    /// The line of a part, else of the nearest part around it that there is.
    func line(of path: [String]) -> Int? {
        var (node, line): (Node, Int?) = (root, root.mark?.line)
        for step in path {
            if let index = Int(step), case .sequence(let list) = node, list.indices.contains(index)
            {
                node = list[index]
            } else if case .mapping(let fields) = node, let next = fields[step] {
                node = next
            } else {
                break
            }
            line = node.mark?.line ?? line
        }
        return line
    }

    private func faults(of node: Node, against form: TextForm, at path: [String]) -> [Fault] {
        switch form {
        case .record(let fields): return record(node, fields, at: path)
        case .list(let form):
            guard case .sequence(let items) = node else {
                return [fault(node, path, "a list is needed, of lines that begin with a dash")]
            }
            return items.enumerated().flatMap { index, item in
                faults(of: item, against: form, at: path + ["\(index)"])
            }
        case .map(let form, let example, let isFit):
            return map(node, of: form, like: example, isFit: isFit, at: path)
        case .number(let range):
            let isFit = node.scalar?.style == .plain && node.int.map(range.contains) == true
            return isFit
                ? []
                : [
                    fault(
                        node, path,
                        "a whole number from \(range.lowerBound) to \(range.upperBound) is needed")
                ]
        default: return word(node, form, at: path)
        }
    }

    private func word(_ node: Node, _ form: TextForm, at path: [String]) -> [Fault] {
        guard let text = node.scalar?.string, !text.isEmpty else {
            return [fault(node, path, "a text is needed")]
        }
        switch form {
        case .word(let known) where !known.contains(text):
            let question = NearMiss.question(text, in: known)
            return [
                fault(
                    node, path,
                    "that word is not known. \(question)Known: \(known.joined(separator: ", "))")
            ]
        case .openWord(let known, let example, let isFit) where !known.contains(text):
            if let near = NearMiss.of(text, in: known) {
                return [fault(node, path, "that word is not known. Did you mean \(near)?")]
            }
            return isFit(text) ? [] : [fault(node, path, "it must look like \(example)")]
        case .value(let example, let near, let isFit) where !isFit(text):
            let question = near(text).map { "Did you mean \($0)? " } ?? ""
            return [fault(node, path, "\(question)It must look like \(example)")]
        default: return []
        }
    }

    private func record(_ node: Node, _ fields: [TextForm.Field], at path: [String]) -> [Fault] {
        guard case .mapping(let given) = node else {
            return [fault(node, path, "keys are needed: \(names(of: fields))")]
        }
        var found: [Fault] = []
        for (key, value) in given {
            guard let field = fields.first(where: { $0.name == key.scalar?.string }) else {
                let question = NearMiss.question(key.scalar?.string ?? "", in: fields.map(\.name))
                found.append(
                    fault(
                        key, path,
                        "a key there is not known. \(question)Known: \(names(of: fields))"))
                continue
            }
            found += faults(of: value, against: field.form, at: path + [field.name])
        }
        let missing = fields.filter { $0.isNeeded && given[$0.name] == nil }
        found += missing.map {
            Fault(line: node.mark?.line, words: "\($0.name) is missing at \(place(path))")
        }
        return found
    }

    private func map(
        _ node: Node, of form: TextForm, like example: String, isFit: (String) -> Bool,
        at path: [String]
    ) -> [Fault] {
        guard case .mapping(let given) = node else {
            return [fault(node, path, "keys are needed, like \(example)")]
        }
        return given.flatMap { key, value -> [Fault] in
            guard let name = key.scalar?.string, isFit(name) else {
                return [fault(key, path, "a key there must look like \(example)")]
            }
            return faults(of: value, against: form, at: path + [name])
        }
    }

    private func names(of fields: [TextForm.Field]) -> String {
        fields.map(\.name).joined(separator: ", ")
    }

    private func fault(_ node: Node, _ path: [String], _ words: String) -> Fault {
        Fault(line: node.mark?.line, words: "\(place(path)): \(words)")
    }

    private func place(_ path: [String]) -> String {
        path.isEmpty ? "the top level" : path.joined(separator: ".")
    }
}

extension DescriptionText {
    private static func faults(of error: YamlError, in text: String) -> [Fault] {
        switch error {
        case .scanner(_, let problem, let mark, _), .parser(_, let problem, let mark, _),
            .composer(_, let problem, let mark, _):
            let line =
                text.split(separator: "\n", omittingEmptySubsequences: false)
                .dropFirst(mark.line - 1).first ?? ""
            let hasTab =
                line.prefix { $0.isWhitespace }.contains("\t")
                || problem.contains("token")
                    && line.contains("\t")
            return [
                Fault(
                    line: mark.line,
                    words: hasTab
                        ? "a tab: YAML is indented with spaces" : "it is not YAML: \(problem)")
            ]
        case .duplicatedKeysInMapping(let keys, let context):
            return keys.map {
                Fault(
                    line: secondLine(of: $0, from: context.mark, in: text),
                    words: "a key is there twice: \($0)")
            }
        case .reader(let problem, _, _, _): return [Fault(words: "it is not text: \(problem)")]
        default: return [Fault(words: "it is not YAML")]
        }
    }

    /// Where a key stands again: the next line that begins with it as far from the left.
    private static func secondLine(of key: String, from mark: Yams.Mark, in text: String) -> Int {
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
        let start = String(repeating: " ", count: max(0, mark.column - 1)) + key + ":"
        let next = lines.indices.dropFirst(mark.line).first { lines[$0].hasPrefix(start) }
        return (next ?? mark.line - 1) + 1
    }
}
