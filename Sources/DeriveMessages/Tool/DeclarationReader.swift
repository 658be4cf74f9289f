/// Reads the public structs of a file in the shape that the house writes them in.
///
/// It goes by lines and by what they are indented with, which the formatter holds to: no part of
/// the language is understood but the heads of structs, their stored properties, and whether they
/// have an initialiser. A line that might be one of these and is written otherwise is a ``Fault``.
struct DeclarationReader {
    private let file: String
    private var read: [Declaration] = []
    /// The structs around the line, from the outermost on.
    private var open: [Declaration] = []
    /// Whether the line is in the list of `markedOtherwise`.
    private var isInMarks = false

    /// All structs of a file, in their order.
    static func declarations(in text: String, file: String) throws -> [Declaration] {
        var reader = DeclarationReader(file: file)
        var number = 0
        for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
            number += 1
            try reader.read(line, number)
        }
        return reader.read.sorted { $0.line < $1.line }
    }

    private init(file: String) { self.file = file }

    private mutating func read(_ line: Substring, _ number: Int) throws {
        let indent = line.prefix { $0 == " " }.count
        let text = line.dropFirst(indent)
        guard !text.isEmpty, !text.hasPrefix("//") else { return }
        let level = open.count * 4
        if indent == level - 4, text == "}", let last = open.popLast() {
            read.append(last)
        } else if isInMarks {
            mark(text)
        } else if indent == level {
            if text.contains("struct ") { return try begin(text, number) }
            guard !open.isEmpty else { return }
            try member(text, number)
        }
    }

    private mutating func begin(_ text: Substring, _ number: Int) throws {
        guard
            let match = text.wholeMatch(of: /public struct (\w+)(?:: ([\w, <>]+))? \{/)
        else {
            throw fault(
                number, "This head of a struct is not understood.",
                remedy: "Write `public struct Name: Protocols {` in one line, without generics.")
        }
        let names = open.suffix(1).map(\.name) + [String(match.output.1)]
        let conformances = (match.output.2 ?? "").split(separator: ",").map {
            String($0.drop { $0 == " " })
        }
        open.append(
            Declaration(
                name: names.joined(separator: "."), conformances: conformances, file: file,
                line: number))
    }

    private mutating func member(_ text: Substring, _ number: Int) throws {
        let last = open.count - 1
        if let match = text.wholeMatch(of: /public static let type = "(.*)"/) {
            open[last].type = String(match.output.1)
        } else if text.hasPrefix("public static let markedOtherwise") {
            isInMarks = true
            mark(text.drop { $0 != "=" })
        } else if text.contains(#/^(\w+ )*init[(?]/#) {
            open[last].hasInitialiser = true
        } else if let match = text.wholeMatch(
            of: /public (var|let) (\w+): ([^={]+?)(?: = ([^{]+))?/)
        {
            let (_, word, name, type, value) = match.output
            open[last].fields.append(
                Declaration.Field(
                    name: String(name), type: String(type), isConstant: word == "let",
                    value: value.map(String.init), line: number))
        } else if text.hasPrefix("public var subject: String? {") {
            open[last].hasSubject = true
        } else if text.contains(#/^(\w+ )*(var|let) /#), !text.contains("static "),
            !text.hasSuffix("{"), !text.hasSuffix("}")
        {
            throw fault(
                number, "This stored property is not understood.",
                remedy: "Write `public var name: Type` in one line, with its type.")
        }
    }

    /// Takes the names out of a line of `["name": .open, …]`.
    private mutating func mark(_ text: Substring) {
        for match in text.matches(of: /"(\w+)":/) {
            open[open.count - 1].markedOtherwise.append(String(match.output.1))
        }
        if text.contains("]") { isInMarks = false }
    }

    private func fault(_ line: Int, _ problem: String, remedy: String) -> Fault {
        Fault(file, line, problem, remedy: remedy)
    }
}
