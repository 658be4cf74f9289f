internal import Messages

// Whether it fits Cairn, and the clinic.
extension ContractCheck {
    mutating func judgeUse(in members: [String: JSONFragment]) {
        judgeIdentity(members["id"])
        judgeProgram(members["command"])
        for (path, read) in objects(members["reads"], at: ["reads"]) {
            judgeRead(read["event"], of: members["id"], at: path + ["event"])
        }
        for (path, offering) in objects(members["offerings"], at: ["offerings"]) {
            judgeOffering(offering, at: path)
        }
        judgeCohorts(members)
        for (path, fact) in objects(members["facts"], at: ["facts"]) {
            guard case .object(let fields)? = fact["fields"] else { continue }
            for name in fields.keys.sorted() {
                judgeField(fields[name], at: path + ["fields", name])
            }
        }
        guard case .object(let settings)? = members["configuration"] else { return }
        for name in settings.keys.sorted() {
            judgeSetting(settings[name], at: ["configuration", name])
        }
    }

    private mutating func judgeIdentity(_ value: JSONFragment?) {
        guard let text = value?.text, let id = Identity(text) else { return }
        // Its id is its name on the bus: with another's it would have another's key.
        if id.isReserved || clinic?.services.contains(id) == true {
            add(
                "is \(id), a name of Cairn's own or of a person", "choose another", at: ["id"])
        } else if clinic?.staff.contains(where: { $0.id.text == id.text }) == true {
            // What is said of one would be read of the other, in duties as an example.
            add(
                "is \(id), the id of a member of this clinic's staff", "choose another",
                at: ["id"])
        }
    }

    private mutating func judgeProgram(_ value: JSONFragment?) {
        guard let name = texts(value, at: []).first?.text else { return }
        let parts = name.split(separator: "/", omittingEmptySubsequences: false)
        if parts.contains(where: { ["", ".", ".."].contains($0) }) {
            add(
                "is “\(shown(name))”, which lies outside of the plugin's folder",
                "put the program into the folder, or name an interpreter such as python3",
                at: ["command", "0"])
        } else if parts.last?.hasPrefix("cairn") == true {
            add(
                "is \(shown(name)), a program of Cairn's own", "name the plugin's",
                at: ["command", "0"])
        }
    }

    private mutating func judgeRead(
        _ value: JSONFragment?, of id: JSONFragment?, at path: [String]
    ) {
        guard let text = value?.text, let name = EventName(text) else { return }
        let owner = name.stream.owner
        if owner.text == id?.text {
            return add("is its own", "leave it out: it is told its own", at: path)
        }
        if MessageCatalog.isIdentifying(name.stream) {
            return add(
                "tells names or contacts, which nobody reads", "leave it out", at: path)
        }
        let known = PluginContract.readable(of: owner)
        guard !known.isEmpty else {
            return add(
                "is “\(shown(text))”, but \(owner) is no service of Cairn",
                "read what a service publishes", at: path)
        }
        guard !known.contains(text) else { return }
        add(
            "is “\(shown(text))”, which \(owner) does not publish",
            NearMiss.of(text, in: known).map { "did you mean \($0)?" }
                ?? "write one of \(known.prefix(24).joined(separator: ", "))", at: path)
    }

    private mutating func judgeOffering(_ offering: [String: JSONFragment], at path: [String]) {
        if case .object(let size)? = offering["size"], let least = size["least"]?.double,
            let most = size["most"]?.double, least > most
        {
            add("has a least above its most", "write least ≤ most", at: path + ["size"])
        }
        unique(texts(offering["phases"], at: path + ["phases"]))
        guard let clinic else { return }
        let phases = clinic.phases.map(\.id.text)
        for (path, phase) in texts(offering["phases"], at: path + ["phases"])
        where !phases.contains(phase) {
            add(
                "is “\(shown(phase))”, which is no phase of this clinic",
                choice(of: phase, among: phases), at: path)
        }
        // Only groups have their kinds of session in the clinic's timetable.
        let format = offering["format"]?.text ?? Offering.Format.group.rawValue
        guard format == Offering.Format.group.rawValue, let kind = offering["kind"]?.text else {
            return
        }
        let kinds = Set(clinic.groups.flatMap(\.sessions).map(\.kind)).sorted()
        if !kinds.contains(kind) {
            add(
                "is “\(shown(kind))”, which no group of this clinic has",
                choice(of: kind, among: kinds), at: path + ["kind"])
        }
    }

    /// A closed cohort is a group's, and hears all that is taught in it before it parts.
    private mutating func judgeCohorts(_ members: [String: JSONFragment]) {
        var cohorts: [String: (weeks: Int, perWeek: Int)] = [:]
        for (path, offering) in objects(members["offerings"], at: ["offerings"]) {
            guard let weeks = offering["cohortWeeks"]?.whole else { continue }
            let format = offering["format"]?.text ?? Offering.Format.group.rawValue
            guard format == Offering.Format.group.rawValue else {
                add(
                    "is of an offering that is no group's",
                    "leave it out, or make the format group", at: path + ["cohortWeeks"])
                continue
            }
            guard let name = offering["name"]?.text else { continue }
            cohorts[name] = (weeks, offering["perWeek"]?.whole ?? 1)
        }
        for (path, curriculum) in objects(members["curriculum"], at: ["curriculum"]) {
            guard let cohort = curriculum["offering"]?.text.flatMap({ cohorts[$0] }) else {
                continue
            }
            let modules = objects(curriculum["modules"], at: path + ["modules"]).map(\.1)
            let isByWeek = curriculum["moves"]?.text == Curriculum.Movement.calendar.rawValue
            let needed =
                isByWeek ? modules.reduce(0) { $0 + ($1["weeks"]?.whole ?? 1) } : modules.count
            let room = isByWeek ? cohort.weeks : cohort.weeks * cohort.perWeek
            guard needed > room else { continue }
            let unit = isByWeek ? "weeks" : "sessions"
            add(
                "need \(needed) \(unit), and their cohort has \(room)",
                "write fewer modules, or a longer cohortWeeks", at: path + ["modules"])
        }
    }

    private mutating func judgeField(_ value: JSONFragment?, at path: [String]) {
        guard case .object(let members)? = value else { return }
        let (least, most) = (members["least"]?.double, members["most"]?.double)
        let isNumber = ["integer", "number"].contains(members["type"]?.text)
        if !isNumber, least != nil || most != nil {
            add(
                "is no number, and has a least or a most", "leave them out, or write integer",
                at: path)
        }
        if let least, let most, least > most {
            add("has a least above its most", "write least ≤ most", at: path)
        }
    }

    private mutating func judgeSetting(_ value: JSONFragment?, at path: [String]) {
        guard case .object(let members)? = value else { return }
        if let least = members["least"]?.double, let most = members["most"]?.double, least > most {
            add("has a least above its most", "write least ≤ most", at: path)
        }
        guard let text = try? JSONText.encode(JSONFragment.object(members)),
            let setting = try? JSONText.decode(SettingDeclaration.self, from: text),
            !setting.takes(setting.default)
        else { return }
        add(
            "is not what the setting takes", "write one that fits type, least and most",
            at: path + ["default"])
    }
}
