import Messages
import Testing

@testable import PeerKit
@testable import ServiceKit

@Suite("Who reads what is on the disk")
struct ReadingQueueTests {
    private func read(_ number: Int, by asker: Identity = "cli-t01", isRepair: Bool = false) throws
        -> ReadingQueue.Read
    {
        var attributes = Attributes(
            id: MessageID("q-\(number)"), source: "/small/\(asker)", type: ClientTimeline.type,
            time: Timestamp(milliseconds: 1))
        attributes.replytoken = "t-1"
        let request = try Envelope(
            topic: .query(to: .ledger, name: "timeline", from: asker), attributes: attributes,
            data: Array("{}".utf8))
        let stream = try #require(EventStream("assessment.client"))
        return try ReadingQueue.Read(
            request: PageRequest(
                wish: isRepair ? .replay(stream, from: 1) : .view(ClientTimeline.example),
                request: request),
            attributes: attributes)
    }

    private func isOpen(_ verdict: ReadingQueue.Verdict) -> Bool {
        if case .open = verdict { true } else { false }
    }

    @Test(
        "A flood has its few, the rest is refused with a remedy, and another is served in between")
    func flood() throws {
        var queue = ReadingQueue()
        var refused = 0
        for number in 1...1_000 {
            switch queue.enqueue(try read(number)) {
            case .open: break
            case .refused(let advice):
                refused += 1
                #expect(advice.remedy.contains("2 s"))
            default: Issue.record("neither open nor refused")
            }
        }
        #expect(refused == 1_000 - ReadingQueue.openForEach)
        #expect(isOpen(queue.enqueue(try read(1, by: "cli-t02"))))
        var order: [Identity] = []
        while let first = queue.next() {
            let beside = queue.next()
            #expect(beside == nil || queue.next() == nil, "two at once")
            for one in [first, beside].compactMap(\.self) {
                order.append(one.asker)
                queue.finish(one, with: nil)
            }
        }
        #expect(order.prefix(2).contains("cli-t02"))
        #expect(order.count == ReadingQueue.openForEach + 1)
        #expect(isOpen(queue.enqueue(try read(1_001))), "what was read makes room")
    }

    @Test("A question that is sent again is read once, and answered with what was read")
    func once() throws {
        var queue = ReadingQueue()
        let question = try read(1)
        #expect(isOpen(queue.enqueue(question)))
        #expect(isOpen(queue.enqueue(question)))
        let next = queue.next()
        let taken = try #require(next)
        #expect(queue.next() == nil)
        #expect(isOpen(queue.enqueue(question)))
        queue.finish(taken, with: question.request.request.frame)
        guard case .answered(let frame) = queue.enqueue(question) else {
            Issue.record("read again")
            return
        }
        #expect(frame == question.request.request.frame)
        #expect(isOpen(queue.enqueue(try read(1, by: "cli-t02"))), "another's question of that id")
    }

    @Test("What is kept of answers is bounded, and what is open in all is too")
    func bounds() throws {
        var queue = ReadingQueue()
        for number in 1...100 {
            _ = queue.enqueue(try read(number))
            let next = queue.next()
            let taken = try #require(next)
            queue.finish(taken, with: taken.request.request.frame)
        }
        #expect(isOpen(queue.enqueue(try read(1))), "let go")
        _ = queue.next()
        var open = 1
        for number in 1...100 {
            let asker = try #require(Identity(person: StaffID("p\(number)")))
            if isOpen(queue.enqueue(try read(1, by: asker))) { open += 1 }
        }
        #expect(open == ReadingQueue.openInAll)
    }

    @Test("A service that repairs is dropped when all is full, for it asks again by itself")
    func repair() throws {
        var queue = ReadingQueue()
        for number in 1...ReadingQueue.openForEach {
            #expect(isOpen(queue.enqueue(try read(number, by: .scheduler, isRepair: true))))
        }
        guard case .dropped = queue.enqueue(try read(99, by: .scheduler, isRepair: true)) else {
            Issue.record("told something that it does not understand")
            return
        }
    }
}
