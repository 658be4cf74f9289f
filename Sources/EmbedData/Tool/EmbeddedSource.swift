/// The Swift file that holds data files as text.
enum EmbeddedSource {
    /// - Parameter files: by the way from the data folder.
    static func text(of files: [(name: String, text: String)]) -> String {
        let entries = files.map { name, text in
            // As many marks as it takes for nothing in the file to end the literal.
            var marks = "#"
            while text.contains("\"\"\"" + marks) || text.contains("\\" + marks) { marks += "#" }
            return "        \"\(name)\": \(marks)\"\"\"\n\(text)\n\"\"\"\(marks),"
        }
        return """
            /// The data files of this module, as they were when it was built.
            enum EmbeddedData {
                /// By the way from the folder `Data`.
                static let files: [String: String] = [
            \(entries.joined(separator: "\n"))
                ]
            }

            """
    }
}
