import Messages
import Testing

@testable import AssessmentCore

/// A given case: answers, and what an independent implementation makes of them.
struct ScoringCase: Decodable, Sendable, CustomTestStringConvertible {
    var id: String
    var instrument: String
    var answers: Answers
    var expect: Expectation

    struct Answers: Decodable, Sendable {
        var byItem: [String: ItemAnswer]

        init(from decoder: any Decoder) throws {
            let container = try decoder.singleValueContainer()
            if let list = try? container.decode([Int?].self) {
                byItem = .items(list)
            } else {
                byItem = .values(try container.decode([String: Int].self))
            }
        }
    }

    struct Expectation: Decodable, Sendable {
        var complete: Bool?
        var error: String?
        var item: Int?
        var total: Int?
        var band: Band?
        var mds: Bool?
        var ods: Bool?
        var hasItem9: Bool?
        var positive: [String: Bool]?
        var use: Int?
        var risk: Int?
        var protective: Int?
        var flags: [String]?
        var columbia: String?
        var vaRiskID: String?

        enum CodingKeys: String, CodingKey {
            case complete, error, item, total, band, mds, ods, positive, use, risk
            case protective, flags, columbia
            case hasItem9 = "item9_flag"
            case vaRiskID = "va-risk-id"
        }
    }

    /// One band, or one for each band set.
    struct Band: Decodable, Sendable {
        var byPolicy: [String: String]

        init(from decoder: any Decoder) throws {
            let container = try decoder.singleValueContainer()
            if let name = try? container.decode(String.self) {
                byPolicy = ["": name]
            } else {
                byPolicy = try container.decode([String: String].self)
            }
        }
    }

    var testDescription: String { id }
    var isScored: Bool { expect.error == nil && expect.complete != false }

    static let all = load()

    private static func load() -> [ScoringCase] {
        do { return try fixture("scoring-cases", as: [ScoringCase].self) } catch {
            Issue.record(error)
            return []
        }
    }
}

