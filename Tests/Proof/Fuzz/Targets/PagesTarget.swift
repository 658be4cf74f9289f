internal import Messages
internal import TestKit

/// Replay pages: one that is read holds exactly the frames that it was made of.
struct PagesTarget: Target {
    private let samples: [Corpus.Sample]

    init() throws { samples = try Corpus().samples }

    func input(_ chance: inout SeededGenerator) -> FuzzInput {
        let messages = (0..<chance.below(4)).map { _ in
            let sample = chance.one(of: samples)
            return Frames(
                topic: Array(sample.topic.text.utf8), attributes: chance.bytes(chance.below(9)),
                data: sample.body)
        }
        var bytes = ReplayPage(messages: messages).encoded()
        guard !chance.oneIn(10) else { return FuzzInput([bytes]) }
        if chance.oneIn(3), bytes.count >= 4 {
            let lengths: [[UInt8]] = [
                [255, 255, 255, 255], [127, 255, 255, 255], [128, 0, 0, 0], [0, 0, 0, 0],
                [0, 4, 0, 0],
            ]
            let place = chance.oneIn(2) ? 0 : chance.below(bytes.count - 3)
            bytes.replaceSubrange(place..<(place + 4), with: chance.one(of: lengths))
        } else {
            bytes = ByteMutation.mutate(bytes, by: &chance)
        }
        return FuzzInput([bytes])
    }

    func check(_ input: FuzzInput) throws {
        let page: ReplayPage
        do {
            page = try ReplayPage(decoding: input[0])
        } catch {
            try expect(error == .badPage, "refused as \(error.reason)")
            return
        }
        // There is one way to write a page, so what was read is all that was there.
        try expect(page.encoded() == input[0], "a page is not what it was made of")
        let cost = page.messages.reduce(0) { $0 + ReplayPage.cost(of: $1) }
        try expect(cost == input[0].count, "a page costs another number of bytes")
    }
}
