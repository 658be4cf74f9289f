internal import Messages
internal import TherapyContract

extension TherapyCheck {
    static let gold = [
        TherapyCheck("forms", .gold, "Each form has bounds, and scores as the clinic's own do.") {
            subject, _ in
            guard !subject.contract.forms.isEmpty else { return .held("it has none") }
            let faults = subject.contract.forms.flatMap(subject.formCheck)
            guard faults.isEmpty else {
                return .broken(faults.map(\.advice))
            }
            return .held()
        },
        TherapyCheck("words", .gold, "What people read is plain: short sentences, no capitals.") {
            subject, live in
            let faults =
                PlainWords.faults(in: subject.contract)
                + live.actions.flatMap(PlainWords.faults)
            let different = Set(faults).sorted { $0.problem < $1.problem }
            return different.isEmpty ? .held() : .broken(different)
        },
        TherapyCheck("written", .gold, "Its texts are the author's, and none a placeholder.") {
            subject, live in
            let faults =
                Placeholders.faults(in: subject.contract)
                + live.actions.flatMap(Placeholders.faults)
            let different = faults.reduce(into: [Advice]()) {
                if !$0.contains($1) { $0.append($1) }
            }
            return different.isEmpty ? .held() : .broken(different)
        },
        TherapyCheck("languages", .gold, "Titles are there in the same languages.") {
            subject, _ in
            let titles = subject.contract.titles
            let languages = Set(subject.contract.title.texts.keys)
            let short = titles.filter { !languages.isSubset(of: $0.texts.keys) }
            guard short.isEmpty else {
                return .broken(
                    "\(short.count) titles lack a language that the therapy's own title has.",
                    remedy: "Write them in \(languages.sorted().joined(separator: ", ")).")
            }
            return .held(languages.sorted().joined(separator: ", "))
        },
        TherapyCheck("source", .gold, "It says where its curriculum comes from.") { subject, _ in
            subject.contract.source == nil
                ? .broken(
                    "Nobody can tell where the curriculum comes from.",
                    remedy: "Name the manual or the paper under source in plugin.json.")
                : .held()
        },
        TherapyCheck("settings", .gold, "It answers with each setting at its least and its most.") {
            subject, _ in
            let ends = subject.contract.configuration.sorted { $0.key < $1.key }
                .flatMap { name, setting in
                    [setting.least, setting.most].compactMap { $0 }.map { (name, setting, $0) }
                }
            for (name, setting, value) in ends {
                var contract = subject.contract
                contract.configuration[name]?.default =
                    setting.type == .integer ? .integer(Int64(value)) : .number(value)
                _ = try await subject.run(of: subject.program.with(contract))
            }
            return .held(ends.isEmpty ? "it has none" : "\(ends.count) runs")
        },
        TherapyCheck("upgrade", .gold, "The journal and state of the version before go over.") {
            subject, _ in
            guard let before = subject.before else { return .held("the first version") }
            guard before.contract.id == subject.contract.id else {
                return .broken(
                    "The version before is of another therapy.",
                    remedy: "Give the folder of the same id.")
            }
            let old = try await subject.run(of: before)
            for kept in [nil, try JSONText.encode(old.state)] {
                let child = try subject.program.started()
                var run = try await TherapyRun(
                    subject.contract, with: child, from: kept, after: old.journal)
                if kept == nil { try await run.fold(old.journal) }
                for moment in subject.history { try await run.tell(moment) }
                await child.end()
            }
            return .held("from \(before.contract.version.printable(upTo: 20))")
        },
    ]
}

extension PluginContract {
    /// All titles of its parts.
    fileprivate var titles: [LocalizedText] {
        offerings.map(\.title) + curriculum.flatMap { $0.modules.map(\.title) }
            + practice.map(\.title) + measures.map(\.title)
    }
}
