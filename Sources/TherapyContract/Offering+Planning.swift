package import Messages

extension SessionOffered {
    /// What the clinic plans by an offering; `nil` for sessions that are no group's: those are agreed
    /// with each client, and not planned by the week.
    package init?(groupOf offering: Offering) {
        guard offering.format == .group else { return nil }
        self.init(
            offering: offering.name, title: offering.title.english, kind: offering.kind,
            phases: offering.phases, minutes: offering.minutes, perWeek: offering.perWeek,
            least: offering.size?.least, most: offering.size?.most,
            credential: offering.credential, room: offering.room.nilIfEmpty,
            consent: offering.consent, notFor: offering.notFor.nilIfEmpty)
        guard isFit else { return nil }
    }
}

extension [String] {
    /// What is not there is not told: an offer of before these words were told stays as it was.
    fileprivate var nilIfEmpty: [String]? { isEmpty ? nil : self }
}
