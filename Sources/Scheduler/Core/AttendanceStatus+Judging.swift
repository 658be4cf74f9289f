internal import Messages

extension AttendanceStatus {
    /// Whether the client took part, in whole or in part.
    var isAttended: Bool {
        [.present, .late, .leftEarly, .telehealth].contains(self)
    }
}
