package import Messages

extension Charts {
    package func decide(_ command: any Command, by actor: Actor, in context: inout Context) throws
        -> Decision
    {
        switch command {
        case let command as WriteTreatmentPlan: try write(command, in: context)
        case let command as SignTreatmentPlan: try sign(command, by: actor, in: context)
        case let command as ReviewTreatmentPlan: try review(command, by: actor, in: context)
        case let command as StartMedication: try start(command, in: &context)
        case let command as ChangeMedication: try change(command, in: context)
        case let command as StopMedication: try stop(command, in: context)
        case let command as OrderUrineTest: try order(command, in: &context)
        case let command as RecordCollection: try record(command, by: actor, in: context)
        case let command as RecordTestResult: try record(command, in: context)
        case let command as JudgeTest: try judge(command)
        case let command as ChooseCollector: try choose(command)
        case let command as RequireCertification: try require(command)
        case let command as CertifyTreatment: try certify(command, by: actor, in: context)
        default:
            throw Refusal(
                "Treatment does not take this command.",
                remedy: "See `cairn send --list` for the commands of each service.")
        }
    }

    package func react(to fact: Fact, in context: inout Context) throws -> Decision {
        guard let event = fact.event as? DayBegan else { return Decision() }
        return Decision(begin(event.date, in: &context))
    }

    package func answer(_ query: any Query, in context: Context) throws -> any Codable & Sendable {
        guard let query = query as? ClientCare else {
            throw Refusal(
                "Treatment does not answer this query.",
                remedy: "See `cairn ask --list` for the queries of each service.")
        }
        return (charts[query.client] ?? Chart()).care
    }

    /// The chart of somebody who is registered.
    func known(_ client: ClientID) throws -> Chart {
        guard let chart = charts[client], chart.isRegistered || chart.stay != nil else {
            throw Refusal(
                "The client is not known here.",
                remedy: "Check the id; a registration of this moment counts within seconds.")
        }
        return chart
    }

    /// The chart and the stay of somebody who is enrolled.
    func enrolled(_ client: ClientID) throws -> (chart: Chart, stay: Chart.Stay) {
        let chart = try known(client)
        guard let stay = chart.stay else {
            throw Refusal(
                "The client is not enrolled.",
                remedy: "Confirm a placement at the program's level first; an enrollment of this "
                    + "moment counts within seconds.")
        }
        return (chart, stay)
    }

    /// Refuses a change of what was changed since.
    func check(_ replaced: MessageID?, isStanding event: MessageID?, of what: String) throws {
        guard replaced != event else { return }
        throw Refusal(
            "The \(what) that is replaced is not the one that stands.",
            remedy: event.map {
                "Now it is that of event \($0): see `cairn client care`, and change that one."
            } ?? "None stands now: leave out what it replaces.")
    }
}
