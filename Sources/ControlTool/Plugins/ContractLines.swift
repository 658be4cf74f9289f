internal import Messages
internal import TherapyContract

/// What a contract declares, in words for the person who approves it: a line each.
enum ContractLines {
    static func of(_ contract: PluginContract) -> [String] {
        var lines = ["title: \(contract.title.english)"]
        if let source = contract.source { lines.append("source: \(source)") }
        lines.append(
            contract.isManifestAlone
                ? "program: none, the contract alone is the therapy"
                : "program: \(contract.command.joined(separator: " "))")
        lines += contract.offerings.map(offering)
        lines += contract.curriculum.map { curriculum in
            "teaches \(curriculum.modules.count) modules in \(curriculum.offering):"
                + " \(curriculum.modules.map(\.name).joined(separator: ", "))"
        }
        if !contract.practice.isEmpty {
            lines.append("has practised: \(contract.practice.map(\.name).joined(separator: ", "))")
        }
        lines += contract.forms.map { "asks a form: \(form($0))" }
        lines += contract.facts.map { fact in
            let fields = fact.fields.keys.sorted().joined(separator: ", ")
            return "records \(fact.name) about a \(fact.about.rawValue): \(fields)"
        }
        lines += contract.commands.map { command in
            let roles = command.roles.map(\.rawValue).joined(separator: ", ")
            return "lets \(roles) record \(command.records) (\(command.name))"
        }
        lines += contract.acts.map { "may \(words(of: $0))" }
        lines += contract.told.map { "reads \($0.event) because: \($0.because)" }
        lines += contract.configuration.sorted { $0.key < $1.key }.map(setting)
        lines.append("with what was before it: \(words(of: contract.history))")
        let limits = contract.limits
        lines.append(
            "at most: \(limits.memoryMB) MiB, \(limits.eventsPerMinute) events a minute,"
                + " \(limits.answerSeconds) s for an answer")
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
        if let consent = offering.consent { line += ", with consent \(consent)" }
        if let weeks = offering.cohortWeeks { line += ", a closed cohort of \(weeks) weeks" }
        if !offering.notFor.isEmpty {
            line += ", not for \(offering.notFor.joined(separator: ", "))"
        }
        return line
    }

    private static func setting(_ name: String, _ setting: SettingDeclaration) -> String {
        let standing = (try? JSONText.encode(setting.default)) ?? []
        let reason = setting.because.map { " because: \($0)" } ?? ""
        return "may be set: \(name), \(setting.words); else it is"
            + " \(String(decoding: standing, as: UTF8.self))\(reason)"
    }

    private static func form(_ form: JSONFragment) -> String {
        guard case .object(let members) = form, case .string(let id)? = members["id"] else {
            return "?"
        }
        return id
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
