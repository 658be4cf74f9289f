package import Messages

/// Why a level follows, in sentences: what holds it and what decides first, the rest on request.
package struct Explanation: Equatable, Sendable {
    /// The gates that hold with their values, the dimensions that decide, what is not known.
    package private(set) var reasons: [String] = []
    /// All else that was read: other ratings, forms, answers, gates that were cleared.
    package private(set) var details: [String] = []
    /// What was read, by id: an error in any of it is an error in the level.
    package private(set) var basis: [String] = []

    /// - Parameters:
    ///   - judgement: what the policy made of the evidence at that time.
    ///   - local: a moment as the clinic's clock shows it.
    package init(
        of judgement: Judgement, from evidence: Evidence, by policy: PlacementPolicy,
        edition: PlacementEdition, at now: Timestamp, local: (Timestamp) -> String
    ) {
        let evidence = evidence.fresh(at: now, by: policy)
        let when = { (time: Timestamp) in "\(Self.age(of: time, at: now)) (\(local(time)))" }
        reasons = judgement.gates.map { Self.held(by: $0, at: now) }
        let treats = judgement.meanwhile.map { "Until then level \($0) treats it." }
        if !judgement.gates.isEmpty, judgement.level != judgement.meanwhile {
            reasons += [treats].compactMap(\.self)
        }
        for demand in policy.demands(of: evidence, edition: edition) {
            let sentence = Self.rated(demand, when)
            if judgement.deciding.contains(demand.dimension.number) {
                reasons.append(sentence + " It decides.")
            } else {
                details.append(sentence)
            }
        }
        if judgement.isEnhanced {
            reasons.append("The program should be co-occurring enhanced.")
        }
        if !judgement.missing.isEmpty {
            reasons.append("Not known yet: \(judgement.missing.joined(separator: ", ")).")
        }
        details += policy.sources(in: evidence, when)
        basis = policy.basis(of: evidence, edition: edition)
    }

    private static func held(by open: OpenGate, at now: Timestamp) -> String {
        let findings = open.findings.map { "\($0.value), \(age(of: $0.at, at: now))" }
        return "Held by \(open.gate.id), \(open.gate.finding): "
            + "\(findings.joined(separator: "; ")). It is cleared by \(open.remedy)."
    }

    private static func rated(
        _ demand: PlacementPolicy.Demand, _ when: (Timestamp) -> String
    ) -> String {
        let rater = demand.rated.rater.map { " by \($0)" } ?? ""
        let asks =
            demand.rating.mustEvaluate == true
            ? "it is to be evaluated"
            : demand.rating.level.map { "at least level \($0)" } ?? "any level"
        let on = demand.rated.evidence.map(\.text).joined(separator: ", ")
        return "Dimension \(demand.dimension.number) (\(demand.dimension.name)) rated "
            + "\(demand.rating.said)\(rater) \(when(demand.rated.at)): \(asks)."
            + (on.isEmpty ? "" : " Evidence: \(on).")
    }

    /// "today", "1 day ago", "12 days ago": in spans of 24 hours.
    package static func age(of time: Timestamp, at now: Timestamp) -> String {
        let days = now.days(since: time)
        return switch days {
        case ..<1: "today"
        case 1: "1 day ago"
        default: "\(days) days ago"
        }
    }
}

extension PlacementPolicy {
    /// What was read besides ratings, with how old it is.
    fileprivate func sources(in evidence: Evidence, _ when: (Timestamp) -> String) -> [String] {
        let forms = usedForms(in: evidence).map { instrument, form, isWhole in
            "Read: \(instrument), form \(form.submission), \(when(form.at))"
                + (isWhole ? "." : ", not whole.")
        }
        let oldest = evidence.intake.values.map(\.at).min()
        let cleared = evidence.clearings.sorted { $0.key < $1.key }.map { gate, clearing in
            "Cleared: \(gate), by \(clearing.act)"
                + (clearing.by.map { " of \($0)" } ?? "") + ", \(when(clearing.at))."
        }
        return forms + (oldest.map { ["Read: intake answers, the oldest \(when($0))."] } ?? [])
            + cleared
    }

    fileprivate func basis(of evidence: Evidence, edition: PlacementEdition) -> [String] {
        usedForms(in: evidence).map { "form \($0.form.submission)" }
            + demands(of: evidence, edition: edition).map { demand in
                let event = demand.rated.event.map { " \($0)" } ?? ""
                return "dimension \(demand.dimension.number)\(event)"
            }
            + evidence.intake.sorted { $0.key < $1.key }.map { question, answer in
                "\(question) \(answer.answer.given.map(String.init) ?? "open")"
            }
            + evidence.clearings.sorted { $0.key < $1.key }.map { gate, clearing in
                "cleared \(gate)" + (clearing.event.map { " \($0)" } ?? "")
            }
    }

    private func usedForms(in evidence: Evidence)
        -> [(instrument: String, form: Evidence.Form, isWhole: Bool)]
    {
        evidence.forms.sorted { $0.key < $1.key }.filter { isUsed($0.key) }
            .flatMap { instrument, standing in
                standing.all.map { (instrument, $0, $0 != standing.partial) }
            }
    }

    private func isUsed(_ form: String) -> Bool {
        requiredForms.contains { $0.form == form }
            || gates.contains { $0.when.contains { $0.form == form } }
            || notes.contains { $0.when.contains { $0.form == form } }
    }
}
