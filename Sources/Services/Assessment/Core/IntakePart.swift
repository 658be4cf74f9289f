internal import ClinicalRules
internal import Messages

/// What a recommendation may still need, by who gets it.
enum IntakePart: Hashable {
    case consent
    /// The intake questions, however many are open.
    case questions
    /// A form, by its id.
    case form(String)
    /// The ratings, however many are open.
    case ratings

    /// - Parameter name: as ``Intake/missing(of:in:)`` names it.
    init(_ name: String) {
        if name == "consent" {
            self = .consent
        } else if IntakeQuestion(rawValue: name).isKnown {
            self = .questions
        } else if name == "edition" || name.hasPrefix("dimension ") {
            self = .ratings
        } else {
            self = .form(name)
        }
    }

    /// Staff hours from the referral, or the reassessment, to the safety questions and forms: a
    /// working day. Cairn's own numbers, as the next two, which a clinician confirms:
    /// docs/clinical/duties.md.
    static let answersWithin = 8
    /// The same to the ratings.
    static let ratingsWithin = 24
    /// The same to the recommendation, and from it to its confirmation or override.
    static let levelWithin = 32
    static let confirmationWithin = 8

    /// The duty to get it.
    func need(of client: ClientID, _ chart: Chart, in context: Context) -> DutyNeed {
        DutyNeed(
            self == .ratings ? .rate : .fillForm, client: client, about: about, roles: roles,
            preferred: chart.appointment?.with ?? chart.keeper, since: chart.since,
            term: chart.appointment.map { .day(day(for: $0, chart, context.now)) }
                ?? .staffHours(self == .ratings ? Self.ratingsWithin : Self.answersWithin),
            words: [words(by: chart.edition(at: context.clinic)), chart.appointment?.sentence]
                .compactMap(\.self).joined(separator: " "))
    }

    /// What an intake lacks waits for the day on which the client comes. Questions and forms, which
    /// may find a danger, wait for no day beyond the intake's own end: they are asked by phone.
    private func day(
        for appointment: Chart.IntakeAppointment, _ chart: Chart, _ now: Moment
    ) -> LocalDate {
        let day = appointment.at.date
        switch self {
        case .consent, .ratings: return day
        case .questions, .form: return min(day, chart.intakeDue.map(now.localDate) ?? day)
        }
    }

    private var about: String {
        switch self {
        case .consent: "consent"
        case .questions: "intake"
        case .form(let id): id
        case .ratings: "ratings"
        }
    }

    private var roles: [Role] {
        switch self {
        case .consent: [.caseManager, .clinician]
        case .questions: Instrument.usualRoles
        case .form(let id): InstrumentLibrary.instrument(id)?.roles ?? Instrument.usualRoles
        case .ratings: [.clinician, .prescriber]
        }
    }

    private func words(by edition: String) -> String {
        switch self {
        case .consent:
            "Ask for the consent to treatment, payment and operations, and register it."
        case .questions:
            "Ask the intake questions that are still open: danger and withdrawal come before any"
                + " level of care."
        case .form(let id): "Go through \(id) with the client, every item."
        case .ratings: "Rate the dimensions of \(edition) that are not rated yet."
        }
    }
}

extension DutyNeed {
    /// Somebody looks at a recommendation and decides.
    static func confirming(
        _ waiting: Chart.LatestRecommendation, of client: ClientID, _ chart: Chart
    ) -> DutyNeed {
        DutyNeed(
            .confirmPlacement, client: client, about: waiting.recommended.placement.text,
            roles: [.clinician, .prescriber], preferred: chart.keeper,
            since: waiting.at, term: .staffHours(IntakePart.confirmationWithin),
            words: "Confirm the recommended level of care, or choose another with a reason.")
    }

    /// Somebody asks for the recommendation that nothing stands against.
    static func recommending(_ client: ClientID, _ chart: Chart) -> DutyNeed {
        DutyNeed(
            .confirmPlacement, client: client, about: "recommendation",
            roles: [.clinician, .prescriber], preferred: chart.keeper,
            since: chart.since, term: .staffHours(IntakePart.levelWithin),
            words: "All that is needed is known: ask for the level of care, and confirm it.")
    }
}
