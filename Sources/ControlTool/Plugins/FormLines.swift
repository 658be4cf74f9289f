internal import ClinicalRules
internal import Messages

/// What a form of a therapy brings with it, in words for the person who approves it: who asks it when,
/// and which answers alert staff.
enum FormLines {
    static func of(_ form: JSONFragment) -> [String] {
        guard let instrument = InstrumentFile.instrument(of: form) else {
            return ["asks a form that this program cannot read"]
        }
        let id = instrument.id
        let roles = instrument.roles.map(\.rawValue).joined(separator: ", ")
        let first =
            "asks a form, \(id), “\(instrument.name)”: \(instrument.items.count) items, by"
            + " \(roles)"
        let occasions = (instrument.cadence.occasions ?? []).map { occasion in
            "asks \(id) \(term(of: occasion)) \(cause(of: occasion)): \(occasion.guidance)"
        }
        return [first, "asks \(id) \(schedule(of: instrument.cadence))"] + occasions
            + instrument.dangers.map { alert(upon: $0, in: instrument) } + open(in: instrument)
    }

    private static func schedule(of cadence: Instrument.Cadence) -> String {
        guard cadence.isRoutine != false else { return "when people choose to" }
        var times: [String] = []
        if cadence.isAskedAtIntake == true { times.append("as treatment begins") }
        times += (cadence.repeats ?? []).map { rhythm in
            let days = rhythm.days.map(String.init).joined(separator: " to ")
            let phases = (rhythm.phases ?? []).map(String.init).joined(separator: ", ")
            return "every \(days) days"
                + (phases.isEmpty ? "" : " in the phases of place \(phases)")
        }
        if cadence.isAskedAtEnd == true { times.append("as the program ends") }
        if let days = cadence.aftercareDays, !days.isEmpty {
            let list = days.map(String.init).joined(separator: ", ")
            times.append("\(list) days after a completed program")
        }
        return times.isEmpty ? "at no time of its own" : times.joined(separator: "; ")
    }

    private static func term(of occasion: Instrument.Occasion) -> String {
        occasion.hours.map { "within \($0) hours" } ?? "within \(occasion.days ?? 0) days"
    }

    private static func cause(of occasion: Instrument.Occasion) -> String {
        guard let form = occasion.form, let limit = occasion.atLeast else {
            return "after a return to use"
        }
        let what =
            occasion.scale.map { "the sum \($0)" }
            ?? "an item of \((occasion.items ?? []).joined(separator: ", "))"
        let isNew = occasion.isNew == true ? ", and was not before" : ""
        return "where \(what) of \(form) is \(limit) or more\(isNew)"
    }

    private static func alert(upon danger: Instrument.Danger, in form: Instrument) -> String {
        let soon =
            switch danger.urgency {
            case .now: "at once"
            case .today: "today"
            default: danger.urgency.rawValue
            }
        return "alerts staff of \(danger.kind), to act \(soon), \(sign(of: danger, in: form)):"
            + " \(danger.guidance)"
    }

    /// Which answers are the sign.
    private static func sign(of danger: Instrument.Danger, in form: Instrument) -> String {
        let limit = danger.atLeast ?? 1
        if let scale = danger.scale {
            return "where the sum \(scale) of \(form.id) is \(limit) or more"
        }
        guard let keys = danger.items else {
            return "where \(form.id) is sorted as \(danger.urgency)"
        }
        let items = keys.compactMap(form.item).map { item in
            let set = form.answers(to: item)
            let answers = zip(set.values, set.allPoints).enumerated()
                .filter { max($1.0, $1.1) >= limit }
                .map { place, pair in set.labels?[place] ?? "\(pair.0)" }
            return "“\(item.label)” is answered with \(answers.joined(separator: ", "))"
        }
        return "where in \(form.id) \(items.joined(separator: ", or "))"
    }

    private static func open(in form: Instrument) -> [String] {
        guard !form.mustAnswer.isEmpty else { return [] }
        let labels = form.mustAnswer.compactMap(form.item).map { "“\($0.label)”" }
        return [
            "has staff ask again on the same day what \(form.id) leaves open of"
                + " \(labels.joined(separator: ", "))"
        ]
    }
}
