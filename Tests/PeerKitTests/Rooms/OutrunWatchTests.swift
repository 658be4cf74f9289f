import Journal
import Messages
import TestSupport
import Testing

@testable import PeerKit

@Suite("Readers who know more than a journal")
struct OutrunWatchTests {
    private var watch = OutrunWatch()
    private let stream: EventStream
    private let heads: [EventStream: Cursor]

    init() throws {
        stream = try #require(EventStream("peer-groups.group"))
        heads = [stream: Cursor(sequence: 5, hash: "0")]
    }

    private mutating func hear(_ reader: Identity, at place: Int64) -> OutrunWatch.Finding {
        watch.compare([stream: place], of: reader, with: heads, of: .peerGroups)
    }

    @Test("One reader ahead is enough, until none is any more")
    mutating func behind() {
        #expect(hear(.ledger, at: 5) == .level)
        let found = Outrun(stream: stream, reader: .ledger, read: 6, held: 5)
        #expect(hear(.ledger, at: 6) == .behind(found, isNew: true))
        #expect(hear(.aftercare, at: 5) == .behind(found, isNew: false))
        #expect(watch.isBehind)
        #expect(hear(.ledger, at: 5) == .caughtUp)
        #expect(!watch.isBehind)
        #expect(hear(.ledger, at: 5) == .level)
    }

    @Test("What a reader says of others' streams, or of one that is not there yet, is told apart")
    mutating func others() throws {
        let foreign = try #require(EventStream("scheduler.session"))
        let fresh = try #require(EventStream("peer-groups.membership"))
        var finding = watch.compare([foreign: 9], of: .ledger, with: heads, of: .peerGroups)
        #expect(finding == .level)
        finding = watch.compare([fresh: 1], of: .ledger, with: heads, of: .peerGroups)
        let found = Outrun(stream: fresh, reader: .ledger, read: 1, held: 0)
        #expect(finding == .behind(found, isNew: true))
    }

    @Test("A reader is looked at each five seconds, and always while it is ahead")
    mutating func looks() {
        var due = [0, 4_999, 5_000].map {
            watch.isDue(.ledger, at: SteadyInstant(milliseconds: $0))
        }
        #expect(due == [true, false, true])
        _ = hear(.ledger, at: 6)
        due = [5_001, 5_002].map { watch.isDue(.ledger, at: SteadyInstant(milliseconds: $0)) }
        #expect(due == [true, true])
    }
}
