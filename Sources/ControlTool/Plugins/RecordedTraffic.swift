internal import ClinicClient
internal import Messages
internal import TherapyContract
internal import TherapyTools

/// What a clinic published, from the lines of a file, as one therapy would have been told it.
///
/// A line is one of `cairn export` or of `cairn history --json`. What was entered in error is left
/// out, and so is what followed from the therapy that ran there: this one answers for itself. Nobody
/// can be recognised in it: ``TrafficMask``.
struct RecordedTraffic {
    /// What happened, in the order of the file; what has the same minute is one moment.
    private(set) var moments: [RehearsedHistory.Moment] = []
    /// How many of those that it reads cannot be told, for what they say was masked in the file.
    private(set) var maskedCount = 0
    private var mask = TrafficMask()
    private var clients: Set<ClientID> = []
    private let contract: PluginContract
    /// Where the rehearsals of the tools are.
    private static let timeZone = "America/Chicago"

    /// How many clients it is about.
    var people: Int { clients.count }

    /// - Throws: ``ClientError`` for a line that is none of these.
    init(_ text: String, for contract: PluginContract) throws {
        self.contract = contract
        let lines = try text.split(separator: "\n").enumerated().map { number, line in
            guard let line = Line(line) else {
                throw ClientError.usage(
                    Advice(
                        "Line \(number + 1) is no event of a clinic.",
                        remedy: "Take what `cairn export` writes, or `cairn history STREAM --json"
                            + " --reveal REASON --as STAFF`."))
            }
            return line
        }
        for line in lines {
            if let type = MessageCatalog.event(type: line.type) { mask.meet(line.data, of: type) }
        }
        let wrong = Set(lines.compactMap(\.retracted))
        for line in lines where !wrong.contains(line.id) { add(line) }
    }

    private mutating func add(_ line: Line) {
        guard let type = MessageCatalog.event(type: line.type) else { return }
        let name = PluginFact.name(ofType: line.type)
        let isOwn = line.stream.owner == contract.id
        // Of its own only what people said.
        let isTold =
            isOwn
            ? line.isStaffs && MessageCatalog.pluginEvents.contains(where: { $0 == type })
            : contract.told.contains(where: { $0.event.description == name })
        guard isTold else { return }
        guard let body = body(of: line, type),
            let moment = Moment(line.time, timeZone: Self.timeZone)
        else {
            maskedCount += 1
            return
        }
        let about: String? = if case .string(let id)? = body["client"] { id } else { nil }
        let isAbout = type is any AboutClient.Type || type == RecordAdded.self
        let fact = PluginFact(
            id: line.id, type: name, owner: line.stream.owner, time: line.time,
            date: moment.local.date, client: isAbout ? about.map { ClientID($0) } : nil,
            data: (try? JSONText.encode(body)) ?? [])
        if let client = fact.client { clients.insert(client) }
        if let last = moments.last, last.now == moment.local {
            moments[moments.count - 1].facts.append(fact)
        } else {
            moments.append(RehearsedHistory.Moment(now: moment.local, facts: [fact]))
        }
    }

    /// The masked body; `nil` for what does not say what its type says.
    private mutating func body(of line: Line, _ type: any Event.Type) -> [String: JSONFragment]? {
        var body = mask.body(line.data, of: type)
        if type == RecordAdded.self {
            guard case .string(let name)? = line.data["name"], let fact = contract.fact(name),
                case .object(let data)? = line.data["data"]
            else { return nil }
            body["name"] = .string(name)
            body["data"] = .object(mask.fields(data, of: fact))
        }
        // A therapy knows its own forms by their plain ids.
        if type == QuestionnaireScored.self, case .string(let form)? = body["instrument"],
            form.hasPrefix("\(contract.id).")
        {
            body["instrument"] = .string(String(form.dropFirst(contract.id.text.count + 1)))
        }
        func fits<Body: Event>(_ type: Body.Type) -> Bool {
            guard let bytes = try? JSONText.encode(body) else { return false }
            return (try? JSONText.decode(type, from: bytes)) != nil
        }
        return fits(type) ? body : nil
    }
}

extension RecordedTraffic {
    /// A line of a file.
    private struct Line {
        let id: MessageID
        let type: String
        let stream: EventStream
        let time: Timestamp
        /// Whether a person gave the command that it came of.
        let isStaffs: Bool
        let data: [String: JSONFragment]

        /// The event that it says was entered in error.
        var retracted: MessageID? {
            guard MessageCatalog.event(type: type) == EnteredInError.self,
                case .string(let event)? = data["event"]
            else { return nil }
            return MessageID(event)
        }

        init?(_ text: Substring) {
            let bytes = Array(text.utf8)
            if let line = try? JSONText.decode(LedgerLine.self, from: bytes) {
                guard let envelope = try? line.envelope, case .event(let stream) = envelope.address,
                    let data = try? JSONText.decode(
                        [String: JSONFragment].self, from: envelope.raw.data)
                else { return nil }
                (id, type, time) = (envelope.id, envelope.type, envelope.time)
                (self.stream, self.data) = (stream, data)
                isStaffs = envelope.attributes.actor != nil
                return
            }
            guard let fields = try? JSONText.decode([String: JSONFragment].self, from: bytes),
                case .string(let id)? = fields["id"], case .string(let type)? = fields["type"],
                case .string(let moment)? = fields["time"], let time = Timestamp(moment),
                case .string(let topic)? = fields["topic"],
                case .event(let stream)? = (try? Topic(topic))?.address,
                case .object(let data)? = fields["data"]
            else { return nil }
            (self.id, self.type, self.time) = (MessageID(id), type, time)
            (self.stream, self.data) = (stream, data)
            isStaffs = fields["actor"] != nil
        }
    }
}
