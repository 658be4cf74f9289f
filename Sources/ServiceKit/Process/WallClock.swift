internal import Foundation
package import Messages

/// The world's clock: for deadlines and retries, and in a live clinic for everything.
package enum WallClock {
    /// What it shows; it may be set back.
    package static var now: Timestamp {
        Timestamp(milliseconds: Int64(Date().timeIntervalSince1970 * 1000))
    }

    /// A moment on a clinic's wall clock.
    package static func moment(_ time: Timestamp, timeZone name: String) throws -> Moment {
        guard let moment = Moment(time, timeZone: name) else {
            throw ClinicError.unreadable("clinic.yaml", "timeZone \(name) is not a known zone")
        }
        return moment
    }
}
