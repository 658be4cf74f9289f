package import Messages
package import Platform

extension WallClock {
    /// A moment on a clinic's wall clock.
    package static func moment(_ time: Timestamp, timeZone name: String) throws -> Moment {
        guard let moment = Moment(time, timeZone: name) else {
            throw ClinicError.unreadable("clinic.yaml", "timeZone \(name) is not a known zone")
        }
        return moment
    }
}
