internal import ClinicClient
internal import Messages

/// What a person has to do as far as others tell it while the ledger, which keeps all duties, does not
/// answer: alerts, contacts and sessions of the day, from those who know them.
///
/// Whose an alert is nobody else knows: it is shown to all who may take charge of it.
struct DutiesUntold {
    let staff: StaffID
    let roles: [Role]
    /// `nil` where its owner does not answer either.
    var alerts: [OpenAlert]?
    var contacts: [NextContact]?
    var sessions: [CalendarLine]?
    let now: Moment
    let timeZone: String

    /// As the ledger would tell them.
    var lines: [DutyLine] {
        let all = (alerts ?? []).compactMap(line) + (contacts ?? []).compactMap(line)
        return all + (sessions ?? []).compactMap(line)
    }

    /// What is not known now, in a sentence.
    var warning: String {
        let silent = [
            alerts == nil ? "alerts" : nil, contacts == nil ? "contacts" : nil,
            sessions == nil ? "sessions" : nil,
        ].compactMap(\.self)
        return "The ledger does not answer, so this is only what others tell: alerts, contacts and"
            + " today's sessions. Forms, plans and all else that is due is NOT here."
            + (silent.isEmpty ? "" : " Not told either: \(silent.joined(separator: ", ")).")
    }

    private func line(of alert: OpenAlert) -> DutyLine? {
        guard !alert.kind.takers.isDisjoint(with: roles) else { return nil }
        return line(
            alert.kind == .safetyQuestionOpen ? .answerQuestion : .acknowledgeAlert,
            of: alert.client, about: alert.alert.text, by: .assessment, since: alert.raised,
            due: alert.due, words: alert.guidance)
    }

    private func line(of contact: NextContact) -> DutyLine? {
        guard contact.owner == staff, contact.due <= now.today,
            let day = Moment(startOf: contact.due, hour: 0, timeZone: timeZone)
        else { return nil }
        return line(
            .contact, of: contact.client, about: contact.contact?.text ?? "contact", by: .aftercare,
            since: day.utc, due: day.utc.advanced(byHours: 24),
            words: contact.reason ?? "Get in touch with the client.")
    }

    private func line(of session: CalendarLine) -> DutyLine? {
        guard session.clinician == staff, session.start <= now.local,
            !Set(session.expected).subtracting(session.recorded).isEmpty,
            let begun = Moment(session.start, timeZone: timeZone)
        else { return nil }
        return line(
            .recordAttendance, of: nil, about: session.session.text, by: .scheduler,
            since: begun.utc, due: begun.utc.advanced(byHours: 24),
            words: "Write down who came to \(session.session).")
    }

    private func line(
        _ kind: DutyKind, of client: ClientID?, about: String, by owner: Identity,
        since: Timestamp, due: Timestamp, words: String
    ) -> DutyLine? {
        var book = DutyBook()
        book.apply(
            DutyOpened(
                duty: DutyID(about), kind: kind, client: client, about: about,
                role: roles.first ?? .clinician, person: staff, since: since, due: due,
                words: words))
        return book.open.values.first.map { DutyLine(owner: owner, duty: $0, isAhead: false) }
    }
}
