import Messages
import TestKit

/// What an intake, a level of care that is not to be had yet, and forms that are due ask for.
extension CareDemands {
    func placements() throws -> [Demand] {
        let intakes = try world.view(IntakeList()).flatMap { intake -> [Demand] in
            let gates = try world.ask(PlacementView(client: intake.client))?.gates ?? []
            return gates.map {
                Demand(
                    kinds: [.clearGate], client: intake.client, about: $0.gate,
                    why: "the gate is open")
            } + [
                Demand(
                    kinds: [.fillForm, .rate, .confirmPlacement], client: intake.client,
                    why: "the intake is open")
            ]
        }
        return intakes + routineForms() + screens() + waits()
    }

    /// PHQ-9 of whoever is enrolled and was never sought: within 8 days, then each four weeks.
    private func routineForms() -> [Demand] {
        stays.compactMap { stay in
            let sought = facts(of: .aftercare, about: stay.client).contains {
                guard let event = $0.event as? FollowUpAssigned else { return false }
                return stay.opened <= $0.time
                    && [.noShow, .unrecorded].contains(event.situation)
            }
            guard !sought, !isDeclined(stay.client) else { return nil }
            let last = lastForm("phq-9", of: stay.client)
            let days = now.utc.days(since: last ?? stay.opened)
            guard (last == nil ? 8 : 29) < days else { return nil }
            return Demand(
                kinds: [.fillForm], client: stay.client, about: "phq-9",
                why: "nobody has asked for \(days) days")
        }
    }

    /// A suicide screen after a return to use, for whoever is still enrolled.
    private func screens() -> [Demand] {
        stays.compactMap { stay in
            let returned = facts(of: .aftercare, about: stay.client).last {
                $0.event is ReturnToUseReported
            }
            guard let returned, !isDeclined(stay.client),
                lastForm("c-ssrs-screener", of: stay.client).map({ $0 < returned.time }) ?? true
            else { return nil }
            return Demand(
                kinds: [.fillForm], client: stay.client, about: "c-ssrs-screener",
                why: "a return to use was told")
        }
    }

    private func lastForm(_ instrument: String, of client: ClientID) -> Timestamp? {
        facts(of: .assessment, about: client).last {
            ($0.event as? QuestionnaireSubmitted)?.instrument == instrument
        }?.time
    }

    private func isDeclined(_ client: ClientID) -> Bool {
        facts(of: .assessment, about: client).last {
            $0.event is TreatmentDeclined || $0.event is PlacementConfirmed
        }?.event is TreatmentDeclined
    }

    /// Whoever waits for a level of care, or comes from residential care.
    private func waits() -> [Demand] {
        clients(of: .assessment).flatMap { client -> [Demand] in
            var wait: PlacementConfirmed?
            var transfer: PlacementConfirmed?
            for told in facts(of: .assessment, about: client) {
                switch told.event {
                case let event as PlacementConfirmed:
                    wait = event.available == nil ? nil : event
                    transfer = event.stepDown == nil ? nil : event
                case let event as InterimReviewed where event.placement == wait?.placement:
                    if event.isAvailable { wait = nil }
                case is TransferContactMade: transfer = nil
                // A new judgement, or none that is wanted.
                case is ReassessmentOpened, is TreatmentDeclined, is PlacementRecommended,
                    is EpisodeClosed:
                    (wait, transfer) = (nil, nil)
                default: break
                }
            }
            let isEnded = facts(of: .aftercare, about: client).contains {
                $0.event is ClientDischarged || $0.event is FollowUpClosed
            }
            guard !isEnded else { return [] }
            let waiting = wait.map {
                Demand(
                    kinds: [.interimCare], client: client, about: $0.placement.text,
                    why: "level \($0.placed) cannot be had yet")
            }
            let coming = transfer.map {
                Demand(
                    kinds: [.transferContact], client: client, about: $0.placement.text,
                    why: "the client steps down from residential care")
            }
            return [waiting, coming].compactMap(\.self)
        }
    }
}
