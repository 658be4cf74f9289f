internal import Messages

/// One group session of the clinic's timetable in one week, and whether it can be held.
struct Slot {
    enum State: Equatable {
        /// In the timetable at this place; clients may still be seated.
        case open(Int)
        /// Begun: it stays as it was planned.
        case begun(Int)
        /// Its time went by before any plan of the week.
        case missed
        case closed
        case cancelled(String)
    }

    let id: SessionID
    let group: Clinic.Group
    let template: Clinic.SessionTemplate
    let date: LocalDate
    var state: State

    var start: LocalDateTime { LocalDateTime(date: date, time: template.at.start) }
    var end: LocalDateTime { LocalDateTime(date: date, time: template.at.end) }
    var span: Range<Int> { start.minutesSince1970..<end.minutesSince1970 }

    /// The place of a session that a client may still be seated in.
    var openIndex: Int? {
        if case .open(let index) = state { index } else { nil }
    }
}
