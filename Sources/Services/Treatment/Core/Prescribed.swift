internal import Messages

/// A medication that a client takes or took. Nothing ends it but a person.
struct Prescribed: Equatable, Codable {
    var id: MedicationID
    /// The event by which it stands as it is, and when that was recorded.
    var event: MessageID
    var time: Timestamp
    var name: String
    var purpose: MedicationPurpose
    var dose: String?
    var prescriber: String
    var testsAs: [TestedSubstance]
    var refill: LocalDate?
    var since: LocalDate
    var stopped: LocalDate?

    /// Of those that were stopped; what is taken is always kept.
    private static let retention = Retention.Newest(24)

    static func fold(_ fact: Fact, into list: inout [Prescribed]) {
        switch fact.event {
        case let event as MedicationStarted:
            list.append(
                Prescribed(
                    id: event.medication, event: fact.id, time: fact.time, name: event.name,
                    purpose: event.purpose, dose: event.dose, prescriber: event.prescriber,
                    testsAs: event.testsAs, refill: event.refill, since: event.since))
        case let event as MedicationChanged:
            change(event.medication, by: fact, in: &list) {
                $0.dose = event.dose ?? $0.dose
                $0.prescriber = event.prescriber ?? $0.prescriber
                $0.refill = event.refill ?? $0.refill
            }
        case let event as MedicationStopped:
            change(event.medication, by: fact, in: &list) { $0.stopped = event.day }
            var over = list.filter { $0.stopped != nil }
            retention.trim(&over)
            let kept = Set(over.map(\.id))
            list.removeAll { $0.stopped != nil && !kept.contains($0.id) }
        default: break
        }
    }

    private static func change(
        _ id: MedicationID, by fact: Fact, in list: inout [Prescribed],
        _ body: (inout Prescribed) -> Void
    ) {
        guard let place = list.firstIndex(where: { $0.id == id }) else { return }
        body(&list[place])
        (list[place].event, list[place].time) = (fact.id, fact.time)
    }

    /// Whether somebody who types a name means this one.
    func isNamed(_ typed: String) -> Bool { fold(name) == fold(typed) }

    private func fold(_ name: String) -> String {
        name.lowercased().filter { $0.isLetter || $0.isNumber }
    }

    /// Whether it is the reason for which a urine of some day shows a substance.
    func explains(_ substance: TestedSubstance, on day: LocalDate) -> Bool {
        let last = stopped?.advanced(by: TreatmentTerms.daysExplainedAfterStop)
        return testsAs.contains(substance) && since <= day && (last.map { day <= $0 } ?? true)
    }

    /// What a urine test finds because of a medication for opioid or alcohol use disorder. Names of
    /// substances and of products in the United States, from memory.
    static func testsAs(_ name: String) -> [TestedSubstance] {
        let name = name.lowercased()
        let names: [(TestedSubstance, [String])] = [
            (
                .buprenorphine,
                ["buprenorphine", "suboxone", "subutex", "sublocade", "zubsolv", "brixadi"]
            ),
            (.methadone, ["methadon", "methadose", "dolophine"]),
        ]
        return names.filter { $0.1.contains(where: name.contains) }.map(\.0)
    }
}
