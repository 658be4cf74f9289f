import PluginKit

/// What is known of one client: what is taken, what was missed, and what is asked for.
struct Patient: Codable, Sendable {
    /// What the client takes for opioid or alcohol use disorder. Nothing ends one but a person.
    private(set) var taken: [MedicationID: Prescription] = [:]
    /// What the one was for that was stopped last; `nil` where this therapy is not about it.
    private(set) var stopped: MedicationPurpose?
    /// Days told as missed since all doses were taken.
    private var told = 0
    /// What people are asked to do, in the order of asking: a set would have another order each time
    /// it is written.
    private(set) var open: [Ask] = []
    /// What was asked for this run of missed doses, or this long-acting dose: once is enough.
    private(set) var asked: [Ask] = []

    /// The practice of taking it.
    static let practice = "as-prescribed"
    /// More than this a record does not say.
    private static let mostTold = 31
    /// What is asked once for each run of missed doses, each supply, and each long-acting dose.
    private static let ofRun: Set<Ask> = [.missed, .decide]
    private static let ofSupply: Set<Ask> = [.supply]
    private static let ofInjection: Set<Ask> = [.book, .give, .restart]

    /// Whether there are doses of every day.
    var hasDaily: Bool { taken.values.contains { !$0.isLongActing } }

    func takes(for purpose: MedicationPurpose) -> Bool {
        taken.values.contains { $0.purpose == purpose }
    }

    /// Days missed in a row: those that were told, and those without a supply.
    func missedDays(on day: LocalDate) -> Int {
        told + (taken.values.map { $0.daysWithout(on: day) }.max() ?? 0)
    }

    /// Whether a supply has run out.
    func isWithout(on day: LocalDate) -> Bool {
        taken.values.contains { $0.daysWithout(on: day) > 0 }
    }

    /// Closes those of some duties that are open.
    func closed(_ asks: [Ask], of client: ClientID) -> [Action] {
        asks.filter(open.contains).map { .closeDuty(client: client, name: $0.rawValue) }
    }

    mutating func apply(_ fact: PluginFact) {
        if let event = fact.as(MedicationStarted.self) {
            taken[event.medication] = Prescription(event)
        } else if let event = fact.as(MedicationChanged.self) {
            guard let refill = event.refill, taken[event.medication] != nil else { return }
            taken[event.medication]?.refill(on: refill)
            asked.removeAll(where: Self.ofSupply.union(Self.ofInjection).contains)
        } else if let event = fact.as(MedicationStopped.self) {
            stopped = taken.removeValue(forKey: event.medication)?.purpose
            if stopped != nil { (told, asked) = (0, []) }
        } else if let score = fact.as(QuestionnaireScored.self),
            MedicationTreatment.isAdherence(score)
        {
            tell(score.scores["missed"] ?? 0)
        } else if let report = fact.as(PracticeReported.self) {
            tell(report.isDone ? 0 : 1)
        } else if let record = fact.as(RecordAdded.self) {
            apply(record)
        } else if let duty = fact.as(DutyAsked.self) {
            guard let ask = Ask(rawValue: duty.name) else { return }
            if !open.contains(ask) { open.append(ask) }
            if !asked.contains(ask) { asked.append(ask) }
        } else if let duty = fact.as(DutyEnded.self) {
            open.removeAll { $0.rawValue == duty.name }
        }
    }

    private mutating func apply(_ record: RecordAdded) {
        switch record.name {
        case "doses-told": tell(record.missed)
        case "injection-given":
            guard let (medication, day) = record.injection, taken[medication]?.isLongActing == true
            else { return }
            taken[medication]?.give(on: day)
            asked.removeAll(where: Self.ofInjection.contains)
        default: break
        }
    }

    private mutating func tell(_ missed: Int) {
        told = missed <= 0 ? 0 : min(told + missed, Self.mostTold)
        if missed <= 0 { asked.removeAll(where: Self.ofRun.contains) }
    }
}

extension RecordAdded {
    /// Doses that were prescribed and not taken.
    var missed: Int { (integer("prescribed") ?? 0) - (integer("taken") ?? 0) }

    fileprivate var injection: (MedicationID, LocalDate)? {
        guard let medication = text("medication"), let day = date("day") else { return nil }
        return (MedicationID(medication), day)
    }
}
