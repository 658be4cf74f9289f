import PluginKit

/// Medication for opioid or alcohol use disorder: what is missed, what runs out, and who decides on
/// the next dose. It has no end. docs/plugins/therapies/medication.md is its page.
@main
struct MedicationTreatment: Therapy {
    private var patients: [ClientID: Patient] = [:]

    /// Days before a long-acting dose is due on which it is to be booked.
    private static let bookedAhead = 7
    /// The clinic's own form for withdrawal from opioids.
    private static let withdrawal = "cows"
    /// What beside medication for opioid use disorder means that the dose may be too low.
    private static let opioids: Set<TestedSubstance> = [
        .fentanyl, .opiates, .oxycodone, .methadone, .buprenorphine,
    ]

    /// Whether a form is the one of this therapy, named by itself or with the therapy before it.
    static func isAdherence(_ score: QuestionnaireScored) -> Bool {
        ["adherence", "medication.adherence"].contains(score.instrument)
    }

    mutating func apply(_ fact: PluginFact) {
        guard let client = fact.client else { return }
        patients[client, default: Patient()].apply(fact)
    }

    func recorded(_ record: RecordAdded, in context: PluginContext) -> [Action] {
        guard let client = record.client, let patient = patients[client] else { return [] }
        switch record.name {
        case "doses-told": return told(record.missed, of: client, patient, in: context)
        case "injection-given": return patient.closed([.book, .give, .restart], of: client)
        case "dose-decided": return patient.closed([.decide], of: client)
        default: return []
        }
    }

    /// What was taken as prescribed goes on; what was not is asked about.
    func practised(_ report: PracticeReported, in context: PluginContext) -> [Action] {
        guard let patient = patients[report.client], patient.hasDaily else { return [] }
        return told(report.isDone ? 0 : 1, of: report.client, patient, in: context)
            + practice(of: report.client, in: context)
    }

    func happened(_ fact: PluginFact, in context: PluginContext) -> [Action] {
        if fact.as(DayBegan.self) != nil {
            return patients.sorted { $0.key < $1.key }.flatMap { client, patient in
                morning(of: client, patient, in: context)
            }
        }
        guard let client = fact.client, let patient = patients[client] else { return [] }
        if let event = fact.as(MedicationStarted.self) {
            let isDaily = patient.taken[event.medication]?.isLongActing == false
            return patient.closed([.stopped], of: client)
                + (isDaily ? practice(of: client, in: context) : [])
        }
        if let event = fact.as(MedicationChanged.self) {
            guard event.refill != nil, !patient.isWithout(on: context.date) else { return [] }
            return patient.closed([.supply, .book, .give, .restart], of: client)
        }
        if fact.as(MedicationStopped.self) != nil { return stopped(client, patient) }
        if let result = fact.as(TestResulted.self) { return use(result, of: client, patient) }
        guard let score = fact.as(QuestionnaireScored.self) else { return [] }
        return scored(score, of: client, patient, in: context)
    }

    // MARK: What follows

    private func practice(of client: ClientID, in context: PluginContext) -> [Action] {
        context.contract.practice(Patient.practice).map {
            [context.assign($0, to: client, from: context.date)]
        } ?? []
    }

    private func told(
        _ missed: Int, of client: ClientID, _ patient: Patient, in context: PluginContext
    ) -> [Action] {
        guard patient.hasDaily else { return [] }
        guard missed > 0 else { return patient.closed([.missed], of: client) }
        return (patient.asked.contains(.missed) ? [] : [Ask.missed.duty(for: client)])
            + decision(on: client, patient, in: context)
    }

    /// After so many days the prescriber decides on the next dose: tolerance may be lost.
    private func decision(on client: ClientID, _ patient: Patient, in context: PluginContext)
        -> [Action]
    {
        guard let most = context.integer("missed-days"),
            patient.missedDays(on: context.date) >= most, !patient.asked.contains(.decide)
        else { return [] }
        let review = Action.proposeReview(
            client: client, why: "Medication was missed for days in a row.")
        let danger = Action.alert(
            client: client, sign: AlertKind.overdoseRisk.rawValue, urgency: .today,
            guidance:
                "Medication was missed for days: tolerance falls. See that naloxone is at hand.")
        return [Ask.decide.duty(for: client), review]
            + (patient.takes(for: .opioidUse) ? [danger] : [])
    }

    private func morning(of client: ClientID, _ patient: Patient, in context: PluginContext)
        -> [Action]
    {
        let isWithout = patient.isWithout(on: context.date) && !patient.asked.contains(.supply)
        let injections = patient.taken.sorted { $0.key.text < $1.key.text }.map(\.value)
            .filter(\.isLongActing)
        return (isWithout ? [Ask.supply.duty(for: client)] : [])
            + (patient.isWithout(on: context.date)
                ? decision(on: client, patient, in: context) : [])
            + injections.flatMap { injection(of: client, patient, $0, in: context) }
    }

    private func injection(
        of client: ClientID, _ patient: Patient, _ prescription: Prescription,
        in context: PluginContext
    ) -> [Action] {
        guard let each = context.integer("injection-days"),
            let grace = context.integer("injection-grace")
        else { return [] }
        let late = prescription.due(each: each).days(until: context.date)
        if late >= grace {
            guard !patient.asked.contains(.restart) else { return [] }
            return patient.closed([.book, .give], of: client) + [
                Ask.restart.duty(for: client),
                .proposeReview(client: client, why: "A long-acting dose is weeks late."),
            ]
        }
        if late > 0 {
            guard !patient.asked.contains(.give) else { return [] }
            return patient.closed([.book], of: client) + [Ask.give.duty(for: client)]
        }
        // Where Treatment has the day, its own duty arranges the next dose.
        guard late >= -Self.bookedAhead, prescription.refill == nil, !patient.asked.contains(.book)
        else { return [] }
        return [Ask.book.duty(for: client)]
    }

    private func stopped(_ client: ClientID, _ patient: Patient) -> [Action] {
        guard let purpose = patient.stopped else { return [] }
        let isLast = patient.taken.isEmpty
        return (isLast ? patient.closed(Ask.allCases.filter { $0 != .stopped }, of: client) : [])
            + (purpose == .opioidUse && !patient.takes(for: purpose)
                ? [Ask.stopped.duty(for: client)] : [])
    }

    /// Use beside the medication is a question about its dose, and ends nothing.
    private func use(_ result: TestResulted, of client: ClientID, _ patient: Patient) -> [Action] {
        let found = Set(result.unexpected)
        let isUse =
            patient.takes(for: .opioidUse) && !found.isDisjoint(with: Self.opioids)
            || patient.takes(for: .alcoholUse) && found.contains(.alcohol)
        guard isUse, result.stage == .confirmed else { return [] }
        return [
            .proposeReview(
                client: client, why: "There was use beside the medication: the dose may be too low."
            )
        ]
    }

    private func scored(
        _ score: QuestionnaireScored, of client: ClientID, _ patient: Patient,
        in context: PluginContext
    ) -> [Action] {
        if Self.isAdherence(score) {
            return told(score.scores["missed"] ?? 0, of: client, patient, in: context)
        }
        guard score.instrument == Self.withdrawal, patient.takes(for: .opioidUse),
            let limit = context.integer("withdrawal-score"), (score.scores["total"] ?? 0) >= limit
        else { return [] }
        return [
            .proposeReview(client: client, why: "There is withdrawal: the dose may be too low.")
        ]
    }
}
