import Messages
import Testing

@testable import PeerKit

@Suite("Who is up")
struct AttendanceTests {
    private var attendance = Attendance()

    @Test(
        "Whoever was heard is up, but one that starts is not, even if it was before",
        arguments: [Heartbeat.State.ready, .degraded, .stopping])
    mutating func up(state: Heartbeat.State) {
        #expect(!attendance.isUp(.scheduler))
        attendance.hear(.scheduler, in: state)
        #expect(attendance.isUp(.scheduler) && !attendance.isUp(.ledger))
        attendance.hear(.scheduler, in: .starting)
        #expect(!attendance.isUp(.scheduler))
    }

    @Test("Whose protocols do not meet ours is foreign, until it speaks one that does")
    mutating func foreign() {
        let ours = WireProtocol.spoken
        attendance.note(ours.upperBound + 1...ours.upperBound + 2, of: .scheduler)
        attendance.note(ours.lowerBound - 1...ours.lowerBound, of: .ledger)
        #expect(attendance.foreign == [.scheduler: ours.upperBound + 1...ours.upperBound + 2])
        attendance.note(ours, of: .scheduler)
        #expect(attendance.foreign.isEmpty)
    }
}