@Suite struct ScoringTests {
    @Test("The given cases are those of the seven instruments")
    func cases() {
        #expect(ScoringCase.all.count == 50)
        #expect(
            Set(ScoringCase.all.map(\.instrument)) == Set(InstrumentLibrary.instruments.keys))
    }

    @Test("Each whole form of the given cases has its score", arguments: ScoringCase.all)
    func scores(_ given: ScoringCase) throws {
        guard given.isScored else { return }
        let instrument = try #require(InstrumentLibrary.instrument(given.instrument))
        let expect = given.expect
        let score = try #require(instrument.judge(given.answers.byItem, banding: "asam-2020").score)
        #expect(score.scores["total"] == expect.total)
        if let use = expect.use { #expect(score.scores["use"] == use) }
        if let risk = expect.risk { #expect(score.scores["risk"] == risk) }
        if let protective = expect.protective { #expect(score.scores["protective"] == protective) }
        if let mds = expect.mds { #expect(score.flags.contains("mds") == mds) }
        if let ods = expect.ods { #expect(score.flags.contains("ods") == ods) }
        if let item9 = expect.hasItem9 { #expect(score.flags.contains("item-9") == item9) }
        if let flags = expect.flags { #expect(score.flags == flags) }
        if let columbia = expect.columbia { #expect(score.bands["columbia"] == columbia) }
        if let va = expect.vaRiskID { #expect(score.bands["va-risk-id"] == va) }
    }

    @Test("Each band set of the given cases gives its band", arguments: ScoringCase.all)
    func bands(_ given: ScoringCase) throws {
        let instrument = try #require(InstrumentLibrary.instrument(given.instrument))
        for (policy, band) in given.expect.band?.byPolicy ?? [:] {
            let score = instrument.judge(given.answers.byItem, banding: policy).score
            #expect(score?.bands["total"] == band)
        }
        for (sex, isPositive) in given.expect.positive ?? [:] {
            let score = instrument.judge(given.answers.byItem, banding: "va-\(sex)").score
            #expect((score?.bands["total"] == "positive") == isPositive)
        }
    }

    @Test(
        "A form with a missing or unfit answer has no score, and the item is named",
        arguments: ScoringCase.all)
    func problems(_ given: ScoringCase) throws {
        guard !given.isScored else { return }
        let instrument = try #require(InstrumentLibrary.instrument(given.instrument))
        #expect(instrument.judge(given.answers.byItem, banding: "asam-2020").score == nil)
        let problems = instrument.problems(of: given.answers.byItem)
        let found = try #require(problems.first)
        #expect(problems.count == 1)
        switch (given.expect.error, found) {
        case (nil, .unanswered("3")): break
        case ("out_of_range", .outOfRange(let item, _, _)),
            ("value_not_allowed", .notAllowed(let item, _, _)):
            #expect(given.expect.item.map { "\($0)" } ?? "9" == item)
        default: Issue.record("\(given.id): \(found)")
        }
    }

    @Test("Where the sex is not known, AUDIT-C is positive from 3 points", arguments: [2, 3])
    func auditWithoutSex(total: Int) throws {
        let instrument = try #require(InstrumentLibrary.instrument("audit-c"))
        let score = instrument.judge(.items([total, 0, 0]), banding: "asam-2020").score
        #expect(score?.bands["total"] == (total >= 3 ? "positive" : "negative"))
        #expect(score?.flags == ["item-1-only"])
    }

    @Test("A score in the gap of a published band set has no band, and the answer says so")
    func gap() throws {
        var desk = try Desk.withClient(clinic: exampleClinic(Policies(withdrawalBands: "vista")))
        let decision = try desk.send(
            SubmitQuestionnaire(
                client: "c-1", instrument: "ciwa-ar",
                answers: .items([7, 2, 0, 0, 0, 0, 0, 0, 0, 0])
            ))
        let score = try #require(decision.events.last as? QuestionnaireScored)
        #expect(score.scores["total"] == 9)
        #expect(score.bands["total"] == nil)
        #expect(decision.guidance == ["The bands of vista have no name for a score of 9."])
    }

    @Test("More heavy drinking days than drinking days is a warning; the form is still scored")
    func inconsistent() throws {
        var desk = try Desk.withClient()
        var values = Dictionary(uniqueKeysWithValues: (1...17).map { ("\($0)", 0) })
        values["7"] = nil
        values["5"] = 2
        let decision = try desk.send(
            SubmitQuestionnaire(client: "c-1", instrument: "bam-iop", answers: .values(values)))
        #expect(decision.events.last is QuestionnaireScored)
        #expect(decision.guidance == ["Item 4 is less than item 5: ask again."])
    }

    @Test(
        "Every item that a rule of an instrument names exists",
        arguments: InstrumentLibrary.instruments.values.sorted { $0.id < $1.id })
    func references(_ instrument: Instrument) {
        let keys = Set(instrument.items.map(\.key))
        let named =
            instrument.scales.flatMap(\.items) + instrument.mustAnswer
            + instrument.skips.flatMap { $0.items + [$0.whenZero] }
            + instrument.triages.flatMap(\.outcomes).flatMap(\.anyPositive)
            + instrument.dangers.flatMap(\.anyPositive)
            + instrument.consistency.flatMap { $0.atLeast + [$0.item] }
            + instrument.items.compactMap(\.openCountsAs)
            + instrument.symptomCounts.flatMap { $0.items + $0.anyOf + $0.exceptions.keys }
            + instrument.flags.flatMap(\.allZero)
        #expect(keys.isSuperset(of: named))
        #expect(keys.count == instrument.items.count)
        #expect(instrument.items.allSatisfy { $0.allowed == $0.allowed.sorted() })
        #expect(!instrument.licence.isEmpty && !instrument.sources.isEmpty)
    }
}

extension Instrument: CustomTestStringConvertible {
    public var testDescription: String { id }
}
