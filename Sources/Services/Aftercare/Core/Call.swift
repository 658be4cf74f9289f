internal import Messages

/// A contact or an attempt, as a person records it, with what the record leaves open filled in.
struct Call {
    let command: RecordContact
    /// The contact that it answers, or one of its own.
    let contact: ContactID
    /// When it happened.
    let time: Timestamp
    /// Who spoke or tried.
    let by: StaffID

    /// How far back a contact may be written down. Cairn's own number.
    static let daysBack = 14
    static let mostMinutes = 1_440

    func kept(by client: ClientID) -> ContactKept {
        ContactKept(
            client: client, contact: contact, summary: command.note, channel: command.channel,
            direction: command.direction, minutes: command.minutes, happened: command.happened,
            by: by, risk: command.risk)
    }

    func missed(by client: ClientID) -> ContactMissed {
        ContactMissed(
            client: client, contact: contact, attempt: command.note, channel: command.channel,
            happened: command.happened, by: by)
    }
}
