import PluginKit

/// What is known of a client and those who are close: who may hear what, and what is asked for.
struct Household: Codable, Sendable {
    /// Until when a consent lasts; `nil` for one without an end.
    private struct Consent: Codable, Sendable {
        var last: LocalDate?

        func isLive(on day: LocalDate) -> Bool { last.map { day <= $0 } ?? true }
    }

    /// The practice of the recovery contract.
    static let talk = "daily-talk"
    /// Reports in a row that it was left out, of a week each.
    static let mostUndone = 2
    /// Days in which nobody asks again who got no answer.
    private static let daysUnasked = 28

    private(set) var isEnrolled = false
    /// The consent that staff had signed here.
    private var signed: Consent?
    /// Those that the clinic published, by their purpose.
    private var published: [String: Consent] = [:]
    /// Those that the client took back where the clinic records them: what was signed here goes with
    /// the one that lets the family in.
    private var takenBack: [String] = []
    /// Whether the client said no, or took the consent back: nobody asks again.
    private var wantsNoAsking = false
    /// The day on which the asking was closed without an answer.
    private var unanswered: LocalDate?
    /// Whether the family came once.
    private(set) var hasMet = false
    /// The last day of the recovery contract; `nil` for none.
    private(set) var contractUntil: LocalDate?
    private(set) var undone = 0
    /// What people are asked to do, in the order of asking: a set would have another order each time
    /// it is written.
    private(set) var open: [Ask] = []

    /// Whether somebody may ask for a consent on a day.
    func mayBeAsked(on day: LocalDate, for purpose: String) -> Bool {
        isEnrolled && !wantsNoAsking && !takenBack.contains(purpose) && !open.contains(.consent)
            && (unanswered.map { $0.advanced(by: Self.daysUnasked) <= day } ?? true)
    }

    /// Whether the family may hear something on a day.
    func isLive(on day: LocalDate, for purpose: String) -> Bool {
        !takenBack.contains(purpose)
            && (signed?.isLive(on: day) == true || published[purpose]?.isLive(on: day) == true)
    }

    /// Closes those of some duties that are open.
    func closed(_ asks: [Ask], of client: ClientID) -> [Action] {
        asks.filter(open.contains).map { .closeDuty(client: client, name: $0.rawValue) }
    }

    mutating func apply(_ fact: PluginFact) {
        if fact.as(EnrollmentOpened.self) != nil {
            isEnrolled = true
        } else if fact.as(EnrollmentClosed.self) != nil {
            isEnrolled = false
        } else if let given = fact.as(ConsentGiven.self) {
            published[given.purpose] = Consent(last: given.expires)
            takenBack.removeAll { $0 == given.purpose }
        } else if let back = fact.as(ConsentWithdrawn.self) {
            published[back.purpose] = nil
            if !takenBack.contains(back.purpose) { takenBack.append(back.purpose) }
        } else if let record = fact.as(RecordAdded.self) {
            apply(record)
        } else if let report = fact.as(PracticeReported.self), report.practice == Self.talk {
            undone = report.isDone ? 0 : undone + 1
        } else if fact.as(ModuleCompleted.self) != nil {
            hasMet = true
        } else if let asked = fact.as(DutyAsked.self) {
            if let ask = Ask(rawValue: asked.name), !open.contains(ask) { open.append(ask) }
        } else if let ended = fact.as(DutyEnded.self) {
            guard let ask = Ask(rawValue: ended.name), open.contains(ask) else { return }
            open.removeAll { $0 == ask }
            if ask == .consent { unanswered = ended.how == .done ? fact.date : nil }
        }
    }

    private mutating func apply(_ record: RecordAdded) {
        switch record.name {
        case "consent-signed":
            signed = Consent(last: record.date("expires"))
            (wantsNoAsking, takenBack) = (false, [])
        case "consent-revoked":
            (signed, published, contractUntil) = (nil, [:], nil)
            wantsNoAsking = true
        case "family-declined": wantsNoAsking = true
        case "contract-made":
            contractUntil = record.date("until")
            undone = 0
        default: break
        }
    }
}
