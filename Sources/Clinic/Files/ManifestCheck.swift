internal import Messages

/// What does not fit in a `plugin.json`, place by place, with what each takes: all at once, for
/// whoever writes it.
struct ManifestCheck {
    let clinic: Clinic?
    private var faults: [Fault] = []

    private struct Fault {
        /// The keys and numbers that lead to it.
        var path: [String]
        /// What is wrong there, a phrase.
        var words: String
    }

    /// Each fault with its line, a phrase each; none for a manifest that may be run.
    ///
    /// - Parameter clinic: whose phases, sessions and services it must fit; `nil` to not look at
    ///   that.
    static func faults(in bytes: [UInt8], clinic: Clinic?) -> [String] {
        let flaws = BodyFlaws(of: bytes)
        guard !flaws.isForeign else { return ["it is not UTF-8 text"] }
        let lines = ManifestLines(bytes)
        guard case .object(let members)? = try? JSONText.decode(JSONFragment.self, from: bytes)
        else { return [lines.told("it is not one JSON object", at: lines.end)] }
        var check = ManifestCheck(clinic: clinic)
        if let key = flaws.repeatedKey { check.add("it says \(check.shown(key)) twice", at: []) }
        check.look(at: members)
        let told = check.faults.prefix(limitTold).map {
            lines.told($0.words, at: lines.line(of: $0.path))
        }
        let more = check.faults.count - told.count
        return more > 0 ? told + ["and \(more) more"] : told
    }

    /// Faults that are told at once: what they are told in has a bound.
    private static let limitTold = 24

    private init(clinic: Clinic?) { self.clinic = clinic }

    private static let fields = [
        "id", "version", "command", "reads", "sends", "sessions", "modules", "practice",
    ]

    private mutating func look(at members: [String: JSONFragment]) {
        expect(Self.fields, in: members, at: [])
        identity(members["id"])
        text(members["version"], at: ["version"])
        if let command = members["command"] {
            program(texts(command, at: ["command"], limit: 32).first?.text, of: command)
        }
        for (place, text) in texts(members["reads"], at: ["reads"], limit: 64) {
            stream(text, at: ["reads", "\(place)"])
        }
        for (place, text) in texts(members["sends"], at: ["sends"], limit: 64) {
            command(text, at: ["sends", "\(place)"])
        }
        sessions(members["sessions"])
        for field in ["modules", "practice"] {
            _ = texts(members[field], at: [field], limit: 1_000)
        }
    }

    private mutating func identity(_ value: JSONFragment?) {
        guard let text = text(value, at: ["id"]) else { return }
        guard let id = Identity(text) else {
            add(
                "id is “\(shown(text))”: it takes one token of a-z, 0-9 and dashes", at: ["id"])
            return
        }
        // Its id is its name on the bus: with another's it would have another's key.
        if id.isReserved || clinic?.services.contains(id) == true {
            add("id is \(id), a name of Cairn's own or of a person: choose another", at: ["id"])
        }
    }

    private mutating func program(_ name: String?, of command: JSONFragment) {
        guard let name else {
            if command == .array([]) {
                add("command is empty: it takes a program and its arguments", at: ["command"])
            }
            return
        }
        let parts = name.split(separator: "/", omittingEmptySubsequences: false)
        if parts.contains(where: { ["", ".", ".."].contains($0) }) {
            add(
                "command[0] is “\(shown(name))”: it takes a path inside of the plugin's folder",
                at: ["command", "0"])
        }
        if let last = parts.last, last.hasPrefix("cairn-"),
            !last.hasPrefix(PluginProgram.ownPrefix)
        {
            add(
                "command[0] is \(shown(name)), a program of Cairn's own: name the plugin's",
                at: ["command", "0"])
        }
    }

    private mutating func stream(_ text: String, at path: [String]) {
        guard let stream = EventStream(text) else {
            add("“\(shown(text))”: a stream looks like scheduler.session", of: path)
            return
        }
        let known = MessageCatalog.streams(of: stream.owner)
        if MessageCatalog.isIdentifying(stream) {
            add("\(stream): names and contacts are read by nobody", of: path)
        } else if !known.isEmpty, !known.contains(stream), stream.entity != EnteredInError.entity {
            let entities = known.map(\.entity)
            let question = NearMiss.question(stream.entity, in: entities)
            add(
                "\(stream). \(question)\(stream.owner) has \(entities.joined(separator: ", "))",
                of: path)
        }
    }

    private mutating func command(_ text: String, at path: [String]) {
        let known = MessageCatalog.commands.map { "\($0.receiver).\($0.verb)" }
        guard !known.contains(text) else { return }
        let question = NearMiss.question(text, in: known)
        add("“\(shown(text))”. \(question)A command looks like scheduler.plan-week", of: path)
    }
}

// What all places have in common.
extension ManifestCheck {
    /// Notes a fault: a phrase that names its place.
    mutating func add(_ words: String, at path: [String]) {
        faults.append(Fault(path: path, words: words))
    }

    /// Notes that a place is something that it may not be.
    mutating func add(_ words: String, of path: [String]) {
        add("\(name(path)) is \(words)", at: path)
    }

    /// A place as it is called in JSON: `sessions[0].kind`.
    func name(_ path: [String]) -> String {
        path.reduce("") { name, step in
            Int(step) != nil ? "\(name)[\(step)]" : name.isEmpty ? step : "\(name).\(step)"
        }
    }

    mutating func expect(
        _ fields: [String], in members: [String: JSONFragment], at path: [String]
    ) {
        for field in fields where members[field] == nil {
            add("\(name(path + [field])) is missing", at: path)
        }
        for field in members.keys.sorted() where !fields.contains(field) {
            let question = NearMiss.question(field, in: fields)
            add(
                "\(name(path + [shown(field)])) is no field. \(question)There are"
                    + " \(fields.joined(separator: ", "))", at: path + [field])
        }
    }

    mutating func expect(
        _ text: String, among known: [String], _ words: String, at path: [String]
    ) {
        guard !known.contains(text) else { return }
        let question = NearMiss.question(text, in: known)
        add(
            "“\(shown(text))”. \(question)\(words) \(known.joined(separator: ", "))", of: path)
    }

    mutating func number(
        _ value: JSONFragment?, in range: ClosedRange<Int>, at path: [String]
    ) {
        guard let value else { return }
        guard case .integer(let number) = value, range.contains(Int(clamping: number)) else {
            add(
                "\(name(path)) takes a whole number from \(range.lowerBound) to"
                    + " \(range.upperBound)", at: path)
            return
        }
    }

    @discardableResult
    mutating func text(_ value: JSONFragment?, at path: [String]) -> String? {
        guard let value else { return nil }
        guard case .string(let text) = value, SessionOffered.isPlain(text) else {
            add(
                "\(name(path)) takes a text of 1 to 100 characters, without control characters",
                at: path)
            return nil
        }
        return text
    }

    /// - Returns: those that are texts, by their place in the list.
    mutating func texts(_ value: JSONFragment?, at path: [String], limit: Int) -> [(
        place: Int, text: String
    )] {
        guard let value else { return [] }
        guard case .array(let values) = value else {
            add("\(name(path)) is no list", at: path)
            return []
        }
        if values.count > limit { add("\(name(path)) has more than \(limit) texts", at: path) }
        return values.prefix(limit).enumerated().compactMap { place, value in
            text(value, at: path + ["\(place)"]).map { (place, $0) }
        }
    }

    /// A value as it may be shown: short, on one line.
    func shown(_ text: String) -> String {
        String(String.UnicodeScalarView(text.unicodeScalars.filter(PluginShelf.isPlain).prefix(60)))
    }
}
