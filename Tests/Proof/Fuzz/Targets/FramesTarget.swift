internal import Messages
internal import TestKit

/// A frame as it comes from the bus: its messages are read, or refused with a reason.
struct FramesTarget: Target {
    private let samples: [Corpus.Sample]

    init() throws { samples = try Corpus().samples }

    func input(_ chance: inout SeededGenerator) -> FuzzInput {
        let (sample, other) = (chance.one(of: samples), chance.one(of: samples))
        var topic = Array((chance.oneIn(4) ? other : sample).topic.text.utf8)
        if chance.oneIn(3) { topic = TopicsTarget.varied(topic, &chance) }
        var lines = [topic]
        for number in 0..<(chance.oneIn(2) ? 1 : 1 + chance.below(4)) {
            var attributes = Corpus.attributes(of: sample, sequence: Int64(number + 1)).encoded()
            var data = sample.body
            if !chance.oneIn(3) { attributes = JSONMutation.mutate(attributes, by: &chance) }
            if chance.oneIn(3) { data = JSONMutation.mutate(data, with: other.body, by: &chance) }
            if chance.oneIn(50) {
                data += Array(repeating: 32, count: chance.one(of: [131_072, 262_144, 524_289]))
            }
            lines += [attributes, data]
        }
        switch chance.below(40) {
        case 0: lines.removeLast()
        case 1: lines.append(chance.bytes(3))
        case 2: lines = []
        default: break
        }
        let end = [UInt8(ascii: "\n")]
        let bytes = Array(lines.map { $0 + end }.joined())
        return FuzzInput([chance.oneIn(20) ? Array(bytes.dropLast()) : bytes])
    }

    func check(_ input: FuzzInput) throws {
        let contents: Frame.Contents
        do {
            contents = try Frame(input[0]).read()
        } catch {
            try expect(!error.reason.isEmpty && !error.advice.remedy.isEmpty, "no reason")
            return
        }
        try expect(input[0].count <= Frame.limitBytes, "a frame over its limit")
        // The slow way to take it apart.
        var lines = input[0].split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
        try expect(lines.popLast()?.isEmpty == true, "a last line that does not end")
        try expect(lines.count >= 3 && lines.count % 2 == 1, "\(lines.count) lines were taken")
        switch contents {
        case .message(let envelope):
            try expect(lines.count == 3, "several messages where one may be")
            try check(envelope, lines[0], lines[1...])
        case .page(let page): try check(page.envelope, lines[0], lines[1...])
        case .events(let run):
            try expect(run.messages.count == lines.count / 2, "events are missing")
            try expect(
                run.count == 1 || input[0].count <= Frame.eventsLimitBytes,
                "events over their limit")
            for (number, event) in run.enumerated() {
                guard let envelope = try? event.get() else { continue }
                try check(envelope, lines[0], lines[(1 + 2 * number)...])
                // Whatever it came with, alone it is the same.
                try expect(try Envelope(envelope.raw) == envelope, "it is another by itself")
            }
        }
    }

    private func check(
        _ envelope: Envelope, _ topic: ArraySlice<UInt8>, _ entry: ArraySlice<ArraySlice<UInt8>>
    ) throws {
        try expect(topic.count <= Topic.limitBytes, "a topic over its limit")
        try expect(
            envelope.raw.attributes.count <= RawMessage.attributesLimitBytes,
            "attributes over their limit")
        if case .event = envelope.address {
            try expect(
                envelope.raw.data.count <= RawMessage.eventDataLimitBytes, "data over its limit")
        }
        try expect(
            envelope.topic.text.utf8.elementsEqual(topic), "the topic is not the one that came")
        try expect(
            envelope.raw.attributes == entry.first && envelope.raw.data == entry.dropFirst().first,
            "the lines are not those that came")
        try checkAgain(envelope)
        try checkMasked(envelope)
    }

    /// Made again from what was read, it is the same message, or has grown over a limit.
    private func checkAgain(_ envelope: Envelope) throws {
        let again: Envelope
        do {
            again = try Envelope(
                topic: envelope.topic, attributes: envelope.attributes,
                data: Array(envelope.raw.data))
        } catch WireError.attributesTooLong { return } catch WireError.frameTooLong { return }
        try expect(again.attributes == envelope.attributes, "attributes differ")
        try expect(try Envelope(again.raw) == again, "it is not what is read from its bytes")
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
