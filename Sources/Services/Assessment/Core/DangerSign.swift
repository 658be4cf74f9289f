internal import Messages

/// A reason to alert, found in one form.
struct DangerSign: Hashable {
    var kind: AlertKind
    var urgency: AlertUrgency
    var guidance: String
}

extension Instrument {
    /// The danger signs of a form, each item judged by itself, whole form or not.
    ///
    /// - Parameters:
    ///   - banding: the clinic's band set; where its severe band begins lower, that limit counts.
    ///   - isScreenHigh: whether the last suicide screen was high, which makes any new sign urgent.
    func dangerSigns(
        in answers: [String: ItemAnswer], banding wanted: String, isScreenHigh: Bool
    ) -> [DangerSign] {
        var signs = dangers.compactMap { danger -> DangerSign? in
            guard signals(danger, in: answers, banding: wanted) else { return nil }
            let isUrgent = danger.kind == .suicideRisk && isScreenHigh && triages.isEmpty
            return DangerSign(
                kind: danger.kind, urgency: isUrgent ? .now : danger.urgency,
                guidance: isUrgent
                    ? "The last suicide screen was high: stay with the client now. "
                        + danger.guidance
                    : danger.guidance)
        }
        let open = openSafetyItems(of: answers)
        if !open.isEmpty {
            signs.append(.open("\(name): ask \(open.joined(separator: ", ")) again today."))
        }
        return signs
    }

    /// The safety items without an answer, but those that the form's own rule leaves out.
    func openSafetyItems(of answers: [String: ItemAnswer]) -> [String] {
        mustAnswer.filter { reading(of: $0, in: answers) == .open }
    }

    private func signals(
        _ danger: Danger, in answers: [String: ItemAnswer], banding wanted: String
    ) -> Bool {
        if let scale = danger.scale, let limit = danger.atLeast {
            let lower = banding(wanted)?.bands.first { $0.name == danger.band }?.min ?? limit
            return sum(of: scale, in: answers) >= min(limit, lower)
        }
        if !danger.anyPositive.isEmpty {
            return danger.anyPositive.contains { isPositive($0, in: answers) }
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
    static func open(_ guidance: String) -> DangerSign {
        DangerSign(kind: .safetyQuestionOpen, urgency: .today, guidance: guidance)
    }

    /// A form that nobody here can judge is read by a person.
    static func unreadable(_ instrument: String) -> DangerSign {
        .open(
            "A form of an unknown kind, \(instrument), was handed in and could not be judged: "
                + "read its answers for danger signs today.")
    }
}
