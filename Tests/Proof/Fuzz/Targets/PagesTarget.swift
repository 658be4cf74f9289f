internal import HashChain
internal import Messages
internal import TestKit

/// Replay pages: one that is read holds exactly the entries that it was made of.
struct PagesTarget: Target {
    private let samples: [Corpus.Sample]

    init() throws { samples = try Corpus().samples }

    func input(_ chance: inout SeededGenerator) -> FuzzInput {
        let messages = (0..<chance.below(4)).map { _ in
            let sample = chance.one(of: samples)
            return RawMessage(
                topic: [], attributes: chance.bytes(chance.below(9)), data: sample.body)
        }
        let place = #"{"from":\#(chance.below(9)),"stream":"scheduler.session"}"#
        var attributes = Attributes(
            id: "page", source: "/small/scheduler", type: ReplayPage.type,
            time: Timestamp(milliseconds: 0))
        attributes.inreplyto = "ask"
        attributes.sequence = Int64(chance.below(9))
        attributes.prevhash = HashChain.origin
        guard
            let reply = try? Envelope(
                topic: .inbox(of: "cbt", token: "abc", from: .scheduler), attributes: attributes,
                data: Array(place.utf8))
        else { return FuzzInput([]) }
        let bytes = ReplayPage(messages: messages).frame(behind: reply).bytes
        guard !chance.oneIn(10) else { return FuzzInput([bytes]) }
        return FuzzInput([ByteMutation.mutate(bytes, by: &chance)])
    }

    func check(_ input: FuzzInput) throws {
        guard case .page(let page)? = try? Frame(input[0]).read() else { return }
        // There is one way to write a page, so what was read is all that was there.
        let again = ReplayPage(messages: page.run.messages).frame(behind: page.envelope)
        try expect(again.bytes == input[0], "a page is not what it was made of")
        try expect(page.head.sequence >= 0, "a head before the first event")
        let cost = page.run.messages.reduce(page.envelope.raw.topic.count + 1) {
            $0 + ReplayPage.cost(of: $1)
        }
        try expect(
            cost + page.envelope.raw.entryBytes == input[0].count,
            "a page costs another number of bytes")
    }
}
