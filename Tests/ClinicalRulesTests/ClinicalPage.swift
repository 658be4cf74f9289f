import Foundation

@testable import ClinicalRules

/// The part of `docs/clinical/instruments.md` that follows from the data files.
struct ClinicalPage {
    /// The line at which the hand-written part ends.
    static let mark =
        "<!-- What follows is written by `UPDATE_GOLDEN=1 swift test "
        + "--filter ClinicalPageTests`. -->"

    /// The page with the introduction that it has now.
    static func text(below page: String) -> String {
        page.components(separatedBy: mark)[0] + mark + "\n" + lines.joined(separator: "\n") + "\n"
    }

    private static var lines: [String] {
        ["", "## What each asks, and what it comes to", ""] + table(asks)
            + ["", "## When it is asked, and how long it counts", ""]
            + [
                "No validity is published: each is a proposal, which the clinician who signs must"
                    + " confirm.", "",
            ] + table(times)
            + ["", "## Licences", ""] + table(licences)
            + ["", "## Where the numbers come from", ""]
            + sources { $0 == .read || $0 == .run }
            + ["", "## From memory: to be checked before a release", ""] + sources { $0 == .memory }
            + ["", "## For the clinician who signs", ""] + sources { $0 == .confirm }
    }

    private static func table(_ rows: [[String]]) -> [String] {
        let lines = rows.map { row in
            "| " + row.map { $0.replacing("|", with: "\\|") }.joined(separator: " | ") + " |"
        }
        let rule = "|" + String(repeating: " --- |", count: rows[0].count)
        return [lines[0], rule] + lines.dropFirst()
    }

    private static var asks: [[String]] {
        [["instrument", "items", "scores", "bands and triage", "danger", "rules"]]
            + InstrumentLibrary.all.map { instrument in
                let scales = instrument.scales.map { scale in
                    let range = instrument.range(of: scale)
                    return "\(scale.id) \(range.lowerBound)–\(range.upperBound)"
                }
                let policies = instrument.policies + instrument.triages.map(\.policy)
                return [
                    "`\(instrument.id)` \(instrument.version): \(instrument.name)",
                    items(of: instrument), scales.joined(separator: ", "),
                    policies.map { "`\($0)`" }.joined(separator: ", "), danger(in: instrument),
                    rules(of: instrument),
                ]
            }
    }

    private static func items(of instrument: Instrument) -> String {
        let optional = instrument.items.count { $0.isOptional == true }
        return "\(instrument.items.count - optional)" + (optional > 0 ? " (+\(optional))" : "")
    }

    private static func danger(in instrument: Instrument) -> String {
        let limits = instrument.dangers.map { danger in
            let what = danger.items.map { "item \($0.joined(separator: ", "))" } ?? danger.scale
            let limit = danger.atLeast.map { " ≥ \($0)" } ?? ""
            return "\(what ?? "triage")\(limit): \(danger.kind), \(danger.urgency)"
        }
        let asked = instrument.mustAnswer
        return
            (limits + (asked.isEmpty ? [] : ["must be answered: \(asked.joined(separator: ", "))"]))
            .joined(separator: "; ")
    }

    private static func rules(of instrument: Instrument) -> String {
        let reversed = instrument.items.filter { instrument.answers(to: $0).isReversed }
        let gapped = instrument.items.filter { instrument.answers(to: $0).hasGaps }
        let kinds = [
            ("reversed", reversed.map(\.key)), ("gapped answers", gapped.map(\.key)),
            ("left out by rule", unique(instrument.skips.flatMap(\.items))),
            ("not less than others", instrument.consistency.map(\.item)),
        ]
        return kinds.filter { !$0.1.isEmpty }
            .map { name, keys in
                "\(name): \(keys.count > 12 ? "\(keys.count) items" : keys.joined(separator: ", "))"
            }
            .joined(separator: "; ")
    }

    private static var times: [[String]] {
        [["instrument", "looks back", "evidence for", "asked", "cadence", "worse or better"]]
            + InstrumentLibrary.all.map { instrument in
                let hours = instrument.validity.hours
                return [
                    "`\(instrument.id)`",
                    instrument.lookbackDays == 0 ? "now" : "\(instrument.lookbackDays) days",
                    (hours > 24 ? "\(hours / 24) days" : "\(hours) hours")
                        + (instrument.validity.endsAtLapse == true
                            ? ", and not across a lapse" : ""),
                    asked(by: instrument.cadence), instrument.cadence.source,
                    (instrument.reliableChange.map { "\($0.points) points of \($0.scale)" }
                        + (instrument.use.map {
                            ["\($0.rise) more of \($0.scale) within \($0.days) days"]
                        } ?? [])).joined(separator: ", "),
                ]
            }
    }

