package import Messages

/// A questionnaire as its data file describes it: items, sums, bands, and the signs of danger.
///
/// Bands are policy, not fact: published band sets disagree, so each names its source, and the
/// answers stay what is kept. `docs/clinical/instrument.schema.json` describes the file.
package struct Instrument: Codable, Hashable, Sendable {
    /// `phq-9`, as a submission names it.
    package var id: String
    /// What people call it.
    package var name: String
    /// Another number for each change by which equal answers come to another result.
    package var version: String
    /// Who answers or rates, in a few words.
    package var respondent: String
    /// Who goes through it with the client, best first; whoever does so with most forms if left out.
    package var administeredBy: [Role]?
    /// The days that the questions ask about; 0 for the state at this moment.
    package var lookbackDays: Int
    /// What may be answered, by a name that the items use.
    package var answerSets: [String: AnswerSet]
    /// The questions, in their order.
    package var items: [Item]
    /// The sums; none where answers are only sorted.
    package var scales: [Scale]
    /// The published band sets; the first policy is the default.
    package var bandings: [Banding]
    /// The published ways to sort answers that are not summed.
    package var triages: [Triage]
    /// Marks on a whole form.
    package var flags: [Flag]
    /// Marks by a number of symptoms.
    package var symptomCounts: [SymptomCount]
    /// Items that cannot be less than others.
    package var consistency: [Consistency]
    /// The published rules by which items are left out.
    package var skips: [Skip]
    /// The signs of danger, each judged by itself, whole form or not.
    package var dangers: [Danger]
    /// The items whose missing answer is a task for today.
    package var mustAnswer: [String]
    /// How long a form counts as evidence.
    package var validity: Validity
    /// When it is to be asked.
    package var cadence: Cadence
    /// What change of a scale is more than chance; empty where none is known.
    package var reliableChange: [ReliableChange]
    /// What it tells of use; `nil` where it does not ask about it.
    package var use: Use?
    /// Its codes, where it has any.
    package var loinc: LOINC?
    /// What may be shipped of it.
    package var licence: Licence
    /// Where the rest of its numbers and rules come from.
    package var sources: [Source]

    package init(from decoder: any Decoder) throws {
        let file = try decoder.container(keyedBy: CodingKeys.self)
        func list<Element: Decodable>(_ key: CodingKeys) throws -> [Element] {
            try file.decodeIfPresent([Element].self, forKey: key) ?? []
        }
        id = try file.decode(String.self, forKey: .id)
        name = try file.decode(String.self, forKey: .name)
        version = try file.decode(String.self, forKey: .version)
        respondent = try file.decode(String.self, forKey: .respondent)
        administeredBy = try file.decodeIfPresent([Role].self, forKey: .administeredBy)
        lookbackDays = try file.decode(Int.self, forKey: .lookbackDays)
        answerSets = try file.decode([String: AnswerSet].self, forKey: .answerSets)
        items = try file.decode([Item].self, forKey: .items)
        scales = try file.decode([Scale].self, forKey: .scales)
        bandings = try list(.bandings)
        triages = try list(.triages)
        flags = try list(.flags)
        symptomCounts = try list(.symptomCounts)
        consistency = try list(.consistency)
        skips = try list(.skips)
        dangers = try list(.dangers)
        mustAnswer = try list(.mustAnswer)
        validity = try file.decode(Validity.self, forKey: .validity)
        cadence = try file.decode(Cadence.self, forKey: .cadence)
        reliableChange = try list(.reliableChange)
        use = try file.decodeIfPresent(Use.self, forKey: .use)
        loinc = try file.decodeIfPresent(LOINC.self, forKey: .loinc)
        licence = try file.decode(Licence.self, forKey: .licence)
        sources = try file.decode([Source].self, forKey: .sources)
    }
}

extension Instrument {
    /// Who goes through most forms with a client, best first. A choice of Cairn's own, which a
    /// clinician confirms: docs/clinical/duties.md.
    package static let usualRoles: [Role] = [.clinician, .nurse, .caseManager]

    /// Who goes through it with the client, best first.
    package var roles: [Role] { administeredBy ?? Self.usualRoles }

    /// The item of that key.
    package func item(_ key: String) -> Item? { items.first { $0.key == key } }

    /// What may be answered to an item.
    package func answers(to item: Item) -> AnswerSet {
        answerSets[item.answers] ?? AnswerSet(values: [])
    }

    /// The scale of that id.
    package func scale(_ id: String) -> Scale? { scales.first { $0.id == id } }

    /// The band sets by policy, the default first.
    package var policies: [String] {
        bandings.reduce(into: []) { if !$0.contains($1.policy) { $0.append($1.policy) } }
    }

    /// The least and the most that a scale can come to, over whole forms.
    package func range(of scale: Scale) -> ClosedRange<Int> {
        let points = scale.items.compactMap(item).map { answers(to: $0).allPoints }
        let times = scale.times ?? 1
        let isShortened = !(scale.leavesOut ?? []).isEmpty || !skips.isEmpty
        let least = isShortened ? 0 : points.reduce(0) { $0 + ($1.min() ?? 0) } * times
        return least...max(least, points.reduce(0) { $0 + ($1.max() ?? 0) } * times)
    }
}
