import Messages
import TestKit
import TestSupport
import Testing

@testable import ClinicalRules

extension [String: ItemAnswer] {
    /// Items `1` and on with these values; `nil` is not on the form.
    static func items(_ values: [Int?]) -> Self {
        var answers = Self()
        for (index, value) in values.enumerated() {
            answers["\(index + 1)"] = value.map { ItemAnswer(value: $0) }
        }
        return answers
    }

    static func values(_ values: [String: Int]) -> [String: ItemAnswer] {
        values.mapValues { ItemAnswer(value: $0) }
    }

    /// Answers as a given case has them.
    init(_ given: JSONFragment, to instrument: Instrument) {
        self = [:]
        let fields: [(String, JSONFragment)] =
            switch given {
            case .array(let list): Array(zip(instrument.items.map(\.key), list))
            case .object(let fields): fields.map { ($0.key, $0.value) }
            default: []
            }
        for (key, value) in fields {
            switch value {
            case .integer(let number): self[key] = ItemAnswer(value: Int(number))
            case .string(let word):
                let set = instrument.item(key).map(instrument.answers)
                let place = set?.labels?.firstIndex(of: word)
                self[key] = place.flatMap { set?.values[$0] }.map { ItemAnswer(value: $0) }
            default: break
            }
        }
    }
}

@Suite("What a form comes to")
struct ScoringTests {
    @Test("The given cases are of instruments that are here, and as many as were given")
    func cases() throws {
        let cases = try ScoringCase.all()
        #expect(cases.count == 86)
        let unknown = Set(cases.map(\.instrument)).subtracting(InstrumentLibrary.instruments.keys)
        #expect(unknown == [])
        #expect(InstrumentLibrary.instruments.count == 18)
    }

    @Test("Each given case comes to what an independent implementation makes of it")
    func scores() throws {
        for given in try ScoringCase.all() {
            let instrument = try #require(InstrumentLibrary.instrument(given.instrument))
            for run in given.runs {
                let answers = [String: ItemAnswer](run.answers, to: instrument)
                let judged = instrument.judge(answers, banding: run.policy)
                let outcome = ScoringOutcome(
                    complete: judged.score != nil, scores: judged.score?.scores ?? [:],
                    bands: judged.score?.bands ?? [:], flags: judged.score?.flags ?? [],
                    problems: judged.problems.filter(\.preventsScore).map {
                        .init(item: $0.item, problem: $0.word)
                    })
                #expect(run.mismatches(outcome) == [], "\(given.id) \(run.policy ?? "")")
            }
        }
    }

    @Test("AUDIT-C goes by the sex that the form tells; without it the stricter limit counts")
    func sex() throws {
        let instrument = try #require(InstrumentLibrary.instrument("audit-c"))
        func band(_ total: Int, sex: Int?) -> String? {
            var answers: [String: ItemAnswer] = .items([total, 0, 0])
            answers["sex"] = sex.map { ItemAnswer(value: $0) }
            return instrument.judge(answers, banding: "asam-2020").score?.bands["total"]
        }
        #expect([2, 3, 4].map { band($0, sex: 1) } == ["negative", "negative", "positive"])
        #expect([2, 3, 4].map { band($0, sex: 2) } == ["negative", "positive", "positive"])
        #expect([2, 3, 4].map { band($0, sex: nil) } == ["negative", "positive", "positive"])
        var refused: [String: ItemAnswer] = .items([3, 0, 0])
        refused["sex"] = ItemAnswer(missing: .refused)
        #expect(instrument.judge(refused, banding: nil).score?.bands["total"] == "positive")
        #expect(instrument.judge(refused, banding: "uk-phe").score?.bands["total"] == "lower")
    }

    @Test(
        "A missing item is never taken for zero: without any one of its own no form has a score"
    )
    func missing() throws {
        for instrument in InstrumentLibrary.all {
            var whole: [String: ItemAnswer] = [:]
            for item in instrument.items where item.isOptional != true {
                let values = instrument.answers(to: item).values
                whole[item.key] = ItemAnswer(value: values.last ?? 0)
            }
            #expect(instrument.judge(whole, banding: nil).score != nil, "\(instrument.id)")
            for item in instrument.items where item.isOptional != true {
                var form = whole
                form[item.key] = nil
                let judged = instrument.judge(form, banding: nil)
                #expect(judged.score == nil, "\(instrument.id) without \(item.key)")
                #expect(judged.problems.contains(.unanswered(item.key, .absent)))
            }
        }
    }

    @Test("Each value that an item does not have is refused, and the reason names item and range")
    func impossible() throws {
        for instrument in InstrumentLibrary.all {
            for item in instrument.items {
                let set = instrument.answers(to: item)
                for value in -2...35 where !set.values.contains(value) {
                    let problems = instrument.problems(of: [item.key: ItemAnswer(value: value)])
                    let found = problems.first { $0.item == item.key }
                    #expect(found?.isImpossible == true, "\(instrument.id) \(item.key) \(value)")
                    let text = found?.description ?? ""
                    #expect(text.contains("Item \(item.key) ") && text.contains(set.listed))
                }
            }
        }
        let pulse = try #require(InstrumentLibrary.instrument("cows"))
            .problems(of: .items([3])).first
        #expect(pulse?.word == "value-not-allowed")
        #expect(pulse?.description.contains("0, 1, 2, 4") == true)
    }

