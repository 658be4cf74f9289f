internal import Messages

// A form, as docs/clinical/instrument.schema.json publishes it: a test holds the two together. What
// follows between its parts, the rules of instruments judge.
extension ContractForm {
    /// A form of a therapy.
    static var instrument: ContractForm {
        .record([
            Field("id", .token, isNeeded: true, "What a submission names it by."),
            Field("name", .words, isNeeded: true, "What people call it."),
            Field("version", .words, isNeeded: true, "Another one for each change of a result."),
            Field("respondent", .words, isNeeded: true, "Who answers or rates."),
            Field(
                "administeredBy", .list(.word(Role.known.map(\.rawValue)), least: 1, most: many),
                "Who goes through it with the client, best first."),
            Field(
                "lookbackDays", .whole(0...mostDays), isNeeded: true,
                "The days that it asks about; 0 for the state at this moment."),
            Field(
                "answerSets", .names(answerSet), isNeeded: true,
                "What may be answered, by a name that items use."),
            Field("items", .list(item, least: 1, most: many), isNeeded: true, "The questions."),
            Field("scales", .list(scale, most: many), isNeeded: true, "The sums."),
            Field("bandings", .list(banding, most: many), "The published band sets."),
            Field(
                "triages", .list(triage, most: many),
                "The published ways to sort answers that are not summed."),
            Field("flags", .list(mark, most: many), "Marks on a whole form."),
            Field("symptomCounts", .list(symptomCount, most: many), "Marks by symptoms."),
            Field("consistency", .list(consistency, most: many), "Items not less than others."),
            Field("skips", .list(skip, most: many), "Rules by which items are left out."),
            Field("dangers", .list(danger, most: many), "The signs of danger."),
            Field("mustAnswer", keys, "The items whose missing answer is a task for today."),
            Field("validity", validity, isNeeded: true, "How long it counts as evidence."),
            Field("cadence", cadence, isNeeded: true, "When it is to be asked."),
            Field("reliableChange", .list(change, most: many), "What change is no chance."),
            Field("use", use, "What it tells of use."),
            Field("loinc", loinc, "Its codes."),
            Field("licence", licence, isNeeded: true, "What may be shipped of it."),
            Field(
                "sources", .list(source, least: 1, most: many), isNeeded: true,
                "Where its numbers and rules come from."),
        ])
    }

    /// More than any form holds: its bytes are bounded.
    private static let many = 1_000
    private static let mostDays = 36_500
    private static let anyNumber = -1_000_000...1_000_000
    private static var keys: ContractForm { .list(.words, most: many) }
    private static var basis: Field {
        Field(
            "basis", .word(["read", "run", "memory", "confirm"]), isNeeded: true, "How it is known."
        )
    }
    private static var published: [Field] {
        [
            Field("source", .words, isNeeded: true, "Where it was published, or why it is so."),
            basis,
        ]
    }
    private static var urgency: ContractForm { .word(AlertUrgency.known.map(\.rawValue)) }

    private static var answerSet: ContractForm {
        .record([
            Field(
                "values", .list(.whole(0...anyNumber.upperBound), least: 1, most: many),
                isNeeded: true, "The values that may be given, in rising order."),
            Field("labels", .list(.anyText, most: many), "What each value stands for."),
            Field("points", .list(.whole(anyNumber), most: many), "What each value counts."),
            Field("codes", .list(.anyText, most: many), "The LOINC code of each value."),
        ])
    }

    private static var item: ContractForm {
        .record([
            Field("key", .words, isNeeded: true, "What an answer is filed under."),
            Field("label", .words, isNeeded: true, "A few words of its subject."),
            Field("answers", .words, isNeeded: true, "The name of its answer set."),
            Field("text", .words, "Its wording, where the licence ships it."),
            Field("isOptional", .flag, "The form is whole without it."),
            Field("code", .words, "Its code, such as LOINC 44250-9."),
            Field("openCountsAs", .words, "The item that tells whether it counts when open."),
        ])
    }

    private static var scale: ContractForm {
        let left: ContractForm = .record([
            Field("items", keys, isNeeded: true, "What does not count."),
            Field("whenPositive", .words, isNeeded: true, "The item that has to be positive."),
        ])
        return .record([
            Field("id", .words, isNeeded: true, "total where there is one sum."),
            Field("items", keys, isNeeded: true, "What is summed."),
            Field("times", .whole(1...anyNumber.upperBound), "What the sum is multiplied by."),
            Field("leavesOut", .list(left, most: many), "Items that do not count."),
            Field("isHigherBetter", .flag, "Whether more means better."),
        ])
    }

    private static var banding: ContractForm {
        let band: ContractForm = .record([
            Field("name", .words, isNeeded: true, "Such as moderate."),
            Field("min", .whole(anyNumber), isNeeded: true, "The least score."),
            Field("max", .whole(anyNumber), isNeeded: true, "The most."),
        ])
        return .record(
            [
                Field("policy", .words, isNeeded: true, "What a clinic calls it by."),
                Field("scale", .words, isNeeded: true, "The scale that it divides."),
                Field("when", .names(.whole(anyNumber)), "Items that must have these values."),
                Field("bands", .list(band, least: 1, most: many), isNeeded: true, "The bands."),
                Field("hasGaps", .flag, "The published set leaves scores without a band."),
            ] + published)
    }

