import Foundation

/// The golden files: one example of each message, as it stands on the wire.
struct GoldenFolder {
    /// Texts by the names of the files, without their ending.
    let texts: [String: String]
    private let path: String

    init(_ texts: [String: String], path: String) { (self.texts, self.path) = (texts, path) }

    /// Reads all JSON files of a folder.
    init(path: String) throws {
        var texts: [String: String] = [:]
        for name in try FileManager.default.contentsOfDirectory(atPath: path)
        where name.hasSuffix(".json") {
            texts[String(name.dropLast(5))] = try String(
                contentsOfFile: "\(path)/\(name)", encoding: .utf8)
        }
        self.init(texts, path: path)
    }

    /// Holds a message against its file: each field is set in it, and nothing else is.
    func check(_ declaration: Declaration, against name: String) throws {
        let file = "\(path)/\(name).json"
        guard let text = texts[name] else {
            throw declaration.fault(
                "it has no example.",
                remedy: "Write one into \(file), with a value for each field, such as\n"
                    + GoldenFolder.sketch(of: declaration))
        }
        guard
            let object = try? JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any]
        else {
            throw Fault(file, 1, "This is no JSON object.", remedy: "Write one field a line.")
        }
        let fields = Set(declaration.fields.map(\.name))
        let missing = fields.subtracting(object.keys).sorted()
        guard missing.isEmpty else {
            throw Fault(
                file, 1, "The example does not set \(missing.joined(separator: ", ")).",
                remedy: "\(declaration.name) has each field in its example: add it.")
        }
        let strange = Set(object.keys).subtracting(fields).sorted()
        guard strange.isEmpty else {
            throw Fault(
                file, 1, "\(declaration.name) has no field \(strange.joined(separator: ", ")).",
                remedy: "Take it out of the example, or declare it.")
        }
    }

    /// A file to begin with. What cannot be guessed is `null`, which the tests refuse.
    private static func sketch(of declaration: Declaration) -> String {
        let lines = declaration.fields.sorted { $0.name < $1.name }.map { field in
            let value =
                switch field.wrapped {
                case "String": "\"\(field.name)\""
                case "ClientID": "\"c-0001\""
                case "StaffID": "\"t01\""
                case "Int", "Int64": "3"
                case "Bool": "true"
                case "LocalDate": "\"2026-11-23\""
                case "Timestamp": "\"2026-11-23T14:00:00.000Z\""
                default: "null"
                }
            return "  \"\(field.name)\" : \(value)"
        }
        return "{\n\(lines.joined(separator: ",\n"))\n}"
    }
}
