internal import Messages

extension Charts {
    func start(_ command: StartMedication, in context: inout Context) throws -> Decision {
        let chart = try known(command.client)
        guard !command.name.isBlank, !command.prescriber.isBlank else {
            throw Refusal(
                "A medication has a name and a prescriber.",
                remedy: "Say what it is, and who prescribes it, here or elsewhere.")
        }
        guard command.purpose.isKnown else {
            throw Refusal.unknown("purpose", of: MedicationPurpose.known)
        }
        guard command.testsAs.allSatisfy(\.isKnown) else {
            throw Refusal.unknown("substance", of: TestedSubstance.known)
        }
        // Written down twice it would be refilled, changed and stopped by halves.
        guard chart.taken(named: command.name) == nil else {
            throw Refusal(
                "The client takes a medication of that name already.",
                remedy: "Write down what is new of it: `cairn medication refill` or `change`. What "
                    + "is taken beside it has a name of its own, with its form or its strength.")
        }
        let since = command.since ?? context.now.today
        guard since <= context.now.today else {
            throw Refusal(
                "The medication begins in the future.",
                remedy: "Record it once the client takes it.")
        }
        try check(supply: command.refill, since: since, on: context.now.today)
        let shown = Set(command.testsAs).union(Prescribed.testsAs(command.name))
        let event = MedicationStarted(
            client: command.client, medication: context.identifier(), name: command.name,
            purpose: command.purpose, dose: command.dose, prescriber: command.prescriber,
            testsAs: shown.sorted { $0.rawValue < $1.rawValue }, refill: command.refill,
            since: since)
        let words =
            shown.isEmpty
            ? "No finding of a urine test is explained by it: say so if one should be."
            : "A urine test that finds \(event.testsAs.listed) does not count as use."
        return Decision([event], guidance: [words])
    }

    /// A day that no supply lasts to is a slip of the hand: nobody would be told that it runs out.
    private func check(supply day: LocalDate?, since: LocalDate, on today: LocalDate) throws {
        guard let day else { return }
        let last = today.advanced(by: TreatmentTerms.mostDaysOfSupply)
        guard since <= day, day <= last else {
            throw Refusal(
                "The day on which the supply runs out cannot be right.",
                remedy: "Give a day from \(since) to \(last).")
        }
    }

    func change(_ command: ChangeMedication, in context: Context) throws -> Decision {
        let known = try taken(command.medication, of: command.client, replacing: command.replaces)
        try check(supply: command.refill, since: known.since, on: context.now.today)
        let texts = [command.dose, command.prescriber].compactMap(\.self)
        guard !texts.isEmpty || command.refill != nil, !texts.contains(where: \.isBlank) else {
            throw Refusal(
                "Nothing of the medication is changed.",
                remedy: "Say the dose, the prescriber, or the day on which it runs out.")
        }
        return Decision([
            MedicationChanged(
                client: command.client, medication: command.medication, dose: command.dose,
                prescriber: command.prescriber, refill: command.refill)
        ])
    }

    func stop(_ command: StopMedication, in context: Context) throws -> Decision {
        let medication = try taken(
            command.medication, of: command.client, replacing: command.replaces)
        guard !command.reason.isBlank else {
            throw Refusal(
                "Stopping a medication needs a reason.",
                remedy: "Say why it was stopped, and who decided it.")
        }
        let isOpioid = medication.purpose == .opioidUse
        return Decision(
            [
                MedicationStopped(
                    client: command.client, medication: command.medication,
                    day: context.now.today, reason: command.reason)
            ],
            guidance: isOpioid
                ? [
                    "Who stops medication for opioid use is in danger of an overdose: talk over "
                        + "naloxone, and how to begin again."
                ] : [])
    }

    /// A medication that the client takes, and that nobody has changed since.
    private func taken(
        _ id: MedicationID, of client: ClientID, replacing event: MessageID
    ) throws -> Prescribed {
        let chart = try known(client)
        guard let medication = chart.medications.first(where: { $0.id == id }),
            medication.stopped == nil
        else {
            throw Refusal(
                "The client takes no such medication.",
                remedy: "See `cairn client care` for what is prescribed.")
        }
        try check(event, isStanding: medication.event, of: "medication")
        return medication
    }
}

extension Chart {
    /// What the client takes by that name, however it is written.
    func taken(named name: String) -> Prescribed? {
        medications.first { $0.stopped == nil && $0.isNamed(name) }
    }
}

extension [TestedSubstance] {
    /// For a sentence.
    var listed: String { map(\.rawValue).joined(separator: ", ") }
}
