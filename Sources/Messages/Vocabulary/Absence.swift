extension AttendanceStatus {
    /// Whether the client took part, in whole or in part.
    package var isAttended: Bool {
        [.present, .late, .leftEarly, .telehealth].contains(self)
    }
}

/// When a client who does not come is told about. Two services ask, each in its own way, and both
/// mean the same by a day that was missed.
///
/// The numbers are common in programs, not regulatory.
package enum Absence {
    /// Whether a day was missed: a no-show, and nothing attended. An excused absence, or a session
    /// without a record, says nothing.
    package static func isMissed(_ statuses: some Collection<AttendanceStatus>) -> Bool {
        statuses.contains(.noShow) && !statuses.contains(where: \.isAttended)
    }

    /// Aftercare reaches out once so many session days in a row were missed, however far apart:
    /// days on which the client was excused do not count, so a no-show lasts until the client comes.
    package static let outreachDays = 2

    /// The scheduler asks for a review of the phase once so many days were missed within
    /// ``reviewWithinDays``, in a row or not: whoever came on a day between them may need more care
    /// all the same.
    package static let reviewDays = 2

    /// The days that a review looks back on for ``reviewDays``: the week before its Monday.
    package static let reviewWithinDays = 7

    /// Aftercare's follow-up begins after so many session days in a row without any record: whoever
    /// is not written down does not count as in treatment for ever. Cairn's own number.
    package static let unrecordedDays = 3

    /// The days that are looked back on for ``unrecordedDays``.
    package static let unrecordedWithinDays = 28
}
