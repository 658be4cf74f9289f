/// What a therapy is not for, and which open concern says that a client has it.
///
/// The clinic's records say it only where a concern is open: that none is says nothing. So the rest is
/// not known, and a person's to judge.
package enum Contraindication {
    /// Words of contracts that are not those of concerns.
    private static let others: [String: AlertKind] = [
        "psychosis": .acutePsychosis, "suicidal-crisis": .suicideRisk,
        "violence-at-home": .dangerAtHome, "withdrawal": .severeWithdrawal,
    ]
    /// Concerns that say too little to keep anybody out.
    private static let vague: Set<AlertKind> = [.therapySign, .safetyQuestionOpen]

    /// The concern that says so while it is open; `nil` where no record can.
    package static func concern(_ word: String) -> AlertKind? {
        let kind = others[word] ?? AlertKind(rawValue: word)
        return kind.isKnown && !vague.contains(kind) ? kind : nil
    }
}
