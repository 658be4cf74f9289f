internal import Foundation
package import Messages

/// The world's clock: for deadlines and retries, and in a live clinic for everything.
package enum WallClock {
    /// What it shows; it may be set back.
    package static var now: Timestamp {
        Timestamp(milliseconds: Int64(Date().timeIntervalSince1970 * 1000))
    }
}
