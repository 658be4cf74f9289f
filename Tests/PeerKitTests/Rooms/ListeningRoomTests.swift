import Messages
import TestSupport
import Testing

@testable import PeerKit

@Suite("Whom a peer that starts hears out")
struct ListeningRoomTests {
    @Test("Nobody, unless it was told to")
    func nobody() { #expect(Listening(for: nil).isOver) }

    @Test("It is over once everybody was heard")
    func everybody() {
        var listening = Listening(for: [.assessment, .scheduler])
        #expect(listening.awaits(.assessment) && !listening.awaits(.aftercare))
        listening.endTurn(isJoined: true, at: 0)
        listening.hear(.assessment)
        #expect(!listening.awaits(.assessment))
        listening.endTurn(isJoined: true, at: 1_000)
        #expect(!listening.isOver)
        listening.hear(.scheduler)
        listening.endTurn(isJoined: true, at: 1_001)
        #expect(listening.isOver)
    }

    @Test("It is over three seconds after the peer joined, and never before it has")
    func limit() {
        var listening = Listening(for: [.assessment])
        listening.endTurn(isJoined: false, at: 0)
        listening.endTurn(isJoined: false, at: 60_000)
        listening.endTurn(isJoined: true, at: 60_000)
        listening.endTurn(isJoined: true, at: 62_999)
        #expect(!listening.isOver)
        listening.endTurn(isJoined: true, at: 63_000)
        #expect(listening.isOver)
    }

    @Test("Who starts as well is not up")
    func attendance() {
        var attendance = Attendance()
        attendance.hear(.assessment, in: .ready)
        attendance.hear(.scheduler, in: .starting)
        #expect(attendance.isUp(.assessment) && !attendance.isUp(.scheduler))
        attendance.hear(.assessment, in: .starting)
        attendance.hear(.scheduler, in: .degraded)
        #expect(!attendance.isUp(.assessment) && attendance.isUp(.scheduler))
    }
}
