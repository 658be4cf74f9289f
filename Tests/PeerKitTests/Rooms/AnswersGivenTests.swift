import Journal
import Messages
import TestSupport
import Testing

@testable import PeerKit

@Suite("Answers that the journal does not hold")
struct AnswersGivenTests {
    private var given = AnswersGiven(at: RunningTime(milliseconds: 1_000))

    private func asked(_ id: MessageID, by asker: Identity = "cli-anna") -> Asked {
        Asked(asker: asker, id: id)
    }

    @Test("Who asks again under the same id is told the same, whatever is said by now")
    mutating func same() {
        var told = given.deny(asked("one"), saying: [1], lifetime: .seconds(1))
        #expect(told == [1])
        told = given.deny(asked("one"), saying: [2], lifetime: .seconds(2))
        #expect(told == [1])
        told = given.deny(asked("one", by: "cli-bert"), saying: [3], lifetime: .seconds(1))
        #expect(told == [3], "another asker may choose the same id")
        #expect(given.unrecorded.map(\.asked.asker) == ["cli-anna", "cli-bert"])
        #expect(given.unrecorded.map(\.lifetime) == [.seconds(1), .seconds(1)])
    }

    @Test("What cannot be remembered is not said")
    mutating func bound() {
        for number in 1...AnswersGiven.limit {
            _ = given.deny(asked(MessageID("w-\(number)")), saying: [1], lifetime: .zero)
        }
        var told = given.deny(asked("beyond"), saying: [1], lifetime: .zero)
        #expect(told == nil)
        told = given.deny(asked("w-7"), saying: [2], lifetime: .zero)
        #expect(told == [1])
        given.recordedDenials()
        #expect(given.unrecorded.isEmpty)
        told = given.deny(asked("beyond"), saying: [1], lifetime: .zero)
        #expect(told == [1])
    }

    @Test("A command is in doubt until the journal was read again")
    mutating func doubt() {
        given.doubt([asked("one")])
        given.doubt([asked("two")])
        #expect(given.isInDoubt(asked("one")) && given.isInDoubt(asked("two")))
        #expect(!given.isInDoubt(asked("one", by: "cli-bert")))
        given.resolveDoubts()
        #expect(!given.isInDoubt(asked("one")))
    }

    @Test("Receipts are let go each ten minutes of running time")
    mutating func forgetting() {
        let due = [600_999, 601_000, 1_200_999, 1_201_000].map {
            given.isForgettingDue(at: RunningTime(milliseconds: $0))
        }
        #expect(due == [false, true, false, true])
    }
}
