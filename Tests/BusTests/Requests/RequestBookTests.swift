import Bus
import Messages
import Testing

@Suite("A request book")
struct RequestBookTests {
    var book = RequestBook(limit: 2, seed: 5)
    let inbox = Inbox(of: "cli-anna", high: 1, low: 2)

    func moment(_ milliseconds: Int64) -> Timestamp { Timestamp(milliseconds: milliseconds) }

    func request(_ id: String, deadline: Int64? = 60_000) throws -> Envelope {
        var attributes = Attributes(
            id: MessageID(id), source: "/test/cli-anna", type: "scheduler.plan-week.v1",
            time: moment(0))
        attributes.deadline = deadline.map(moment)
        attributes.replytoken = inbox.token
        return try Envelope(
            topic: .command(to: .scheduler, verb: "plan-week", from: "cli-anna"),
            attributes: attributes, data: Array("{}".utf8))
    }

    func answer(to id: String, from responder: Identity = .scheduler) throws -> Envelope {
        var attributes = Attributes(
            id: "answer", source: "/test/scheduler", type: Answer.type, time: moment(0))
        attributes.inreplyto = MessageID(id)
        return try Envelope(
            topic: .inbox(of: "cli-anna", token: inbox.token, from: responder),
            attributes: attributes, data: Array("{}".utf8))
    }

    /// Tries on a copy.
    func add(_ request: Envelope, to book: RequestBook) throws {
        var book = book
        _ = try book.add(request, now: moment(0))
    }

    @Test("sends at once, and again under the same id with growing pauses")
    mutating func repeats() throws {
        let request = try request("a", deadline: 86_400_000)
        #expect(try book.add(request, now: moment(0)) == [.send(request)])
        var times: [Int64] = [0]
        while times.count < 12, let next = book.nextTick {
            #expect(book.tick(now: moment(next.milliseconds - 1)).isEmpty)
            #expect(book.tick(now: next) == [.send(request)])
            times.append(next.milliseconds)
        }
        let pauses = zip(times, times.dropFirst()).map { $1 - $0 }
        #expect((500...750).contains(pauses[0]))
        #expect(pauses.allSatisfy { $0 <= 45_000 })
        #expect(pauses[10] >= 30_000)
    }

    @Test("ends with the answer, which counts once")
    mutating func answered() throws {
        let request = try request("a")
        _ = try book.add(request, now: moment(0))
        #expect(book.settle(by: try answer(to: "a")) == request)
        #expect(book.settle(by: try answer(to: "a")) == nil)
        #expect(book.nextTick == nil)
        #expect(book.tick(now: moment(1_000_000)).isEmpty)
    }

    @Test("takes no answer from somebody who was not asked, nor to what it did not ask")
    mutating func strangers() throws {
        _ = try book.add(try request("a"), now: moment(0))
        #expect(book.settle(by: try answer(to: "a", from: .aftercare)) == nil)
        #expect(book.settle(by: try answer(to: "b")) == nil)
        #expect(book.settle(by: try answer(to: "a")) != nil, "it still waits")
    }

    @Test("says at the deadline that the outcome is unknown, once")
    mutating func expired() throws {
        let request = try request("a", deadline: 1_000)
        _ = try book.add(request, now: moment(0))
        #expect(!book.tick(now: moment(999)).contains(.expired(request)))
        #expect(book.tick(now: moment(1_000)) == [.expired(request)])
        #expect(book.tick(now: moment(2_000)).isEmpty)
        #expect(book.settle(by: try answer(to: "a")) == nil)
    }

    @Test("does not send what is past its deadline already")
    mutating func late() throws {
        let request = try request("a", deadline: 1_000)
        #expect(try book.add(request, now: moment(1_000)) == [.expired(request)])
    }

    @Test("refuses one request more than its bound, and keeps those it has")
    mutating func bounded() throws {
        _ = try book.add(try request("a"), now: moment(0))
        _ = try book.add(try request("b"), now: moment(0))
        let third = try request("c")
        #expect(throws: RequestError.tooMany(2)) { try add(third, to: book) }
        #expect(book.settle(by: try answer(to: "a")) != nil)
        #expect(try book.add(third, now: moment(0)) == [.send(third)])
    }

    @Test("does not send an open request a second time by itself")
    mutating func duplicate() throws {
        _ = try book.add(try request("a"), now: moment(0))
        #expect(try book.add(try request("a"), now: moment(0)).isEmpty)
        #expect(book.settle(by: try answer(to: "a")) != nil)
        #expect(book.nextTick == nil)
    }

    @Test("refuses what is no request or has no deadline")
    mutating func notARequest() throws {
        let endless = try request("a", deadline: nil)
        let answer = try answer(to: "a")
        for message in [endless, answer] {
            #expect(throws: RequestError.notARequest) { try add(message, to: book) }
        }
    }
}

@Suite("An inbox")
struct InboxTests {
    @Test("has a token of 128 bits in 32 digits")
    func token() {
        #expect(Inbox(of: .ledger, high: 0, low: 255).token == "000000000000000000000000000000ff")
        #expect(
            Inbox(of: .ledger, high: .max, low: .max).token == String(repeating: "f", count: 32))
    }

    @Test("takes what is sent to it, and not what is sent to an earlier process of its identity")
    func receives() throws {
        let inbox = Inbox(of: .ledger, high: 1, low: 1)
        let earlier = Inbox(of: .ledger, high: 1, low: 2)
        let attributes = Attributes(
            id: "a", source: "/test/ledger", type: "probe.v1", time: Timestamp(milliseconds: 0))
        let probe = try Envelope(topic: inbox.probe, attributes: attributes, data: [])
        #expect(inbox.receives(probe))
        #expect(!earlier.receives(probe))
        #expect(inbox.probe.text.hasPrefix(inbox.prefix))
    }
}