    private static func limit(of occasion: Instrument.Occasion) -> String {
        let what = occasion.items.map { "item \($0.joined(separator: ", "))" } ?? occasion.scale
        return "`\(occasion.form ?? "")` \(what ?? "") ≥ \(occasion.atLeast ?? 0)"
            + (occasion.isNew == true ? ", newly" : "")
    }

    /// What falls due by it; in brackets where a clinic has to name the instrument.
    private static func asked(by cadence: Instrument.Cadence) -> String {
        let rhythms = (cadence.repeats ?? []).map { rhythm in
            let phases = (rhythm.phases ?? []).map(String.init).joined(separator: " and ")
            let days = rhythm.days.map(String.init).joined(separator: " to ")
            return (phases.isEmpty ? "" : "phase \(phases): ") + "each \(days) days"
        }
        let days = (cadence.aftercareDays ?? []).map(String.init).joined(separator: ", ")
        let planned =
            (cadence.isAskedAtIntake == true ? ["once at intake"] : []) + rhythms
            + (cadence.isAskedAtEnd == true ? ["at the program's end"] : [])
            + (days.isEmpty ? [] : ["aftercare: day \(days)"])
        let occasions = (cadence.occasions ?? []).map { occasion in
            let what =
                occasion.isReturnToUse == true
                ? "a return to use" : limit(of: occasion)
            let time = occasion.hours.map { "\($0) hours" } ?? "\(occasion.days ?? 0) days"
            return "\(what): within \(time)"
        }
        let text = planned.joined(separator: "; ")
        return ([cadence.isRoutine == true || text.isEmpty ? text : "(\(text))"] + occasions)
            .filter { !$0.isEmpty }.joined(separator: "; ")
    }

    private static var licences: [[String]] {
        [["instrument", "its file holds", "licence", "source", "LOINC panel, total"]]
            + InstrumentLibrary.all.map { instrument in
                let hasText = instrument.items.contains { $0.text != nil }
                let loinc = instrument.loinc
                return [
                    "`\(instrument.id)`",
                    hasText ? "wording" : instrument.licence.ships == .codes ? "codes" : "labels",
                    instrument.licence.text, instrument.licence.source,
                    [loinc?.panel, loinc?.total].compactMap(\.self).joined(separator: ", "),
                ]
            }
    }

    private static func sources(_ wanted: (Instrument.Basis) -> Bool) -> [String] {
        InstrumentLibrary.all.flatMap { instrument -> [String] in
            let all: [(String, String, Instrument.Basis)] =
                instrument.bandings.map {
                    ("bands of \($0.policy), \($0.scale)", $0.source, $0.basis)
                }
                + instrument.triages.map { ("triage \($0.policy)", $0.source, $0.basis) }
                + instrument.reliableChange.map { ("reliable change", $0.source, $0.basis) }
                + [
                    ("validity", instrument.validity.source, instrument.validity.basis),
                    ("cadence", instrument.cadence.source, instrument.cadence.basis),
                    ("licence", instrument.licence.source, instrument.licence.basis),
                ]
                + (instrument.use.map { [("rise of use", $0.source, $0.basis)] } ?? [])
                + (instrument.loinc.map { [("LOINC", $0.source, $0.basis)] } ?? [])
                + instrument.sources.map { ("", $0.text, $0.basis) }
            let found = unique(
                all.filter { wanted($0.2) }.map { $0.0.isEmpty ? $0.1 : "\($0.0): \($0.1)" })
            guard !found.isEmpty else { return [] }
            return wrapped("- `\(instrument.id)`: \(found.joined(separator: ". "))")
        }
    }

    private static func unique(_ words: [String]) -> [String] {
        words.reduce(into: []) { if !$0.contains($1) { $0.append($1) } }
    }

    private static func wrapped(_ text: String) -> [String] {
        var lines: [String] = []
        for word in text.split(separator: " ") {
            if let last = lines.last, last.count + 1 + word.count <= 100 {
                lines[lines.count - 1] += " \(word)"
            } else {
                lines.append(lines.isEmpty ? String(word) : "  \(word)")
            }
        }
        return lines
    }
}
