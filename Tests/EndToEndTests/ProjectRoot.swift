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
}
