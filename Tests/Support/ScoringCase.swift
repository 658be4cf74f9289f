internal import Foundation
package import Messages
internal import TestKit

/// A given case: answers, and what an independent implementation makes of them.
package struct ScoringCase: Decodable, Sendable, CustomStringConvertible {
    /// Which case it is.
    package var id: String
    /// The instrument that was answered.
    package var instrument: String
    /// The answers as they are given.
    package var answers: JSONFragment
    private var expect: Expectation

    package var description: String { id }

    private struct Expectation: Decodable, Sendable {
        var complete: Bool?
        var error: String?
        var item: Int?
        var total: Int?
        var raw: Int?
        var score: Int?
        var count: Int?
        var band: Band?
        var mds: Bool?
        var ods: Bool?
        var hasItem9: Bool?
        var positive: Positive?
        var use: Int?
        var risk: Int?
        var protective: Int?
        var flags: [String]?
        var columbia: String?
        var vaRiskID: String?

        enum CodingKeys: String, CodingKey {
            case complete, error, item, total, raw, score, count, band, mds, ods, positive, use
            case risk, protective, flags, columbia
            case hasItem9 = "item9_flag"
            case vaRiskID = "va-risk-id"
        }
    }

    /// One band, or one for each band set.
    private enum Band: Decodable, Sendable {
        case one(String)
        case byPolicy([String: String])

        init(from decoder: any Decoder) throws {
            let container = try decoder.singleValueContainer()
            if let name = try? container.decode(String.self) {
                self = .one(name)
            } else {
                self = .byPolicy(try container.decode([String: String].self))
            }
        }
    }

    /// Whether it is over the limit, or for whom it is.
    private enum Positive: Decodable, Sendable {
        case one(Bool)
        case bySex([String: Bool])

        init(from decoder: any Decoder) throws {
            let container = try decoder.singleValueContainer()
            if let isPositive = try? container.decode(Bool.self) {
                self = .one(isPositive)
            } else {
                self = .bySex(try container.decode([String: Bool].self))
            }
        }
    }

    /// All that are given.
    package static func all() throws -> [ScoringCase] {
        let file = Golden.root()
            .appending(path: "Tests/ClinicalRulesTests/Fixtures/scoring-cases.json")
        return try JSONDecoder().decode([ScoringCase].self, from: Data(contentsOf: file))
    }
}

/// What was made of a form, as `cairn assess score --json` says it.
package struct ScoringOutcome: Decodable {
    /// What is wrong with an item.
    package struct Problem: Decodable {
        package var item: String?
        package var problem: String

        package init(item: String?, problem: String) {
            self.item = item
            self.problem = problem
        }
    }

    package var complete: Bool
    package var scores: [String: Int]
    package var bands: [String: String]
    package var flags: [String]
    package var problems: [Problem]

    package init(
        complete: Bool, scores: [String: Int], bands: [String: String], flags: [String],
        problems: [Problem]
    ) {
        self.complete = complete
        self.scores = scores
        self.bands = bands
        self.flags = flags
        self.problems = problems
    }
}

/// A case as it is scored once: with a band set, or for one sex.
package struct ScoringRun {
    /// The band set; the instrument's first where there is none.
    package var policy: String?
    /// The answers, as `--answers` takes them.
    package var answers: JSONFragment
    /// What the outcome does not have, or has and should not.
    package var mismatches: (ScoringOutcome) -> [String]
}

extension ScoringCase {
    /// Each way in which the case is to be scored.
    package var runs: [ScoringRun] {
        switch (expect.band, expect.positive) {
        case (.byPolicy(let bands)?, _):
            bands.sorted { $0.key < $1.key }.map { policy, band in
                run(policy: policy) { $0.bands["total"] == band ? [] : ["band \(band)"] }
            }
        case (_, .bySex(let found)?):
            found.sorted { $0.key < $1.key }.map { sex, isPositive in
                run(sex: sex) { outcome in
                    (outcome.bands["total"] == "positive") == isPositive ? [] : ["\(sex)"]
                }
            }
        default: [run { _ in [] }]
        }
    }

    private func run(
        policy: String? = nil, sex: String? = nil,
        _ more: @escaping (ScoringOutcome) -> [String]
    ) -> ScoringRun {
        ScoringRun(policy: policy, answers: form(sex: sex)) { mismatches(in: $0) + more($0) }
    }

    /// The answers by the items of the data file: some cases tell them in another shape.
    private func form(sex: String?) -> JSONFragment {
        switch (instrument, answers) {
        case ("audit-c", .array(let list)):
            var fields: [String: JSONFragment] = [:]
            for (index, answer) in list.enumerated() { fields["\(index + 1)"] = answer }
            fields["sex"] = sex.map { .string($0) }
            return .object(fields)
        case ("dsm5-sud", .object(let fields)): return criteria(fields)
        case ("taps", .object(let fields)): return substance(fields)
        default: return answers
        }
    }

