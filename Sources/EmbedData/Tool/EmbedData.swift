import Foundation

/// `embed-data OUTPUT FOLDER FILE…`: what the plugin of the same name runs.
@main
struct EmbedData {
    static func main() {
        let arguments = Array(CommandLine.arguments.dropFirst())
        guard arguments.count > 1 else {
            say("usage: embed-data OUTPUT FOLDER FILE…")
            exit(64)
        }
        do {
            let files = try arguments[2...].map { path in
                (
                    name: String(path.dropFirst(arguments[1].count + 1)),
                    text: try String(contentsOfFile: path, encoding: .utf8)
                )
            }
            try EmbeddedSource.text(of: files)
                .write(toFile: arguments[0], atomically: true, encoding: .utf8)
        } catch {
            say("\(error)")
            exit(1)
        }
    }

    private static func say(_ text: String) {
        FileHandle.standardError.write(Data("\(text)\n".utf8))
    }
}
