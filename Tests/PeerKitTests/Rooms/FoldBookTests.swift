import Journal
import Messages
import Testing

@testable import PeerBench
@testable import PeerKit

@Suite("Folds beside the loop")
struct FoldBookTests {
    private let origin: FoldOrigin<Desk>
    private let state: FoldedState<Desk>
    private var folds = FoldBook<Desk>(author: SnapshotAuthor(fold: "desk 1", build: "mine"))

    init() throws {
        let bench = try Bench()
        state = FoldedState(engine: bench.peer.engine, position: 7)
        origin = FoldOrigin(fresh: bench.peer.engine, journal: bench.journal, fold: nil)
    }

    @Test("A fold that is waited for is begun once, and over when it is made")
    mutating func begun() {
        let none1 = folds.begin(from: origin, to: 9)
        #expect(none1.map(\.purpose) == nil)
        folds.wait(for: AwaitedFold(for: "input", without: ["wrong"]))
        #expect(folds.isAwaiting && !folds.isRenewing)
        let task = folds.begin(from: origin, to: 9)
        #expect(task?.purpose == .correction && task?.end == 9 && task?.retracted == ["wrong"])
        let none2 = folds.begin(from: origin, to: 9)
        #expect(none2.map(\.purpose) == nil)
        #expect(folds.input == "input")
        folds.endIfMade()
        #expect(folds.isAwaiting, "it is not made yet")
        folds.made(passing: Checkpoints())
        #expect(!folds.isAwaiting && folds.input == nil)
        #expect(folds.leftOut == ["wrong"], "the input that waited for it is to be tried again")
        folds.endIfMade()
        #expect(folds.leftOut == nil)
    }

    @Test("What another build kept stands in its name until it is confirmed, and is compared once")
    mutating func anotherBuild() {
        folds.goOn(from: state, of: "theirs")
        #expect(folds.author?.build == "theirs")
        let task = folds.beginComparison(from: origin)
        #expect(task?.purpose == .comparison && task?.end == 7 && task?.kept?.position == 7)
        let none3 = folds.beginComparison(from: origin)
        #expect(none3.map(\.purpose) == nil)
        folds.confirm()
        #expect(folds.author?.build == "mine")
    }

    @Test("What this build kept needs no comparison")
    mutating func ownBuild() {
        folds.goOn(from: state, of: "mine")
        let none4 = folds.beginComparison(from: origin)
        #expect(none4.map(\.purpose) == nil)
    }

    @Test("A state that was wrong is folded anew, and what was folded for it is of no use")
    mutating func distrusted() {
        folds.goOn(from: state, of: "theirs")
        let generation = folds.generation
        folds.distrust(state, without: ["wrong"])
        #expect(folds.generation == generation + 1 && folds.author?.build == "mine")
        #expect(folds.isRenewing && folds.input == nil)
        let task = folds.begin(from: origin, to: 9)
        #expect(task?.purpose == .renewal && task?.generation == folds.generation)
        folds.reset()
        #expect(!folds.isAwaiting && folds.generation == generation + 2)
        let none5 = folds.beginComparison(from: origin)
        #expect(none5.map(\.purpose) == nil)
    }
}
