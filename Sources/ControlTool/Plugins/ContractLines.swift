internal import Messages
internal import TherapyContract

/// What a contract declares, in words for the person who approves it: a line each.
enum ContractLines {
    static func of(_ contract: PluginContract) -> [String] {
        var lines = ["title: \(words(of: contract.title))"]
        if let source = contract.source { lines.append("source: \(source)") }
        lines.append(
            contract.isManifestAlone
                ? "program: none, the contract alone is the therapy"
                : "program: \(contract.command.joined(separator: " "))")
        lines += contract.offerings.map(offering)
        lines += contract.curriculum.flatMap(curriculum)
        lines += contract.practice.map { practice in
            "has practised \(practice.name), “\(practice.title.english)”, within"
                + " \(practice.dueDays) days"
        }
        lines += contract.forms.flatMap(FormLines.of)
        lines += contract.measures.map { measure in
            "shows over time “\(measure.title.english)”: \(measure.scale) of \(measure.form)"
        }
        lines += contract.facts.map { fact in
            let fields = fact.fields.sorted { $0.key < $1.key }.map { field($0.key, $0.value) }
            return "records \(fact.name) about a \(fact.about.rawValue): "
                + (fields.isEmpty ? "no fields" : fields.joined(separator: ", "))
        }
        lines += contract.commands.map { command in
            let roles = command.roles.map(\.rawValue).joined(separator: ", ")
            return "lets \(roles) record \(command.records), by the command \(command.name)"
        }
        lines += contract.acts.map { "may \(words(of: $0))" }
        lines += contract.told.map { "reads \($0.event) because: \($0.because)" }
        if !contract.reactsTo.isEmpty {
            let names = contract.reactsTo.map(\.description).joined(separator: ", ")
            lines.append("may do something upon: \(names)")
        }
        lines += contract.configuration.sorted { $0.key < $1.key }.map(setting)
        lines.append("with what was before it: \(words(of: contract.history))")
        let limits = contract.limits
        lines.append(
            "at most: \(limits.memoryMB) MiB, \(limits.eventsPerMinute) events a minute,"
                + " \(limits.answerSeconds) s for an answer; `cairn status` says who keeps that here"
        )
        return lines.map { $0.printable(upTo: 1_000) }
    }

    /// The lines of the new one, with a plus before what is new, and then with a minus what is gone.
    static func difference(_ old: [String], _ new: [String]) -> [String] {
        new.map { (old.contains($0) ? "  " : "+ ") + $0 }
            + old.filter { !new.contains($0) }.map { "- \($0)" }
    }

    private static func offering(_ offering: Offering) -> String {
        let phases = offering.phases.map(\.text).joined(separator: ", ")
        var line =
            "offers \(offering.name) (\(offering.format.rawValue), \(offering.kind)):"
            + " \(offering.minutes) min, \(offering.perWeek) a week, in \(phases)"
        if let size = offering.size { line += ", for \(size.least) to \(size.most)" }
        if let role = offering.credential { line += ", led by a \(role)" }
        if !offering.room.isEmpty {
            line += ", in a room that is \(offering.room.joined(separator: ", "))"
        }
        if let consent = offering.consent { line += ", with consent \(consent)" }
        if let weeks = offering.cohortWeeks { line += ", a closed cohort of \(weeks) weeks" }
        if !offering.notFor.isEmpty {
            line += ", not for \(offering.notFor.joined(separator: ", "))"
        }
        return line
    }

    private static func words(of completion: Curriculum.Completion) -> String {
        switch completion {
        case .attended: "attending"
        case .practised: "practising"
        case .word: "a clinician's word"
        }
    }

    private static func setting(_ name: String, _ setting: SettingDeclaration) -> String {
        let standing = (try? JSONText.encode(setting.default)) ?? []
        let reason = setting.because.map { " because: \($0)" } ?? ""
        return "may be set: \(name), \(setting.words); else it is"
            + " \(String(decoding: standing, as: UTF8.self))\(reason)"
    }

    private static func curriculum(_ curriculum: Curriculum) -> [String] {
        let isByWeek = curriculum.moves == .calendar
        let weeks = curriculum.modules.reduce(0) { $0 + $1.weeks }
        let order =
            isByWeek
            ? "the module of the week, all in \(weeks) weeks" : "each client's own next module"
        let when = curriculum.when.map { words(of: $0) }.joined(separator: " or ")
        return [
            "teaches \(curriculum.modules.count) modules in \(curriculum.offering), \(order),"
                + " finished by \(when)"
        ]
            + curriculum.modules.map { module in
                let span = isByWeek && module.weeks > 1 ? ", \(module.weeks) weeks" : ""
                let practice = module.practice.map { ", with the practice \($0)" } ?? ""
                return "module \(module.name): “\(module.title.english)”\(span)\(practice)"
            }
    }

    private static func field(_ name: String, _ field: FactField) -> String {
        var words = [field.list ? "list of \(field.type.rawValue)" : field.type.rawValue]
        if field.optional { words.append("may be left out") }
        if field.mark == .open { words.append("shown to everybody") }
        return "\(name) (\(words.joined(separator: "; ")))"
    }

    private static func words(of title: LocalizedText) -> String {
        let others = title.texts.keys.filter { $0 != LocalizedText.fallback }.sorted()
        return title.english
            + (others.isEmpty ? "" : " (also in \(others.joined(separator: ", ")))")
    }

    private static func words(of act: PluginAct) -> String {
        switch act {
        case .alert: "raise alerts for staff"
        case .proposeReview: "propose that a client's treatment is reviewed"
        case .proposeStepUp: "propose more intensive care for a client"
        case .duty: "open duties of staff, and close them"
        case .planLine: "add lines to a client's plan for afterwards"
        }
    }

    private static func words(of rule: HistoryRule) -> String {
        switch rule {
        case .fromNow: "is told none of it"
        case .silently: "takes it in, and reacts to none of it"
        case .fromStart: "takes it in, and reacts to it"
        }
    }
}
