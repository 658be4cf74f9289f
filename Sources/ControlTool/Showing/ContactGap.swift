internal import ClinicClient
internal import Messages

/// How long the clinic has not reached those whom it keeps in touch with, and whom nobody has tried
/// although it was planned.
struct ContactGap {
    private let contacts: [NextContact]
    private let today: LocalDate
    private let timeZone: String

    /// Days after a planned contact from which on nobody's silence is usual any more: a measure of
    /// not being abandoned. Cairn's own number.
    static let daysAfterPlan = 7

    init(_ contacts: [NextContact], today: LocalDate, timeZone: String) {
        (self.contacts, self.today, self.timeZone) = (contacts, today, timeZone)
    }

    /// Who was not reached for the longest, of those who were reached before.
    var longest: (client: ClientID, days: Int)? {
        contacts.compactMap { contact in
            ContactGap.gap(of: contact, on: today, in: timeZone).map {
                (client: contact.client, days: $0)
            }
        }
        .max { ($0.days, $1.client) < ($1.days, $0.client) }
    }

    /// Days since somebody reached a client; `nil` where nobody has yet.
    private static func gap(
        of contact: NextContact, on today: LocalDate, in timeZone: String
    ) -> Int? {
        contact.reached.flatMap { Moment($0, timeZone: timeZone) }?.today.days(until: today)
    }

    /// The same in words: `1 day`, `20 days`.
    static func days(of contact: NextContact, on today: LocalDate, in timeZone: String) -> String? {
        gap(of: contact, on: today, in: timeZone).map { "\($0) \($0 == 1 ? "day" : "days")" }
    }

    /// Those whose planned contact nobody has made or tried for longer than ``daysAfterPlan``.
    var abandoned: [ClientID] {
        contacts.filter { ContactGap.daysAfterPlan < $0.due.days(until: today) }.map(\.client)
            .sorted()
    }

    func lines(isRevealing: Bool) -> [String] {
        func names(_ clients: [ClientID]) -> String {
            isRevealing ? ": \(clients.map(\.text).joined(separator: ", "))" : ""
        }
        let gap = longest.map {
            "The longest without a contact: \($0.days) \($0.days == 1 ? "day" : "days")"
                + names([$0.client])
        }
        let alarm =
            abandoned.isEmpty
            ? nil
            : "NOT TRIED for more than \(ContactGap.daysAfterPlan) days after the plan: "
                + "\(abandoned.count)\(names(abandoned))"
        return [gap, alarm].compactMap(\.self)
    }
}
