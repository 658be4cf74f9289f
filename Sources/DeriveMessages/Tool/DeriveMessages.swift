import Foundation

/// `derive-messages OUTPUT GOLDEN-FOLDER SOURCE…`: what the plugin of the same name runs.
@main
struct DeriveMessages {
    static func main() {
        let arguments = Array(CommandLine.arguments.dropFirst())
        guard arguments.count > 2 else {
            say("usage: derive-messages OUTPUT GOLDEN-FOLDER SOURCE…")
            exit(64)
        }
        do {
            let sources = try arguments[2...].map { path in
                (path: path, text: try String(contentsOfFile: path, encoding: .utf8))
            }
            let text = try Derivation.source(
                from: sources, golden: try GoldenFolder(path: arguments[1]))
            try text.write(toFile: arguments[0], atomically: true, encoding: .utf8)
        } catch {
            say("\(error)")
            exit(1)
        }
    }

    private static func say(_ text: String) {
        FileHandle.standardError.write(Data("\(text)\n".utf8))
    }
}
