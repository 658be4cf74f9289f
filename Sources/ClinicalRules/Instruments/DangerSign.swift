package import Messages

/// A reason to alert, found in one form.
package struct DangerSign: Hashable, Sendable {
    /// What the danger is.
    package var kind: AlertKind
    /// How soon a person must act.
    package var urgency: AlertUrgency
    /// What to do now.
    package var guidance: String
    /// The intake questions that told it.
    package var questions: [String]

    /// Takes what it is, how soon, what to do, and the intake questions that told it.
    package init(
        kind: AlertKind, urgency: AlertUrgency, guidance: String, questions: [String] = []
    ) {
        self.kind = kind
        self.urgency = urgency
        self.guidance = guidance
        self.questions = questions
    }
}

extension Instrument {
    /// The danger signs of a form, each item judged by itself, whole form or not.
    ///
    /// - Parameters:
    ///   - banding: the clinic's band set; where its severe band begins lower, that limit counts.
    ///   - isHighRisk: whether a concern of suicide risk is open that is for now, which makes any
    ///     new sign of it urgent.
    package func dangerSigns(
        in answers: [String: ItemAnswer], banding wanted: String?, isHighRisk: Bool
    ) -> [DangerSign] {
        var signs = dangers.compactMap { danger -> DangerSign? in
            guard signals(danger, in: answers, banding: wanted) else { return nil }
            let isUrgent = danger.kind == .suicideRisk && isHighRisk && triages.isEmpty
            return DangerSign(
                kind: danger.kind, urgency: isUrgent ? .now : danger.urgency,
                guidance: isUrgent
                    ? "The suicide risk is high until a clinician closes it: stay with the client now. "
                        + danger.guidance
                    : danger.guidance)
        }
        let open = openSafetyItems(of: answers, banding: wanted)
        if !open.isEmpty {
            signs.append(.open("\(name): ask \(open.joined(separator: ", ")) again today."))
        }
        return signs
    }

    /// The items without an answer behind which danger may hide: the safety items, but those that
    /// the form's own rule leaves out, and the items of a sum that could still reach its limit.
    package func openSafetyItems(
        of answers: [String: ItemAnswer], banding wanted: String?
    ) -> [String] {
        let hiding = dangers.flatMap { hidingItems(of: $0, in: answers, banding: wanted) }
        let open = items.map(\.key).filter { isOpen($0, in: answers) }
        return open.filter { mustAnswer.contains($0) || hiding.contains($0) }
    }

    private func isOpen(_ key: String, in answers: [String: ItemAnswer]) -> Bool {
        if case .open = reading(of: key, in: answers) { return true }
        return false
    }

    /// The open items of a sum that is below its limit only as long as they stay open.
    private func hidingItems(
        of danger: Danger, in answers: [String: ItemAnswer], banding wanted: String?
    ) -> [String] {
        guard let scale = danger.scale.flatMap(scale),
            let limit = limit(of: danger, in: answers, banding: wanted)
        else { return [] }
        let sum = sum(of: scale.id, in: answers)
        let open = counted(by: scale, in: answers).filter { isOpen($0, in: answers) }
        let most = open.compactMap(item).reduce(0) {
            $0 + (self.answers(to: $1).allPoints.max() ?? 0)
        }
        return sum < limit && sum + most * (scale.times ?? 1) >= limit ? open : []
    }

    /// The limit of a sum: its own, or that of the clinic's band where it begins lower.
    private func limit(
        of danger: Danger, in answers: [String: ItemAnswer], banding wanted: String?
    ) -> Int? {
        let banding = bandings(wanted, for: answers).first { $0.scale == danger.scale }
        let band = banding?.bands.first { $0.name == danger.band }?.min
        return danger.atLeast.map { min($0, band ?? $0) }
    }

    private func signals(
        _ danger: Danger, in answers: [String: ItemAnswer], banding wanted: String?
    ) -> Bool {
        if let scale = danger.scale,
            let limit = limit(of: danger, in: answers, banding: wanted)
        {
            return sum(of: scale, in: answers) >= limit
        }
        if let items = danger.items {
            return items.contains { isPositive($0, in: answers, atLeast: danger.atLeast ?? 1) }
        }
        return strictestUrgency(of: answers) == danger.urgency
    }

    /// Where published triages differ, the stricter counts.
    private func strictestUrgency(of answers: [String: ItemAnswer]) -> AlertUrgency? {
        let urgencies = outcomes(of: answers).compactMap(\.outcome.urgency)
        return urgencies.contains(.now) ? .now : urgencies.first
    }
}

extension DangerSign {
    /// A safety question that has no answer yet.
    package static func open(_ guidance: String) -> DangerSign {
        DangerSign(kind: .safetyQuestionOpen, urgency: .today, guidance: guidance)
    }

    /// A form that nobody here can judge is read by a person.
    package static func unreadable(_ instrument: String) -> DangerSign {
        .open(
            "A form of an unknown kind, \(instrument), was handed in and could not be judged: "
                + "read its answers for danger signs today.")
    }
}
