import ClinicalRules
import Foundation
import Messages
import Testing

@testable import ClientSamples
@testable import ClinicClient
@testable import cairn

#if canImport(FoundationXML)
    import FoundationXML
#endif

@Suite("Measures at the command line")
struct MeasureTests {
    private static let first = Timestamp(milliseconds: 1_787_580_000_000)

    /// Weekly forms of one instrument, each answered with one value throughout.
    private func forms(of id: String, _ values: [Int?], trends: [MeasureTrend] = []) throws
        -> [Measure]
    {
        let instrument = try #require(InstrumentLibrary.instrument(id))
        return values.enumerated().map { place, value in
            var answers: [String: ItemAnswer] = [:]
            for item in instrument.items {
                answers[item.key] = ItemAnswer(missing: .refused)
                guard let value else { continue }
                let allowed = instrument.answers(to: item).values
                answers[item.key] = ItemAnswer(value: allowed.last { $0 <= value } ?? 0)
            }
            let score = instrument.judge(answers, banding: nil).score
            return Measure(
                submission: SubmissionID("f-\(place)"), instrument: id,
                at: Self.first.advanced(byHours: place * 168), order: place,
                ageDays: (values.count - 1 - place) * 7, answers: answers,
                scores: score?.scores ?? [:], bands: score?.bands ?? [:], flags: [],
                changes: trends.indices.contains(place)
                    ? instrument.scales.map {
                        MeasureChange(scale: $0.id, trend: trends[place], points: 5)
                    } : [])
        }
    }

    private func series(_ measures: [Measure]) -> [MeasureSeries] {
        MeasureSeries.all(of: measures, timeZone: "America/Chicago")
    }

    private func text(_ measures: [Measure], isRevealing: Bool = true) -> String {
        series(measures).flatMap { MeasureTable($0, isRevealing: isRevealing).lines }
            .map(\.text).joined(separator: "\n")
    }

    @Test("Each instrument fits a hundred columns, however many forms there are")
    func width() throws {
        for instrument in InstrumentLibrary.all {
            for count in [1, 2, 8, 9, 30, 60] {
                let values = (0..<count).map { $0.isMultiple(of: 7) ? nil : $0 % 4 }
                let trends = (0..<count).map { MeasureTrend.known[$0 % 4] }
                let shown = text(try forms(of: instrument.id, values, trends: trends))
                for line in shown.split(separator: "\n") {
                    #expect(line.count <= 100, "\(instrument.id): \(line)")
                }
            }
        }
    }

    @Test("A table has scores and items by week, ages, marks and what they mean, and no BAM total")
    func table() throws {
        let shown = text(
            try forms(
                of: "phq-9", [1, 2, nil, 0], trends: [.notKnown, .worse, .notKnown, .better]))
        let lines = shown.split(separator: "\n").map(String.init)
        #expect(lines[0] == "phq-9  Patient Health Questionnaire-9: 4 forms")
        #expect(lines[1].hasPrefix("week of "))
        #expect(lines.contains { $0.hasPrefix("days ago") && $0.hasSuffix("0") })
        let total = try #require(lines.first { $0.hasPrefix("total 0-27") })
        #expect(total.split(separator: " ").suffix(5) == ["9", "W", "18", "B", "0"])
        #expect(lines.contains { $0.hasPrefix("  9 self-harm thoughts") && $0.contains("R") })
        #expect(
            shown.contains("W   worse than the best of the 8 weeks before, by more than chance"))
        #expect(shown.contains("R   refused"))
        #expect(shown.contains("not whole"))
        #expect(!shown.contains("not known"))
        let weekly = text(try forms(of: "bam-iop", [0, 1]))
        #expect(!weekly.lowercased().contains("total"))
        #expect(weekly.contains("use 0-12") && weekly.contains("protective 0-24 (+)"))
        #expect(weekly.contains("not known of: use, risk, protective"))
    }

    @Test("Without a reason nothing is shown but that there was a form, and when")
    func masked() throws {
        let shown = text(
            try forms(of: "phq-9", [1, 3], trends: [.notKnown, .worse]), isRevealing: false)
        let rows = shown.split(separator: "\n").filter {
            $0.hasPrefix("  ") || $0.contains("total")
        }
        #expect(rows.count { $0.contains(Masking.mask) } == 1, "the total, and no item: \(shown)")
        for row in rows where row.contains(Masking.mask) {
            let cells = row.split(separator: " ").suffix(2)
            #expect(cells.allSatisfy { $0 == Masking.mask[...] }, "\(row)")
        }
        #expect(!shown.contains("W ") && !shown.contains("27"[...]) || shown.contains("0-27"))
        #expect(shown.contains("--reveal"))
        #expect(shown.contains("2026-08") || shown.contains("08-24"))
    }

    @Test("A drawing is whole XML, tells a change by shape and word, and names nobody")
    func drawing() throws {
        let measures =
            try forms(
                of: "phq-9", [1, 2, nil, 0], trends: [.notKnown, .worse, .notKnown, .better])
            + forms(of: "bam-iop", [0, 1, 2])
        let drawing = MeasureDrawing(series(measures)).text
        let parser = XMLParser(data: Data(drawing.utf8))
        #expect(parser.parse(), "\(parser.parserError.map { "\($0)" } ?? "")")
        #expect(drawing.contains(">worse</text>") && drawing.contains(">better</text>"))
        #expect(drawing.contains("<polygon") && drawing.contains("<circle"))
        #expect(drawing.contains("not known of: use, risk, protective"))
        for form in measures {
            #expect(!drawing.contains(form.submission.text))
        }
        // Black, white and one grey: nothing is told by a colour.
        let colours = Set(
            drawing.matches(of: /(?:fill|stroke)="([^"]*)"/).map { String($0.output.1) })
        #expect(colours.isSubset(of: ["black", "white", "none", "#999"]), "\(colours)")
        #expect(XMLParser(data: Data(MeasureDrawing([]).text.utf8)).parse())
    }

    @Test("A form of an instrument that this version does not know is named, and not read")
    func unknown() throws {
        var form = try #require(try forms(of: "phq-9", [1]).first)
        (form.instrument, form.scores, form.bands) = ("<mood> & more", [:], [:])
        #expect(text([form]).hasPrefix("<mood> & more: 1 form"))
        #expect(XMLParser(data: Data(MeasureDrawing(series([form])).text.utf8)).parse())
    }
}
