import SupervisorCore
import Testing

@Suite("What a process says over sd_notify")
struct NoticeTests {
    @Test("Known lines are read in order, others are ignored")
    func lines() {
        let text = "STATUS=warming up\nREADY=1\nMAINPID=7\nnonsense\nWATCHDOG=1\nSTOPPING=1"
        #expect(Notice.parse(text) == [.status("warming up"), .ready, .alive, .stopping])
    }

    @Test(
        "More time must be a positive number of microseconds",
        arguments: [
            ("EXTEND_TIMEOUT_USEC=5000000", [Notice.needsTime(.seconds(5))]),
            ("EXTEND_TIMEOUT_USEC=0", []), ("EXTEND_TIMEOUT_USEC=-1", []),
            ("EXTEND_TIMEOUT_USEC=99999999999999999999", []), ("EXTEND_TIMEOUT_USEC=", []),
        ])
    func time(line: String, notices: [Notice]) {
        #expect(Notice.parse(line) == notices)
    }

    @Test("What a service says of a long fold keeps it from being ended")
    func folding() {
        let text = "WATCHDOG=1\nEXTEND_TIMEOUT_USEC=60000000\nSTATUS=folding 1 of 2 entries"
        #expect(
            Notice.parse(text) == [
                .alive, .needsTime(.seconds(60)), .status("folding 1 of 2 entries"),
            ])
    }

    @Test("A status is cut, and cannot steer a terminal")
    func status() {
        #expect(Notice.parse("STATUS=a\u{1b}[2Jb") == [.status("a[2Jb")])
        #expect(
            Notice.parse("STATUS=" + String(repeating: "x", count: 999))
                == [.status(String(repeating: "x", count: Notice.statusLimit - 1) + "…")])
    }

    @Test("READY=0 is not ready")
    func notReady() { #expect(Notice.parse("READY=0\nREADY=11\n") == []) }
}

@Suite("Changes that wait for a slow reader")
struct ChangeQueueTests {
    @Test("At the bound, older steps of a process go before anybody's newest")
    func bound() {
        var queue = ChangeQueue<String, Int>(bound: 3)
        queue.append(1, for: "a")
        queue.append(2, for: "b")
        queue.append(3, for: "b")
        queue.append(4, for: "c")
        #expect(queue.count == 3)
        #expect(queue.dropped == 1)
        #expect([queue.popFirst(), queue.popFirst(), queue.popFirst()] == [1, 3, 4])
        #expect(queue.popFirst() == nil)
    }

    @Test("The bound holds even if everybody's change is the newest")
    func allNewest() {
        var queue = ChangeQueue<Int, Int>(bound: 2)
        for number in 0..<5 { queue.append(number, for: number) }
        #expect(queue.count == 2)
        #expect(queue.popFirst() == 3)
    }

    @Test("What is put back comes first again, in its order")
    func putBack() {
        var queue = ChangeQueue<String, Int>(bound: 9)
        for (key, change) in [("a", 1), ("b", 2)] { queue.append(change, for: key) }
        let taken = queue.takeAll()
        #expect(queue.count == 0)
        queue.append(3, for: "a")
        queue.putBack(taken)
        #expect(queue.takeAll().map(\.change) == [1, 2, 3])
        #expect(queue.dropped == 0)
    }

    @Test("Putting back keeps to the bound, and everybody's newest change")
    func putBackAtBound() {
        var queue = ChangeQueue<String, Int>(bound: 3)
        for (key, change) in [("a", 1), ("b", 2), ("a", 3)] { queue.append(change, for: key) }
        let taken = queue.takeAll()
        queue.append(4, for: "b")
        queue.append(5, for: "c")
        queue.putBack(taken)
        #expect(queue.takeAll().map(\.change) == [3, 4, 5])
        #expect(queue.dropped == 2)
    }
}
