import Synchronization

@testable import cairn

/// A terminal whose lines can be read.
final class Paper: Sendable {
    private let written = Mutex<[String]>([])

    var terminal: Terminal {
        Terminal { [self] channel, text in
            if channel == .output { written.withLock { $0.append(text) } }
        }
    }

    /// What went to standard output.
    var lines: [String] { written.withLock { $0 } }
    var text: String { lines.joined() }
}
