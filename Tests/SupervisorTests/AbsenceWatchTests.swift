import Messages
import SupervisorCore
import TestSupport
import Testing

@Suite("Who is away too long")
struct AbsenceWatchTests {
    private let crashed = ProcessState.backingOff(until: 0, after: .exited(.code(1)))
    private var watch = AbsenceWatch()

    private mutating func look(_ state: ProcessState, at now: SteadyInstant) -> [Identity] {
        watch.look(at: ["cbt": state], now: now)
    }

    @Test("A crash that is mended in time is told to nobody, however often")
    mutating func mended() {
        for round in 0..<5 {
            let start: SteadyInstant = 0 + AbsenceWatch.grace * round
            #expect(look(.ready, at: start) == [])
            #expect(look(crashed, at: start + 1) == [])
            #expect(look(.starting, at: start + AbsenceWatch.grace - 1) == [])
        }
    }

    @Test("After the grace it is told, once, and again only after it was ready")
    mutating func told() {
        #expect(look(.ready, at: 0) == [])
        #expect(look(crashed, at: 10) == [])
        #expect(look(.starting, at: 9 + AbsenceWatch.grace) == [])
        #expect(look(crashed, at: 10 + AbsenceWatch.grace) == ["cbt"])
        #expect(look(.starting, at: 11 + AbsenceWatch.grace) == ["cbt"], "it was not recorded")
        watch.tell(["cbt"])
        #expect(look(.starting, at: 12 + AbsenceWatch.grace) == [])
        #expect(look(.ready, at: 13 + AbsenceWatch.grace) == [])
        #expect(look(crashed, at: 20 + AbsenceWatch.grace) == [])
        #expect(look(crashed, at: 20 + AbsenceWatch.grace * 2) == ["cbt"])
    }

    @Test("One that never became ready is away too")
    mutating func never() {
        #expect(look(.starting, at: 0) == [])
        #expect(look(.stopping(.terminating, .failure(.notReadyInTime)), at: 59_999) == [])
        #expect(look(crashed, at: 0 + AbsenceWatch.grace) == ["cbt"])
    }

    @Test(
        "Who is at rest, is being stopped by a person, or waits for another is not away",
        arguments: [
            ProcessState.stopped(.operatorWish), .givenUp(after: .notReadyInTime),
            .failedPermanently(.code(78)), .stopping(.terminating, .operatorWish),
            .stopping(.killing, .shutdown), .waitingForDependencies,
        ])
    mutating func notAway(state: ProcessState) {
        #expect(look(state, at: 0) == [])
        #expect(look(state, at: 0 + AbsenceWatch.grace * 2) == [])
        #expect(look(.starting, at: 0 + AbsenceWatch.grace * 2) == [])
    }

    @Test("A wait for another does not end an absence that began before it")
    mutating func waits() {
        #expect(look(crashed, at: 0) == [])
        #expect(look(.waitingForDependencies, at: 30_000) == [])
        #expect(look(.starting, at: 0 + AbsenceWatch.grace) == ["cbt"])
    }
}
