internal import Foundation
internal import Journal
internal import Messages

/// One line of a journal's export: an object with one member, which names its kind.
enum ExportLine: Encodable {
    case journal(clinic: String, kind: String, identity: Identity, entries: Int64)
    case entry(Entry)
    case head(EventStream, Cursor)
    case cursor(EventStream, Cursor)
    case receipt(Receipt)
    case outbox(Outgoing)
    case parked(Parked)

    private enum Kind: String, CodingKey {
        case journal, entry, head, cursor, receipt, outbox, parked
    }

    private enum Member: String, CodingKey {
        case clinic, kind, identity, entries, position, own, identifying, topic, attributes, data
        case stream, sequence, hash, asker, message, answer, expires, id, deadline, subject, reason
        case since, attributesBase64, dataBase64, answerBase64
    }

    func encode(to encoder: any Encoder) throws {
        var line = encoder.container(keyedBy: Kind.self)
        switch self {
        case .journal(let clinic, let kind, let identity, let entries):
            var members = line.nestedContainer(keyedBy: Member.self, forKey: .journal)
            try members.encode(clinic, forKey: .clinic)
            try members.encode(kind, forKey: .kind)
            try members.encode(identity.text, forKey: .identity)
            try members.encode(entries, forKey: .entries)
        case .entry(let entry):
            var members = line.nestedContainer(keyedBy: Member.self, forKey: .entry)
            try members.encode(entry.position, forKey: .position)
            try members.encode(entry.isOwn, forKey: .own)
            if entry.isIdentifying { try members.encode(true, forKey: .identifying) }
            try ExportLine.encode(entry.raw, into: &members)
        case .head(let stream, let cursor):
            var members = line.nestedContainer(keyedBy: Member.self, forKey: .head)
            try ExportLine.encode(stream, cursor, into: &members)
        case .cursor(let stream, let cursor):
            var members = line.nestedContainer(keyedBy: Member.self, forKey: .cursor)
            try ExportLine.encode(stream, cursor, into: &members)
        case .receipt(let receipt):
            var members = line.nestedContainer(keyedBy: Member.self, forKey: .receipt)
            try members.encode(receipt.asker.text, forKey: .asker)
            try members.encode(receipt.message.text, forKey: .message)
            try ExportLine.encode(receipt.answer[...], .answer, or: .answerBase64, into: &members)
            try members.encode(receipt.expires.milliseconds, forKey: .expires)
        case .outbox(let outgoing):
            var members = line.nestedContainer(keyedBy: Member.self, forKey: .outbox)
            try members.encode(outgoing.id.text, forKey: .id)
            try members.encode(outgoing.deadline, forKey: .deadline)
            try ExportLine.encode(outgoing.raw, into: &members)
        case .parked(let parked):
            var members = line.nestedContainer(keyedBy: Member.self, forKey: .parked)
            try members.encode(parked.stream.description, forKey: .stream)
            try members.encode(parked.sequence, forKey: .sequence)
            try members.encodeIfPresent(parked.subject, forKey: .subject)
            try members.encode(parked.reason, forKey: .reason)
            try members.encode(parked.since, forKey: .since)
            try ExportLine.encode(parked.raw, into: &members)
        }
    }

    private static func encode(
        _ stream: EventStream, _ cursor: Cursor, into members: inout KeyedEncodingContainer<Member>
    ) throws {
        try members.encode(stream.description, forKey: .stream)
        try members.encode(cursor.sequence, forKey: .sequence)
        try members.encode(cursor.hash, forKey: .hash)
        if MessageCatalog.isIdentifying(stream) { try members.encode(true, forKey: .identifying) }
    }

    private static func encode(
        _ raw: RawMessage, into members: inout KeyedEncodingContainer<Member>
    ) throws {
        try members.encode(String(decoding: raw.topic, as: UTF8.self), forKey: .topic)
        try encode(raw.attributes, .attributes, or: .attributesBase64, into: &members)
        try encode(raw.data, .data, or: .dataBase64, into: &members)
    }

    /// As text, which JSON gives back byte for byte; what is no UTF-8 as Base64.
    private static func encode(
        _ bytes: ArraySlice<UInt8>, _ key: Member, or other: Member,
        into members: inout KeyedEncodingContainer<Member>
    ) throws {
        if let text = String(validating: bytes, as: UTF8.self) {
            try members.encode(text, forKey: key)
        } else {
            try members.encode(Data(bytes).base64EncodedString(), forKey: other)
        }
    }
}

extension Entry {
    /// Whether it says who a client is.
    fileprivate var isIdentifying: Bool {
        guard let envelope = try? Envelope(raw) else { return false }
        return envelope.attributes.dataclassification == .identifying
    }
}
