internal import Messages
internal import TestKit

/// A message as it comes from the bus: its frames are read, or refused with a reason.
struct FramesTarget: Target {
    private let samples: [Corpus.Sample]

    init() throws { samples = try Corpus().samples }

    func input(_ chance: inout SeededGenerator) -> FuzzInput {
        let (sample, other) = (chance.one(of: samples), chance.one(of: samples))
        var topic = Array((chance.oneIn(4) ? other : sample).topic.text.utf8)
        var attributes = (try? JSONText.encode(Corpus.attributes(of: sample))) ?? []
        var data = sample.body
        if chance.oneIn(3) { topic = TopicsTarget.varied(topic, &chance) }
        if !chance.oneIn(3) { attributes = JSONMutation.mutate(attributes, by: &chance) }
        if chance.oneIn(3) { data = JSONMutation.mutate(data, with: other.body, by: &chance) }
        if chance.oneIn(50) {
            data += Array(repeating: 32, count: chance.one(of: [131_072, 524_288, 524_289]))
        }
        var parts = [topic, attributes, data]
        switch chance.below(40) {
        case 0: parts.removeLast()
        case 1: parts.append(chance.bytes(3))
        case 2: parts = []
        default: break
        }
        return FuzzInput(parts)
    }

    func check(_ input: FuzzInput) throws {
        let envelope: Envelope
        do {
            envelope = try Envelope(try Frames(input.parts))
        } catch {
            try expect(!error.reason.isEmpty && !error.advice.remedy.isEmpty, "no reason")
            return
        }
        try expect(input.parts.count == 3, "\(input.parts.count) frames were taken")
        try expect(input[0].count <= Topic.limitBytes, "a topic over its limit")
        try expect(input[1].count <= Frames.attributesLimitBytes, "attributes over their limit")
        let isEvent = if case .event = envelope.address { true } else { false }
        let limit = isEvent ? Frames.eventDataLimitBytes : Frames.dataLimitBytes
        try expect(input[2].count <= limit, "data over its limit")
        try expect(
            Array(envelope.topic.text.utf8) == input[0], "the topic is not the one that came")
        try checkAgain(envelope)
        try checkMasked(envelope)
    }

    /// Made again from what was read, it is the same message, or has grown over a limit.
    private func checkAgain(_ envelope: Envelope) throws {
        let again: Envelope
        do {
            again = try Envelope(
                topic: envelope.topic, attributes: envelope.attributes, data: envelope.frames.data)
        } catch WireError.attributesTooLong { return }
        try expect(again.attributes == envelope.attributes, "attributes differ")
        try expect(try Envelope(again.frames) == again, "it is not what is read from its bytes")
    }

    /// What is hidden is hidden whatever the body holds.
    private func checkMasked(_ envelope: Envelope) throws {
        let shown = Masking.body(of: envelope)
        let sample = samples.first { $0.type == envelope.attributes.type }
        guard shown != Masking.mask, let sample else { return }
        let fields = try JSONText.decode([String: JSONFragment].self, from: Array(shown.utf8))
        for (name, value) in fields where sample.kind.marks[name] != .open {
            try expect(value == .string(Masking.mask), "a field is shown that is not open")
        }
    }
}
