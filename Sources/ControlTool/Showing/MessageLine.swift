internal import Messages

/// How one message is shown: a line to read, or a line of JSON.
///
/// What it tells of a client is masked unless ``isRevealing``; what names a client is masked always.
struct MessageLine {
    /// The clinic's time zone.
    let timeZone: String
    /// Whether the reason to see health data was recorded.
    var isRevealing = false
    /// Whether a line to read ends with the message's id, which a correction names.
    var hasIDs = false
    /// Whether lines are JSON.
    var isJSON = false
    /// What of therapies' own facts is shown without a reason.
    var openFields = OpenFields()

    /// The line for a message.
    func text(for envelope: Envelope) -> String {
        let text = isJSON ? json(for: envelope) : readable(for: envelope)
        // A body is a stranger's text: it must not be able to draw on the terminal.
        return String(
            String.UnicodeScalarView(
                text.unicodeScalars.map {
                    $0.properties.generalCategory == .control ? "\u{FFFD}" : $0
                }))
    }

    private func readable(for envelope: Envelope) -> String {
        let time = Moment(envelope.attributes.time, timeZone: timeZone)
        let parts = [
            time.map { "\($0.local.date) \($0.local.time)" }
                ?? envelope.attributes.time.description,
            MessageLine.title(of: envelope),
            subject(of: envelope),
            envelope.attributes.person.map { "by \($0.staff) (\($0.role))" },
            MessageLine.pairs(body(of: envelope)),
            hasIDs ? "id=\(envelope.id)" : nil,
        ]
        return parts.compactMap(\.self).filter { !$0.isEmpty }.joined(separator: "  ")
    }

    private func json(for envelope: Envelope) -> String {
        let attributes = envelope.attributes
        var fields: [String: JSONFragment] = [
            "topic": .string(MessageLine.topic(of: envelope)), "id": .string(attributes.id.text),
            "type": .string(attributes.type), "time": .string(attributes.time.description),
            "data": body(of: envelope),
        ]
        fields["subject"] = subject(of: envelope).map(JSONFragment.string)
        fields["sequence"] = attributes.sequence.map(JSONFragment.integer)
        fields["actor"] = (attributes.actor?.text).map(JSONFragment.string)
        fields["role"] = (attributes.role?.rawValue).map(JSONFragment.string)
        fields["causationid"] = (attributes.causationid?.text).map(JSONFragment.string)
        fields["inreplyto"] = (attributes.inreplyto?.text).map(JSONFragment.string)
        return (try? JSONText.encode(fields)).map { String(decoding: $0, as: UTF8.self) } ?? "{}"
    }

    /// What of the body is shown.
    func body(of envelope: Envelope) -> JSONFragment {
        switch envelope.address {
        case .heartbeat: return MessageLine.heartbeat(envelope)
        case .inbox: return reply(envelope)
        case .event, .command, .query: break
        }
        if !mayShow(envelope), let record = openFields.body(of: envelope) { return record }
        let shown =
            mayShow(envelope) ? envelope.raw.data : Array(Masking.body(of: envelope).utf8)[...]
        return (try? JSONText.decode(JSONFragment.self, from: shown)) ?? .string(Masking.mask)
    }

    private func subject(of envelope: Envelope) -> String? {
        mayShow(envelope) ? envelope.attributes.subject : Masking.subject(of: envelope)
    }

    /// A name or a contact is not shown for any reason; neither is what says nothing of its class.
    private func mayShow(_ envelope: Envelope) -> Bool {
        guard isRevealing,
            [.operational, .clinical].contains(envelope.attributes.dataclassification)
        else { return false }
        switch envelope.address {
        case .event(let stream): return !MessageCatalog.isIdentifying(stream)
        case .command:
            return MessageCatalog.command(type: envelope.attributes.type)?.dataClass != .identifying
        default: return true
        }
    }

    /// Of an answer what became of the command; of a view only its size.
    private func reply(_ envelope: Envelope) -> JSONFragment {
        let data = envelope.raw.data
        if envelope.attributes.type == Answer.type,
            let answer = try? JSONText.decode(Answer.self, from: data)
        {
            var fields: [String: JSONFragment] = [
                "outcome": .string(answer.outcome.rawValue),
                "events": .integer(Int64(answer.events.count)),
            ]
            fields["problem"] = (answer.refusal?.problem).map(JSONFragment.string)
            if !answer.guidance.isEmpty { fields["guidance"] = .string(Masking.mask) }
            return .object(fields)
        }
        return .object(["bytes": .integer(Int64(data.count))])
    }

    private static func heartbeat(_ envelope: Envelope) -> JSONFragment {
        guard let beat = try? JSONText.decode(Heartbeat.self, from: envelope.raw.data) else {
            return .string(Masking.mask)
        }
        var fields: [String: JSONFragment] = [
            "state": .string(beat.state.rawValue), "queued": .integer(Int64(beat.queued)),
            "openRequests": .integer(Int64(beat.openRequests)),
            "events": .integer(beat.heads.values.reduce(0) { $0 &+ $1.sequence }),
        ]
        fields["clock"] = (beat.clock?.description).map(JSONFragment.string)
        return .object(fields)
    }

    /// The topic without the token that makes an inbox its owner's alone.
    private static func topic(of envelope: Envelope) -> String {
        guard case .inbox(let asker, _, let responder) = envelope.address else {
            return envelope.topic.text
        }
        return "inbox.\(asker).\(Masking.mask).\(responder)"
    }

    private static func title(of envelope: Envelope) -> String {
        switch envelope.address {
        case .event(let stream): "\(stream).\(envelope.fact ?? "")"
        case .command(let receiver, let verb, let asker):
            "command \(receiver).\(verb) from \(asker)"
        case .query(let receiver, let name, let asker):
            "query \(receiver).\(name.joined(separator: ".")) from \(asker)"
        case .inbox(let asker, _, let responder): "reply of \(responder) to \(asker)"
        case .heartbeat(let sender): "heartbeat \(sender)"
        }
    }

    /// `key=value`, by key; a value that is not one word is JSON.
    private static func pairs(_ body: JSONFragment) -> String {
        guard case .object(let fields) = body else { return word(body) }
        return fields.sorted { $0.key < $1.key }.map { "\($0.key)=\(word($0.value))" }
            .joined(separator: " ")
    }

    private static func word(_ value: JSONFragment) -> String {
        if case .string(let text) = value, !text.isEmpty,
            !text.contains(where: { $0.isWhitespace || $0 == "\"" })
        {
            return text
        }
        return (try? JSONText.encode(value)).map { String(decoding: $0, as: UTF8.self) }
            ?? Masking.mask
    }
}
