internal import ClinicClient
internal import ClinicFiles
internal import Messages

/// What a person will see of a pattern, told before it begins: what may not be seen, and what
/// nobody publishes, would else look like a quiet clinic.
struct TapSight {
    /// What to say first.
    let notes: [String]

    /// - Throws: ``ClientError`` where the person may see nothing of it.
    init(of pattern: StreamPattern, in opened: OpenedClinic, by session: BusSession) throws {
        let known = StreamPattern.builtIn.filter(pattern.takes)
        let named = known.filter(MessageCatalog.isIdentifying)
        let hidden = known.filter { !MessageCatalog.isIdentifying($0) && !session.maySee($0) }
        if let first = hidden.first, hidden.count == known.count - named.count {
            throw session.refusal(of: first)
        }
        var notes: [String] = []
        if let first = hidden.first {
            let others = hidden.map(\.description).joined(separator: ", ")
            let why = session.refusal(of: first).advice
            notes.append("Not shown: \(others). \(why.problem) \(why.remedy)")
        }
        if !named.isEmpty, named.count == known.count {
            notes.append("Nothing will come: \(pattern) names clients, and is shown to nobody.")
        }
        if !pattern.isPublished(withPlugins: opened.plugins) {
            let near = pattern.nearest(withPlugins: opened.plugins)
            notes.append(
                "Nobody here publishes \(pattern)." + (near.map { " Did you mean \($0)?" } ?? ""))
        }
        self.notes = notes
    }
}
