/// Who did something, and when: what whoever comes second is told.
package struct Deed: Hashable, Sendable, Codable {
    /// Who gave the command; `nil` where no person did.
    package let by: StaffID?
    /// When, in clinic time.
    package let at: Timestamp

    package init(by: StaffID?, at: Timestamp) { (self.by, self.at) = (by, at) }

    package init(_ fact: Fact) { self.init(by: fact.actor?.staff, at: fact.time) }

    /// `by t01 at 2026-10-05 09:00`, on the clinic's clock.
    package func said(in clinic: Clinic) -> String {
        let local = Moment(at, timeZone: clinic.timeZone).map {
            "\($0.local.date) \($0.local.time)"
        }
        return "\(by.map { "by \($0) " } ?? "")at \(local ?? at.description)"
    }
}
