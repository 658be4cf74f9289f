package import Messages
package import TherapyContract

/// What a therapy's program is told of a journal, and in which order.
package struct TherapyTranscript: Sendable {
    private let contract: PluginContract
    private let timeZone: String
    private let told: Set<EventName>
    private let reacting: Set<EventName>
    /// The difference from UTC of an hour, as it was asked for last.
    private var known: (hour: Timestamp, moment: Moment)?

    /// One line of the journal.
    package struct Line: Sendable {
        package var position: Int64
        package var isOwn: Bool
        package var envelope: Envelope

        package init(position: Int64, isOwn: Bool, envelope: Envelope) {
            (self.position, self.isOwn, self.envelope) = (position, isOwn, envelope)
        }
    }

    /// - Parameter timeZone: the clinic's, as IANA names it.
    package init(of contract: PluginContract, timeZone: String) {
        self.contract = contract
        self.timeZone = timeZone
        told = Set(contract.told.map(\.event))
        reacting = Set(contract.reactsTo)
    }

    /// The steps that some lines are, in the order of the journal, each with what followed from it
    /// right behind.
    ///
    /// - Parameters:
    ///   - state: what the host knows of the therapy now.
    ///   - through: where the last fact stands that the program has reacted to; 0 for none.
    ///   - present: where the present begins: the past causes nothing, unless the contract says so.
    ///   - retracted: what was entered in error.
    ///   - following: what followed from each fact.
    ///   - follows: whether an own line followed from another, and so is told behind that one.
    package mutating func steps(
        of lines: [Line], state: HostedTherapy, through: Int64, present: Int64,
        retracted: Set<MessageID>,
        following: [MessageID: [Envelope]], follows: (Envelope) throws -> Bool
    ) rethrows -> [TherapyStep] {
        var steps: [TherapyStep] = []
        for line in lines {
            let id = line.envelope.id
            if let fact = try fact(of: line, in: state, retracted: retracted, follows: follows) {
                let mayReact =
                    line.position > through && state.isPresent(to: fact.time)
                    && (line.position > present || contract.history == .fromStart)
                    && EventName(fact.type).map(reacting.contains) ?? false
                steps.append(
                    TherapyStep(position: line.position, fact: fact, mayReact: mayReact))
            }
            for envelope in following[id] ?? [] where !retracted.contains(envelope.id) {
                guard let fact = fact(of: envelope) else { continue }
                steps.append(TherapyStep(position: line.position, fact: fact, mayReact: false))
            }
        }
        return steps
    }

    private mutating func fact(
        of line: Line, in state: HostedTherapy, retracted: Set<MessageID>,
        follows: (Envelope) throws -> Bool
    ) rethrows -> PluginFact? {
        let envelope = line.envelope
        guard !retracted.contains(envelope.id),
            !state.standing.setAside.contains(envelope.id),
            case .event(let stream) = envelope.address
        else { return nil }
        guard !line.isOwn else {
            guard Self.isOwnTold(envelope, in: stream),
                try Self.isHostsOwn(envelope) || !follows(envelope)
            else { return nil }
            return fact(of: envelope)
        }
        guard let name = EventName(type: envelope.type), name.stream == stream,
            told.contains(name)
        else { return nil }
        if contract.history == .fromNow, !state.isPresent(to: envelope.time) { return nil }
        return fact(of: envelope)
    }

    /// Whether an own event is one that its program is told.
    package static func isOwnTold(_ envelope: Envelope, in stream: EventStream) -> Bool {
        (MessageCatalog.pluginEvents + MessageCatalog.actEvents).contains {
            $0.entity == stream.entity && $0.type(by: stream.owner) == envelope.type
        }
    }

    /// Whether an own event that follows from a fact is the host's own doing, and none of its
    /// program's: it is told where it stands.
    package static func isHostsOwn(_ envelope: Envelope) -> Bool {
        guard case .event(let stream) = envelope.address,
            envelope.type == DutyEnded.type(by: stream.owner),
            let ended = try? JSONText.decode(DutyEnded.self, from: envelope.raw.data)
        else { return false }
        return ended.isByLeaving ?? false
    }

    /// The entities of those own events that follow from facts.
    package static let followingEntities: [String] = Set(
        (MessageCatalog.pluginEvents + MessageCatalog.actEvents).map { $0.entity }
    ).sorted()

    /// An event as a program is told it; `nil` for what is none.
    package mutating func fact(of envelope: Envelope) -> PluginFact? {
        guard case .event(let stream) = envelope.address else { return nil }
        return PluginFact(
            id: envelope.id, type: PluginFact.name(ofType: envelope.type), owner: stream.owner,
            time: envelope.time, date: date(of: envelope.time),
            client: Self.client(of: envelope),
            data: ownForm(Array(envelope.raw.data), in: stream))
    }

    /// What assessment tells of a form of the therapy's own, by the form's plain id: a therapy knows no
    /// prefix. Anything else is passed on as it stands.
    private func ownForm(_ data: [UInt8], in stream: EventStream) -> [UInt8] {
        guard stream.owner == .assessment, stream.entity == QuestionnaireScored.entity,
            var body = try? JSONText.decode([String: JSONFragment].self, from: data),
            case .string(let instrument)? = body["instrument"],
            instrument.hasPrefix("\(contract.id).")
        else { return data }
        body["instrument"] = .string(String(instrument.dropFirst(contract.id.text.count + 1)))
        return (try? JSONText.encode(body)) ?? data
    }

    /// The client whom an event is about: a subject may be a group.
    private static func client(of envelope: Envelope) -> ClientID? {
        guard let subject = envelope.subject, let type = MessageCatalog.event(type: envelope.type)
        else { return nil }
        return type is any AboutClient.Type || type == RecordAdded.self ? ClientID(subject) : nil
    }

    /// The clinic's date at a time.
    private mutating func date(of time: Timestamp) -> LocalDate {
        let hour = time.fullHour
        if known?.hour != hour {
            known = Moment(time, timeZone: timeZone).map { (hour, $0) }
        }
        return known?.moment.localDate(of: time) ?? time.dayInUTC
    }
}
