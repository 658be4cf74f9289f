package import Messages

extension Cohort {
    /// The next hour worth striking: the next one, or over a quiet night the morning's first.
    ///
    /// The hours between are struck too, in order; nobody here would act in them. An open alert is
    /// waited on hour by hour.
    package func nextHour(after hour: Timestamp, in clinic: Clinic) -> Timestamp {
        let next = hour.advanced(byHours: 1)
        guard alerts.isEmpty, let local = Moment(next, timeZone: clinic.timeZone)?.local else {
            return next
        }
        let clock = local.time.minutes / 60
        guard clock >= 22 || clock < 6 else { return next }
        return next.advanced(byHours: (30 - clock) % 24)
    }

    /// Where the cohort stands, in a few words for a progress line.
    package var glance: String {
        let enrolled = cases.values.filter { $0.stay != nil }.count
        return "\(cases.count) referred, \(enrolled) in treatment, \(alerts.count) alerts open"
    }
}
