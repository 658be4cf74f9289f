import Foundation
import Messages

@testable import ClinicalRules

/// The part of `docs/clinical/numbers.md` that follows from the data files and the rules.
struct NumbersPage {
    /// The line at which the hand-written part ends.
    static let mark =
        "<!-- What follows is written by `UPDATE_GOLDEN=1 swift test --filter NumbersPageTests`. -->"

    /// A number of the rules that stands in no data file.
    struct Constant {
        let name: String
        let value: Int
        let what: String
    }

    /// All of them are Cairn's own.
    static let constants = [
        Constant(
            name: "firstDays", value: FormSchedule.firstDays,
            what: "days within which the first form of each instrument is asked in treatment"),
        Constant(
            name: "aftercareWindow", value: FormSchedule.aftercareWindow,
            what: "days before and after a day of aftercare, or the end, on which its form counts"),
        Constant(
            name: "aftercareLimit", value: FormSchedule.aftercareLimit,
            what: "days after which a form of aftercare is not asked for any more"),
        Constant(
            name: "comparedDays", value: Instrument.comparedDays,
            what: "days in which the best score is looked for, against which one is worse"),
    ]

    /// The page with the introduction that it has now.
    static func text(below page: String) throws -> String {
        let all = try lines + section("Held by the services", ServiceNumbers().rows())
        return page.components(separatedBy: mark)[0] + mark + "\n" + all.joined(separator: "\n")
            + "\n"
    }

    private static let policy = PlacementPolicy.current
    private static let dangers = ConcernPolicy.current

    private static var lines: [String] {
        section("Gates", gates) + section("Forms without which nothing is recommended", required)
            + section("Notes, which change no level", notes)
            + section("How long evidence counts, beside the forms'", validity)
            + section("Dangers that are cases", cases) + section("Danger questions", questions)
            + section("Terms of a danger", terms) + section("Overrides", overrides)
            + PlacementEditions.all.flatMap {
                section("Least levels of the \($0.name)", leastLevels($0)) + sources($0)
            }
            + section(
                "In no data file", constants.map { [$0.what, "\($0.value)", "confirm", own] })
    }

    private static let own = "Cairn's own"

    private static func section(_ title: String, _ rows: [[String]]) -> [String] {
        let lines = ([["what", "number", "known", "source"]] + rows).map { row in
            "| " + row.map { $0.replacing("|", with: "\\|") }.joined(separator: " | ") + " |"
        }
        return ["", "## \(title)", "", lines[0], "| --- | --- | --- | --- |"] + lines.dropFirst()
    }

    private static var gates: [[String]] {
        policy.gates.map { gate in
            [
                "`\(gate.id)`: \(gate.finding)",
                gate.when.map(said).joined(separator: " or ")
                    + "; cleared for \(gate.holdsHours) hours, within \(gate.withinStaffHours) staff"
                    + " hours; treated at \(list(gate.satisfiedBy))"
                    + (gate.meanwhile.map { "; meanwhile \(list($0))" } ?? ""),
                "\(gate.basis.rawValue); who clears it, for how long and by when: confirm",
                gate.source,
            ]
        }
    }

    private static var required: [[String]] {
        policy.requiredForms.map {
            [
                "`\($0.form)`", $0.ifYes.map { "if `\($0)`" } ?? "always", $0.basis.rawValue,
                $0.source,
            ]
        }
    }

    private static var notes: [[String]] {
        policy.notes.map {
            [
                $0.guidance, $0.when.map(said).joined(separator: " or "), $0.basis.rawValue,
                $0.source,
            ]
        }
    }

    private static var validity: [[String]] {
        [("answers", policy.validity.answers), ("ratings", policy.validity.ratings)].map {
            [$0.0, "\($0.1.hours) hours", $0.1.basis.rawValue, $0.1.source]
        }
    }

    private static var cases: [[String]] {
        dangers.kinds.map {
            [
                "`\($0.kind)`", "treated at \(list($0.treatedBy))", $0.basis.rawValue,
                $0.source,
            ]
        }
    }

    private static var questions: [[String]] {
        dangers.questions.map {
            [
                $0.questions.map { "`\($0)`" }.joined(separator: " and "),
                "\($0.kind), \($0.urgency)", $0.basis.rawValue, $0.source,
            ]
        }
    }

    private static var terms: [[String]] {
        let closing = dangers.closing
        let days = closing.daysToNextScreen.sorted { $0.value > $1.value }
            .map { "\($0.key) \($0.value)" }
        return [
            [
                "looked at again",
                "for now \(closing.hoursNow) hours, for today "
                    + "\(closing.staffHoursToday) staff hours", closing.basis.rawValue,
                closing.source,
            ],
            [
                "most days to the next screen", days.joined(separator: ", "),
                closing.basis.rawValue, closing.source,
            ],
        ]
    }

    private static var overrides: [[String]] {
        let rule = policy.overrides
        return [
            [
                "a rate that is looked at",
                "below \(rule.leastPercent) % or above \(rule.mostPercent) %, of at least "
                    + "\(rule.leastDecisions) and the newest \(rule.newest) decisions",
                rule.basis.rawValue, rule.source,
            ]
        ]
    }

    private static func leastLevels(_ edition: PlacementEdition) -> [[String]] {
        edition.dimensions.map { dimension in
            let ratings = dimension.ratings.map { rating in
                let level = rating.mustEvaluate == true ? "none" : rating.level?.rawValue ?? "any"
                return "\(rating.said) → \(level)" + (rating.isEnhanced == true ? " (COE)" : "")
            }
            return [
                "\(dimension.number), \(dimension.name)", ratings.joined(separator: ", "),
                "below", "below",
            ]
        }
    }

    private static func sources(_ edition: PlacementEdition) -> [String] {
        let levels = edition.levels.map { level in
            "`\(level.level)` \(level.name) (\(level.basis.rawValue))"
        }
        return [""]
            + edition.sources.flatMap { wrapped("- \($0.basis.rawValue): \($0.text)") }
            + wrapped("- Names of levels: \(levels.joined(separator: "; "))")
    }

    private static func list(_ levels: [LevelOfCare]) -> String {
        levels.map(\.rawValue).joined(separator: ", ")
    }

    private static func said(_ condition: PlacementPolicy.Condition) -> String {
        let subject =
            condition.form.map { "`\($0)`" } ?? condition.dimension.map { "dimension \($0)" }
            ?? (condition.questions ?? []).map { "`\($0)`" }.joined(separator: " and ")
        let limits = [
            condition.outcomes.map { $0.joined(separator: " or ") },
            condition.atLeast.map { "≥ \($0)" }, condition.atMost.map { "≤ \($0)" },
            condition.demands.map { "asks for \($0) or more" },
            condition.enhanced == true ? "co-occurring enhanced" : nil,
            condition.edition.map { "by \($0)" },
        ]
        return ([subject] + limits.compactMap(\.self)).joined(separator: " ")
    }

    private static func wrapped(_ text: String) -> [String] {
        text.split(separator: " ").reduce(into: [String]()) { lines, word in
            if let last = lines.last, last.count + 1 + word.count <= 100 {
                lines[lines.count - 1] += " \(word)"
            } else {
                lines.append(lines.isEmpty ? String(word) : "  \(word)")
            }
        }
    }
}
