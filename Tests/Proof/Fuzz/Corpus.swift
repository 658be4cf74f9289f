internal import HashChain
internal import Messages
internal import TestKit

/// One message of each type, as the golden files have it.
struct Corpus {
    struct Sample {
        let topic: Topic
        let type: String
        let kind: any Message.Type
        let subject: String?
        let body: [UInt8]
    }

    let samples: [Sample]

    init() throws {
        let events = try MessageCatalog.events.map { type in
            let owner = type.owner ?? "cbt"
            guard let stream = EventStream(owner: owner, entity: type.entity) else {
                throw Finding("\(type) has no stream")
            }
            return try Corpus.sample(
                type, .event(stream), type.type(by: owner))
        }
        let commands = try MessageCatalog.commands.map {
            try Corpus.sample(
                $0, .command(to: $0.receiver, verb: $0.verb, from: .simulator), $0.type)
        }
        let queries = try MessageCatalog.queries.map {
            try Corpus.sample($0, .query(to: $0.receiver, name: $0.name, from: .simulator), $0.type)
        }
        samples = events + commands + queries
    }

    private static func sample(_ kind: any Message.Type, _ topic: Topic, _ type: String) throws
        -> Sample
    {
        func encoded<Kind: Message>(_ kind: Kind.Type) throws -> (String?, [UInt8]) {
            (try Kind.example.subject, try JSONText.encode(Kind.example))
        }
        let (subject, body) = try encoded(kind)
        return Sample(topic: topic, type: type, kind: kind, subject: subject, body: body)
    }

    /// Attributes that fit a sample.
    static func attributes(
        of sample: Sample, id: MessageID = "m-1", sequence: Int64 = 1,
        prevhash: String = HashChain.origin
    ) -> Attributes {
        var attributes = Attributes(
            id: id, source: "/small/somebody", type: sample.type,
            time: Timestamp(milliseconds: 1_795_442_400_123))
        attributes.subject = sample.subject
        attributes.dataclassification = sample.kind.dataClass
        switch sample.topic.address {
        case .event:
            attributes.sequence = sequence
            attributes.prevhash = prevhash
        case .command, .query:
            attributes.replytoken = "abc"
            attributes.deadline = Timestamp(milliseconds: 1_795_442_460_000)
        default: break
        }
        return attributes
    }
}