    private func criteria(_ fields: [String: JSONFragment]) -> JSONFragment {
        let names = ["tolerance": 10, "withdrawal": 11]
        let met: Set<Int> =
            switch fields["met"] {
            case .integer(let count)?: Set((1...11).prefix(Int(count)))
            case .array(let list)?:
                Set(list.compactMap { if case .string(let name) = $0 { names[name] } else { nil } })
            default: []
            }
        var form = Dictionary(
            uniqueKeysWithValues: (1...11).map { ("\($0)", JSONFragment.bool(met.contains($0))) }
        ).mapValues { $0 == .bool(true) ? JSONFragment.string("met") : .string("not met") }
        if fields["context"] != nil { form["prescribed"] = .string("yes") }
        return .object(form)
    }

    /// One substance was used, and so many of its questions are answered with yes.
    private func substance(_ fields: [String: JSONFragment]) -> JSONFragment {
        guard case .string(let name)? = fields["substance"], case .integer(let yes)? = fields["yes"]
        else { return .null }
        var form: [String: JSONFragment] = [:]
        for gate in ["use.tobacco", "use.alcohol", "use.drugs", "use.prescription"] {
            form[gate] = .string(gate == "use.drugs" ? "monthly" : "never")
        }
        for other in [
            "tobacco", "alcohol", "cannabis", "stimulants", "heroin", "opioids", "sedatives",
            "rx-stimulants", "other",
        ] {
            form["\(other).1"] = .string("no")
        }
        for number in 1...3 { form["\(name).\(number)"] = .string(number <= yes ? "yes" : "no") }
        return .object(form)
    }

    private var scale: String {
        switch instrument {
        case "who-5": "score"
        case "dsm5-sud": "count"
        case "taps": "cannabis"
        default: "total"
        }
    }

    private func mismatches(in outcome: ScoringOutcome) -> [String] {
        let isScored = expect.error == nil && expect.complete != false
        guard isScored else { return refusals(in: outcome) }
        var found: [String] = outcome.complete ? [] : ["complete"]
        func check(_ name: String, _ wanted: Int?, _ got: Int?) {
            if let wanted, wanted != got { found.append("\(name) \(wanted), not \(got ?? -1)") }
        }
        check("total", expect.total, outcome.scores["total"])
        if expect.use != nil, outcome.scores["total"] != nil { found.append("a total") }
        check("raw", expect.raw, outcome.scores["raw"])
        check("score", expect.score, outcome.scores[scale])
        check("count", expect.count, outcome.scores["count"])
        check("use", expect.use, outcome.scores["use"])
        check("risk", expect.risk, outcome.scores["risk"])
        check("protective", expect.protective, outcome.scores["protective"])
        if case .one(let band)? = expect.band, outcome.bands[scale] != band {
            found.append("band \(band), not \(outcome.bands[scale] ?? "none")")
        }
        if case .one(let isPositive)? = expect.positive,
            outcome.flags.contains("positive") != isPositive
        {
            found.append("positive \(isPositive)")
        }
        let marks = [
            ("mds", expect.mds), ("ods", expect.ods), ("item-9", expect.hasItem9),
        ]
        for (mark, wanted) in marks where wanted.map({ $0 != outcome.flags.contains(mark) }) == true
        {
            found.append("flag \(mark)")
        }
        if let flags = expect.flags, flags != outcome.flags { found.append("flags \(flags)") }
        for (policy, wanted) in [
            ("columbia", expect.columbia), ("va-risk-id", expect.vaRiskID),
        ] where wanted.map({ $0 != outcome.bands[policy] }) == true {
            found.append("\(policy) \(wanted ?? "")")
        }
        return found
    }

    /// A form that cannot be scored has no score, and the item is named.
    private func refusals(in outcome: ScoringOutcome) -> [String] {
        var found: [String] = outcome.complete || !outcome.scores.isEmpty ? ["no score"] : []
        let words = ["out_of_range": "out-of-range", "value_not_allowed": "value-not-allowed"]
        let word = expect.error.flatMap { words[$0] } ?? "absent"
        let isNamed = outcome.problems.allSatisfy { $0.problem == word && $0.item != nil }
        if outcome.problems.isEmpty || !isNamed { found.append("\(word)") }
        if let item = expect.item, !outcome.problems.contains(where: { $0.item == "\(item)" }) {
            found.append("item \(item)")
        }
        return found
    }
}
