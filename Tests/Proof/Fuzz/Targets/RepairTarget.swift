internal import Bus
internal import HashChain
internal import Messages
internal import TestKit

/// A reader of two streams, to whom everything comes out of order, twice, or as nonsense.
///
/// Each part is one step: its first byte says which, the rest is the message.
struct RepairTarget: Target {
    private let events: [RawMessage]
    private let stream: EventStream

    init() throws {
        guard let stream = EventStream("scheduler.session"),
            let sample = try Corpus().samples.first(where: {
                $0.topic == .event(stream)
            })
        else { throw Finding("no stream") }
        var events: [RawMessage] = []
        for sequence in 1...8 {
            let last = events.last.map { HashChain.hash(of: $0) } ?? HashChain.origin
            let attributes = Corpus.attributes(
                of: sample, id: MessageID("m-\(sequence)"), sequence: Int64(sequence),
                prevhash: last)
            events.append(
                try Envelope(
                    topic: sample.topic, attributes: attributes, data: sample.body
                ).raw)
        }
        self.events = events
        self.stream = stream
    }

    func input(_ chance: inout SeededGenerator) -> FuzzInput {
        FuzzInput(
            (0..<(4 + chance.below(24))).map { _ in
                let kind = UInt8(chance.below(6))
                switch kind {
                case 0: return [0] + message(&chance)
                case 1: return [1] + HeartbeatsTarget.sample(&chance)
                case 2:
                    let first = chance.below(events.count)
                    let page = Frame.frames(of: Array(events[first...].prefix(1 + chance.below(4))))
                    let bytes = page[0].bytes
                    return [2]
                        + (chance.oneIn(3) ? ByteMutation.mutate(bytes, by: &chance) : bytes)
                case 3: return [3, UInt8(chance.below(256)), UInt8(chance.below(40))]
                case 4: return [4]
                default: return [5] + message(&chance)
                }
            })
    }

    private func message(_ chance: inout SeededGenerator) -> [UInt8] {
        let raw = chance.one(of: events)
        var attributes = Array(raw.attributes)
        if chance.oneIn(3) { attributes = JSONMutation.mutate(attributes, by: &chance) }
        return Frame(
            RawMessage(topic: raw.topic, attributes: attributes[...], data: raw.data)
        ).bytes
    }

    func check(_ input: FuzzInput) throws {
        var reader = StreamReader(now: SteadyInstant(milliseconds: 0), seed: 1)
        reader.add(stream)
        reader.add(EventStream.clock, fromHead: true)
        var state = Delivered()
        var now = SteadyInstant(milliseconds: 0)
        for part in input.parts {
            guard let kind = part.first else { continue }
            let rest = Array(part.dropFirst())
            switch kind {
            case 0, 5:
                guard case .events(let run)? = try? Frame(rest).read() else { continue }
                let events = run.compactMap { try? $0.get() }
                try state.take(reader.events(events, of: run.stream))
            case 1:
                guard let beat = try? JSONText.decode(Heartbeat.self, from: rest) else { continue }
                try state.take(reader.heartbeat(beat, from: .scheduler))
            case 2:
                guard let ask = state.asks.first,
                    case .events(let run)? = try? Frame(rest).read()
                else { continue }
                state.asks.removeFirst()
                let head = Heartbeat.Head(sequence: Int64(rest.count % 11), hash: "")
                try state.take(
                    reader.page(of: run.stream, Array(run), head: head, answering: ask))
            case 3:
                now = now + .milliseconds(Int(rest.first ?? 0) * Int(rest.last ?? 0) * 10)
                try state.take(reader.tick(now: now))
            default:
                state.next = [:]
                try state.take(reader.rewind())
            }
        }
    }

    /// What the reader let through, which must be each stream whole and in order.
    private struct Delivered {
        var next: [EventStream: Int64] = [:]
        var asks: [ReplayAsk] = []

        mutating func take(_ actions: [StreamReader.Action]) throws {
            for action in actions {
                switch action {
                case .deliver(let events):
                    for event in events { try take(event.envelope) }
                case .requestReplay(let ask):
                    try expect(ask.from >= 1, "asked for event \(ask.from)")
                    asks.append(ask)
                case .stopped, .resubscribe: break
                }
            }
        }

        private mutating func take(_ envelope: Envelope) throws {
            guard case .event(let stream) = envelope.address,
                let sequence = envelope.attributes.sequence
            else { throw Finding("delivered what is no event") }
            let expected = next[stream] ?? (stream == EventStream.clock ? sequence : 1)
            try expect(sequence == expected, "event \(sequence) came where \(expected) was due")
            next[stream] = sequence + 1
        }
    }
}
