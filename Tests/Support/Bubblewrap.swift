internal import Foundation

/// The program `bwrap` by itself, without Cairn's own use of it.
package enum Bubblewrap {
    /// Whether it works here, asked without what is tried: a room that is broken skips nothing.
    package static let works: Bool = {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/bwrap")
        process.arguments = ["--unshare-user", "--unshare-net", "--ro-bind", "/", "/", "/bin/true"]
        guard (try? process.run()) != nil else { return false }
        process.waitUntilExit()
        return process.terminationStatus == 0
    }()
}
