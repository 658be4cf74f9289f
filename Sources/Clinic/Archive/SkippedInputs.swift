internal import Messages
internal import PeerKit

/// Inputs that a restore noted without deciding on them, of a process that may send commands.
///
/// The commands that were on their way because of them are in the lost journal alone. The restore
/// names these inputs and decides on none again: nobody has the core's state of then, and a command
/// that comes a day late may do harm.
struct SkippedInputs {
    private let identity: Identity
    private let digest: OutgoingIDs.Digest
    private var places: [EventStream: [ClosedRange<Int64>]] = [:]
    private var commands: [MessageID] = []
    private var answers: [MessageID] = []
    /// What the ids of their commands begin with.
    private var beginnings: Set<String> = []
    /// Stretches and ids that a sentence names; of the rest it gives the number.
    private static let limit = 20

    /// - Parameter digest: as the process makes its ids.
    init(of identity: Identity, digest: @escaping OutgoingIDs.Digest) {
        self.identity = identity
        self.digest = digest
    }

    /// An event that was noted, in the order of its stream.
    mutating func add(event: Envelope, of stream: EventStream, sequence: Int64) {
        add(.event(owner: stream.owner, id: event.id))
        guard let last = places[stream]?.last, last.upperBound + 1 == sequence else {
            places[stream, default: []].append(sequence...sequence)
            return
        }
        places[stream]?.removeLast()
        places[stream]?.append(last.lowerBound...sequence)
    }

    /// A command that was accepted, by one of those who may have given it.
    mutating func add(command: MessageID, from askers: [Identity]) {
        commands.append(command)
        for asker in askers { add(.command(asker: asker, id: command)) }
    }

    /// The answer to a command of its own.
    mutating func add(answerTo command: MessageID) {
        answers.append(command)
        add(.answer(to: command))
    }

    private mutating func add(_ cause: OutgoingIDs.Cause) {
        beginnings.insert(cause.beginning(digest))
    }

    /// What a person should know of their commands, a phrase; `nil` if there is nothing to say.
    func loss(arrivedAt sources: SourceJournals) -> String? {
        guard !beginnings.isEmpty else { return nil }
        let stretches = places.sorted { $0.key < $1.key }.flatMap { stream, ranges in
            ranges.map { range in
                range.count == 1
                    ? "\(stream) \(range.lowerBound)"
                    : "\(stream) \(range.lowerBound) to \(range.upperBound)"
            }
        }
        let all =
            stretches + commands.map { "command \($0)" } + answers.map { "the answer to \($0)" }
        var named = all.prefix(Self.limit).joined(separator: ", ")
        if all.count > Self.limit { named += " and \(all.count - Self.limit) more" }
        let arrived = arrivals(in: sources)
        return "commands of \(identity) upon \(named): one that was not answered yet is not sent"
            + " again; "
            + (arrived.isEmpty
                ? "no answer to any is recorded"
                : "answered were " + arrived.joined(separator: ", "))
    }

    /// How many of their commands each receiver has answered: an id tells its cause.
    private func arrivals(in sources: SourceJournals) -> [String] {
        sources.commands(from: identity).compactMap { receiver, ids in
            let count = ids.count {
                beginnings.contains(String($0.text.prefix(OutgoingIDs.beginningCount)))
            }
            return count == 0 ? nil : "\(count) at \(receiver)"
        }
    }
}
