/// Whether a function that a page names stands in the file that the page names.
enum WalkRule {
    /// A row of a table: `Type.function`, and its file.
    struct Step: Equatable {
        let type: String
        let function: String
        let file: String
    }

    /// The steps of a page, in order.
    static func steps(of page: SourceFile) -> [Step] {
        page.lines.compactMap { _, line in
            let codes = line.split(separator: "|").map { cell in
                cell.filter { $0 != " " && $0 != "`" }
            }
            guard line.hasPrefix("| `"), codes.count >= 2, codes[1].hasSuffix(".swift") else {
                return nil
            }
            let names = codes[0].split(separator: ".").map(String.init)
            guard names.count == 2 else { return nil }
            return Step(type: names[0], function: names[1], file: codes[1])
        }
    }

    /// What is wrong with a step; `nil` for nothing.
    ///
    /// - Parameter text: what stands in its file; `nil` where there is none.
    static func fault(of step: Step, in text: String?) -> String? {
        guard let text else { return "\(step.file) is not there" }
        let declares = ["struct", "enum", "actor", "class", "extension"].contains {
            text.contains("\($0) \(step.type)")
        }
        let begins = ["(", "<"].contains { text.contains("func \(step.function)\($0)") }
        guard declares, begins else {
            return "\(step.type).\(step.function) is not in \(step.file)"
        }
        return nil
    }
}
