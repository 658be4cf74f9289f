package import Messages

/// What differs between two descriptions of one clinic, in words for the person who wrote them.
package struct DescriptionChange: Hashable, Sendable {
    /// What would change, a phrase each.
    package let changes: [String]
    /// What only a start takes, a phrase each.
    package let fixed: [String]

    package init(from old: Clinic, to new: Clinic) {
        var fixed: [String] = []
        if old.name != new.name { fixed.append("the name") }
        if old.timeZone != new.timeZone { fixed.append("timeZone") }
        if old.listen != new.listen { fixed.append("listen") }
        self.fixed = fixed
        changes =
            DescriptionChange.items("service", old.services.map(\.text), new.services.map(\.text))
            + DescriptionChange.items(
                "elsewhere", (old.elsewhere ?? []).map(\.text), (new.elsewhere ?? []).map(\.text))
            + DescriptionChange.items("phase", old.phases, new.phases, by: \.id.text)
            + DescriptionChange.items("room", old.rooms, new.rooms, by: \.id.text)
            + DescriptionChange.items("staff", old.staff, new.staff, by: \.id.text)
            + DescriptionChange.items("group", old.groups, new.groups, by: \.id.text)
            + DescriptionChange.items(
                "closure", old.closures.map(\.description), new.closures.map(\.description))
            + (old.policies == new.policies ? [] : ["policies: changed"])
            + (old.plugins == new.plugins ? [] : ["plugins: changed"])
            + DescriptionChange.items(
                "interpreter", old.interpreters ?? AllowedInterpreters.usual,
                new.interpreters ?? AllowedInterpreters.usual)
            + DescriptionChange.items(
                "settings of", (old.therapies ?? [:]).sorted { $0.key < $1.key }.map(Settings.init),
                (new.therapies ?? [:]).sorted { $0.key < $1.key }.map(Settings.init), by: \.therapy)
    }

    /// Why a description cannot be taken while the clinic is up.
    package static func refusal(of fixed: [String]) -> Refusal {
        Refusal(
            "clinic.yaml changes \(fixed.joined(separator: ", ")), which only a start takes.",
            remedy:
                "`cairn down`, then `cairn up`; or put that back, and give `cairn reload` again.")
    }

    /// What is set for one therapy.
    private struct Settings: Hashable {
        var therapy: String
        var values: [String: String]
    }

    private static func items(_ kind: String, _ old: [String], _ new: [String]) -> [String] {
        items(kind, old, new, by: \.self)
    }

    private static func items<Item: Hashable>(
        _ kind: String, _ old: [Item], _ new: [Item], by name: (Item) -> String
    ) -> [String] {
        let before = Dictionary(old.map { (name($0), $0) }, uniquingKeysWith: { first, _ in first })
        let after = Dictionary(new.map { (name($0), $0) }, uniquingKeysWith: { first, _ in first })
        let phrases = Set(before.keys).union(after.keys).sorted().compactMap { key -> String? in
            switch (before[key], after[key]) {
            case (nil, _?): "\(kind) \(key): added"
            case (_?, nil): "\(kind) \(key): removed"
            case (let one, let other): one == other ? nil : "\(kind) \(key): changed"
            }
        }
        let isMoved = phrases.isEmpty && old.map(name) != new.map(name)
        return phrases + (isMoved ? ["\(kind): in another order"] : [])
    }
}
