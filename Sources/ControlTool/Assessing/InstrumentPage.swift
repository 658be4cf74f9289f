internal import ClinicClient
internal import ClinicalRules

/// One instrument on a page: what it asks, what it comes to, and where that is from.
struct InstrumentPage {
    private let instrument: Instrument

    init(_ instrument: Instrument) { self.instrument = instrument }

    /// `0 to 27`.
    static func range(of scale: Instrument.Scale, in instrument: Instrument) -> String {
        let range = instrument.range(of: scale)
        return "\(range.lowerBound) to \(range.upperBound)"
    }

    var lines: [Output.Line] {
        [Output.Line("\(instrument.name) (\(instrument.id), version \(instrument.version))", .bold)]
            + plain(facts) + head("ITEMS") + plain(items)
            + (instrument.scales.isEmpty ? [] : head("SCORES") + plain(scores))
            + (instrument.bandings.isEmpty ? [] : head("BANDS") + plain(bands))
            + (rules.isEmpty ? [] : head("RULES") + plain(rules))
            + head("LICENCE AND SOURCES") + plain(sources)
    }

    private func head(_ title: String) -> [Output.Line] {
        [Output.Line(""), Output.Line(title, .bold)]
    }

    private func plain(_ lines: [String]) -> [Output.Line] { lines.map { Output.Line($0) } }

    private var facts: [String] {
        let look =
            instrument.lookbackDays == 0
            ? "the state at this moment" : "the last \(instrument.lookbackDays) days"
        let validity = instrument.validity
        return [
            "\(instrument.respondent), about \(look)",
            "cadence: \(marked(instrument.cadence.source, instrument.cadence.basis))",
            "evidence for \(InstrumentPage.span(hours: validity.hours))"
                + (validity.endsAtLapse == true ? ", and not across a lapse" : "")
                + ": \(marked(validity.source, validity.basis))",
        ]
    }

    /// `24 hours`, `7 days`.
    static func span(hours: Int) -> String {
        hours > 24 && hours.isMultiple(of: 24) ? "\(hours / 24) days" : "\(hours) hours"
    }

    private var items: [String] {
        let rows = instrument.items.map { item in
            let set = instrument.answers(to: item)
            let marks = [
                set.isReversed ? "reversed" : nil, item.isOptional == true ? "optional" : nil,
                instrument.mustAnswer.contains(item.key) ? "safety item" : nil,
            ].compactMap(\.self)
            return [
                item.key, item.text ?? item.label, set.listed, item.code ?? "",
                marks.joined(separator: ", "),
            ]
        }
        return Columns(rows).lines
    }

    private var scores: [String] {
        let rows = instrument.scales.map { scale in
            [
                scale.id, InstrumentPage.range(of: scale, in: instrument),
                "items \(scale.items.joined(separator: ", "))"
                    + (scale.times.map { ", times \($0)" } ?? ""),
            ]
        }
        return Columns(rows).lines
    }

    private var bands: [String] {
        instrument.bandings.map { banding in
            let when = (banding.when ?? [:]).sorted { $0.key < $1.key }
                .map { " where \($0.key) is \($0.value)" }.joined()
            let names = banding.bands.map { band in
                band.min == band.max
                    ? "\(band.name) \(band.min)" : "\(band.name) \(band.min)-\(band.max)"
            }
            return "\(banding.policy), \(banding.scale)\(when): \(names.joined(separator: ", ")). "
                + marked(banding.source, banding.basis)
        }
    }

    private var rules: [String] {
        instrument.skips.map { skip in
            let zero = skip.whenZero.map { $0.joined(separator: " and ") }.joined(
                separator: ", or ")
            return "left out: \(skip.items.joined(separator: ", ")), when \(zero) is 0"
        }
            + instrument.triages.map { triage in
                let outcomes = triage.outcomes.map { outcome in
                    let items = (outcome.anyPositive ?? []).joined(separator: ", ")
                    return items.isEmpty ? "else \(outcome.name)" : "\(outcome.name) by \(items)"
                }
                return "\(triage.policy): \(outcomes.joined(separator: "; ")). "
                    + marked(triage.source, triage.basis)
            }
            + instrument.dangers.compactMap { danger in
                danger.atLeast.map { limit in
                    let what = danger.scale ?? (danger.items ?? []).joined(separator: ", ")
                    return "danger: \(what) from \(limit) on, \(danger.kind), \(danger.urgency)"
                }
            }
            + instrument.reliableChange.map { change in
                "reliable change: \(change.points) points of \(change.scale). "
                    + marked(change.source, change.basis)
            }
            + (instrument.use.map { use in
                [
                    "rise of use: \(use.rise) more of \(use.scale) than the least of \(use.days) days. "
                        + marked(use.source, use.basis)
                ]
            } ?? [])
    }

    private var sources: [String] {
        [
            marked(
                "\(instrument.licence.text) (\(instrument.licence.source))",
                instrument.licence.basis)
        ]
            + (instrument.loinc.map { loinc in
                let total = loinc.total.map { ", total \($0)" } ?? ""
                return [marked("LOINC panel \(loinc.panel)\(total): \(loinc.source)", loinc.basis)]
            } ?? [])
            + instrument.sources.map { marked($0.text, $0.basis) }
    }

    /// A source with how it is known, so that nobody takes memory for a publication.
    private func marked(_ text: String, _ basis: Instrument.Basis) -> String {
        switch basis {
        case .read, .run: text
        case .memory: "\(text) [from memory: check it]"
        case .confirm: "\(text) [a clinician must confirm it]"
        }
    }
}
