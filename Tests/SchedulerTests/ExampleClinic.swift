import Messages
import TestKit

extension Clinic {
    /// Two group rooms and an office, three clinicians, and one group that meets nine hours a week
    /// on three mornings.
    static let oneGroup = Clinic.example(
        rooms: [.group("g1"), .group("g2"), .office("o1")],
        staff: [Staff("t01"), Staff("t02", languages: ["en", "es"]), Staff("t03")],
        groups: [.meeting("p1-01", "g1", ["mon", "wed", "fri"])])
}

extension Clinic.Group {
    /// A group that meets for three hours on each of the days: in `g1` in the morning and with
    /// `t01`, elsewhere in the afternoon and with `t02`.
    static func meeting(_ id: GroupID, _ room: RoomID, _ days: [String], capacity: Int = 12) -> Self
    {
        let times =
            room == "g1"
            ? ["09:00-10:00", "10:00-11:00", "11:00-12:00"]
            : ["13:00-14:00", "14:00-15:00", "15:00-16:00"]
        let clinician = room == "g1" ? "t01" : "t02"
        return Self(
            id, capacity: capacity,
            sessions: days.flatMap { day in
                zip(["process", "skills", "education"], times).map { kind, time in
                    "\(kind) \(room) \(clinician) \(day) \(time)"
                }
            })
    }
}
