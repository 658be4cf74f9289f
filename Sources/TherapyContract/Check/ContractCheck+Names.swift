internal import Messages

// Names that must not stand twice, and names that must be there.
extension ContractCheck {
    mutating func judgeNames(in members: [String: JSONFragment]) {
        let kinds = [
            "offerings", "curriculum", "practice", "facts", "commands", "measures",
        ]
        for kind in kinds {
            unique(objects(members[kind], at: [kind]), by: "name")
        }
        unique(objects(members["forms"], at: ["forms"]), by: "id")
        unique(objects(members["reads"], at: ["reads"]), by: "event")
        for kind in ["acts", "reactsTo"] { unique(texts(members[kind], at: [kind])) }
        judgeCurriculum(in: members)
        let facts = names(members["facts"])
        for (path, command) in objects(members["commands"], at: ["commands"]) {
            refer(to: facts, "fact", from: command["records"], at: path + ["records"])
            if let name = command["name"]?.text, Self.builtInCommands.contains(name) {
                add(
                    "is a command that each therapy has", "choose another name", at: path + ["name"]
                )
            }
        }
        judgeMeasures(in: members)
        judgeReactions(in: members)
    }

    /// What staff may record of any therapy.
    static let builtInCommands = [
        "close-duty", "complete-module", "record-fact", "report-practice",
    ]

    private mutating func judgeCurriculum(in members: [String: JSONFragment]) {
        let offerings = names(members["offerings"])
        let practice = names(members["practice"])
        let parts = objects(members["curriculum"], at: ["curriculum"])
        unique(parts, by: "offering")
        var modules: [(path: [String], members: [String: JSONFragment])] = []
        for (path, curriculum) in parts {
            refer(to: offerings, "offering", from: curriculum["offering"], at: path + ["offering"])
            let own = objects(curriculum["modules"], at: path + ["modules"])
            modules += own
            let isPractised = curriculum["when"].map { words in
                texts(words, at: []).contains {
                    $0.text == Curriculum.Completion.practised.rawValue
                }
            }
            for (path, module) in own {
                refer(to: practice, "practice", from: module["practice"], at: path + ["practice"])
                if isPractised == true, module["practice"] == nil {
                    add(
                        "is missing", "write one: practised finishes the module",
                        at: path + ["practice"])
                }
            }
        }
        // A record of a finished module names the module alone.
        unique(modules, by: "name")
        if modules.count > Self.mostModules {
            add(
                "has \(modules.count) modules in all", "keep \(Self.mostModules) at most",
                at: ["curriculum"])
        }
    }

    private static let mostModules = 256

    private mutating func judgeMeasures(in members: [String: JSONFragment]) {
        let forms = objects(members["forms"], at: ["forms"])
        if !judgesForms {
            for (path, form) in forms where form["id"]?.text.map(ContractForm.isToken) != true {
                add("is missing, or no name", "write the form's id", at: path + ["id"])
            }
        }
        let ids = forms.compactMap { $0.members["id"]?.text }
        for (path, measure) in objects(members["measures"], at: ["measures"]) {
            refer(to: ids, "form", from: measure["form"], at: path + ["form"])
            guard let form = forms.first(where: { $0.members["id"] == measure["form"] }) else {
                continue
            }
            let scales = objects(form.members["scales"], at: []).compactMap {
                $0.members["id"]?.text
            }
            refer(to: scales, "scale of that form", from: measure["scale"], at: path + ["scale"])
        }
    }

    private mutating func judgeReactions(in members: [String: JSONFragment]) {
        let own = (members["id"]?.text).map { id in
            PluginContract.ownEvents.map { "\(id).\($0)" }
        }
        let isTaught = !objects(members["curriculum"], at: []).isEmpty
        let read =
            objects(members["reads"], at: ["reads"]).compactMap { $0.members["event"]?.text }
            + (isTaught ? PluginContract.neededForCurriculum.map(\.event.description) : [])
        for (path, text) in texts(members["reactsTo"], at: ["reactsTo"])
        where EventName(text) != nil && !read.contains(text) {
            guard own?.contains(text) != true else { continue }
            add(
                "is “\(shown(text))”, which it does not read",
                NearMiss.of(text, in: read + (own ?? [])).map { "did you mean \($0)?" }
                    ?? "declare it under reads, with why", at: path)
        }
    }

    private mutating func unique(
        _ parts: [(path: [String], members: [String: JSONFragment])], by key: String
    ) {
        unique(parts.compactMap { part in part.members[key]?.text.map { (part.path + [key], $0) } })
    }

    mutating func unique(_ texts: [(path: [String], text: String)]) {
        var seen: Set<String> = []
        for (path, text) in texts where !seen.insert(text).inserted {
            add("is “\(shown(text))” again", "write each once", at: path)
        }
    }

    private mutating func refer(
        to names: [String], _ kind: String, from value: JSONFragment?, at path: [String]
    ) {
        guard let text = value?.text, !names.contains(text) else { return }
        let known = names.prefix(16).joined(separator: ", ")
        add(
            "is “\(shown(text))”, which is no \(kind) of this therapy",
            NearMiss.of(text, in: names).map { "did you mean \($0)?" }
                ?? (names.isEmpty ? "declare it" : "declare it, or write one of \(known)"),
            at: path)
    }

    private func names(_ value: JSONFragment?) -> [String] {
        objects(value, at: []).compactMap { $0.members["name"]?.text }
    }
}
