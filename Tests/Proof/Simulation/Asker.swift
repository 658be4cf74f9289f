internal import Messages

/// A person at the command line: sends a command again, with the same id, until it is answered.
struct Asker {
    static let identity: Identity = "cli-t01"
    static let lifetime: Int64 = 60_000
    /// What a wall clock shows at the start, in milliseconds: receipts are kept by it.
    static let wallAtStart: Int64 = 1_795_392_000_000

    struct Wish {
        let id: MessageID
        let receiver: Identity
        let frame: Frame
        var nextSend: Int64
        var pause: Int64 = 500
        let expires: Int64
        var answer: Answer?
    }

    private(set) var wishes: [Wish] = []
    var isDone: Bool { wishes.allSatisfy { $0.answer != nil } }
    /// When it does something by itself next.
    var nextWake: Int64 {
        wishes.filter { $0.answer == nil }.map { min($0.nextSend, $0.expires) }.min() ?? .max
    }

    mutating func wish(_ command: some Command, number: Int, at now: Int64) {
        let kind = type(of: command)
        let id = MessageID("wish-\(number)")
        var attributes = Attributes(
            id: id, source: "/simulation/\(Self.identity)", type: kind.type,
            time: Timestamp(milliseconds: now))
        attributes.subject = command.subject
        attributes.actor = "t01"
        attributes.role = .clinician
        attributes.replytoken = "inbox-cli"
        attributes.deadline = Timestamp(
            milliseconds: Self.wallAtStart + now + Self.lifetime)
        guard let data = try? JSONText.encode(command),
            let envelope = try? Envelope(
                topic: .command(to: kind.receiver, verb: kind.verb, from: Self.identity),
                attributes: attributes, data: data)
        else { preconditionFailure("a simulated command is well formed") }
        wishes.append(
            Wish(
                id: id, receiver: kind.receiver, frame: envelope.frame, nextSend: now,
                expires: now + Self.lifetime))
    }

    mutating func turn(_ received: [Frame], at now: Int64) -> [Frame] {
        for frame in received {
            guard case .message(let envelope)? = try? frame.read(),
                let question = envelope.attributes.inreplyto,
                let index = wishes.firstIndex(where: { $0.id == question }),
                wishes[index].answer == nil
            else { continue }
            wishes[index].answer = try? JSONText.decode(Answer.self, from: envelope.raw.data)
        }
        var sent: [Frame] = []
        for index in wishes.indices where wishes[index].answer == nil {
            if wishes[index].expires <= now {
                wishes[index].answer = Answer(outcome: .unknown)
            } else if wishes[index].nextSend <= now {
                sent.append(wishes[index].frame)
                wishes[index].nextSend = now + wishes[index].pause
                wishes[index].pause = min(wishes[index].pause * 2, 8_000)
            }
        }
        return sent
    }
}
