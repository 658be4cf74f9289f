/// A forced unwrap ends the process without a word: nothing that is shipped has one.
enum ForceUnwrapRule {
    static func faults(in file: SourceFile) -> [String] {
        file.code.filter { hasUnwrap($0.text) }.map { "\(file.path):\($0.number) unwraps by force" }
    }

    /// Whether an exclamation mark follows a value and no `=` follows it.
    private static func hasUnwrap(_ line: String) -> Bool {
        let marks = Array(line)
        return marks.indices.contains { index in
            guard marks[index] == "!", index > 0 else { return false }
            let before = marks[index - 1]
            let isValue = before.isLetter || before.isNumber || ")]_".contains(before)
            return isValue && (index + 1 == marks.count || marks[index + 1] != "=")
        }
    }
}
