import PeerKit
import Synchronization

/// Counts how often a peer says that it folds.
final class Folds: Sendable {
    private let counted = Mutex(0)

    var count: Int { counted.withLock { $0 } }

    var settings: PeerSettings {
        var settings = PeerSettings()
        settings.folding = { _, _ in self.counted.withLock { $0 += 1 } }
        return settings
    }
}