    @Test("Not given, not asked, refused, left out by rule, and contradictory are told apart")
    func gaps() throws {
        let instrument = try #require(InstrumentLibrary.instrument("audit"))
        var answers: [String: ItemAnswer] = .items([2, 1, 0, nil, 1, 1, 1, 1, 0, 0])
        func problem(_ answer: ItemAnswer?) -> FormProblem? {
            answers["4"] = answer
            return instrument.problems(of: answers).first
        }
        var both = ItemAnswer(value: 0)
        both.missing = .refused
        var other = ItemAnswer(value: 2)
        other.missing = .notAsked
        #expect(problem(nil) == .unanswered("4", .absent))
        #expect(problem(ItemAnswer(missing: .notAsked)) == .unanswered("4", .notAsked))
        #expect(problem(ItemAnswer(missing: .refused)) == .unanswered("4", .refused))
        #expect(problem(ItemAnswer(missing: .skippedByRule)) == .unanswered("4", .notSkipped))
        #expect(problem(ItemAnswer(missing: "lost")) == .unanswered("4", .unexplained))
        #expect(problem(both) == .unanswered("4", .contradictory))
        #expect(problem(other) == .unanswered("4", .contradictory))
        #expect(problem(ItemAnswer(value: 0)) == nil)
        let reasons: [ItemAnswer.Missing?] = [nil, .notAsked, .refused, .skippedByRule]
        let texts = Set(
            reasons.map { reason in
                problem(reason.map { ItemAnswer(missing: $0) })?.description
            })
        #expect(texts.count == 4)
    }

    @Test("AUDIT leaves out what its rule leaves out, and nothing else")
    func skips() throws {
        let audit = try #require(InstrumentLibrary.instrument("audit"))
        let never: [String: ItemAnswer] = .values(["1": 0, "9": 0, "10": 4])
        #expect(audit.judge(never, banding: nil).score?.scores == ["total": 4])
        #expect(audit.reading(of: "4", in: never) == .skipped)
        #expect(audit.judge(.values(["1": 0, "9": 0]), banding: nil).score == nil)
        #expect(
            audit.judge(.items([1, 0, 0, nil, nil, nil, nil, nil, 2, 0]), banding: nil)
                .score?.scores == ["total": 3])
        #expect(
            audit.judge(.items([1, 0, 1, nil, nil, nil, nil, nil, 2, 0]), banding: nil).score == nil
        )
        // Who drinks never and has a drink in the morning contradicts itself: scored, and said.
        let odd = audit.judge(.items([0, nil, nil, nil, nil, 3, nil, nil, 0, 0]), banding: nil)
        #expect(odd.score?.scores == ["total": 3])
        #expect(odd.problems == [.notLeftOut("6")])
    }

    @Test("The reversed item of DAST-10 counts for no, and its absence hides nothing")
    func reversed() throws {
        let dast = try #require(InstrumentLibrary.instrument("dast-10"))
        func total(_ third: Int?) -> Int? {
            dast.judge(.items([0, 0, third, 0, 0, 0, 0, 0, 0, 0]), banding: nil).score?.scores[
                "total"]
        }
        #expect([0, 1, nil].map(total) == [1, 0, nil])
    }

    @Test("TAPS asks no substance of whom never used any, and each of whom did")
    func taps() throws {
        let taps = try #require(InstrumentLibrary.instrument("taps"))
        let gates = ["use.tobacco", "use.alcohol", "use.drugs", "use.prescription"]
        let none = Dictionary(uniqueKeysWithValues: gates.map { ($0, 0) })
        let score = try #require(taps.judge(.values(none), banding: nil).score)
        #expect(Set(score.bands.values) == ["no_use_3m"])
        var some = none
        some["use.alcohol"] = 2
        let judged = taps.judge(.values(some), banding: nil)
        #expect(judged.score == nil)
        #expect(judged.problems.contains(.unanswered("heroin.1", .absent)))
    }

    @Test("Bands belong to a policy: one CIWA-Ar has another band in each, or none in a gap")
    func policies() throws {
        let ciwa = try #require(InstrumentLibrary.instrument("ciwa-ar"))
        let answers: [String: ItemAnswer] = .items([7, 2, 0, 0, 0, 0, 0, 0, 0, 0])
        let bands = ciwa.policies.map { ciwa.judge(answers, banding: $0).score?.bands["total"] }
        #expect(ciwa.policies == ["asam-2020", "camcops", "vista"])
        #expect(bands == ["mild", "moderate", nil])
        #expect(
            ciwa.judge(answers, banding: "vista").problems
                == [.withoutBand(policy: "vista", score: 9)])
    }
}
