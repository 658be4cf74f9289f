internal import ClinicalRules
internal import Messages

extension Intake {
    /// The forms that are due, of all clients: each is the duty of the primary clinician, or of
    /// whoever else goes through it.
    func formDuties(in context: Context) -> [DutyNeed] {
        var schedule = FormSchedule(
            of: InstrumentLibrary.all, and: therapyForms, in: context.clinic, at: context.now)
        // Nobody fills in a form who is gone.
        return charts.filter { !$0.value.hasLeft }.flatMap { client, chart in
            schedule.due(
                by: chart.history, at: chart.formStage(in: context.clinic),
                in: chart.treatment?.phase
            ).map { due in
                DutyNeed(
                    .fillForm, client: client, about: due.instrument.id,
                    roles: due.instrument.roles, preferred: chart.keeper, since: due.since,
                    term: due.term, words: due.words)
            }
        }
    }
}