    private static var triage: ContractForm {
        let outcome: ContractForm = .record([
            Field("name", .words, isNeeded: true, "Such as high."),
            Field("anyPositive", keys, "It fits when any of these is positive."),
            Field("urgency", urgency, "How soon a person must act."),
        ])
        return .record(
            [
                Field("policy", .words, isNeeded: true, "What it is called by."),
                Field(
                    "outcomes", .list(outcome, least: 1, most: many), isNeeded: true,
                    "The first that fits counts."),
            ] + published)
    }

    private static var mark: ContractForm {
        .record([
            Field("id", .words, isNeeded: true, "The name of the mark."),
            Field("scale", .words, isNeeded: true, "The scale."),
            Field("min", .whole(anyNumber), isNeeded: true, "The least score."),
            Field("max", .whole(anyNumber), isNeeded: true, "The most."),
            Field("allZero", keys, "Only when these items are all zero."),
        ])
    }

    private static var symptomCount: ContractForm {
        .record([
            Field("id", .words, isNeeded: true, "The name of the mark."),
            Field("items", keys, isNeeded: true, "What is counted."),
            Field("atLeast", .whole(anyNumber), isNeeded: true, "From which value on."),
            Field("exceptions", .names(.whole(anyNumber)), isNeeded: true, "Other values."),
            Field(
                "count", .list(.whole(anyNumber), least: 2, most: 2), isNeeded: true,
                "The fewest and the most."),
            Field("anyOf", keys, isNeeded: true, "At least one of these is among them."),
        ])
    }

    private static var consistency: ContractForm {
        .record([
            Field("item", .words, isNeeded: true, "The item."),
            Field("atLeast", keys, isNeeded: true, "The items that it cannot be less than."),
        ])
    }

    private static var skip: ContractForm {
        .record([
            Field("items", keys, isNeeded: true, "What is left out."),
            Field("whenZero", .list(keys, least: 1, most: many), isNeeded: true, "When all are 0."),
        ])
    }

    private static var danger: ContractForm {
        .record([
            Field("kind", .words, isNeeded: true, "What the danger is."),
            Field("urgency", urgency, isNeeded: true, "How soon a person must act."),
            Field("items", keys, "Any of these at the limit is a sign."),
            Field("scale", .words, "The sum that is a sign at the limit."),
            Field("atLeast", .whole(anyNumber), "The limit."),
            Field("flag", .words, "The flag that it leaves on a scored form."),
            Field("band", .words, "The band that also counts."),
            Field("guidance", .words, isNeeded: true, "What to do now."),
        ])
    }

    private static var validity: ContractForm {
        .record(
            [
                Field(
                    "hours", .whole(1...anyNumber.upperBound), isNeeded: true,
                    "Hours after which a form is too old to be evidence."),
                Field("endsAtLapse", .flag, "Whether any return to use ends it at once."),
            ] + published)
    }

    private static var cadence: ContractForm {
        let days: ContractForm = .whole(1...mostDays)
        let rhythm: ContractForm = .record([
            Field("phases", .list(days, least: 1, most: many), "The places of the phases."),
            Field(
                "days", .list(days, least: 2, most: 2), isNeeded: true,
                "The fewest and the most days after the one before."),
        ])
        return .record(
            [
                Field("isRoutine", .flag, "Whether a clinic asks it that does not choose."),
                Field("isAskedAtIntake", .flag, "Whether it is asked as treatment begins."),
                Field("isAskedAtEnd", .flag, "Whether it is asked as the program ends."),
                Field("repeats", .list(rhythm, least: 1, most: many), "How often it is asked."),
                Field(
                    "aftercareDays", .list(days, least: 1, most: many),
                    "The days after a completed program on which it is asked."),
                Field(
                    "occasions", .list(occasion, least: 1, most: many), "What asks for it at once."),
            ] + published)
    }

    private static var occasion: ContractForm {
        .record([
            Field("isReturnToUse", .flag, "Any return to use that is told."),
            Field("form", .words, "A form with items or a scale at a limit."),
            Field("items", .list(.words, least: 1, most: many), "Any of these at the limit."),
            Field("scale", .words, "The sum at the limit."),
            Field("atLeast", .whole(1...anyNumber.upperBound), "The limit."),
            Field("isNew", .flag, "Only where the form before it was below the limit."),
            Field("hours", .whole(1...mostDays), "By when, in hours of the clock."),
            Field("days", .whole(1...mostDays), "By when, in days."),
            Field("guidance", .words, isNeeded: true, "What to say and do."),
        ])
    }

    private static var change: ContractForm {
        .record(
            [
                Field("scale", .words, isNeeded: true, "The scale."),
                Field(
                    "points", .whole(1...anyNumber.upperBound), isNeeded: true, "So many points."),
            ] + published)
    }

    private static var use: ContractForm {
        .record(
            [
                Field("scale", .words, isNeeded: true, "The scale that is 0 without use."),
                Field(
                    "rise", .whole(1...anyNumber.upperBound), isNeeded: true,
                    "So many points more ask for a review."),
                Field(
                    "days", .whole(1...mostDays), isNeeded: true,
                    "The days before in which the least is looked for."),
            ] + published)
    }

    private static var loinc: ContractForm {
        .record(
            [
                Field("panel", .words, isNeeded: true, "The form."),
                Field("total", .words, "The total."),
            ] + published)
    }

    private static var licence: ContractForm {
        .record(
            [
                Field(
                    "ships", .word(["wording", "labels", "codes"]), isNeeded: true,
                    "What may stand here."),
                Field("text", .words, isNeeded: true, "The licence in a sentence."),
            ] + published)
    }

    private static var source: ContractForm {
        .record([Field("text", .words, isNeeded: true, "What was said, and where."), basis])
    }
}
