import Foundation
import TestKit

/// Where the build put the programs that these tests start, and what they start them with.
enum Programs {
    /// The folder of the test bundle is the folder of the executables.
    static let folder: URL = {
        let bundle = Bundle.allBundles.first { $0.bundlePath.hasSuffix(".xctest") }
        let path = bundle?.bundlePath ?? CommandLine.arguments[0]
        return URL(fileURLWithPath: path).deletingLastPathComponent()
    }()
    static let root = Golden.root()
    static let example = root.appending(path: "deploy/examples/small/clinic.yaml").path

    static func path(_ name: String) -> String { folder.appendingPathComponent(name).path }

    /// The names of the therapies that the quickstart adds.
    static func therapies() throws -> [String] {
        let file = root.appending(path: "deploy/examples/therapies")
        let text = try String(contentsOf: file, encoding: .utf8)
        return text.split(separator: "\n").map { String($0.prefix { $0 != "#" }) }
            .map { $0.trimmingCharacters(in: .whitespaces) }.filter { !$0.isEmpty }
    }
}
