import Messages
import Testing

@testable import SimulatorCore

@Suite("When a rehearsal's clock may go on")
struct ClockDriverTests {
    private static let start = Timestamp(milliseconds: 1_795_442_400_000)
    private var driver = ClockDriver(
        participants: [.supervisor, .scheduler, "cbt"], start: start)

    private func beat(
        _ identity: Identity, _ state: Heartbeat.State = .ready, incarnation: String = "first",
        hour: Int = 1, read: Int64? = nil
    ) -> Heartbeat {
        var beat = Heartbeat(
            identity: identity, incarnation: incarnation, version: "1", state: state)
        if identity == .supervisor {
            beat.heads = [EventStream.clock: .init(sequence: Int64(hour), hash: "0")]
            beat.clock = Self.start.advanced(byHours: hour)
        } else {
            beat.positions = [EventStream.clock: read ?? Int64(hour)]
        }
        return beat
    }

    private var hour: Int? {
        driver.settledHour.map {
            Int(($0.milliseconds - Self.start.milliseconds) / 3_600_000)
        }
    }

    private mutating func take(_ beats: Heartbeat...) { for beat in beats { driver.hear(beat) } }

    @Test("It waits for everyone who runs, and for one that was killed")
    mutating func waits() {
        take(beat(.supervisor), beat(.scheduler))
        #expect(hour == nil)
        take(beat("cbt"))
        #expect(hour == 1)
        take(beat(.supervisor, hour: 2), beat(.scheduler, hour: 2))
        #expect(hour == nil)
    }

    @Test("It waits for what a therapy's program makes of the hour, and for no program that rests")
    mutating func programs() {
        take(beat(.supervisor), beat(.scheduler))
        let standings: [(TherapyStatus.Program, Int?)] = [
            (.catchingUp, nil), (.ready, 1), (.resting, 1), (.quarantined, 1), (.none, 1),
        ]
        for (program, settled) in standings {
            var host = beat("cbt")
            host.therapy = TherapyStatus(program: program)
            take(host)
            #expect(hour == settled, "\(program)")
        }
    }

    @Test("Who left is not waited for, until it is ready again", arguments: [true, false])
    mutating func leaves(saysSo: Bool) {
        take(beat(.supervisor), beat(.scheduler), beat("cbt"))
        if saysSo { take(beat("cbt", .stopping)) }
        driver.leaves("cbt")
        #expect(driver.hasAbsent)
        // Its last words may come late.
        take(beat("cbt"))
        take(beat(.supervisor, hour: 2), beat(.scheduler, hour: 2))
        #expect(hour == 2)
        driver.joins("cbt")
        #expect(!driver.hasAbsent)
        #expect(hour == nil)
        take(beat("cbt", incarnation: "second", hour: 2))
        #expect(hour == 2)
    }

    @Test("What others read of one who left holds nobody up")
    mutating func owner() throws {
        let progress = try #require(EventStream("cbt.progress"))
        var owner = beat("cbt")
        owner.heads = [progress: .init(sequence: 9, hash: "0")]
        var reader = beat(.scheduler)
        reader.positions[progress] = 8
        take(beat(.supervisor), owner, reader)
        #expect(hour == nil)
        driver.leaves("cbt")
        #expect(hour == 1)
    }

    @Test("One that was stopped and is started by hand takes part, and leaves when it stops")
    mutating func byHand() {
        take(beat(.supervisor), beat("cbt"), beat(.scheduler))
        driver.leaves(.scheduler)
        take(beat(.scheduler, .starting, incarnation: "by hand"))
        #expect(hour == nil)
        #expect(!driver.hasAbsent)
        take(beat(.scheduler, incarnation: "by hand"))
        #expect(hour == 1)
        take(beat(.supervisor, hour: 2), beat("cbt", hour: 2))
        #expect(hour == nil)
        take(beat(.scheduler, .stopping, incarnation: "by hand"))
        #expect(hour == 2)
    }

    @Test("One that had left before anybody listened is not waited for")
    mutating func before() {
        driver.leaves("cbt")
        take(beat(.supervisor), beat(.scheduler))
        #expect(hour == 1)
        take(beat("cbt", .starting))
        #expect(hour == nil)
    }
}
